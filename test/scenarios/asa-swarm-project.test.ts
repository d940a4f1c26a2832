// The scenario's project and its two rounds: what passes when, and how much work each version does.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob } from 'node:path'
import { workflowPlan } from '../../src/domain/policy/workflow-plan.ts'
import { loadPack, parsePolicy } from '../../src/roster/index.ts'
import { afterAll, describe, expect, test } from 'vitest'

const SCENARIO = join(import.meta.dirname, '../../src/rehearsal/scenarios/asa-swarm')
const made: string[] = []
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true })
})

/** A copy of the project with layers of patches on it. */
function project(...layers: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'baton-asa-'))
  made.push(directory)
  cpSync(join(SCENARIO, 'project'), directory, { recursive: true })
  for (const layer of layers) cpSync(join(SCENARIO, 'patches', layer), directory, { recursive: true })
  return directory
}

function tests(directory: string): { passed: number; failed: string[] } {
  // Inside a run of node's own test runner a nested one would report to its parent.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: directory,
    encoding: 'utf8',
    env,
  })
  const names = (pattern: RegExp): string[] => [...stdout.matchAll(pattern)].map((match) => match[1] ?? '')
  return { passed: names(/^ok \d+ - (.*)$/gm).length, failed: names(/^not ok \d+ - (.*)$/gm) }
}

/** Reads of keys in one pass, counted through a proxy. */
function keyReads(directory: string, size: number, k: number): number {
  const script = `
    const { attend, fromLists } = await import(${JSON.stringify(join(directory, 'src/index.mjs'))})
    const [size, width, k] = [${size}, 4, ${k}]
    let reads = 0
    const matrix = () => new Float64Array(size * width).fill(0.5)
    const keys = new Proxy(matrix(), { get: (of, name) => { if (/^\\d+$/.test(String(name))) reads += 1; return Reflect.get(of, name) } })
    const lists = Array.from({ length: size }, (_, i) => Array.from({ length: k }, (_, j) => (i * 7 + j) % size))
    attend({ size, width, queries: matrix(), keys, values: matrix() }, fromLists(lists))
    console.log(reads / width)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return Number(stdout)
}

describe('tests', () => {
  test('the dense version passes its own', () => {
    const { passed, failed } = tests(project())
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThanOrEqual(12)
  })

  test('round 1 passes all that were there before, and its own', () => {
    const { passed, failed } = tests(project('round-1'))
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(tests(project()).passed)
  })

  test('round 1 has a flaw that the tests of round 2 prove', () => {
    const directory = project('round-1')
    cpSync(join(SCENARIO, 'patches/round-2/test'), join(directory, 'test'), { recursive: true })
    const { failed } = tests(directory)
    expect(failed).toContain('a position listed twice counts once')
    expect(failed).toContain('a head that is also in the window counts once')
  })

  test('the dense version does not have the flaw', () => {
    const directory = project()
    cpSync(join(SCENARIO, 'patches/round-2/test'), join(directory, 'test'), { recursive: true })
    expect(tests(directory).failed).toEqual([])
  })

  test('round 2 passes everything', () => {
    const { passed, failed } = tests(project('round-1', 'round-2'))
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(tests(project('round-1')).passed)
  })
})

describe('work, counted and not timed', () => {
  test('the dense version computes all N × N scores', () => {
    const directory = project()
    for (const size of [16, 32, 64]) expect(keyReads(directory, size, 3)).toBe(size * size)
  })

  test.each([['round-1'], ['round-1', 'round-2']])('the sparse version %s computes N × k', (...layers) => {
    const directory = project(...layers)
    for (const [size, k] of [
      [16, 3],
      [64, 3],
      [256, 3],
      [256, 6],
    ] as const)
      expect(keyReads(directory, size, k)).toBe(size * k)
  })
})

describe('files', () => {
  const files = (directory: string): string[] =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(directory, name)).isFile(),
    )

  test('the benchmark prints one metric line', () => {
    const { stdout, status } = spawnSync(process.execPath, ['bench/attention.mjs'], {
      cwd: project(),
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      metric: 'attention.ms',
      unit: 'ms',
      better: 'lower',
      value: expect.any(Number),
    })
  })

  test('the policy is valid, and asks for no more tests than there are', async () => {
    const path = '.github/baton.yml'
    const loaded = await loadPack(join(import.meta.dirname, '../../agents/asa-swarm'))
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems))
    const parsed = parsePolicy(
      { path, text: readFileSync(join(SCENARIO, 'project', path), 'utf8') },
      new Map([[loaded.pack.name, loaded.pack]]),
    )
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
    const least = parsed.policy.gates.tests[0]?.min_passed ?? 0
    expect(least).toBeGreaterThan(0)
    expect(tests(project()).passed).toBeGreaterThanOrEqual(least)
    expect(workflowPlan(parsed.policy, 'validate')?.commands).toHaveLength(1)
    expect(workflowPlan(parsed.policy, 'benchmark')?.rounds).toBeGreaterThan(1)
    // The change to the core that this scenario is about calls the whole team.
    expect(loaded.pack.core_files.some((pattern) => matchesGlob('src/attention.mjs', pattern))).toBe(true)
  })

  test('the rounds stay within what the issue names, and leave the present tests alone', () => {
    const before = files(join(SCENARIO, 'project'))
    for (const round of ['round-1', 'round-2']) {
      for (const name of files(join(SCENARIO, 'patches', round))) {
        expect(name).toMatch(/^(?:src\/attention\.mjs|test\/[\w-]+\.test\.mjs)$/)
        if (name.startsWith('test/')) expect(before).not.toContain(name)
      }
    }
  })

  test('the issue has a title and names files that exist', () => {
    const text = readFileSync(join(SCENARIO, 'issue.md'), 'utf8')
    expect(text).toMatch(/^# \S/)
    const named = [...text.matchAll(/`((?:src|test|bench)\/[\w./-]+\.mjs)`/g)].map((match) => match[1] ?? '')
    expect(named).toContain('src/attention.mjs')
    for (const name of named) expect(files(join(SCENARIO, 'project'))).toContain(name)
  })
})
