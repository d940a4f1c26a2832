// How stand-ins are compared: load first, then who was passed over, then the record, then who has waited longest.

import type { TaskType } from '../outcomes.ts'
import { reason, type Reason } from '../reason.ts'
import { figure, plural, usd } from '../render/figures.ts'
import { openRuns, type Candidate, type TrackRecord } from './candidate.ts'

/** A stand-in whose last run began so much before that of another is asked before one with a better record. */
export const PASSED_OVER_MS = 3 * 24 * 60 * 60 * 1000

/** The share of runs that succeeded, as if one more had succeeded and one more failed: a single lucky run proves little. */
export const successRate = ({ done, failed }: TrackRecord): number => (done + 1) / (done + failed + 2)

const NO_RECORD: TrackRecord = { done: 0, failed: 0, meanRounds: undefined, meanUsd: undefined }

export interface Criterion {
  /** Below 0 when `a` goes first. */
  compare: (a: Candidate, b: Candidate) => number
  /** Why `a` goes before `b`. */
  decides: (a: Candidate, b: Candidate) => string
  /** That they do not differ in it. */
  same: string
}

const ascending = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

/**
 * In the order in which they count. Rounds and cost are compared coarsely, to the whole round and to the doubling: a
 * difference of cents is chance, and the criteria behind would never be reached.
 */
export function criteriaFor(standIns: readonly Candidate[], type: TaskType): Criterion[] {
  const recordOf = ({ record }: Candidate): TrackRecord => record.get(type) ?? NO_RECORD
  const rate = (candidate: Candidate): number => successRate(recordOf(candidate))
  const ended = (candidate: Candidate): string => {
    const { done, failed } = recordOf(candidate)
    return `${figure(rate(candidate))} (${done} done, ${failed} failed)`
  }
  // Without a record the best is assumed: who never ran is not put behind for it.
  const rounds = (candidate: Candidate): number => Math.round(recordOf(candidate).meanRounds ?? 1)
  const cost = (candidate: Candidate): number => recordOf(candidate).meanUsd ?? 0
  const lastOf = ({ workload }: Candidate): number => workload.lastStartedAt ?? -Infinity
  const last = ({ workload }: Candidate): string =>
    workload.lastStartedAt === undefined ? 'never' : new Date(workload.lastStartedAt).toISOString()
  const latest = Math.max(...standIns.map(lastOf))
  const isPassedOver = (candidate: Candidate): boolean => latest - lastOf(candidate) > PASSED_OVER_MS
  return [
    {
      compare: (a, b) => openRuns(a) - openRuns(b),
      decides: (a, b) => `fewer open runs: ${openRuns(a)} against ${openRuns(b)}`,
      same: 'as many open runs',
    },
    {
      compare: (a, b) => Number(isPassedOver(b)) - Number(isPassedOver(a)),
      decides: (a) => `passed over for more than 3 days while others ran; its last run: ${last(a)}`,
      same: 'neither was passed over for long, or both were',
    },
    {
      compare: (a, b) => ascending(rate(b), rate(a)),
      decides: (a, b) => `more runs of ${type} succeeded: ${ended(a)} against ${ended(b)}`,
      same: `the same success in ${type}`,
    },
    {
      compare: (a, b) => ascending(rounds(a), rounds(b)),
      decides: (a, b) => `fewer rounds in ${type}: ${rounds(a)} against ${rounds(b)}`,
      same: `as many rounds in ${type}`,
    },
    {
      compare: (a, b) => ascending(Math.round(Math.log2(cost(a))), Math.round(Math.log2(cost(b)))),
      decides: (a, b) => `cheaper in ${type}: ${usd(cost(a))} a run against ${usd(cost(b))}`,
      same: `about the same cost in ${type}`,
    },
    {
      compare: (a, b) => ascending(lastOf(a), lastOf(b)),
      decides: (a, b) => `its last run is longer ago: ${last(a)} against ${last(b)}`,
      same: 'their last runs are equally long ago',
    },
    {
      compare: (a, b) => (a.agent < b.agent ? -1 : 1),
      decides: () => 'its name comes first',
      same: 'the same name',
    },
  ]
}

/** Below 0 when `a` goes before `b`. */
export const compareBy = (criteria: readonly Criterion[], a: Candidate, b: Candidate): number =>
  criteria.find(({ compare }) => compare(a, b) !== 0)?.compare(a, b) ?? 0

/** Why `a` goes before `b`: every criterion up to the one that decides. */
export function before(criteria: readonly Criterion[], a: Candidate, b: Candidate): Reason {
  const decisive = criteria.findIndex(({ compare }) => compare(a, b) !== 0)
  const why = criteria
    .slice(0, decisive + 1)
    .map(({ decides, same }, index) => reason('info', index === decisive ? decides(a, b) : same))
  return reason('info', `${a.agent} goes before ${b.agent}`, why)
}

/** `alice has 2 open runs (1 at work, 1 waiting) of at most 2`. */
export function capacityText(candidate: Candidate): string {
  const { agent, cap, workload } = candidate
  const open = `${agent} has ${plural(openRuns(candidate), 'open run')} (${workload.running} at work, ${workload.waiting} waiting)`
  return cap === undefined ? `${open} and no limit` : `${open} of at most ${cap}`
}
