// The second look: one run never blocks, a suspected regression is measured once more on a machine of its own.

import type { Comparison } from './compare.ts'

/**
 * - clear: no regression beyond the floor is possible;
 * - suspected: the run says regressed, and the confirming run is still to come;
 * - confirmed: both runs say regressed; only this blocks;
 * - refuted: the confirming run says that no regression beyond the floor is possible;
 * - unsettled: the run, or the confirming run, leaves it open.
 */
export type Standing = 'clear' | 'suspected' | 'confirmed' | 'refuted' | 'unsettled'

export interface Confirmation {
  standing: Standing
  /** One plain sentence without a full stop. */
  why: string
}

/** Whether a run asks for the confirming run. */
export const isSuspected = (first: Comparison): boolean => first.verdict === 'regressed'

/**
 * Puts a run and its confirming run together. The second is looked at only when the first says regressed; nothing else asks for one.
 *
 * Blocking takes two regressed verdicts, so it is never more frequent than one, level / 2 for a change within the floor (see
 * `verdictOf`). For runs whose noise is independent it is `falseBlocks(level)`. What both runs have in common, such as an unlucky
 * code layout, they confirm to each other: that is measured cost, only not of the change that was meant.
 */
export function confirm(first: Comparison, second: Comparison | undefined): Confirmation {
  if (first.verdict !== 'regressed')
    return { standing: first.regressionRuledOut ? 'clear' : 'unsettled', why: first.why }
  if (second === undefined) return { standing: 'suspected', why: `${first.why}; one confirming run decides` }
  if (second.verdict === 'regressed')
    return { standing: 'confirmed', why: `two runs agree: ${first.why}; then ${second.why}` }
  return second.regressionRuledOut
    ? { standing: 'refuted', why: `the confirming run does not agree: ${second.why}` }
    : { standing: 'unsettled', why: `the confirming run leaves it open: ${second.why}` }
}

/** How often one metric that did not change beyond the floor is blocked at most, by two independent runs: 0.01 gives 0.000025. */
export const falseBlocks = (level: number): number => (level / 2) ** 2
