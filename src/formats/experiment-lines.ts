// Lines that tell of experiments, `{"experiment":…}`, between whatever else a program prints: one for each sample or artifact.

import { z } from 'zod'
import {
  Artifact,
  ExperimentMetric,
  ExperimentTerms,
  MOST_EXPERIMENTS,
  MOST_SAMPLES,
  type Experiment,
} from '../domain/reports/experiment.ts'
import { parseJson, shaped } from './json.ts'
import { plainText } from './plain-text.ts'
import { createProblems, type FormatProblem } from './problems.ts'

export const EXAMPLE =
  '{"experiment":"no-stemming","parameters":{"stemming":false},"seed":7,"data":"sha256:…","baseline":"word-count","metric":"f1.macro","unit":"ratio","better":"higher","value":0.81}'

const { name, parameters, ...terms } = ExperimentTerms.shape
const Line = z
  .strictObject({
    experiment: name,
    parameters: parameters.default({}),
    seed: terms.seed.default(null),
    data: terms.data.default(null),
    hypothesis: terms.hypothesis.default(null),
    baseline: terms.baseline.default(null),
    ...ExperimentMetric.partial().shape,
    value: z.number().optional(),
    artifact: Artifact.optional(),
  })
  .refine(
    ({ metric, unit, better, value }) =>
      [metric, unit, better, value].every((one) => one === undefined) ||
      [metric, unit, better, value].every((one) => one !== undefined),
    'expected metric, unit, better and value together',
  )

export type ReportedExperiment = Omit<Experiment, 'command'>

export interface ExperimentLines {
  experiments: ReportedExperiment[]
  /** Everything else, its lines where they were. */
  rest: string
  problems: readonly FormatProblem[]
}

const isExperiment = (line: string): boolean => /^\s*\{/.test(line) && /"experiment"\s*:/.test(line)

/**
 * Reads them; never throws. Lines of one name are samples of one experiment and must agree on its terms; a second line with the same
 * metric is a second sample.
 */
export function readExperimentLines(text: string): ExperimentLines {
  const problems = createProblems()
  const found = new Map<string, ReportedExperiment>()
  const lines = plainText(text).split('\n')
  const rest = lines.map((raw, i) => {
    if (!isExperiment(raw) || problems.full) return raw
    const place = `line ${i + 1}`
    const json = parseJson(raw, problems, place)
    const line = json && shaped(Line, json.value, `${place} $`, problems, EXAMPLE)
    if (line === undefined) return ''
    const { experiment, metric, unit, better, value, artifact, ...given } = line
    const fresh = { name: experiment, ...given }
    const known = found.get(experiment)
    const one = known ?? { ...fresh, metrics: [], artifacts: [] }
    if (known === undefined) {
      if (found.size === MOST_EXPERIMENTS) {
        problems.add(place, `there are more than ${MOST_EXPERIMENTS} experiments`, 'fewer in one report')
        return ''
      }
      found.set(experiment, one)
    } else if (!sameTerms(known, fresh))
      problems.add(
        place,
        `${experiment} comes with other terms than before`,
        'one name for each set of terms',
      )
    if (artifact !== undefined && one.artifacts.length < 50) one.artifacts.push(artifact)
    if (metric === undefined || unit === undefined || better === undefined || value === undefined) return ''
    const series = one.metrics.find((entry) => entry.metric === metric)
    if (series === undefined && one.metrics.length < 50)
      one.metrics.push({ metric, unit, better, samples: [value] })
    else if (series === undefined) problems.add(place, 'it has more than 50 metrics', 'fewer metrics')
    else if (series.unit !== unit || series.better !== better)
      problems.add(place, `${metric} comes in ${series.unit} and in ${unit}`, 'one unit and direction')
    else if (series.samples.length < MOST_SAMPLES) series.samples.push(value)
    return ''
  })
  return { experiments: [...found.values()], rest: rest.join('\n'), problems: problems.list }
}

/** Keys in any order. */
const canonical = (value: Record<string, unknown>): string =>
  JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** Whether two runs were given the same: parameters, seed and data. */
export const sameTerms = (
  a: Pick<Experiment, 'parameters' | 'seed' | 'data'>,
  b: Pick<Experiment, 'parameters' | 'seed' | 'data'>,
): boolean => canonical(a.parameters) === canonical(b.parameters) && a.seed === b.seed && a.data === b.data
