// The scenario's project: how many tests there are, which one fails and why, and that what its documents and policy say is so.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { truthGate } from '../../src/domain/truth/gate.ts'
import { Sha } from '../../src/domain/ids.ts'
import { loadPack, parsePolicy } from '../../src/roster/index.ts'

const SCENARIO = join(import.meta.dirname, '../../src/rehearsal/scenarios/bitnet-rust')
const FAILING = 'memory tracking: of two equal buffers, the one that is given back leaves the record'
const STATUS = 'docs/STATUS.md'
const HEAD = Sha.parse('a'.repeat(40))

const made: string[] = []
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true })
})

function project(mended: boolean): string {
  const directory = mkdtempSync(join(tmpdir(), 'baton-bitnet-'))
  made.push(directory)
  cpSync(join(SCENARIO, 'project'), directory, { recursive: true })
  if (mended) cpSync(join(SCENARIO, 'patches'), directory, { recursive: true })
  return directory
}

interface Counted {
  passed: string[]
  failed: string[]
}

function tests(directory: string): Counted {
  // Inside a run of node's own test runner a nested one would report to its parent.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-isolation=none', '--test-reporter=tap'], {
    cwd: directory,
    encoding: 'utf8',
    env,
    maxBuffer: 16 * 1024 * 1024,
  })
  const names = (pattern: RegExp): string[] => [...stdout.matchAll(pattern)].map((match) => match[1] ?? '')
  return { passed: names(/^ok \d+ - (.*)$/gm), failed: names(/^not ok \d+ - (.*)$/gm) }
}

let before: Counted
let after: Counted
const status = readFileSync(join(SCENARIO, 'project', STATUS), 'utf8')

beforeAll(() => {
  before = tests(project(false))
  after = tests(project(true))
})

describe('tests', () => {
  test('exactly one of several hundred fails, and it is about memory tracking', () => {
    expect(before.failed).toEqual([FAILING])
    expect(before.passed.length).toBeGreaterThan(300)
  })

  test('with the tracker by id all pass, and they are the same tests', () => {
    expect(after.failed).toEqual([])
    expect(after.passed.toSorted()).toEqual([...before.passed, FAILING].toSorted())
  })

  test('no two have the same name', () => {
    expect(new Set(after.passed).size).toBe(after.passed.length)
  })
})

describe('what is said', () => {
  test('the status page has the figures that the tests have, in both places', () => {
    const total = after.passed.length
    expect(status).toContain(`${before.passed.length} of ${total} tests pass.`)
    expect(status).toContain(`${before.failed.length} of ${total} tests fails:`)
  })

  test('as it is it does not contradict itself, and with the first line alone corrected it does', () => {
    const problems = (text: string) =>
      truthGate({ documents: [{ path: STATUS, text }], records: [], head: HEAD }).blocking
    expect(problems(status)).toEqual([])
    const half = status.replace(/^\d+ of (\d+) tests pass\.$/m, 'All $1 tests pass.')
    expect(problems(half)).toMatchObject([
      { kind: 'contradiction', line: 3, other: { path: STATUS, line: 18 } },
    ])
  })

  test('the issue names the failing test, and files that exist', () => {
    const issue = readFileSync(join(SCENARIO, 'issue.md'), 'utf8')
    expect(issue.replaceAll('\n', ' ')).toContain(FAILING)
    const named = [...issue.matchAll(/`((?:bitnet-core|bench|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    )
    expect(named.length).toBeGreaterThan(3)
    for (const name of named) expect(readFileSync(join(SCENARIO, 'project', name), 'utf8')).not.toBe('')
  })
})

describe('files', () => {
  test('the benchmark prints what a weight takes and how long a product lasts', () => {
    const { stdout, status: code } = spawnSync(process.execPath, ['bench/weights.mjs'], {
      cwd: join(SCENARIO, 'project'),
      encoding: 'utf8',
    })
    expect(code).toBe(0)
    const lines: unknown[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual([
      // 205 bytes for a row of 1024 weights.
      { metric: 'weight.bytes', unit: 'B', better: 'lower', value: 205 / 1024 },
      { metric: 'matvec.ms', unit: 'ms', better: 'lower', value: expect.any(Number) },
    ])
  })

  test('the policy is valid, asks for every test, and the change calls the whole team and the truth validator', async () => {
    const path = '.github/baton.yml'
    const loaded = await loadPack(join(import.meta.dirname, '../../agents/bitnet-rust'))
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems))
    const parsed = parsePolicy(
      { path, text: readFileSync(join(SCENARIO, 'project', path), 'utf8') },
      new Map([[loaded.pack.name, loaded.pack]]),
    )
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
    const { gates } = parsed.policy
    expect(gates.tests).toMatchObject([{ min_passed: after.passed.length, allow_failures: 0 }])
    expect(gates.benchmark).toMatchObject([{ metric: 'matvec.ms', strict: true }])
    for (const kind of ['metric', 'documentation', 'truth', 'readiness'] as const)
      expect(gates[kind]).toHaveLength(1)
    const { core_files, integration_points } = loaded.pack
    expect(core_files.some((glob) => matchesGlob('bitnet-core/src/memory/tracker.mjs', glob))).toBe(true)
    const points = integration_points.filter(({ paths }) => paths.some((glob) => matchesGlob(STATUS, glob)))
    expect(points.map(({ requires }) => requires)).toEqual([{ verdict: 'truth-validator' }])
  })
})
