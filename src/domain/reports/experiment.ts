// One experiment as a command reports it: what it was given, and what came of it.

import { z } from 'zod'
import { Better, MAX_UNIT, METRIC } from './benchmark-series.ts'

export const MOST_EXPERIMENTS = 100
export const MOST_SAMPLES = 1000

export const ExperimentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'expected lower-case letters, digits, dots, dashes and _, at most 60')
export type ExperimentName = z.infer<typeof ExperimentName>

export const Parameters = z
  .record(z.string().min(1).max(80), z.union([z.string().max(200), z.number(), z.boolean()]))
  .refine((parameters) => Object.keys(parameters).length <= 50, 'expected at most 50 parameters')
export type Parameters = z.infer<typeof Parameters>

export const Artifact = z.strictObject({
  name: z.string().min(1).max(200),
  digest: z.string().min(1).max(200),
})
export type Artifact = z.infer<typeof Artifact>

export const ExperimentMetric = z.strictObject({
  metric: z.string().regex(METRIC, 'it is not a metric name'),
  unit: z.string().min(1).max(MAX_UNIT),
  better: Better,
})
export type ExperimentMetric = z.infer<typeof ExperimentMetric>

/** What makes two runs the same experiment: equal terms must come to equal figures, up to what is random beyond the seed. */
export const ExperimentTerms = z.strictObject({
  name: ExperimentName,
  parameters: Parameters,
  seed: z.int().nullable(),
  /** The version of the data, best a digest of it. */
  data: z.string().min(1).max(200).nullable(),
  hypothesis: z.string().min(1).max(500).nullable(),
  /** The experiment that it is compared with. */
  baseline: ExperimentName.nullable(),
})
export type ExperimentTerms = z.infer<typeof ExperimentTerms>

/** As it stands in a result. */
export const Experiment = z.strictObject({
  ...ExperimentTerms.shape,
  metrics: z
    .array(
      z.strictObject({ ...ExperimentMetric.shape, samples: z.array(z.number()).min(1).max(MOST_SAMPLES) }),
    )
    .max(50),
  artifacts: z.array(Artifact).max(50),
  /** What printed it, run by bash at the top of the checkout. */
  command: z.string().max(2000),
})
export type Experiment = z.infer<typeof Experiment>

/** `Words, with and without the negation` → `words-with-and-without-the-negation`; undefined where nothing is left. */
export function experimentName(text: string): ExperimentName | undefined {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
  return ExperimentName.safeParse(name).data
}
