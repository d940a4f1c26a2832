// The second look: one run never blocks, a suspected regression is measured once more, and both runs together decide.

import { compare, type Comparison, type PairedSamples } from './compare.ts'
import { logRatio } from './log-ratio.ts'
import type { ComparisonRule } from './rule.ts'
import { isWorse } from './verdict.ts'

/**
 * - clear: no regression beyond the floor is possible;
 * - suspected: the run says regressed or hints at it, and the confirming run is still to come;
 * - confirmed: both runs together say regressed, and the estimate of each lies beyond the floor; only this blocks;
 * - refuted: the confirming run or both together say that no regression beyond the floor is possible;
 * - unsettled: the run, or both together, leave it open;
 * - unmeasured: the confirming run has no figures that could decide.
 */
export type Standing = 'clear' | 'suspected' | 'confirmed' | 'refuted' | 'unsettled' | 'unmeasured'

export interface Confirmation {
  standing: Standing
  /** One plain sentence without a full stop. */
  why: string
  first: Comparison
  /** There where the confirming run was looked at and has figures. */
  both?: Both
}

/** The confirming run by itself, and the rounds of both as if one run had taken them all. */
export interface Both {
  second: Comparison
  together: Comparison
}

/** Whether figures decide nothing, however often they are taken like this: none, no pairs, or too few rounds. */
export const isUndecidable = ({ samples, estimate }: Comparison, rule: ComparisonRule): boolean =>
  estimate === undefined || samples < rule.minSamples

const pointsAtWorse = ({ estimate }: Comparison, rule: ComparisonRule): boolean =>
  estimate !== undefined && isWorse(logRatio(estimate.ratio, 1), rule)

/** Takes two runs together, or says in one sentence why the second cannot count. */
export function bothRuns(rule: ComparisonRule, first: PairedSamples, second: PairedSamples): Both | string {
  if (second.unit !== first.unit || second.better !== first.better) {
    const [here, there] = [first, second].map(({ unit, better }) => `${unit}, ${better} is better`)
    return `it measured in ${there}, the first run in ${here}`
  }
  const alone = compare(second, rule)
  if (isUndecidable(alone, rule)) return alone.why
  const baseline = [...first.baseline, ...second.baseline]
  const candidate = [...first.candidate, ...second.candidate]
  return { second: alone, together: compare({ ...first, baseline, candidate }, rule) }
}

/**
 * Puts a run and its confirming run together. The second is looked at only when the first raises a suspicion; nothing else asks for one.
 *
 * Blocking takes the rounds of both to say regressed. So a change within the floor is blocked with a chance of at most level / 2, as if
 * both had been taken in any case (see `verdictOf`), and what slows down by more is found where one run alone leaves it open. That
 * the estimate of each has to lie beyond the floor keeps one run, however bad, from outvoting the other. What both runs have in
 * common, such as an unlucky code layout, they confirm to each other: that is measured cost, only not of the change that was meant.
 */
export function confirm(
  rule: ComparisonRule,
  first: PairedSamples,
  second: PairedSamples | undefined,
): Confirmation {
  const one = compare(first, rule)
  if (!one.suspect)
    return { standing: one.regressionRuledOut ? 'clear' : 'unsettled', why: one.why, first: one }
  if (second === undefined)
    return { standing: 'suspected', why: `${one.why}; one confirming run decides`, first: one }
  const both = bothRuns(rule, first, second)
  if (typeof both === 'string') return { standing: 'unmeasured', why: both, first: one }
  const { second: two, together } = both
  const found = { first: one, both }
  if (together.verdict === 'regressed' && [one, two].every((run) => pointsAtWorse(run, rule)))
    return { standing: 'confirmed', why: `two runs agree, together: ${together.why}`, ...found }
  if (two.regressionRuledOut)
    return { standing: 'refuted', why: `the confirming run does not agree: ${two.why}`, ...found }
  return together.regressionRuledOut
    ? { standing: 'refuted', why: `both runs together do not show it: ${together.why}`, ...found }
    : { standing: 'unsettled', why: `both runs together leave it open: ${together.why}`, ...found }
}

/** How often one metric whose change is within the floor is blocked at most: 0.01 gives 0.005, at the floor itself and less within. */
export const falseBlocks = (level: number): number => level / 2
