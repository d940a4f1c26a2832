// Gates: only what was recorded for this head counts, nothing is rounded in anybody's favour, and what could not be shown has not passed.

import { describe, expect, test } from 'vitest'
import { latestValidation } from '../../src/domain/gates/records.ts'
import { type ReasonState, reasonMarkdown } from '../../src/domain/reason.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { HEAD, ratioOf4, sha, validation } from '../domain/support.ts'
import { judge, measured, on, step, validated } from './support.ts'

type Gates = Parameters<typeof judge>[0]['gates']
const tests = (change: Partial<NonNullable<WorkflowResult['tests']>>) => ({
  total: 12,
  passed: 12,
  failed: 0,
  skipped: 0,
  failures: [],
  ...change,
})
const oneFailed = tests({ passed: 11, failed: 1 })
const lost = { state: 'failed', result: undefined, detail: 'no result within 90 minutes' } as const

describe('workflow runs', () => {
  test.each<[string, ReasonState, readonly ValidationRecord[]]>([
    ['both recorded and good', 'pass', [validated(), measured()]],
    ['nothing asked yet', 'pending', []],
    ['one missing', 'pending', [validated()]],
    ['one under way', 'pending', [validated({}, { state: 'running', result: undefined }), measured()]],
    ['asked for another head', 'pending', [validated({}, { headSha: sha('b') }), measured()]],
    ['ended without a result', 'fail', [validated({}, lost), measured()]],
    ['refused', 'fail', [validated({}, { state: 'refused', result: undefined }), measured()]],
    ['done without a result', 'fail', [validated({}, { result: undefined }), measured()]],
    ['a failed command', 'fail', [validated({ steps: [step, { ...step, exitCode: 1 }] }), measured()]],
    ['no command at all', 'fail', [validated({ steps: [] }), measured()]],
    ['a failed test', 'fail', [validated({ tests: oneFailed }), measured()]],
    ['no counts, none wanted', 'pass', [validated({ tests: null }), measured()]],
    ['the benchmark command failed', 'fail', [validated(), measured({ steps: [{ ...step, exitCode: 3 }] })]],
    ['from another platform only', 'pending', [on('windows-x64', validated()), measured()]],
  ])('%s → %s', (_name, expected, validations) => {
    expect(judge({}, { validations }).verdict.state).toBe(expected)
  })

  test('a policy without a benchmark asks for none', () => {
    expect(judge({ benchmark: undefined }, { validations: [validated()] }).verdict.state).toBe('pass')
  })

  test('the newest attempt counts, in whatever order they are stored', () => {
    const first = validation('validate', { state: 'failed', result: undefined, attempt: 1 })
    const second = validation('validate', { attempt: 2 })
    const question = { kind: 'validate', platform: 'linux-x64', confirms: false } as const
    for (const records of [
      [first, second],
      [second, first],
    ]) {
      expect(latestValidation(records, question, HEAD)).toBe(second)
    }
  })

  test('failed steps come with their output for the next round', () => {
    const red = validated({ steps: [step, { ...step, name: 'lint', exitCode: 2, outputTail: 'line 3' }] })
    expect(judge({}, { validations: [red] }).failures).toEqual([{ step: 'lint', output: 'line 3' }])
  })
})

describe('a benchmark', () => {
  /** Ten rounds with a little noise around two figures. */
  const rounds = (value: number): number[] =>
    Array.from({ length: 10 }, (_, i) => value * (1 + 0.001 * ((i * 7) % 5)))
  const bench = (baseline: number, candidate: number, more: Partial<ValidationRecord> = {}) =>
    measured(
      { benchmarks: [{ ...ratioOf4, baseline: rounds(baseline), candidate: rounds(candidate) }] },
      more,
    )
  const samples = (baseline: number[], candidate: number[]) =>
    measured({ benchmarks: [{ ...ratioOf4, baseline, candidate }] })
  const strict: Gates = { benchmark: [{ metric: 'attention.ms', strict: true }] }
  const slow = bench(100, 106)
  const again = (baseline: number, candidate: number) =>
    bench(baseline, candidate, { confirms: true, id: 'again' })
  const evaluate = (records: readonly ValidationRecord[], gates: Gates = strict) =>
    judge({ gates }, { validations: [validated(), ...records] })

  test.each<[string, ReasonState, readonly ValidationRecord[]]>([
    ['5 % slower', 'pass', [bench(100, 105)]],
    ['6 % slower, once', 'pending', [slow]],
    ['6 % slower, and once more', 'fail', [slow, again(100, 106)]],
    ['6 % slower, but not the second time', 'pass', [slow, again(100, 100)]],
    ['6 % slower, and the second run was lost', 'fail', [slow, { ...again(1, 1), ...lost }]],
    [
      '6 % slower, and the second run measured something else',
      'fail',
      [slow, measured({ benchmarks: [] }, { confirms: true })],
    ],
    [
      '6 % slower, the second is under way',
      'pending',
      [slow, { ...again(1, 1), state: 'running', result: undefined }],
    ],
    ['the metric is missing', 'fail', [measured({ benchmarks: [{ ...ratioOf4, metric: 'attention.s' }] })]],
    ['samples that are no pairs', 'fail', [samples([5, 5], [5])]],
    ['no samples', 'fail', [samples([], [])]],
    ['a sample that is no figure', 'fail', [samples(rounds(5), [...rounds(5).slice(1), -1])]],
    ['too few rounds', 'fail', [samples([5, 5, 5], [5, 5, 5])]],
  ])('%s → %s', (_name, expected, records) => {
    expect(evaluate(records).verdict.state).toBe(expected)
  })

  test('a suspicion asks for one more run, and a confirmed one for none', () => {
    expect(evaluate([slow]).confirmations).toEqual([{ platform: 'linux-x64' }])
    expect(evaluate([slow, again(100, 106)]).confirmations).toEqual([])
    expect(evaluate([bench(100, 105)]).confirmations).toEqual([])
  })

  test('not as much better as wanted is suspected, and confirmed, in the same way', () => {
    const wanted: Gates = { benchmark: [{ metric: 'attention.ms', min_ratio: 5, strict: true }] }
    expect(evaluate([measured()], wanted).confirmations).toHaveLength(1)
    expect(evaluate([measured(), measured({}, { confirms: true })], wanted).verdict.state).toBe('fail')
  })

  test('on a machine that is not one’s own it is told, and blocks nothing', () => {
    const evaluation = evaluate([slow], { benchmark: [{ metric: 'attention.ms' }] })
    expect(evaluation.verdict.state).toBe('pass')
    expect(evaluation.confirmations).toEqual([])
    expect(reasonMarkdown(evaluation.verdict)).toContain(
      'advisory, because no machine of its own measures it',
    )
  })

  test('on a machine of one’s own it blocks', () => {
    const platforms = { 'linux-x64': { runner: 'bench', bare_metal: true } }
    const evaluation = judge(
      { platforms, gates: { benchmark: [{ metric: 'attention.ms' }] } },
      { validations: [validated(), slow, again(100, 106)] },
    )
    expect(evaluation.verdict.state).toBe('fail')
  })
})

describe('platforms', () => {
  const probe = { device: 'Apple M3', family: 'apple9', os: 'macOS 15', verified: true, detail: '' }
  const platforms = {
    'linux-x64': { runner: 'ubuntu-latest' },
    'macos-metal': { runner: ['self-hosted', 'metal'], requires: ['metal' as const], bare_metal: true },
  }
  const gates: Gates = { platforms: [{ names: ['macos-metal'] }] }
  const base = { platforms, gates, benchmark: undefined }
  const evaluate = (record: ValidationRecord | undefined, optional = false) =>
    judge(
      { ...base, platforms: { ...platforms, 'macos-metal': { ...platforms['macos-metal'], optional } } },
      { validations: [validated(), ...(record === undefined ? [] : [record])] },
    )

  test.each<[string, ReasonState, ReasonState, ValidationRecord | undefined]>([
    ['shown', 'pass', 'pass', on('macos-metal', validated(), { metal: probe })],
    ['not asked yet', 'pending', 'pending', undefined],
    [
      'no device',
      'unproven',
      'pass',
      on('macos-metal', validated({ steps: [] }), { metal: 'there is no Metal device' }),
    ],
    ['never looked', 'unproven', 'pass', on('macos-metal', validated(), { metal: null })],
    [
      'another output than the CPU',
      'unproven',
      'pass',
      on('macos-metal', validated(), { metal: { ...probe, verified: false } }),
    ],
    ['no runner came', 'unproven', 'pass', on('macos-metal', validated({}, lost))],
    [
      'a forged result',
      'fail',
      'fail',
      on('macos-metal', validated({}, { state: 'refused', result: undefined })),
    ],
    [
      'a failed command there',
      'fail',
      'fail',
      on('macos-metal', validated({ steps: [{ ...step, exitCode: 1 }] }), { metal: probe }),
    ],
  ])('%s → %s, where it is optional %s', (_name, required, optional, record) => {
    expect(evaluate(record).verdict.state).toBe(required)
    expect(evaluate(record, true).verdict.state).toBe(optional)
  })

  test('what could not be shown is named with its reason, whether it was needed or not', () => {
    const record = on('macos-metal', validated({ steps: [] }), { metal: 'there is no Metal device' })
    const unproven = [{ platform: 'macos-metal', why: 'there is no Metal device' }]
    expect(evaluate(record).unproven).toEqual(unproven)
    expect(evaluate(record, true).unproven).toEqual(unproven)
  })

  test('a gate for an optional platform that could not show it counts for nothing', () => {
    const record = on('macos-metal', measured({ steps: [] }), { metal: 'there is no Metal device' })
    const change = {
      platforms: { ...platforms, 'macos-metal': { ...platforms['macos-metal'], optional: true } },
      gates: { benchmark: [{ metric: 'attention.ms', platform: 'macos-metal' }] },
    }
    const validations = [validated(), measured(), record]
    expect(judge(change, { validations }).verdict.state).toBe('pass')
  })
})
