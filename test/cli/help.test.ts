// The command line before anything is started: help, versions, commands and flags that do not exist.

import { afterAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { baton, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)
const run = async (...args: string[]) => await baton(args, { dir })

describe.concurrent('baton', () => {
  it.each([
    [
      ['--help'],
      [
        'start',
        'rehearse',
        'check',
        'route',
        'agents',
        'plan',
        'truth',
        'report',
        'baseline',
        'trends',
        'status',
        'explain',
        'dead-letters',
      ],
    ],
    [
      ['start', '--help'],
      ['--role', 'docs/operations.md'],
    ],
    [
      ['rehearse', '--help'],
      ['--list', '--json', '--keep', '--live', '--repo', '--issue', '--pack', '--script', 'Exit code'],
    ],
    [
      ['setup', 'files', '--help'],
      ['--pack', '--test', '--to', '--dry-run', '--json', 'GITHUB_TOKEN', 'Example'],
    ],
    [
      ['setup', 'ruleset', '--help'],
      ['--dry-run', '--json', '--token', '--merge-queue', '--branch'],
    ],
    [
      ['doctor', '--help'],
      ['--json', 'Exit code'],
    ],
    [
      ['dead-letters', '--help'],
      ['list', 'redrive'],
    ],
    [['dead-letters', 'redrive', '--help'], ['--all']],
    [
      ['agents', '--help'],
      ['list', 'show', 'export'],
    ],
    [
      ['plan', '--help'],
      ['check', 'graph'],
    ],
    [
      ['truth', '--help'],
      ['--evidence', '--json', '**Claim:**', 'Exit code'],
    ],
    [
      ['baseline', '--help'],
      ['save', 'list', 'clear'],
    ],
    [
      ['trends', '--help'],
      ['--platform', '--json', '--svg'],
    ],
    [
      ['explain', '--help'],
      ['owner/repo#number', '--json', 'head', 'DATABASE_URL', 'Exit code'],
    ],
    [
      ['status', '--help'],
      ['--repo', '--json', 'critical path'],
    ],
  ])('%j explains itself on stdout', async (args, words) => {
    const { exitCode, stdout, stderr } = await run(...args)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const word of words) expect(stdout).toContain(word)
  })

  it('says its version', async () => {
    expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: `${packageJson.version}\n` })
  })

  it.each([
    [[], /Usage: baton/],
    [['rehearze'], /unknown command 'rehearze'[^]*Did you mean rehearse\?/],
    [['start', '--rol'], /unknown option '--rol'[^]*Did you mean --role\?[^]*--help/],
    [['start', '--role', 'king'], /Allowed choices are all, web, worker/],
    [['rehearse', '--port'], /argument missing/],
    [['rehearse', 'asa-swarm', 'more'], /too many arguments/],
    [['baseline', 'save', 'main'], /main is not a full SHA[^]*40 hex digits/],
    [['baseline', 'clear'], /nothing says which baselines[^]*--all/],
    [['dead-letters', 'redrive'], /no dead letter is named[^]*--all/],
  ])('%j is refused on stderr', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
