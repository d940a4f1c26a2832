// `baton agents`: what is listed and shown, and that an export is whole or not at all.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { agentText, exportPack, findAgent } from '../../src/cli/agents.ts'
import { writeNew } from '../../src/cli/write-files.ts'
import { UserError } from '../../src/errors.ts'
import { parseAgentFile } from '../../src/roster/index.ts'
import { baton, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)
const folder = (): string => mkdtempSync(join(dir, 'out-'))
const filesIn = (at: string): string[] =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1))
    .toSorted()

describe('writeNew', () => {
  const files = [
    { path: 'a/one.md', text: 'one' },
    { path: 'a/two.md', text: 'two' },
  ]

  it('writes every file, and nothing else stays', async () => {
    const at = folder()
    await writeNew(at, files, false)
    expect(filesIn(at)).toEqual(['a/one.md', 'a/two.md'])
    expect(readFileSync(join(at, 'a/two.md'), 'utf8')).toBe('two')
  })

  it('writes none when one is there, and all of them when forced', async () => {
    const at = folder()
    mkdirSync(join(at, 'a'))
    writeFileSync(join(at, 'a/two.md'), 'mine')
    await expect(writeNew(at, files, false)).rejects.toThrow(/nothing was written.*a\/two\.md/)
    expect(filesIn(at)).toEqual(['a/two.md'])
    expect(readFileSync(join(at, 'a/two.md'), 'utf8')).toBe('mine')
    await writeNew(at, files, true)
    expect(readFileSync(join(at, 'a/two.md'), 'utf8')).toBe('two')
  })

  it('leaves nothing half-written where it may not write', async () => {
    const at = folder()
    writeFileSync(join(at, 'b'), 'a file in the way')
    const blocked = [...files, { path: 'b/three.md', text: 'three' }]
    await expect(writeNew(at, blocked, false)).rejects.toThrow(UserError)
    expect(filesIn(at)).toEqual(['b'])
  })
})

describe('one agent', () => {
  it('is shown with its prompt', async () => {
    const text = await agentText(await findAgent('critic', 'asa-swarm'))
    expect(text).toMatch(/^agent +critic \(critic\)$/m)
    expect(text).toMatch(/^intersects_with +implementer, benchmarker$/m)
    expect(text).toContain('\n\nYou are the critic of the ASA team.')
  })

  it.each([
    [
      'critc',
      'asa-swarm',
      /there is no agent critc; did you mean critic\?/,
      /choose one of: benchmarker, critic/,
    ],
    ['critic', 'asa', /there is no pack asa/, /choose one of: .*asa-swarm/],
  ])('%s of %s is not there', async (name, pack, message, fix) => {
    const error = await findAgent(name, pack).catch((thrown: unknown) => thrown)
    if (!(error instanceof UserError)) throw new Error('it was found')
    expect(error.message).toMatch(message)
    expect(error.fix).toMatch(fix)
  })
})

describe('an export', () => {
  it.each([
    ['claude' as const, '.claude/agents/critic.md', 'not in it: intersects_with: implementer, benchmarker'],
    ['github' as const, '.github/agents/critic.agent.md', 'not in it: wake_enabled: true'],
  ])('to %s says what is lost, and writes nothing over', async (to, path, lost) => {
    const flags = { to, pack: 'asa-swarm', out: folder() }
    const said = await exportPack(flags)
    expect(said.split('\n')).toContain(path)
    expect(said).toContain(lost)
    expect(said).toMatch(/\n5 files written\.$/)
    const read = parseAgentFile({ path, text: readFileSync(join(flags.out, path), 'utf8') })
    expect(read).toMatchObject({ agent: { name: 'critic', tools: ['Read', 'Glob', 'Grep'] } })
    await expect(exportPack(flags)).rejects.toThrow(/nothing was written/)
    expect(await exportPack({ ...flags, force: true })).toBe(said)
  })
})

test('the process lists the agents of a pack', async () => {
  const { exitCode, stdout } = await baton(['agents', 'list', '--pack', 'asa-swarm', '--json'], { dir })
  expect(exitCode).toBe(0)
  const rows: unknown = JSON.parse(stdout)
  expect(rows).toHaveLength(5)
  expect(rows).toContainEqual(
    expect.objectContaining({ pack: 'asa-swarm', name: 'critic', purposes: ['research', 'review'] }),
  )
  expect(stdout).not.toContain('"prompt"')
})
