// The small parts of the measurement: bash on Windows, findings, the tail, foreign commits.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, property, string, uint8Array } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandEnvironment } from '../../src/measure/environment.ts'
import { createFindings } from '../../src/measure/findings.ts'
import { foreignCommits } from '../../src/measure/own-commits.ts'
import { findBash } from '../../src/measure/shell.ts'
import { createTail } from '../../src/measure/tail.ts'
import { git } from '../runner/stand-in.ts'

describe('bash', () => {
  const windows = (...files: string[]) =>
    findBash('win32', 'C:\\Windows\\system32;;D:\\Git\\cmd;C:\\MinGW\\bin', (file) => files.includes(file))
  test.each<[string, string[], string | undefined]>([
    ['beside git in cmd', ['D:\\Git\\cmd\\git.exe', 'D:\\Git\\bin\\bash.exe'], 'D:\\Git\\bin\\bash.exe'],
    ['not the one of the subsystem for Linux', ['C:\\Windows\\system32\\bash.exe'], undefined],
    ['git without bash', ['D:\\Git\\cmd\\git.exe'], undefined],
    [
      'a later git that has one',
      ['D:\\Git\\cmd\\git.exe', 'C:\\MinGW\\bin\\git.exe', 'C:\\MinGW\\bin\\bash.exe'],
      'C:\\MinGW\\bin\\bash.exe',
    ],
  ])('on Windows: %s', (_, files, found) => expect(windows(...files)).toBe(found))
  test('elsewhere: that of the PATH', () => expect(findBash('linux', '')).toBe('bash'))
})

describe('findings', () => {
  test('of several test reports add up, with the failures that a result has room for', () => {
    const findings = createFindings()
    const failures = Array.from({ length: 30 }, (_, index) => ({ name: `t${index}`, message: '' }))
    findings.addTests({ total: 40, passed: 8, failed: 30, skipped: 2, failures })
    findings.addTests({ total: 31, passed: 1, failed: 30, skipped: 0, failures })
    const { tests } = findings.get()
    expect(tests).toMatchObject({ total: 71, passed: 9, failed: 60, skipped: 2 })
    expect(tests?.failures).toHaveLength(50)
  })

  test('of more metrics than the result holds are a problem', () => {
    const findings = createFindings()
    const series = Array.from({ length: 203 }, (_, index) => ({
      metric: `m${index}`,
      unit: 'ns',
      better: 'lower' as const,
      values: [1],
    }))
    expect(findings.addSeries(series, 'it', 'candidate')).toHaveLength(3)
    expect(findings.get().benchmarks).toHaveLength(200)
  })

  test('of coverage come from one command', () => {
    const findings = createFindings()
    expect(findings.addCoverage({ lines: { covered: 1, total: 2 } })).toEqual([])
    expect(findings.addCoverage({ lines: { covered: 2, total: 2 } })).toHaveLength(1)
    expect(findings.get().coverage).toEqual({ lines: { covered: 1, total: 2 } })
  })
})

test('the tail never gets longer than a result allows, whatever comes in whatever pieces', () => {
  assert(
    property(
      array(uint8Array({ maxLength: 9000 }), { maxLength: 8 }),
      array(string({ maxLength: 3000 }), { maxLength: 5 }),
      (chunks, notes) => {
        const tail = createTail()
        for (const chunk of chunks) tail.write(Buffer.from(chunk))
        for (const note of notes) tail.note(note)
        expect(tail.text().length).toBeLessThanOrEqual(8192)
      },
    ),
    { numRuns: 50 },
  )
})

test.each([
  ['PATH', true],
  ['GITHUB_SHA', true],
  ['GITHUB_WORKSPACE', true],
  ['RUNNER_TEMP', true],
  ['INPUT_NONCE', false],
  ['input_nonce', false],
  ['GITHUB_OUTPUT', false],
  ['GITHUB_EVENT_PATH', false],
  ['GITHUB_STEP_SUMMARY', false],
  ['ACTIONS_RUNTIME_TOKEN', false],
])('a command sees %s: %s', (name, seen) => {
  expect(Object.hasOwn(commandEnvironment({ [name]: 'x' }), name)).toBe(seen)
})

describe('commits of the repository itself', () => {
  let root: string
  const sha: Record<string, string> = {}
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'baton-own-'))
    const commit = (name: string): void => {
      git(root, 'commit', '--quiet', '--allow-empty', '-m', name)
      sha[name] = git(root, 'rev-parse', 'HEAD')
    }
    git(root, 'init', '--quiet', '--initial-branch=main')
    commit('old')
    commit('main')
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD')
    commit('wave')
    git(root, 'update-ref', 'refs/remotes/origin/baton/issue-1/wave-1', 'HEAD')
    git(root, 'checkout', '--quiet', '-b', 'fork', sha['main']!)
    commit('fork')
    git(root, 'update-ref', 'refs/remotes/pull/7', 'HEAD')
    git(root, 'tag', 'v1')
    sha['tree'] = git(root, 'rev-parse', 'HEAD^{tree}')
    sha['unknown'] = 'f'.repeat(40)
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test.each([
    ['old', true],
    ['main', true],
    ['wave', true],
    // A local branch, a pull request's ref and a tag are none of the repository's branches.
    ['fork', false],
    ['tree', false],
    ['unknown', false],
  ])('%s: %s', (name, own) => {
    const problems = foreignCommits(root, [sha[name]!])
    expect(problems).toHaveLength(own ? 0 : 1)
    for (const problem of problems)
      expect(problem).toContain(`${sha[name]} is on no branch of this repository`)
  })

  test('each foreign one is named, and what is no SHA never reaches git', () => {
    const asked = [sha['main']!, sha['fork']!, 'main', '--contains', 'HEAD', sha['main']!.slice(0, 39)]
    expect(foreignCommits(root, asked)).toHaveLength(5)
  })

  test('no history is an error, not an answer', () => {
    expect(() => foreignCommits(join(root, 'nowhere'), [sha['main']!])).toThrow('nowhere')
  })
})
