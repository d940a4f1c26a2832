// One real rehearsal of bitnet-rust: what the first round says of its own work is stopped, and what the second says is on record.

import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { toValidationRecord } from '../../src/reconcile/records.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import type { CheckRun, Pull } from '../../src/rehearsal/forge/world.ts'
import type { Rehearsal } from '../../src/rehearsal/rehearse.ts'
import { bitnetRust } from '../../src/rehearsal/scenarios/bitnet-rust/index.ts'
import { AUTHOR_APP } from '../../src/rehearsal/stage.ts'
import { runsOfTask, type RunRecord } from '../../src/store/runs.ts'
import { validationsOfTask } from '../../src/store/validations.ts'
import { issueOf, labelsOf, onlyPull } from '../support/small-stage.ts'
import { played } from '../support/played.ts'

const run = promisify(execFile)
const KEY = TaskKey.parse('acme/bitnet#1')
const STATUS = 'docs/STATUS.md'
const SEATS = [
  'architect',
  'code',
  'rust-best-practices-specialist',
  'test-utilities-specialist',
  'truth-validator',
]

let rehearsal: Rehearsal
let pull: Pull
let runs: readonly RunRecord[]
let records: readonly ValidationRecord[]
let checkout: string
/** The heads of the two rounds. */
let first: string
let second: string

beforeAll(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'baton-merged-'))
  rehearsal = await played(bitnetRust())
  pull = onlyPull(rehearsal.repo)
  const { db } = rehearsal.baton.store
  runs = await runsOfTask(db, KEY)
  records = (await validationsOfTask(db, KEY)).map((row) => toValidationRecord(row, false))
  second = pull.headSha
  first = records.find(({ headSha }) => headSha !== second)?.headSha ?? ''
  await run('git', ['clone', '--quiet', rehearsal.repo.gitDir, checkout])
})

afterAll(async () => {
  await rehearsal.close()
  await rm(checkout, { recursive: true, force: true })
})

function gates(sha: string): CheckRun {
  const found = rehearsal.repo.checks.filter((one) => one.name === 'baton/gates' && one.headSha === sha)
  expect(found.map(({ app }) => app.id)).toEqual([AUTHOR_APP.id])
  if (found[0] === undefined) throw new Error(`no check on ${sha}`)
  return found[0]
}

const linesOf = (sha: string): string[] => (gates(sha).output.summary ?? '').split('\n')
const line = (sha: string, part: string): string => linesOf(sha).find((one) => one.includes(part)) ?? ''
const resultOf = (sha: string, kind: ValidationRecord['kind']): ValidationRecord => {
  const found = records.filter((one) => one.headSha === sha && one.kind === kind && !one.confirms)
  expect(found).toHaveLength(1)
  if (found[0] === undefined) throw new Error(`no ${kind} of ${sha}`)
  return found[0]
}

describe('the issue', () => {
  test('nothing went wrong', () => {
    expect(rehearsal.problems).toEqual([])
    expect(rehearsal.summary.ok).toBe(true)
  })

  test('is routed to the investigator, twice, and closed', () => {
    const issue = issueOf(rehearsal.repo, 1)
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' })
    expect(labelsOf(issue).sort()).toEqual([
      'baton',
      'complexity:medium',
      'component:bitnet-core',
      'memory-tracking',
      'state:done',
      'type:bugfix',
    ])
    const work = runs.filter(({ purpose }) => purpose === 'research' || purpose === 'implement')
    expect(work.map(({ agent, purpose }) => `${agent} ${purpose}`)).toEqual([
      'debug research',
      'debug implement',
      'debug implement',
    ])
  })
})

describe('round 1: the code is right and what is said of it is not', () => {
  test('all its tests pass, and the check fails', () => {
    expect(resultOf(first, 'validate').result?.tests).toMatchObject({ failed: 0 })
    expect(line(first, 'passed, at least')).toContain('✅')
    expect(gates(first)).toMatchObject({ status: 'completed', conclusion: 'failure' })
  })

  test('the contradiction is reported with both places, and marked on the line that was changed', () => {
    const said = line(first, 'contradicts')
    expect(said).toMatch(/❌ docs\/STATUS\.md:3:\d+ "All \d+ tests pass"/)
    expect(said).toMatch(/docs\/STATUS\.md:18:\d+, which says "1 of \d+ tests fails"/)
    const marks = gates(first).output.annotations.filter(({ annotation_level: level }) => level === 'failure')
    expect(marks).toMatchObject([
      { path: STATUS, start_line: 3, end_line: 3, title: 'Statements that contradict each other' },
    ])
    expect(marks[0]?.message).toContain('docs/STATUS.md:18')
  })

  test('the speed-up that nobody measured blocks, although the record holds figures', () => {
    expect(
      resultOf(first, 'benchmark')
        .result?.benchmarks.map(({ metric }) => metric)
        .toSorted(),
    ).toEqual(['matvec.ms', 'weight.bytes'])
    expect(line(first, '"21 % faster"')).toContain('❌ pull request')
  })

  test('nothing but the truth gate failed', () => {
    const failed = linesOf(first).filter((one) => /^ {2}- ❌/.test(one))
    expect(failed).toHaveLength(1)
    expect(failed[0]).toContain('TRUTH_VALIDATION_CHECK')
  })

  // That the next round is told of both places and of the speed-up is what its script expects: otherwise the rehearsal has a problem.
  test('no seat is asked about it', () => {
    expect(pull.reviews.filter(({ commitId }) => commitId === first)).toEqual([])
    expect(
      rehearsal.repo.checks.filter((one) => one.name === 'baton/consensus' && one.headSha === first),
    ).toEqual([])
  })
})

describe('round 2: what is said is on record', () => {
  test('every gate of the policy passes on it', () => {
    expect(gates(second)).toMatchObject({ status: 'completed', conclusion: 'success' })
    const tests = resultOf(second, 'validate').result?.tests
    expect(tests).toMatchObject({ failed: 0, passed: tests?.total })
    const least = `${tests?.total} passed, at least ${tests?.total} required`
    for (const part of [least, 'matvec.ms', 'weight.bytes', '`docs/STATUS.md`', 'truth: ', 'readiness'])
      expect(line(second, part)).toContain('✅')
    expect(linesOf(second).filter((one) => one.includes('❌'))).toEqual([])
  })

  test('a person’s claims cite the runs of this head, and are proven', () => {
    const [validated, measured] = (['validate', 'benchmark'] as const).map(
      (kind) => resultOf(second, kind).workflowRunId,
    )
    const body = issueOf(rehearsal.repo, pull.number).body ?? ''
    expect(body).toContain(`**Claim:** tests.failed == 0 (run ${validated})`)
    expect(body).toContain(`**Claim:** weight.bytes <= 0.25 B (run ${measured})`)
    expect(line(second, 'tests.failed == 0')).toMatch(/✅.*the record says 0$/)
    expect(line(second, 'weight.bytes <= 0.25 B')).toMatch(
      /✅.*the record says 0\.2 B \(12 paired samples\)$/,
    )
  })

  test('the figure in prose is proven by the count, and the speed-up is gone', () => {
    const { total } = resultOf(second, 'validate').result?.tests ?? { total: 0 }
    const proven = linesOf(second).filter((one) => one.includes(`"All ${total} tests pass": run`))
    expect(proven.map((one) => one.trim().split(' ')[1])).toEqual(['✅', '✅'])
    expect(issueOf(rehearsal.repo, pull.number).body).not.toContain('21 %')
  })

  test('every seat approves exactly this head, the truth validator among them', () => {
    const seats = runs.filter(({ purpose }) => purpose === 'review')
    expect(seats.map(({ agent }) => agent).toSorted()).toEqual(SEATS)
    for (const seat of SEATS)
      expect(
        pull.reviews.filter(({ body }) => body.includes(seat)).map(({ commitId }) => commitId),
      ).toContain(second)
  })

  test('only it is merged, and what is merged says and does the same', async () => {
    expect(pull).toMatchObject({ merged: true, headSha: second })
    const status = await readFile(path.join(checkout, STATUS), 'utf8')
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const { stdout } = spawnSync(
      process.execPath,
      ['--test', '--test-isolation=none', '--test-reporter=tap'],
      {
        cwd: checkout,
        encoding: 'utf8',
        env,
        maxBuffer: 16 * 1024 * 1024,
      },
    )
    const count = (word: string): string => new RegExp(`^# ${word} (\\d+)$`, 'm').exec(stdout)?.[1] ?? ''
    expect(count('fail')).toBe('0')
    expect(status).toContain(`All ${count('pass')} tests pass.`)
    expect(status).toContain('None is known.')
  })
})
