// `baton truth`: what it prints and how it ends, with and without recorded results.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { HEAD, ratioOf4, result } from '../domain/support.ts'
import { baton, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)

const file = (name: string, content: string): string => {
  const path = join(dir, name)
  writeFileSync(path, content)
  return path
}
const run = async (...args: string[]) => await baton(['truth', ...args], { dir })

const benchmark = result({ kind: 'benchmark', tests: null, benchmarks: [ratioOf4] })
const runs = [
  { id: '100', result: result() },
  { id: '200', result: benchmark },
]
const evidence = file('evidence.json', JSON.stringify({ head: HEAD, runs }))
const unproven = file('unproven.md', '# Kernel\n\nAttention is 21 % faster.\n\nIt is production ready.\n')
const proven = file(
  'proven.md',
  'Attention is 4× faster. **Claim:** attention.ms >= 4x vs base (run 200)\n\nAll tests pass.\n',
)
const contrary = file('contrary.md', '530/531 tests passing\n\nThere are 192 failing tests.\n')

describe.concurrent('baton truth', () => {
  it('lets pass what is on record', async () => {
    const { exitCode, stdout, stderr } = await run(proven, '--evidence', evidence)
    expect({ exitCode, stderr, stdout }).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: '3 claims, 3 proven, 0 problems, 0 notes\n',
    })
  })

  it('blocks an unproven claim, with its place and what would prove it', async () => {
    const { exitCode, stdout } = await run(unproven, '--evidence', evidence)
    expect(exitCode).toBe(1)
    expect(stdout).toContain(
      `${unproven}:3:14 "21 % faster"\n    Nothing proves it: run 200 has attention.ms at 20 → 5 ms, 4×`,
    )
    expect(stdout).toContain(`note: ${unproven}:5:7 "production ready"`)
    expect(stdout).toContain('2 claims, 0 proven, 1 problem, 1 note\n')
  })

  it('names both places of a contradiction, as JSON too', async () => {
    const { exitCode, stdout } = await run(contrary, '--json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      counts: { claims: 2, proven: 0 },
      problems: expect.arrayContaining([
        expect.objectContaining({
          kind: 'contradiction',
          line: 1,
          other: expect.objectContaining({ path: contrary, line: 3, text: '192 failing tests' }),
        }),
      ]),
    })
  })

  it.each<[what: string, args: string[], message: RegExp]>([
    ['no file', [], /missing required argument/],
    ['a file that is not there', [join(dir, 'none.md')], /none\.md could not be read[^]*→/],
    [
      'evidence that is not there',
      [proven, '--evidence', join(dir, 'none.json')],
      /none\.json could not be read/,
    ],
    [
      'evidence that is no JSON',
      [proven, '--evidence', file('a.json', '{')],
      /a\.json is no JSON[^]*for example/,
    ],
    [
      'evidence of another form',
      [
        proven,
        '--evidence',
        file('b.json', JSON.stringify({ head: 'x', runs: [{ id: 'x', result: {} }], more: 1 })),
      ],
      /b\.json is no evidence[^]*more[^]*full git SHA[^]*expected digits[^]*for example/,
    ],
  ])('%s is refused with exit code 2', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await run(...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
