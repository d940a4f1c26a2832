// Measures of quality in prose (accuracy, F1 …), compared with the experiments that the sentence names.

import { figure } from '../render/figures.ts'
import type { ExperimentFigure } from './evidence.ts'
import type { Finding, PerformanceReading } from './finding.ts'
import { bearsOut } from './stated.ts'
import { converted } from './units.ts'

export type QualityReading = Extract<PerformanceReading, { is: 'other' }>

/** `f1.macro` → f1, macro. */
const parts = (name: string): string[] => name.toLowerCase().split(/[^\p{L}\p{N}]+/u)

const wordsAround = ({ sentence, passage }: Finding): ReadonlySet<string> =>
  new Set(parts([sentence, passage.headings.at(-1), passage.cell?.header, passage.cell?.label].join(' ')))

/** Whether a recorded score is what was said: 0.75 of `0.75` and of `75 %`, which are one figure. */
export const isScore = (value: number, unit: string | undefined, { amount }: QualityReading): boolean =>
  [value, converted(value, unit ?? 'ratio', '%')].some((one) => one !== undefined && bearsOut(one, amount))

/**
 * The figures that a sentence may mean: of experiments all of whose name is in it, those metrics that it calls by name, and of these
 * the ones that it names most of.
 */
export function scoresMeant(
  finding: Finding,
  { of }: QualityReading,
  all: readonly ExperimentFigure[],
): readonly ExperimentFigure[] {
  const words = wordsAround(finding)
  const called = new Set(parts(of))
  const meant = all
    .filter(({ experiment, metric }) => {
      return (
        parts(experiment).every((part) => words.has(part)) && parts(metric).some((part) => called.has(part))
      )
    })
    .map((one) => ({ one, score: parts(one.metric).filter((part) => words.has(part)).length }))
  const best = Math.max(0, ...meant.map(({ score }) => score))
  return meant.filter(({ score }) => score === best).map(({ one }) => one)
}

export const scoreText = ({ run, experiment, metric, value, unit }: ExperimentFigure): string =>
  `run ${run} has ${metric} of ${experiment} at ${figure(value)}${unit === 'ratio' ? '' : ` ${unit}`}`
