// Experiments as a terminal shows them.

import { ratioText, type compareMetrics, type ExperimentComparison } from '../domain/experiments/compare.ts'
import type { ExperimentRecord } from '../domain/experiments/record.ts'
import { median } from '../domain/benchmarks/order.ts'
import { figure, shortSha } from '../domain/render/figures.ts'
import { line, textTable } from './text-table.ts'

const given = ({ parameters }: Pick<ExperimentRecord, 'parameters'>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ') || '-'

const day = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

export const listText = (all: readonly ExperimentRecord[]): string[] =>
  all.length === 0
    ? ['There are no experiments.']
    : textTable([
        ['id', 'experiment', 'task', 'commit', 'given', 'figures', 'when'],
        ...all.map((one) => [
          one.id,
          one.name,
          one.taskKey,
          shortSha(one.sha),
          given(one),
          one.metrics
            .map(({ metric, unit, samples }) => `${metric} ${figure(median(samples))} ${unit}`)
            .join(', '),
          day(one.at),
        ]),
      ])

export const showText = (one: ExperimentRecord): string[] => [
  ...textTable([
    ['id', one.id],
    ['experiment', one.name],
    ['task', `${one.taskKey}, wave ${one.wave}`],
    ['hypothesis', one.hypothesis ?? '-'],
    ['compared with', one.baseline ?? '-'],
    ['parameters', given(one)],
    ['seed', one.seed === null ? '-' : String(one.seed)],
    ['data', one.data ?? '-'],
    ['commit', one.sha],
    ['command', one.command],
    [
      'environment',
      `${one.platform}: ${one.environment.cpu}, ${one.environment.cores} cores, ${one.environment.os} ${one.environment.arch}, node ${one.environment.node}`,
    ],
    ['workflow run', one.run ?? '-'],
    ['by', one.by],
    ['when', day(one.at)],
    ...one.artifacts.map(({ name, digest }) => ['artifact', `${name} ${digest}`]),
  ]),
  '',
  ...textTable([
    ['metric', 'median', 'unit', 'better', 'samples'],
    ...one.metrics.map(({ metric, unit, better, samples }) => [
      metric,
      figure(median(samples)),
      unit,
      better,
      samples.slice(0, 12).map(String).join(' ') + (samples.length > 12 ? ` … (${samples.length})` : ''),
    ]),
  ]),
]

export const metricsText = ({ metrics, unmatched }: ReturnType<typeof compareMetrics>): string[] => [
  ...(metrics.length === 0
    ? ['No metric is common to both.']
    : textTable([
        ['metric', 'before', 'after', 'unit', 'better by', 'samples', 'verdict'],
        ...metrics.map((one) => [
          one.metric,
          figure(one.before),
          figure(one.after),
          one.unit,
          ratioText(one),
          one.samples.join('/'),
          one.verdict,
        ]),
      ])),
  ...metrics.map(({ metric, why }) => line(`${metric}: ${why}`)),
  ...(unmatched.length === 0 ? [] : [`only in one of them: ${unmatched.map(line).join(', ')}`]),
]

export const compareText = (comparison: ExperimentComparison): string[] => [
  ...(comparison.differences.length === 0
    ? ['They were given the same, on the same commit and machine.']
    : textTable([
        ['differs', 'before', 'after'],
        ...comparison.differences.map(({ what, before, after }) => [what, before, after]),
      ])),
  '',
  ...metricsText(comparison),
]
