// Figures against what is on record and against targets: a good head, one thing changed.

import { describe, expect, test } from 'vitest'
import { metricsOnRecord } from '../../src/domain/gates/baselines.ts'
import type { GateFacts } from '../../src/domain/gates/gate.ts'
import { Gates } from '../../src/domain/gates/kinds/index.ts'
import { targetRows } from '../../src/domain/gates/targets.ts'
import { type ReasonState, reasonMarkdown } from '../../src/domain/reason.ts'
import type { Benchmark } from '../../src/domain/results.ts'
import type { Target } from '../../src/domain/roster/pack.ts'
import { HEAD, ratioOf4, sha } from '../domain/support.ts'
import { baseline, gatedBy, judge, measured, on, validated } from './support.ts'

type Rule = NonNullable<NonNullable<Parameters<typeof judge>[0]['gates']>['metric']>[number]

const target: Target = { metric: 'attention.ms', op: '<=', value: 4, unit: 'ms' }
const head = (change: Partial<Benchmark>) => ({
  validations: [validated(), measured({ benchmarks: [{ ...ratioOf4, ...change }] })],
})
const tflops = head({ metric: 'matmul.tflops', unit: 'TFLOPS', better: 'higher', candidate: [215] })
const goal = { metric: 'matmul.tflops', op: '>=' as const, value: 300, unit: 'TFLOPS' }
/** Ten earlier runs around a median of 5. */
const runs = [5, 5.1, 4.9, 5, 5.1, 4.9, 5, 5.1, 4.9, 5]
const times = (factor: number, values: readonly number[] = ratioOf4.candidate) =>
  values.map((v) => v * factor)

const rule = (change: Partial<Rule>): Rule => ({ metric: 'attention.ms', ...change })

describe('a metric', () => {
  test.each<[string, ReasonState, Partial<Rule>, Partial<GateFacts>, RegExp]>([
    [
      'as good as the record, 0 %',
      'pass',
      { max_regression_pct: 0 },
      { baselines: [baseline()] },
      /a plain limit/,
    ],
    [
      'a little worse than the record, 0 %',
      'fail',
      { max_regression_pct: 0 },
      { baselines: [baseline({ value: 4.999 })] },
      /at most 0 % worse than at ccccccc: 5 ms against 5 ms: 0\.02 % worse \(a plain limit/,
    ],
    [
      '25 % worse, 25 % allowed',
      'pass',
      { max_regression_pct: 25 },
      { baselines: [baseline({ value: 4 })] },
      /25 % worse/,
    ],
    [
      '26 % worse, 25 % allowed',
      'fail',
      { max_regression_pct: 25 },
      { baselines: [baseline({ value: 3.96 })] },
      /26\.3 % worse/,
    ],
    [
      'more is better: 125 after 215',
      'fail',
      { metric: 'matmul.tflops', max_regression_pct: 25 },
      {
        ...head({ metric: 'matmul.tflops', better: 'higher', unit: 'TFLOPS', candidate: [125] }),
        baselines: [baseline({ metric: 'matmul.tflops', unit: 'TFLOPS', value: 215 })],
      },
      /125 TFLOPS against 215 TFLOPS: 72 % worse/,
    ],
    [
      'better by far',
      'pass',
      { max_regression_pct: 0 },
      { baselines: [baseline({ value: 50 })] },
      /10× better|900 % better/,
    ],
    [
      'nothing on record',
      'pass',
      { max_regression_pct: 0 },
      {},
      /nothing is on record for test, 2 cores, linux x64/,
    ],
    [
      'only another machine on record',
      'pass',
      { max_regression_pct: 0 },
      { baselines: [baseline({ machine: 'another', value: 1 })] },
      /nothing is on record/,
    ],
    [
      'another machine, where that makes no difference',
      'fail',
      { max_regression_pct: 0, any_machine: true },
      { baselines: [baseline({ machine: 'another', value: 1 })] },
      /400 % worse/,
    ],
    [
      'only another platform on record',
      'pass',
      { max_regression_pct: 0, any_machine: true },
      { baselines: [baseline({ platform: 'macos-metal', value: 1 })] },
      /nothing is on record/,
    ],
    [
      'another unit on record',
      'fail',
      { max_regression_pct: 0 },
      { baselines: [baseline({ unit: 's', value: 0.005 })] },
      /measured in ms, on record in s/,
    ],
    ['a record of 0', 'fail', { max_regression_pct: 1000 }, { baselines: [baseline({ value: 0 })] }, /worse/],
    [
      'a figure below 0 on record',
      'fail',
      { max_regression_pct: 25 },
      { baselines: [baseline({ value: -5 })] },
      /a ratio needs finite figures of at least 0/,
    ],
    [
      'like ten earlier runs',
      'pass',
      { max_regression_pct: 0 },
      { baselines: [baseline({ history: runs })] },
      /against 10 earlier runs:/,
    ],
    [
      '2 % worse than the newest of ten runs that spread by as much',
      'pass',
      { max_regression_pct: 0 },
      { baselines: [baseline({ value: 4.9, history: runs })] },
      /against 10 earlier runs:/,
    ],
    [
      '10 % worse than ten earlier runs',
      'fail',
      { max_regression_pct: 5 },
      { ...head({ candidate: times(1.1) }), baselines: [baseline({ history: runs })] },
      /against 10 earlier runs: 10 % worse/,
    ],
    [
      'ten earlier runs and too few samples',
      'fail',
      { max_regression_pct: 5 },
      { ...head({ candidate: [5.5] }), baselines: [baseline({ history: runs })] },
      /a plain limit/,
    ],
    ['a target that is missed', 'fail', { baseline: 'target' }, { targets: [target] }, /the target <= 4 ms/],
    [
      'a target that is reached',
      'pass',
      { baseline: 'target' },
      { targets: [{ ...target, value: 5 }] },
      /the target <= 5 ms/,
    ],
    [
      '215 of 300 with 25 % to spare',
      'fail',
      { metric: 'matmul.tflops', baseline: 'target', max_regression_pct: 25 },
      { ...tflops, targets: [goal] },
      /at most 25 % short of the target >= 300 TFLOPS: 215 TFLOPS against 300 TFLOPS: 39\.5 % worse/,
    ],
    [
      '215 of 300 with 40 % to spare',
      'pass',
      { metric: 'matmul.tflops', baseline: 'target', max_regression_pct: 40 },
      { ...tflops, targets: [goal] },
      /39\.5 % worse/,
    ],
    [
      'a target in another unit',
      'fail',
      { baseline: 'target' },
      { targets: [{ ...target, unit: 'bytes' }] },
      /the target is in bytes/,
    ],
    ['no such target', 'fail', { baseline: 'target' }, {}, /the pack has no target for it/],
    [
      'fewer passing tests than on record',
      'fail',
      { metric: 'tests.passed', max_regression_pct: 0 },
      { baselines: [baseline({ metric: 'tests.passed', unit: 'tests', machine: 'any', value: 13 })] },
      /12 tests against 13 tests/,
    ],
  ])('%s: %s', (_, state, change, facts, said) => {
    const { verdict } = judge({ gates: { metric: [rule(change)] } }, facts)
    const gate = verdict.children.find(({ text }) => text === rule(change).metric)
    expect(gate?.state).toBe(state)
    expect(reasonMarkdown(gate ?? verdict)).toMatch(said)
  })

  test.each([
    {},
    { baseline: 'saved' as const },
    { max_regression_pct: -1 },
    { max_regression_pct: Number.NaN },
  ])('a rule that limits nothing is refused: %j', (change) => {
    expect(Gates.safeParse({ metric: [{ metric: 'a', ...change }] }).success).toBe(false)
  })
})

test.each<[string, Parameters<typeof gatedBy>[0]['gates'], string[]]>([
  ['no gate', {}, []],
  ['a plain limit', { metric: [{ metric: 'a', max: 1 }] }, []],
  ['a limit on the record', { metric: [{ metric: 'a', max_regression_pct: 0 }] }, ['a']],
  ['a limit on a target', { metric: [{ metric: 'a', max_regression_pct: 0, baseline: 'target' }] }, []],
  ['a drop of coverage', { coverage: [{ max_drop: 1 }] }, ['coverage.lines']],
])('%s asks for %3$j of the record', (_, gates, metrics) => {
  const { pack, ...rest } = gatedBy({ gates })
  expect(metricsOnRecord({ ...rest, pack: { ...pack, targets: [] } })).toEqual(metrics)
  expect(metricsOnRecord({ ...rest, pack: { ...pack, targets: [goal] } })).toEqual([
    ...metrics,
    'matmul.tflops',
  ])
})

test('targets stand beside what was measured, on each platform, and what is on record', () => {
  const validations = [validated(), measured(), on('macos-metal', measured(), { cpu: 'M' })]
  const rows = targetRows([target, goal], HEAD, validations, [baseline({ value: 6 })])
  expect(
    rows.map(({ now, baseline: saved, reached }) => [
      now?.platform,
      now?.figure.median,
      saved?.value,
      reached,
    ]),
  ).toEqual([
    ['linux-x64', 5, 6, false],
    ['macos-metal', 5, undefined, false],
    [undefined, undefined, undefined, undefined],
  ])
  expect(targetRows([target], sha('b'), validations, [])).toMatchObject([{ now: undefined }])
  expect(targetRows([{ ...target, unit: 's' }], HEAD, [measured()], [])).toMatchObject([
    { reached: undefined },
  ])
})
