// Results that are well-formed and odd: each has a clear gate result, and none passes because of it.

import { describe, expect, test } from 'vitest'
import { baselineOf, experimentsOf } from '../../src/domain/experiments/record.ts'
import { reasonMarkdown, type ReasonState } from '../../src/domain/reason.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import { NOW, ratioOf4, result, snapshot, validation } from '../domain/support.ts'
import { experiment } from '../experiments/support.ts'
import { judge, measured, validated } from './support.ts'

const gates = { benchmark: [{ metric: 'attention.ms', strict: true }] }
const ten = (value: number): number[] => Array.from({ length: 10 }, (_, i) => value + i / 100)

const verdict = (benchmarks: WorkflowResult['benchmarks'], more: Partial<WorkflowResult> = {}) =>
  judge({ gates }, { validations: [validated(), measured({ benchmarks, ...more })] }).verdict

describe('a benchmark', () => {
  test.each<[what: string, state: ReasonState, why: RegExp, WorkflowResult['benchmarks']]>([
    ['that vanished', 'fail', /it was not measured/, []],
    ['under another name', 'fail', /it was not measured/, [{ ...ratioOf4, metric: 'attention.s' }]],
    [
      'that the base does not have',
      'fail',
      /0 samples of the baseline and 10 of the candidate do not make pairs/,
      [{ ...ratioOf4, baseline: [] }],
    ],
    [
      'that the candidate does not have',
      'fail',
      /10 samples of the baseline and 0 of the candidate do not make pairs/,
      [{ ...ratioOf4, candidate: [] }],
    ],
    ['without samples', 'fail', /there are no samples/, [{ ...ratioOf4, baseline: [], candidate: [] }]],
    [
      'by a clock that was set back',
      'fail',
      /sample 3 of the candidate is -2: a ratio needs finite figures of at least 0/,
      [{ ...ratioOf4, baseline: ten(5), candidate: ten(5).with(2, -2) }],
    ],
    [
      'by a clock that stood still',
      'pending',
      /suspected, a confirming run is asked for/,
      [{ ...ratioOf4, baseline: ten(0).fill(0), candidate: ten(5) }],
    ],
  ])('%s → %s', (_what, state, why, benchmarks) => {
    const found = verdict(benchmarks)
    expect(found.state).toBe(state)
    expect(reasonMarkdown(found)).toMatch(why)
  })
})

describe('a machine’s clock that jumped', () => {
  const jumps = [
    ['1970-01-01T00:00:00Z', '2099-12-31T23:59:59Z'],
    ['2099-12-31T23:59:59Z', '1970-01-01T00:00:00Z'],
  ] as const

  test.each(jumps)('from %s to %s changes no verdict', (startedAt, finishedAt) => {
    const slow = [{ ...ratioOf4, baseline: ten(5), candidate: ten(6) }]
    for (const benchmarks of [[ratioOf4], slow, []])
      expect(verdict(benchmarks, { startedAt, finishedAt })).toEqual(verdict(benchmarks))
  })

  test('does not change which experiment is the newest', () => {
    const ran = (attempt: number, finishedAt: string) =>
      validation('validate', {
        id: `run ${attempt}`,
        attempt,
        requestedAt: NOW + attempt,
        result: result({ finishedAt, experiments: [experiment('word-count', [attempt / 10])] }),
      })
    const all = experimentsOf(snapshot().key, [
      ran(2, '1970-01-01T00:00:00Z'),
      ran(1, '2099-12-31T23:59:59Z'),
    ])
    const [other] = experimentsOf(snapshot().key, [
      validation('validate', {
        id: 'other',
        result: result({ experiments: [experiment('no-stemming', [0.8])] }),
      }),
    ])
    expect(baselineOf(other!, all)?.metrics[0]?.samples).toEqual([0.2])
  })
})
