// What R says of samples, made by tools/r/vectors.R: read, and checked for its form.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const numbers = z.array(z.number())
const pair = z.tuple([z.number(), z.number()])
/** Unbounded where the samples are too few for the level. */
const interval = z.union([pair, z.tuple([z.null(), z.null()])])

const tested = {
  name: z.string(),
  level: z.number(),
  exact: z.boolean(),
  p: z.number(),
  /** By the definition, over all pairs. */
  estimate: z.number(),
  interval,
  /** By wilcox.test, where it answers exactly or without ties. */
  r_estimate: z.number().nullable(),
  r_interval: pair.nullable(),
}

export type Paired = z.infer<typeof Paired>
export const Paired = z.strictObject({
  ...tested,
  baseline: numbers,
  candidate: numbers,
  /** Which of the two intervals the ends are of; `either`: they exclude each other. */
  bound_by: z.enum(['nothing', 'ranks', 'signs', 'ranks and signs', 'either']),
  medians: pair,
  quartiles: pair,
})
export const Unpaired = z.strictObject({ ...tested, earlier: numbers, candidate: numbers })

export const Distributions = z.strictObject({
  signed_rank: z.array(
    z.strictObject({ n: z.int(), v: numbers, p: numbers, level: numbers, index: numbers }),
  ),
  signs: z.array(z.strictObject({ n: z.int(), level: numbers, index: numbers })),
  rank_sum: z.array(
    z.strictObject({ m: z.int(), n: z.int(), u: numbers, p: numbers, level: numbers, index: numbers }),
  ),
  normal: z.strictObject({ z: numbers, tail: numbers }),
  normal_quantile: z.strictObject({ p: numbers, z: numbers }),
  quantile: z.array(z.strictObject({ values: numbers, median: z.number(), p: numbers, quantile: numbers })),
})

/** The cases of a file in test/benchmarks/vectors. */
export function vectors<T>(name: string, cases: z.ZodType<T>): T {
  const file = z.strictObject({
    r: z.string().startsWith('R version '),
    generator: z.literal('Rscript tools/r/vectors.R'),
    seed: z.int(),
    cases,
  })
  const text = readFileSync(join(import.meta.dirname, 'vectors', `${name}.json`), 'utf8')
  return file.parse(JSON.parse(text)).cases
}
