// Key figures: a world with one case of each, and what one change to it does to them.

import { describe, expect, test } from 'vitest'
import { AgentName, Sha, TaskKey } from '../../src/domain/ids.ts'
import { documented } from '../../src/domain/kpis/documented.ts'
import type { BuildFact, KpiFacts, RunFact } from '../../src/domain/kpis/facts.ts'
import { KPI_NAMES, type KpiName } from '../../src/domain/kpis/kpi.ts'
import { DAY_MS, KPIS, kpisOf } from '../../src/domain/kpis/kpis.ts'
import type { Trend } from '../../src/domain/benchmarks/trend.ts'

const DAYS = 30
const NOW = 1000 * DAY_MS
/** So many days ago. */
const ago = (days: number): number => NOW - days * DAY_MS
const HOUR = 3_600_000

const task = TaskKey.parse('acme/math#1')
const other = TaskKey.parse('acme/math#2')
const shaOf = (letter: string): Sha => Sha.parse(letter.repeat(40))

const run = (change: Partial<RunFact> = {}): RunFact => ({
  task,
  wave: 1,
  agent: AgentName.parse('critic'),
  purpose: 'review',
  headSha: shaOf('a'),
  state: 'done',
  blocked: false,
  paths: [],
  usd: 1.5,
  createdAt: ago(5),
  endedAt: ago(5),
  ...change,
})
const build = (change: Partial<BuildFact> = {}): BuildFact => ({
  headSha: shaOf('a'),
  platform: 'linux-x64',
  attempt: 1,
  endedAt: ago(5),
  succeeded: true,
  tests: { passed: 9, total: 10 },
  ...change,
})
const trend = (metric: string, values: readonly number[], change: Partial<Trend> = {}): Trend => ({
  metric,
  unit: 'ms',
  better: 'lower',
  platform: 'linux-x64',
  machine: 'a machine',
  baseline: undefined,
  points: values.map((value, i) => ({
    at: ago(values.length - i),
    commit: shaOf(String(i % 10)),
    value,
  })),
  ...change,
})
const merged = { task, wave: 1, head: shaOf('a'), at: ago(4), documented: true as boolean | undefined }

const NOTHING: KpiFacts = {
  runs: [],
  builds: [],
  escalations: [],
  merged: [],
  ended: [],
  trends: [],
  allowedPct: () => 2,
}
const blocked = (change: Partial<RunFact> = {}): RunFact =>
  run({ purpose: 'implement', state: 'failed', blocked: true, ...change })

const told = (name: KpiName, facts: Partial<KpiFacts>) => {
  const found = kpisOf({ ...NOTHING, ...facts }, NOW, DAYS).find((kpi) => kpi.name === name)
  return [found?.value, found?.cases, found?.before]
}

test('each has a title of its own and a definition in one sentence, and none is 0 where there is no case', () => {
  const all = kpisOf(NOTHING, NOW, DAYS)
  expect(all.map(({ name }) => name)).toEqual([...KPI_NAMES])
  expect(new Set(all.map(({ title }) => title)).size).toBe(KPI_NAMES.length)
  for (const { value, before, cases, definition } of all) {
    expect([value, before, cases]).toEqual([undefined, undefined, 0])
    expect(definition).toMatch(/^[A-Z][^.]+$/)
  }
  expect(Object.keys(KPIS)).toEqual([...KPI_NAMES])
})

test.each<[what: string, name: KpiName, facts: Partial<KpiFacts>, expected: unknown[]]>([
  ['one that worked', 'build_success', { builds: [build()] }, [1, 1, undefined]],
  ['one that did not', 'build_success', { builds: [build({ succeeded: false })] }, [0, 1, undefined]],
  [
    'another try of the same head changes nothing',
    'build_success',
    { builds: [build({ succeeded: false }), build({ attempt: 2 })] },
    [0, 1, undefined],
  ],
  [
    'another platform counts by itself',
    'build_success',
    { builds: [build(), build({ platform: 'macos-arm64', succeeded: false })] },
    [0.5, 2, undefined],
  ],
  ['before the window', 'build_success', { builds: [build({ endedAt: ago(31) })] }, [undefined, 0, 1]],
  ['before both', 'build_success', { builds: [build({ endedAt: ago(61) })] }, [undefined, 0, undefined]],
  ['at its first moment', 'build_success', { builds: [build({ endedAt: ago(30) })] }, [1, 1, undefined]],
  ['now is not over yet', 'build_success', { builds: [build({ endedAt: NOW })] }, [undefined, 0, undefined]],

  ['nine of ten', 'test_pass_rate', { builds: [build()] }, [0.9, 1, undefined]],
  ['no report', 'test_pass_rate', { builds: [build({ tests: undefined })] }, [undefined, 0, undefined]],
  [
    'a report of no test',
    'test_pass_rate',
    { builds: [build({ tests: { passed: 0, total: 0 } })] },
    [undefined, 0, undefined],
  ],
  [
    'the newest attempt of a head counts, in whatever order they came',
    'test_pass_rate',
    { builds: [build({ attempt: 2, tests: { passed: 10, total: 10 } }), build()] },
    [1, 1, undefined],
  ],
  [
    'larger suites weigh more',
    'test_pass_rate',
    { builds: [build({ tests: { passed: 90, total: 90 } }), build({ headSha: shaOf('b') })] },
    [0.99, 2, undefined],
  ],

  [
    'the newest merge counts',
    'coverage',
    { trends: [trend('coverage.lines', [80, 85, 82], { unit: '%', better: 'higher' })] },
    [0.82, 3, undefined],
  ],
  ['not measured', 'coverage', { trends: [trend('speed', [1])] }, [undefined, 0, undefined]],

  ['documented', 'documentation_coverage', { merged: [merged] }, [1, 1, undefined]],
  [
    'one of two',
    'documentation_coverage',
    { merged: [merged, { ...merged, wave: 2, documented: false }] },
    [0.5, 2, undefined],
  ],
  [
    'what no rule is about does not count',
    'documentation_coverage',
    { merged: [{ ...merged, documented: undefined }] },
    [undefined, 0, undefined],
  ],

  ['the same again', 'performance_stability', { trends: [trend('speed', [10, 10])] }, [1, 1, undefined]],
  ['within the limit', 'performance_stability', { trends: [trend('speed', [100, 102])] }, [1, 1, undefined]],
  ['beyond it', 'performance_stability', { trends: [trend('speed', [100, 103])] }, [0, 1, undefined]],
  [
    'more is better',
    'performance_stability',
    { trends: [trend('rate', [100, 103, 90], { better: 'higher' })] },
    [0.5, 2, undefined],
  ],
  [
    "the metric's own limit",
    'performance_stability',
    { trends: [trend('speed', [100, 103])], allowedPct: (metric) => (metric === 'speed' ? 5 : 0) },
    [1, 1, undefined],
  ],
  [
    'the first merge has none before',
    'performance_stability',
    { trends: [trend('speed', [1])] },
    [undefined, 0, undefined],
  ],
  [
    'what is counted is no speed',
    'performance_stability',
    { trends: [trend('coverage.lines', [90, 10]), trend('tests.passed', [9, 1])] },
    [undefined, 0, undefined],
  ],

  ['done', 'completion_rate', { ended: [{ task, at: ago(1), done: true }] }, [1, 1, undefined]],
  [
    'closed before it was done',
    'completion_rate',
    {
      ended: [
        { task, at: ago(1), done: true },
        { task: other, at: ago(2), done: false },
      ],
    },
    [0.5, 2, undefined],
  ],

  [
    'two hours',
    'blocker_resolution_time',
    { runs: [blocked(), run({ endedAt: ago(5) + 2 * HOUR })] },
    [7200, 1, undefined],
  ],
  ['still open', 'blocker_resolution_time', { runs: [blocked()] }, [undefined, 0, undefined]],
  [
    'another wave resolves nothing',
    'blocker_resolution_time',
    { runs: [blocked(), run({ wave: 2, endedAt: ago(4) })] },
    [undefined, 0, undefined],
  ],
  [
    'nor does another task',
    'blocker_resolution_time',
    { runs: [blocked(), run({ task: other, endedAt: ago(4) })] },
    [undefined, 0, undefined],
  ],
  [
    'nor a run that failed',
    'blocker_resolution_time',
    { runs: [blocked(), run({ state: 'failed', endedAt: ago(4) })] },
    [undefined, 0, undefined],
  ],
  [
    'blocked again before it is resolved is one blocker',
    'blocker_resolution_time',
    { runs: [blocked(), blocked({ endedAt: ago(5) + HOUR }), run({ endedAt: ago(5) + 2 * HOUR })] },
    [7200, 1, undefined],
  ],
  [
    'an escalation of what is blocked adds none',
    'blocker_resolution_time',
    {
      runs: [blocked(), run({ endedAt: ago(5) + 2 * HOUR }), run({ endedAt: ago(5) + 3 * HOUR })],
      escalations: [{ task, at: ago(5) + HOUR }],
    },
    [7200, 1, undefined],
  ],
  [
    'an escalation by itself ends with the next run that ends well',
    'blocker_resolution_time',
    { runs: [run({ endedAt: ago(5) + HOUR })], escalations: [{ task, at: ago(5) }] },
    [3600, 1, undefined],
  ],
  [
    'the median of three',
    'blocker_resolution_time',
    {
      runs: [1, 2, 9].flatMap((hours, i) => [
        blocked({ wave: i }),
        run({ wave: i, endedAt: ago(5) + hours * HOUR }),
      ]),
    },
    [7200, 3, undefined],
  ],
  [
    'counts when it is resolved',
    'blocker_resolution_time',
    { runs: [blocked({ endedAt: ago(40) }), run({ endedAt: ago(39) })] },
    [undefined, 0, 86_400],
  ],

  [
    'two heads',
    'review_rounds',
    { merged: [merged], runs: [run(), run(), run({ headSha: shaOf('b') })] },
    [2, 1, undefined],
  ],
  ['no review', 'review_rounds', { merged: [merged] }, [undefined, 0, undefined]],
  ['not merged', 'review_rounds', { runs: [run()] }, [undefined, 0, undefined]],
  [
    'a review that failed judged nothing',
    'review_rounds',
    { merged: [merged], runs: [run({ state: 'failed' }), run()] },
    [1, 1, undefined],
  ],

  ['spent', 'cost', { runs: [run(), run({ state: 'failed', usd: 0.5 })] }, [2, 2, undefined]],
  ['under way', 'cost', { runs: [run({ state: 'running', endedAt: undefined })] }, [undefined, 0, undefined]],
  ['of the window before', 'cost', { runs: [run(), run({ endedAt: ago(40), usd: 7 })] }, [1.5, 1, 7]],
])('%s: %s', (_, name, facts, expected) => {
  expect(told(name, facts)).toEqual(expected)
})

describe('a wave is documented', () => {
  const rule = { changed: ['src/**'], needs: ['docs/**', 'README.md'], advisory: false }
  const wave = { paths: ['src/a.ts', 'docs/a.md'], wave: 1, task: { components: ['core'] }, labels: [] }

  test.each([
    ['with code and documents', [rule], wave, true],
    ['not without a document', [rule], { ...wave, paths: ['src/a.ts'] }, false],
    ['or not, where it touches no such code', [rule], { ...wave, paths: ['docs/a.md'] }, undefined],
    ['or not, where there is no rule', [], wave, undefined],
    ['by every rule that is about it', [rule, { ...rule, needs: ['CHANGELOG.md'] }], wave, false],
    ['by rules of its wave only', [{ ...rule, when: { waves: [2] } }], wave, undefined],
    ['by rules of its component', [{ ...rule, when: { components: ['core'] } }], wave, true],
    ['by rules of another component not', [{ ...rule, when: { components: ['api'] } }], wave, undefined],
    ['by rules of changed paths', [{ ...rule, when: { paths: ['src/b.ts'] } }], wave, undefined],
  ])('%s', (_, rules, changed, expected) => {
    expect(documented(rules, changed)).toBe(expected)
  })
})
