// A figure against what is on record: by the history of earlier runs where there are enough, else by one plain limit.

import { figure } from '../render/figures.ts'
import { compareWithHistory } from './history.ts'
import { flaw, type Metric } from './compare.ts'
import { logRatio, stepsOf } from './log-ratio.ts'
import { DEFAULT_RULE } from './rule.ts'
import { change, TOLERANCE } from './verdict.ts'

export interface OnRecord {
  /** In the metric's unit. */
  value: number
  /** Medians of earlier runs on the same machine, one a run, the newest first; `value` is the first of them. */
  history: readonly number[]
}

export interface Standing {
  holds: boolean
  /** One plain sentence without a full stop. */
  why: string
}

/** Whether one figure is worse than another by more than so many percent in cost; as `verdictOf`, 5 is 1.05 times the cost. */
export function within(metric: Metric, now: number, before: number, maxPct: number): Standing {
  const wrong = flaw('record', [before]) ?? flaw('head', [now])
  if (wrong !== undefined) return { holds: false, why: wrong }
  const steps = metric.better === 'lower' ? logRatio(before, now) : logRatio(now, before)
  return {
    holds: steps >= -stepsOf(maxPct) - TOLERANCE,
    why: `${figure(now)} ${metric.unit} against ${figure(before)} ${metric.unit}: ${change(steps)}`,
  }
}

/**
 * Whether a head is at most `maxPct` percent worse than the record. With ten runs on record and ten samples it takes a proof that it
 * is worse (`compareWithHistory`: a hint rather than a proof, as the samples of one run share its machine's hour). With fewer the
 * medians are compared as they are, which noise alone can fail.
 */
export function againstRecord(
  metric: Metric,
  samples: readonly number[],
  now: number,
  { value, history }: OnRecord,
  maxPct: number,
): Standing {
  const rule = { ...DEFAULT_RULE, effectFloorPct: maxPct }
  if (history.length >= rule.minSamples && samples.length >= rule.minSamples) {
    const { verdict, why } = compareWithHistory({ ...metric, earlier: history, candidate: samples }, rule)
    return { holds: verdict !== 'regressed', why: `against ${history.length} earlier runs: ${why}` }
  }
  const plain = within(metric, now, value, maxPct)
  return { ...plain, why: `${plain.why} (a plain limit: too few runs or samples to tell it from noise)` }
}
