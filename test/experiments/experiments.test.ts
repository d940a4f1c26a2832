// Experiments on record: their ids, what they are compared with, the commands of a plan, and the table on the issue.

import { describe, expect, test } from 'vitest'
import { observeCommands } from '../../src/domain/commands/observed.ts'
import type { Role } from '../../src/domain/commands/role.ts'
import { decide } from '../../src/domain/decide.ts'
import { compareExperiments } from '../../src/domain/experiments/compare.ts'
import { experimentName } from '../../src/domain/reports/experiment.ts'
import { baselineOf, experimentsOf } from '../../src/domain/experiments/record.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { experimentCommands } from '../../src/domain/stages/experimenting.ts'
import { NOW, opened, pack, policy, snapshot, validated, validation } from '../domain/support.ts'
import { experiment, reported } from './support.ts'

const { key } = snapshot()
const ten = (value: number): number[] => Array.from({ length: 10 }, (_, i) => value + i / 1000)
const records = experimentsOf(key, [
  reported(experiment('word-count', ten(0.6)), experiment('no-stemming', ten(0.8))),
])
const [base, other] = records

test('the same result gives the same ids, and names tell them apart', () => {
  const again = experimentsOf(key, [reported(experiment('word-count', [1]), experiment('no-stemming', [1]))])
  expect(again.map(({ id }) => id)).toEqual(records.map(({ id }) => id))
  expect(new Set(records.map(({ id }) => id)).size).toBe(2)
  expect(records.map(({ run, by, sha }) => [run, by, sha])).toEqual([
    ['100', 'baton', 'a'.repeat(40)],
    ['100', 'baton', 'a'.repeat(40)],
  ])
})

test('nothing is on record of a run that has no result', () => {
  expect(experimentsOf(key, [validation('validate', { state: 'running', result: undefined })])).toEqual([])
})

test('two of them differ in what they were given, and their figures are compared', () => {
  const { differences, metrics, unmatched } = compareExperiments(base!, other!)
  expect(differences).toEqual([
    { what: 'parameter stemming', before: 'true', after: 'false' },
    { what: 'name', before: 'word-count', after: 'no-stemming' },
  ])
  expect(unmatched).toEqual([])
  expect(metrics).toMatchObject([{ metric: 'f1', samples: [10, 10], verdict: 'improved' }])
  const [low, high] = metrics[0]!.interval!
  expect(low).toBeGreaterThan(1.3)
  expect(high).toBeLessThan(1.36)
})

test.each<[string, number[], number[], string, boolean]>([
  ['one sample each', [0.6], [0.8], 'inconclusive', false],
  ['the same samples', ten(0.6), ten(0.6), 'unchanged', true],
  ['worse', ten(0.8), ten(0.6), 'regressed', true],
  ['a figure below zero', [-1], [0.6], 'inconclusive', false],
])('%s', (_, before, after, verdict, bounded) => {
  const [a, b] = experimentsOf(key, [reported(experiment('word-count', before), experiment('x', after))])
  const [metric] = compareExperiments(a!, b!).metrics
  expect([metric?.verdict, metric?.interval !== undefined]).toEqual([verdict, bounded])
})

test('a metric in another unit is not compared', () => {
  const metrics = [{ metric: 'f1', unit: '%', better: 'higher' as const, samples: [60] }]
  const [a, b] = experimentsOf(key, [
    reported(experiment('word-count', [0.6]), experiment('x', [], { metrics })),
  ])
  expect(compareExperiments(a!, b!)).toMatchObject({ metrics: [], unmatched: ['f1'] })
})

test('the baseline is the named one, of the same commit if there is one', () => {
  expect(baselineOf(other!, records)?.id).toBe(base!.id)
  expect(baselineOf(base!, records)).toBeUndefined()
})

test.each<[string, string | undefined]>([
  ['Words, with and without the negation', 'words-with-and-without-the-negation'],
  ['BERT-base', 'bert-base'],
  ['$(rm -rf /)', 'rm-rf'],
  ['…', undefined],
  ['a'.repeat(80), 'a'.repeat(60)],
])('%j is named %s', (text, name) => expect(experimentName(text)).toBe(name))

describe('the plan', () => {
  const theirs = policy({ experiments: { command: 'node run.mjs {name}', when: { waves: [4] } } })
  const facts = (wave: number) => ({
    gated: {
      type: 'training',
      kind: 'implementation',
      complexity: 'high',
      components: [],
      labels: [],
      wave,
    } as never,
    changed: [],
  })
  const plan = {
    document: {
      experiments: { baselines: ['Word count'], ablations: ['No stemming', 'no stemming!'] },
    } as never,
    problems: [],
  }

  test('has each baseline and ablation run once', () => {
    expect(experimentCommands({ policy: { ...theirs, pack }, plan }, facts(4))).toEqual([
      { name: 'experiment word-count', run: 'node run.mjs word-count', report: 'baton-json' },
      { name: 'experiment no-stemming', run: 'node run.mjs no-stemming', report: 'baton-json' },
    ])
  })

  test.each<[string, number, ReturnType<typeof policy>, typeof plan | undefined]>([
    ['another wave', 3, theirs, plan],
    ['a policy that does not say how', 4, policy(), plan],
    ['no plan', 4, theirs, undefined],
  ])('has none of it on %s', (_, wave, its, document) => {
    expect(experimentCommands({ policy: its, plan: document }, facts(wave))).toEqual([])
  })
})

describe('/baton experiment', () => {
  const theirs = policy({ experiments: { command: 'node run.mjs {name}' } })
  const asks = (body: string, from: BareSnapshot): BareSnapshot => ({
    ...from,
    roles: new Map<string, Role>([['grace', 'write']]),
    commands: observeCommands([
      {
        id: 50,
        on: 7,
        author: { login: 'grace', kind: 'person' },
        association: 'MEMBER',
        body,
        at: NOW,
        edited: false,
      },
    ]),
  })
  const ordered = (from: BareSnapshot, its = theirs): string[] =>
    decide(from, its, NOW).actions.flatMap((action) =>
      action.do === 'dispatch'
        ? [`${action.kind} ${action.attempt}: ${action.plan.commands.map(({ run }) => run).join(', ')}`]
        : action.do === 'comment' && action.topic.startsWith('reply/')
          ? [action.body]
          : [],
    )

  test('runs it on the head that is there, and with every validation after it', () => {
    expect(ordered(asks('/baton experiment no-stemming "a hunch"', validated))).toEqual([
      'validate 2: npm test, node run.mjs no-stemming',
    ])
    expect(ordered(asks('/baton experiment no-stemming', opened))).toEqual([
      'validate 1: npm test, node run.mjs no-stemming',
      'benchmark 1: b',
    ])
  })

  test.each<[string, string, ReturnType<typeof policy>, RegExp]>([
    ['a policy without', '/baton experiment a', policy(), /no experiments\.command/],
    ['a name that is none', '/baton experiment A_B!', theirs, /no name of an experiment|name/],
  ])('%s is answered with why', (_, body, its, expected) => {
    expect(ordered(asks(body, validated), its)).toEqual([expect.stringMatching(expected)])
  })
})

describe('the table on the issue', () => {
  const withResults: BareSnapshot = {
    ...validated,
    validations: [
      reported(experiment('word-count', [0.6]), experiment('no-stemming', [0.8], { data: '@everyone | x' })),
      validation('benchmark'),
    ],
  }
  const tables = (from: BareSnapshot): string[] =>
    decide(from, policy(), NOW).actions.flatMap((action) =>
      action.do === 'comment' && action.topic === 'experiments' ? [action.body] : [],
    )

  test('has a row for each metric, with the baseline it is compared with', () => {
    const [table = ''] = tables(withResults)
    expect(table).toMatch(
      /\| word-count \| stemming=true, seed 7 \| aaaaaaa \| f1 \| 0\.6 ratio \| 1 \| - \| 100 \|/,
    )
    expect(table).toMatch(
      /\| no-stemming \| stemming=false, seed 7 \| .*\| 0\.8 ratio \| 1 \| 1\.33× word-count \| 100 \|/,
    )
  })

  test('is not there where nobody experiments', () => expect(tables(validated)).toEqual([]))
})
