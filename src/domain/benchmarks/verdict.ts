// What an interval says against a rule: the four verdicts, and the sentence that gives the reason.

import { figure } from '../render/figures.ts'
import { ratioOf, stepsOf } from './log-ratio.ts'
import type { ComparisonRule } from './rule.ts'

export type Verdict = 'improved' | 'unchanged' | 'regressed' | 'inconclusive'

/** One ratio and where the true one may lie, in steps of the grid; above 0 is better. */
export interface Interval {
  low: number
  middle: number
  high: number
}

/** Rounding to the grid can move a bound by a step. */
export const TOLERANCE = 2

/** Whether so many steps are worse than the floor. */
export const isWorse = (steps: number, rule: ComparisonRule): boolean =>
  steps < -stepsOf(rule.effectFloorPct) - TOLERANCE

/**
 * - regressed: the whole interval lies beyond the floor on the bad side, every ratio in it costs more than 1 + floor times as much;
 * - improved: the same on the good side;
 * - unchanged: the whole interval lies within the floor;
 * - inconclusive: it reaches across a floor, so that both are possible.
 *
 * The interval misses the true ratio with a chance of `level` at most, and half of that on either side. So where the true change is
 * within the floor, `regressed` comes up with a chance of at most level / 2, and so does `improved`; the less, the further within.
 * That takes rounds to be independent. A load that outlasts a round makes them a little alike: without any floor, same code is then
 * called changed slightly more often than the level (`npm run bench`, benchmarks); a floor covers that many times over.
 */
export function verdictOf({ low, high }: Interval, rule: ComparisonRule): Verdict {
  const floor = stepsOf(rule.effectFloorPct) + TOLERANCE
  if (isWorse(high, rule)) return 'regressed'
  if (low > floor) return 'improved'
  return low >= -floor && high <= floor ? 'unchanged' : 'inconclusive'
}

/** `2.1 % worse`, in cost: 5 % worse is 1.05 times the cost, 5 % better is the cost divided by 1.05. */
export function change(steps: number): string {
  const pct = (ratioOf(Math.abs(steps)) - 1) * 100
  if (pct < 1e-9) return 'the same'
  const side = steps < 0 ? 'worse' : 'better'
  return pct < 1000 ? `${figure(pct)} % ${side}` : `${figure(ratioOf(Math.abs(steps)))}× ${side}`
}

/** Whether no ratio in the interval is worse than the floor: nothing to object to, also where it is open if anything improved. */
export const rulesOutWorse = ({ low }: Interval, rule: ComparisonRule): boolean => !isWorse(low, rule)

function judgement(verdict: Verdict, interval: Interval, rule: ComparisonRule): string {
  const floor = `the ${figure(rule.effectFloorPct)} % that are of no account`
  const beyond = rule.effectFloorPct === 0 ? '' : ` by more than ${floor}`
  switch (verdict) {
    case 'improved':
      return `better${beyond}`
    case 'regressed':
      return `worse${beyond}`
    case 'unchanged':
      return rule.effectFloorPct === 0 ? 'no change' : `within ${floor}`
    case 'inconclusive':
      if (rulesOutWorse(interval, rule)) return `not worse${beyond}, and open whether better`
      return `open whether worse${beyond}: more rounds or a calmer machine would tell`
  }
}

/** One sentence without a full stop: what was found, how sure that is, what follows. */
export function whyOf(verdict: Verdict, interval: Interval, rule: ComparisonRule): string {
  const { low, middle, high } = interval
  const sure = figure((1 - rule.level) * 100)
  return `${change(middle)}, between ${change(low)} and ${change(high)} with ${sure} % confidence: ${judgement(verdict, interval, rule)}`
}
