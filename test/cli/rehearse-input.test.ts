// What `baton rehearse` says to input that cannot work: a clear message, exit code 1, and nothing begun.

import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { failure } from '../../src/cli/failure.ts'
import { rehearseCommand } from '../../src/cli/rehearse.ts'
import { scenarios } from '../../src/rehearsal/scenarios/index.ts'
import { git, makeOwnRepository } from './own-repository.ts'
import { baton, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)
const { repo, issue, script } = makeOwnRepository(dir)

function file(name: string, text: string): string {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}
function folder(name: string): string {
  mkdirSync(join(dir, name))
  return join(dir, name)
}

const notGit = folder('not-git')
const empty = folder('empty')
git(dir, 'init', '--quiet', empty)
const untested = folder('untested')
git(dir, 'init', '--quiet', untested)
git(untested, 'commit', '--quiet', '--allow-empty', '-m', 'Nothing')
const below = join(repo, 'below')
mkdirSync(below)

const names = scenarios.map((make) => make().name)
const own = ['--repo', repo, '--issue', issue]
const flags = (at: string): string[] => ['--repo', at, '--issue', issue, '--script', script]

describe('baton rehearse', () => {
  it('lists the scenarios, one a line', async () => {
    const { exitCode, stdout, stderr } = await baton(['rehearse', '--list'], { dir })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s{2,}/)[0]),
    ).toEqual(names)
  })

  // In this process: what is said is what counts, and one process a row would be most of the time.
  it.each<[string, string[], RegExp]>([
    ['a port that is none', ['--port', '70000'], /--port takes a whole number from 0 to 65535, not 70000/],
    ['an empty port', ['--port', ''], /--port takes a whole number/],
    ['a deadline of nothing', ['--deadline', '0'], /--deadline takes a whole number from 1/],
    ['the live model without a key', ['--live'], /--live needs a key[^]*ANTHROPIC_API_KEY/],
    ['an issue without a repository', ['--issue', issue], /--issue only goes with --repo/],
    ['a pack without a repository', ['--pack', 'asa-swarm'], /--pack only goes with --repo/],
    ['no issue', ['--repo', repo, '--script', script], /--repo needs an issue[^]*--issue FILE/],
    ['neither script nor model', own, /neither a script nor a live model[^]*--script FILE/],
    [
      'an issue that is not there',
      ['--repo', repo, '--issue', join(dir, 'none.md'), '--script', script],
      /issue cannot be read/,
    ],
    ['a script that is not there', [...own, '--script', join(dir, 'none.mjs')], /script cannot be loaded/],
    [
      'a script that is no JavaScript',
      [...own, '--script', file('broken.mjs', 'export const =')],
      /script cannot be loaded/,
    ],
    [
      'a script without scripts',
      [...own, '--script', file('other.mjs', 'export const a = 1')],
      /is malformed[^]*scripts/,
    ],
    [
      'a script without turns',
      [...own, '--script', file('turns.mjs', "export const scripts = [{ key: 'a', turns: [] }]")],
      /is malformed[^]*turns/,
    ],
    ['an unknown pack', [...flags(repo), '--pack', 'nobody'], /no pack nobody[^]*choose one of: .*asa-swarm/],
    ['no folder', flags(join(dir, 'nowhere')), /there is no folder .*nowhere/],
    ['a folder below a repository', flags(below), /below is not a git repository[^]*its top folder/],
  ])('refuses %s', async (_what, args, message) => {
    const temp = folder('temp')
    vi.stubEnv('TMPDIR', temp)
    vi.stubEnv('ANTHROPIC_API_KEY', '')
    try {
      const error = await rehearseCommand.parseAsync(args, { from: 'user' }).then(
        () => undefined,
        (refusal: unknown) => refusal,
      )
      expect(failure(error)).toMatch(message)
      expect(failure(error)).not.toMatch(/^\s+at /m)
      expect(readdirSync(temp)).toEqual([])
    } finally {
      vi.unstubAllEnvs()
      rmdirSync(temp)
    }
  })

  it.each<[string, string[], RegExp]>([
    ['an unknown scenario', ['nope'], new RegExp(`no scenario nope\\n.*choose one of: ${names.join(', ')}`)],
    ['script and live model', [...own, '--script', script, '--live'], /cannot be used with option '--live'/],
    ['a folder outside git', flags(notGit), /not-git is not a git repository/],
    ['a repository without a commit', flags(empty), /has no commit yet/],
    ['a repository nobody knows how to test', flags(untested), /not clear how .* is tested[^]*baton\.yml/],
  ])('as a process refuses %s', async (_what, args, message) => {
    const { exitCode, stderr, left } = await baton(['rehearse', ...args], {
      dir: folder(`case-${_what.replaceAll(' ', '-')}`),
    })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ exitCode, left }).toEqual({ exitCode: 1, left: [] })
  })

  it('says that git is missing', async () => {
    const { exitCode, stderr, left } = await baton(['rehearse'], {
      dir: folder('no-git'),
      env: { PATH: notGit },
    })
    expect(stderr).toMatch(/git cannot be run[^]*Install git/)
    expect({ exitCode, left }).toEqual({ exitCode: 1, left: [] })
  })
})
