// Gates, measurements and claims: only what was recorded for this head counts, and nothing is rounded in anybody's favour.

import { describe, expect, test } from 'vitest'
import { checkClaim } from '../../src/domain/evidence/claims.ts'
import { measure, median } from '../../src/domain/evidence/statistics.ts'
import { evaluateGates, type GateRules, latestValidation } from '../../src/domain/gates/gates.ts'
import { gateRules } from '../../src/domain/gates/rules.ts'
import type { Claim } from '../../src/domain/outcomes.ts'
import { allOf, reason, type ReasonState } from '../../src/domain/reason.ts'
import type { Benchmark, WorkflowResult } from '../../src/domain/results.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { HEAD, MAIN, policy, ratioOf4, result, sha, validation } from './support.ts'

describe('the median', () => {
  test.each<[readonly number[], number]>([
    [[], Number.NaN],
    [[3], 3],
    [[1, 3], 2],
    [[10, 2, 9], 9],
    [[1, 2, 3, 100], 2.5],
    [[-1, 0, -5], -1],
  ])('%j → %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })
})

describe('paired samples', () => {
  const benchmark = (change: Partial<Benchmark>): Benchmark => ({
    metric: 'm',
    unit: 'ms',
    better: 'lower',
    baseline: [10, 20, 30],
    candidate: [5, 10, 10],
    ...change,
  })

  test('the ratio is the median of the rounds, not the ratio of the medians', () => {
    expect(measure(benchmark({}))).toMatchObject({
      ratio: 2,
      spread: [2, 3],
      samples: 3,
      baseline: 20,
      candidate: 10,
    })
  })

  test('more is better the other way round', () => {
    expect(measure(benchmark({ better: 'higher' }))).toMatchObject({ ratio: 0.5 })
  })

  test.each<[string, Partial<Benchmark>]>([
    ['no samples', { baseline: [], candidate: [] }],
    ['more on one side', { baseline: [1, 2] }],
    ['a zero to divide by', { candidate: [5, 0, 10] }],
    ['nothing over nothing', { baseline: [0, 20, 30], candidate: [0, 10, 10] }],
  ])('%s measures nothing', (_name, change) => {
    expect(measure(benchmark(change))).toBeUndefined()
  })
})

describe('a tree of reasons', () => {
  test.each<[readonly ReasonState[], ReasonState]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'pending'], 'pending'],
    [['pending', 'fail'], 'fail'],
    [['info', 'info'], 'pass'],
    [['info', 'pending'], 'pending'],
  ])('%j → %s', (states, expected) => {
    expect(
      allOf(
        'all',
        states.map((state) => reason(state, state)),
      ).state,
    ).toBe(expected)
  })
})

describe('gates', () => {
  const rules: GateRules = {
    kinds: ['validate', 'benchmark'],
    tests: { minPassed: undefined, allowFailures: 0 },
    benchmarks: [{ metric: 'attention.ms', maxRegressionPct: 5, minRatio: undefined }],
    points: [],
  }
  const tests = (change: Partial<NonNullable<WorkflowResult['tests']>>) => ({
    total: 12,
    passed: 12,
    failed: 0,
    skipped: 0,
    failures: [],
    ...change,
  })
  const step = { name: 't', command: 'npm test', exitCode: 0, durationMs: 9, outputTail: 'tail' }
  const validate = (change: Partial<WorkflowResult>) => validation('validate', { result: result(change) })
  const bench = (change: Partial<Benchmark>, more: Partial<WorkflowResult> = {}) =>
    validation('benchmark', {
      result: result({ kind: 'benchmark', tests: null, benchmarks: [{ ...ratioOf4, ...change }], ...more }),
    })
  const state = (records: readonly ValidationRecord[], change: Partial<GateRules> = {}): ReasonState =>
    evaluateGates({ ...rules, ...change }, HEAD, records).verdict.state
  const good = [validation('validate'), validation('benchmark')]
  const [, goodBench] = good

  test.each<[string, ReasonState, readonly (ValidationRecord | undefined)[], Partial<GateRules>?]>([
    ['both recorded and good', 'pass', good],
    ['nothing asked yet', 'pending', []],
    ['one missing', 'pending', [validation('validate')]],
    [
      'one under way',
      'pending',
      [validation('validate', { state: 'running', result: undefined }), goodBench],
    ],
    ['asked for another head', 'pending', [validation('validate', { headSha: sha('b') }), goodBench]],
    [
      'ended without a result',
      'fail',
      [validation('validate', { state: 'failed', result: undefined }), goodBench],
    ],
    ['refused', 'fail', [validation('validate', { state: 'refused', result: undefined }), goodBench]],
    ['done without a result', 'fail', [validation('validate', { result: undefined }), goodBench]],
    ['a failed command', 'fail', [validate({ steps: [step, { ...step, exitCode: 1 }] }), goodBench]],
    ['no command at all', 'fail', [validate({ steps: [] }), goodBench]],
    ['a failed test', 'fail', [validate({ tests: tests({ passed: 11, failed: 1 }) }), goodBench]],
    [
      'as many failed tests as allowed',
      'pass',
      [validate({ tests: tests({ passed: 11, failed: 1 }) }), goodBench],
      { tests: { minPassed: undefined, allowFailures: 1 } },
    ],
    ['too few tests', 'fail', [validate({}), goodBench], { tests: { minPassed: 13, allowFailures: 0 } }],
    ['no counts, none wanted', 'pass', [validate({ tests: null }), goodBench]],
    [
      'no counts where some are wanted',
      'fail',
      [validate({ tests: null }), goodBench],
      { tests: { minPassed: 1, allowFailures: 0 } },
    ],
    ['5 % slower', 'pass', [good[0], bench({ baseline: [95], candidate: [100] })]],
    ['6 % slower', 'fail', [good[0], bench({ baseline: [94], candidate: [100] })]],
    ['the metric is missing', 'fail', [good[0], bench({ metric: 'attention.s' })]],
    ['samples that are no pairs', 'fail', [good[0], bench({ candidate: [5] })]],
    [
      'fast, but not as fast as wanted',
      'fail',
      good,
      { benchmarks: [{ metric: 'attention.ms', maxRegressionPct: 5, minRatio: 5 }] },
    ],
    [
      'fast and the benchmark command failed',
      'fail',
      [good[0], bench({}, { steps: [{ ...step, exitCode: 3 }] })],
    ],
    ['no benchmark wanted', 'pass', [good[0]], { kinds: ['validate'] }],
  ])('%s → %s', (_name, expected, records, change) => {
    expect(
      state(
        records.flatMap((record) => record ?? []),
        change,
      ),
    ).toBe(expected)
  })

  test('the newest attempt counts, in whatever order they are stored', () => {
    const first = validation('validate', { state: 'failed', result: undefined, attempt: 1 })
    const second = validation('validate', { attempt: 2 })
    for (const records of [
      [first, second],
      [second, first],
    ]) {
      expect(latestValidation(records, 'validate', HEAD)).toBe(second)
    }
  })

  test('a policy without a benchmark asks for none', () => {
    const { benchmark: _, ...without } = policy()
    expect(gateRules(without, []).kinds).toEqual(['validate'])
    expect(gateRules(policy(), []).benchmarks).toEqual([
      { metric: 'attention.ms', maxRegressionPct: 5, minRatio: undefined },
    ])
  })

  test('failed steps come with their output for the next round', () => {
    const red = validate({ steps: [step, { ...step, name: 'lint', exitCode: 2, outputTail: 'line 3' }] })
    expect(evaluateGates(rules, HEAD, [red]).failures).toEqual([{ step: 'lint', output: 'line 3' }])
  })
})

describe('a claim', () => {
  const claim = (change: Partial<Claim>): Claim => ({
    metric: 'attention.ms',
    comparison: 'ratio',
    op: '>=',
    value: 4,
    run: '200',
    ...change,
  })
  const records = [validation('validate'), validation('benchmark')]

  test.each<[string, Partial<Claim>, 'pass' | 'fail']>([
    ['exactly what the record says', {}, 'pass'],
    ['a little more than the record says', { value: 4.01 }, 'fail'],
    ['the number itself', { comparison: 'candidate', op: '<=', value: 5 }, 'pass'],
    ['the number a little better', { comparison: 'candidate', op: '<=', value: 4.99 }, 'fail'],
    ['an upper bound on the ratio', { op: '<=', value: 4 }, 'pass'],
    ['a run that is not on record', { run: '4711' }, 'fail'],
    ['a run that did not measure this', { run: '100' }, 'fail'],
    ['a metric that was not measured', { metric: 'memory.mb' }, 'fail'],
  ])('%s → %s', (_name, change, expected) => {
    expect(checkClaim(claim(change), HEAD, records).state).toBe(expected)
  })

  test('about another head proves nothing', () => {
    const moved = checkClaim(claim({}), MAIN, records)
    expect(moved).toMatchObject({ state: 'fail', text: expect.stringContaining('not this head') })
  })

  test('on samples that are no pairs proves nothing', () => {
    const odd = result({ kind: 'benchmark', tests: null, benchmarks: [{ ...ratioOf4, candidate: [5] }] })
    expect(checkClaim(claim({}), HEAD, [validation('benchmark', { result: odd })]).state).toBe('fail')
  })
})
