// `baton check`: every kind of broken configuration gets the place and the advice that it needs; exit codes; JSON.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkJson, checkText, noPaint, outcomeOf } from '../../src/cli/check-report.ts'
import type { Problem } from '../../src/domain/roster/problem.ts'
import { UserError } from '../../src/errors.ts'
import { checkFolder, type FolderReport } from '../../src/roster/check-folder.ts'
import { BUILDER, FILES, HELPER, PACK, POLICY, write } from './check-fixture.ts'
import { brokenPatterns } from './check-patterns.ts'
import { brokenTables } from './check-tables.ts'
import { brokenTargets } from './check-targets.ts'
import { baton, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)

async function check(top: string, path: string): Promise<FolderReport> {
  return await checkFolder(join(top, path.startsWith('repo') ? 'repo' : 'packs'), join(top, 'packs'))
}

/** The place of a problem as a person would look for it: the line that holds `at`. */
const lineOf = (text: string, at: string): number => {
  const found = text.split('\n').flatMap((line, i) => (line.includes(at) ? [i + 1] : []))
  if (found.length !== 1) throw new Error(`${at} is on the lines ${found.join(', ')}`)
  return found[0] ?? 0
}

const said = (problem: Problem): string => `${problem.line} ${problem.key}: ${problem.message}`

describe('everything that is broken has its place and its advice', () => {
  it.each([...brokenTables, ...brokenPatterns, ...brokenTargets])('$file: $what', async (row) => {
    const text = FILES[row.file] ?? ''
    expect(text.split(row.from), row.from).toHaveLength(2)
    const broken = text.replace(row.from, row.to)
    const top = write(dir, { [row.file]: broken })
    const { problems } = await check(top, row.file)
    const line = row.line ?? lineOf(broken, row.at ?? row.to)
    const here = problems.filter(
      (one) => one.file === join(top, row.file) && one.line === line && one.key === row.key,
    )
    expect(here.map(said).join('\n'), problems.map(said).join('\n')).toMatch(row.message)
    expect(here.map((one) => `${one.expected}\n${one.example}`).join('\n')).toMatch(row.advice)
    if (row.more !== -1) expect(problems.map(said)).toHaveLength(1 + (row.more ?? 0))
    for (const one of problems) expect(one.expected && one.example && one.message).not.toBe('')
  })
})

describe('what a folder is', () => {
  it.each<[what: string, path: string, expected: object]>([
    ['a folder of packs', 'packs', { kind: 'packs', agents: 3, policy: null }],
    ['one pack', 'packs/small', { kind: 'pack', agents: 3, policy: null }],
    [
      'a target repository',
      'repo',
      { kind: 'target', agents: 4, policy: { extends: 'small', label: 'baton', own: ['helper'] } },
    ],
  ])('%s', async (_what, path, expected) => {
    const top = write(dir)
    const report = await checkFolder(join(top, path), join(top, 'packs'))
    expect(report).toMatchObject({ ...expected, problems: [], notes: [] })
    expect(report.packs.map(({ name }) => name)).toEqual(['small'])
  })

  it.each<[what: string, make: (at: string) => void, message: RegExp, fix: RegExp]>([
    ['no folder', (at) => rmSync(at, { recursive: true }), /there is no folder/, /baton check \./],
    ['an empty folder', () => undefined, /is empty/, /baton\.yml/],
    [
      'a folder of something else',
      (at) => writeFileSync(join(at, 'a.c'), ''),
      /holds no configuration/,
      /pack\.yml/,
    ],
    [
      'agents without a pack.yml',
      (at) => writeFileSync(join(at, 'a.md'), ''),
      /holds no configuration/,
      /needs a pack\.yml beside its agents/,
    ],
    [
      'the folder above the packs',
      (at) => {
        mkdirSync(join(at, 'agents/small'), { recursive: true })
        writeFileSync(join(at, 'agents/small/pack.yml'), '')
      },
      /holds no configuration/,
      /baton check .*agents$/,
    ],
    [
      'a file',
      (at) => {
        rmSync(at, { recursive: true })
        writeFileSync(at, '')
      },
      /is not a folder/,
      /the folder that it is in/,
    ],
  ])('%s is a wrong call', async (_what, make, message, fix) => {
    const at = mkdtempSync(join(dir, 'odd-'))
    make(at)
    const error = await checkFolder(at, at).catch((thrown: unknown) => thrown)
    if (!(error instanceof UserError)) throw new Error('it was accepted')
    expect(error.message).toMatch(message)
    expect(error.fix).toMatch(fix)
  })

  it('one broken pack does not hide another', async () => {
    const top = write(dir, { 'packs/other/pack.yml': 'name: other\n' })
    const report = await checkFolder(join(top, 'packs'), join(top, 'packs'))
    expect(report.packs.map(({ name }) => name)).toEqual(['small'])
    expect(report.problems.map(said)).toEqual(['1 : it holds 0 agent files'])
  })

  it('a policy whose pack is broken is told what is wrong with the pack', async () => {
    const top = write(dir, {
      [PACK]: (FILES[PACK] ?? '').replace('orchestrator: chief', 'orchestrator: thief'),
    })
    const { problems } = await check(top, POLICY)
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('no agent `thief`'),
      'the pack `small` is broken',
    ])
  })

  it.each<[what: string, path: string, bytes: Buffer, message: RegExp]>([
    ['a policy that is no text', POLICY, Buffer.from([0xff, 0xfe, 0x00]), /not a text file/],
    ['a policy that is too large', POLICY, Buffer.alloc(1024 * 1024 + 1, 'x'), /at most 1048576 are read/],
    ['an agent that is no text', HELPER, Buffer.from([0xc3, 0x28]), /not a text file/],
  ])('%s', async (_what, path, bytes, message) => {
    const top = write(dir)
    writeFileSync(join(top, path), bytes)
    const { problems } = await check(top, POLICY)
    const first = problems.find((one) => one.file === join(top, path))
    expect(first?.message).toMatch(message)
    expect(first?.line).toBe(1)
  })
})

describe('what works and may surprise', () => {
  const claude = `---\nname: tester\ndescription: Tests.\ntools: Read, WebFetch\ncolor: red\n---\nYou test.\n`

  it('keys and tools without effect, agents that never run, files that are not read', async () => {
    const top = write(dir, {
      'repo/.claude/agents/tester.md': claude,
      'repo/.github/agents/broken.agent.md': '---\nname: broken\n---\nNo description.\n',
      'repo/.github/baton/agents/idle.md': '---\nname: idle\ndescription: Idle.\n---\nYou wait.\n',
      'repo/.github/baton/agents/notes.txt': 'x',
    })
    const report = await check(top, POLICY)
    const [kept, strict] = [outcomeOf(report, false), outcomeOf(report, true)]
    expect(kept.problems).toEqual([])
    const notes = kept.notes.map(
      ({ file, line, key, message }) => `${file.slice(top.length + 6)}:${line} ${key}: ${message}`,
    )
    expect(notes).toEqual([
      '.claude/agents/tester.md:4 tools: the agent does not get `WebFetch`, which Baton does not have',
      '.claude/agents/tester.md:5 color: it has no effect here',
      '.github/agents/broken.agent.md:2 description: it is missing',
      '.github/baton/agents/idle.md:1 : nothing names the agent `idle`, so it never runs',
      '.github/baton/agents/notes.txt:1 : it is not read: agents are .md files directly in this folder',
    ])
    expect(checkText(kept)).toMatch(/\n5 agents, 0 problems, 5 notes$/)
    expect(strict.problems).toHaveLength(5)
    expect(checkText(strict)).toMatch(/5 agents, 5 problems$/)
  })

  it('agents without a policy', async () => {
    const top = mkdtempSync(join(dir, 'bare-'))
    mkdirSync(join(top, '.claude/agents'), { recursive: true })
    writeFileSync(join(top, '.claude/agents/tester.md'), claude.replace('color: red\n', ''))
    const report = await checkFolder(top, join(write(dir), 'packs'))
    expect(report).toMatchObject({ kind: 'target', policy: null, problems: [] })
    expect(report.notes.map(({ message }) => message)).toContain(
      'there is no policy, so Baton does nothing here',
    )
  })
})

describe('the report', () => {
  it('shows each problem with its place and advice, then one line that sums up', async () => {
    const top = write(dir, { [PACK]: (FILES[PACK] ?? '').replace('timers: 0.5', 'timers: 50') })
    const report = await checkFolder(join(top, 'packs'), join(top, 'packs'))
    const lines = checkText(outcomeOf(report, false)).replaceAll(`${top}/`, '').split('\n')
    expect(lines).toEqual([
      'packs: a folder of packs',
      `packs/small/pack.yml:${lineOf(FILES[PACK] ?? '', 'timers: 0.5')} patterns.urgent.timers: expected at most 10, found the number 50`,
      '    expected: what escalation times are multiplied with: below 1 is tighter',
      '    example:  timers: 0.25',
      '0 packs, 0 agents, 1 problem',
    ])
  })

  it('colours only where it is asked to, and names in files cannot', async () => {
    const top = write(dir, { 'repo/.github/baton/agents/\u001b[31m.md': 'no front matter' })
    const outcome = outcomeOf(await check(top, POLICY), false)
    // oxlint-disable-next-line no-control-regex -- an escape sequence is exactly what is looked for
    expect(checkText(outcome, noPaint)).not.toMatch(/\u001b/)
    expect(checkText(outcome, noPaint)).toContain('\\u001b[31m.md')
    expect(checkText(outcome, (style, text) => `<${style}>${text}`)).toContain('<red>')
  })

  it('is one object for other programs', async () => {
    const top = write(dir)
    const json: unknown = JSON.parse(JSON.stringify(checkJson(outcomeOf(await check(top, POLICY), false))))
    expect(json).toEqual({
      kind: 'target',
      dir: join(top, 'repo'),
      ok: true,
      problems: [],
      notes: [],
      packs: [{ name: 'small', title: 'Small team', agents: 4 }],
      agents: 4,
      policy: { file: join(top, POLICY), extends: 'small', label: 'baton', own: ['helper'] },
    })
  })
})

describe.concurrent('the process', () => {
  const top = write(dir, { [BUILDER]: (FILES[BUILDER] ?? '').replace('[judge]', '[builder]') })

  it('exits with 0 and a summary when all is well', async () => {
    const good = write(dir)
    const { exitCode, stdout, stderr } = await baton(['check', join(good, 'packs')], { dir })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/1 pack, 3 agents, 0 problems\n$/)
  })

  it('exits with 1 for problems, and says them as JSON', async () => {
    const { exitCode, stdout, stderr } = await baton(['check', 'packs', '--json'], { dir, cwd: top })
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'packs',
      ok: false,
      problems: [{ file: 'packs/small/builder.md', line: 5, key: 'intersects_with[0]' }],
    })
  })

  it.each([
    ['a folder that is not there', ['check', 'nowhere'], /there is no folder nowhere/],
    ['an option that is not there', ['check', '--jsno'], /unknown option '--jsno'/],
  ])('exits with 2 for %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await baton(args, { dir, cwd: top })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
