// Claims that cite an experiment of a run, and sentences about scores that experiments on record bear out.

import { describe, expect, test } from 'vitest'
import { checkClaim } from '../../src/domain/evidence/claims.ts'
import { Claim } from '../../src/domain/outcomes.ts'
import { experimentFigures } from '../../src/domain/render/experiment-figures.ts'
import type { Experiment } from '../../src/domain/reports/experiment.ts'
import { truthGate, type TruthLevel } from '../../src/domain/truth/gate.ts'
import { HEAD, MAIN, result, validation } from '../domain/support.ts'
import { experiment, reported } from '../experiments/support.ts'

const scores = (f1: number, accuracy: number): Partial<Experiment> => ({
  metrics: [
    { metric: 'f1.macro', unit: 'ratio', better: 'higher', samples: [f1] },
    { metric: 'accuracy', unit: 'ratio', better: 'higher', samples: [accuracy] },
    { metric: 'train.ms', unit: 'ns', better: 'lower', samples: [4e6] },
  ],
})
/** Run 100: macro F1 0.5 and accuracy 0.6 of the baseline, 0.75 and 0.8 of naive-bayes. */
const record = reported(
  experiment('word-count', [], scores(0.5, 0.6)),
  experiment('naive-bayes', [], scores(0.75, 0.8)),
  experiment('alone', [], { ...scores(0.9, 0.9), baseline: null }),
  experiment('lost', [], { ...scores(0.9, 0.9), baseline: 'gone' }),
)
const gate = (text: string, records = [record]) =>
  truthGate({ documents: [{ path: 'docs/a.md', text }], records, head: HEAD })

describe('an explicit claim', () => {
  test.each<[what: string, levels: TruthLevel[], claim: string, why?: RegExp]>([
    ['holds', [], 'f1.macro >= 0.75 (run 100, experiment naive-bayes)'],
    ['is a little too much', ['blocks'], 'f1.macro >= 0.751 (run 100, experiment naive-bayes)', /says 0.75/],
    ['holds for the other one', ['blocks'], 'f1.macro >= 0.75 (run 100, experiment word-count)', /0\.5/],
    ['is exact', [], 'accuracy == 0.80 (run 100, experiment naive-bayes)'],
    ['is in per cent', [], 'accuracy == 80 % (run 100, experiment naive-bayes)'],
    ['is in another unit', [], 'train.ms <= 4 ms (run 100, experiment naive-bayes)'],
    [
      'is in a unit of something else',
      ['blocks'],
      'accuracy <= 4 ms (run 100, experiment naive-bayes)',
      /no ms/,
    ],
    ['is to its baseline', [], 'f1.macro >= 1.5x vs base (run 100, experiment naive-bayes)'],
    [
      'is to its baseline, too much',
      ['blocks'],
      'f1.macro >= 1.51x (run 100, experiment naive-bayes)',
      /1\.5×/,
    ],
    ['has no baseline', ['blocks'], 'f1.macro >= 1x (run 100, experiment alone)', /names no baseline/],
    [
      'has a baseline that is not there',
      ['blocks'],
      'f1.macro >= 1x (run 100, experiment lost)',
      /gone is not/,
    ],
    ['has no such metric', ['blocks'], 'recall >= 0.1 (run 100, experiment naive-bayes)', /that metric/],
    [
      'has no such experiment',
      ['blocks'],
      'f1.macro >= 0.1 (run 100, experiment bert)',
      /no experiment bert/,
    ],
    [
      'cites another run',
      ['blocks'],
      'f1.macro >= 0.1 (run 7, experiment naive-bayes)',
      /no result of that run/,
    ],
    ['leaves the experiment out', ['blocks'], 'f1.macro >= 0.1 (run 100)', /no paired samples/],
    [
      'takes a count for a metric',
      ['blocks'],
      'tests.passed >= 1 (run 100, experiment alone)',
      /that metric/,
    ],
  ])('%s: %s %s', (_what, levels, claim, why) => {
    const { problems, counts } = gate(`**Claim:** ${claim}`)
    expect(problems.map(({ level }) => level)).toEqual(levels)
    expect(counts).toEqual({ claims: 1, proven: levels.length === 0 ? 1 : 0 })
    if (why !== undefined) expect(problems[0]?.message).toMatch(why)
  })

  test('waits while the run is under way', () => {
    const running = validation('validate', { state: 'running', result: undefined })
    const { problems } = gate('**Claim:** f1.macro >= 0.1 (run 100, experiment naive-bayes)', [running])
    expect(problems.map(({ level }) => level)).toEqual(['waits'])
  })

  test.each<[what: string, levels: TruthLevel[], text: string]>([
    ['backs its own figure', [], 'The model has an F1 of 0.75.'],
    ['backs the same in per cent', [], 'The model has an F1 of 75 %.'],
    ['backs no other figure', ['blocks'], 'The model has an F1 of 0.85.'],
  ])('beside a sentence %s', (_what, levels, text) => {
    const { problems } = gate(`${text} **Claim:** f1.macro == 0.75 (run 100, experiment naive-bayes)`)
    expect(problems.map(({ level }) => level)).toEqual(levels)
  })
})

describe('a sentence about a score', () => {
  test.each<[what: string, level: TruthLevel | 'proven', text: string]>([
    ['names experiment and metric', 'proven', 'Naive Bayes has a macro F1 of 0.75.'],
    ['in per cent', 'proven', 'Naive Bayes reaches 80 % accuracy.'],
    ['rounded', 'proven', 'Naive Bayes has a macro F1 of 0.750.'],
    ['another figure', 'blocks', 'Naive Bayes has a macro F1 of 0.76.'],
    ['the figure of another metric', 'blocks', 'Naive Bayes has an accuracy of 0.75.'],
    ['the figure of another experiment', 'blocks', 'The word count has a macro F1 of 0.75.'],
    ['names no experiment', 'blocks', 'The model has a macro F1 of 0.75.'],
    ['names none on record', 'blocks', 'BERT has a macro F1 of 0.75.'],
    ['is about something else', 'blocks', 'Naive Bayes is within 5 % of cuBLAS.'],
  ])('%s → %s: %s', (_what, level, text) => {
    const { problems, counts } = gate(text)
    expect(problems.map((one) => one.level)).toEqual(level === 'proven' ? [] : [level])
    expect(counts).toEqual({ claims: 1, proven: level === 'proven' ? 1 : 0 })
  })
})

describe('a seat’s claim', () => {
  const claim = Claim.parse({
    metric: 'f1.macro',
    comparison: 'ratio',
    op: '>=',
    value: 1.5,
    run: '100',
    experiment: 'naive-bayes',
  })

  test.each<[what: string, head: typeof HEAD, value: number, state: 'pass' | 'fail']>([
    ['holds', HEAD, 1.5, 'pass'],
    ['is too much', HEAD, 1.6, 'fail'],
    ['is of another head', MAIN, 1.5, 'fail'],
  ])('%s', (_what, head, value, state) => {
    const checked = checkClaim({ ...claim, value }, head, [record])
    expect(checked.state).toBe(state)
    expect(checked.text).toContain('citing run 100, experiment naive-bayes: ')
  })

  test('cites what the seat was shown', () => {
    expect(experimentFigures(record.result!).slice(0, 2)).toEqual([
      '  - experiment word-count: f1.macro 0.5 ratio, accuracy 0.6 ratio, train.ms 4 ms',
      '  - experiment naive-bayes (baseline word-count): f1.macro 0.75 ratio, accuracy 0.8 ratio, train.ms 4 ms',
    ])
    expect(experimentFigures(result({}))).toEqual([])
  })
})
