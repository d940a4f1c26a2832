// A claim counts only when the recorded run it cites says so: same task, this head, this metric, this figure.

import { experimentClaimed } from '../experiments/claimed.ts'
import type { Sha } from '../ids.ts'
import type { Claim } from '../outcomes.ts'
import { reason, type Reason } from '../reason.ts'
import type { WorkflowResult } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { figure } from '../render/figures.ts'
import { bearsOut, type Bound } from '../truth/stated.ts'
import { converted } from '../truth/units.ts'
import { countIn, isCount } from './counts.ts'
import { measure } from './statistics.ts'

/** A claim as documents state it: wider than what a seat hands back, which is one of these too. */
export interface StatedClaim extends Omit<Claim, 'comparison' | 'op'> {
  /** `count`: a number of tests, or coverage in per cent; the others as in `Claim`. */
  comparison: Claim['comparison'] | 'count'
  op: Claim['op'] | '==' | 'between'
  /** The upper end of `between`. */
  to?: number
  /** Digits written after the point: `==` holds within their rounding. */
  places?: number
  /** Of a candidate's figure; left out: the record's. */
  unit?: string
}

const said = ({ op, value, to }: StatedClaim): string =>
  op === 'between' ? `between ${figure(value)} and ${figure(to ?? value)}` : `${op} ${figure(value)}`

export const claimText = (claim: StatedClaim): string =>
  claim.comparison === 'ratio'
    ? `${claim.metric} is ${said(claim)}× better than the baseline`
    : `${claim.metric} ${said(claim)}${claim.unit === undefined ? '' : ` ${claim.unit}`}`

/** Where a claim says that its figure is recorded: `run 4711`, `run 4711, experiment word-count`. */
export const citationText = ({ run, experiment }: StatedClaim): string =>
  `run ${run}${experiment === undefined ? '' : `, experiment ${experiment}`}`

function holds(claim: StatedClaim, recorded: number): boolean {
  const { op, value, to = value, comparison, places = 0 } = claim
  switch (op) {
    case '>=':
      return recorded >= value
    case '<=':
      return recorded <= value
    case 'between':
      return recorded >= value && recorded <= to
    case '==': {
      const bound: Bound = '=='
      return comparison === 'count' && claim.metric !== 'coverage.pct'
        ? recorded === value
        : bearsOut(recorded, { value, step: 10 ** -places, bound })
    }
  }
}

/** What a record says of a metric. */
export interface Recorded {
  value: number
  /** The figure and where it is from, in words. */
  text: string
}

/** What the result holds of the claim's metric, in the claim's unit; else why not. */
function recordedFor(claim: StatedClaim, result: WorkflowResult): Recorded | string {
  if (claim.experiment !== undefined) return experimentClaimed(claim, claim.experiment, result)
  if (isCount(claim.metric)) {
    const value = countIn(result, claim.metric)
    return value === undefined ? 'the run did not report that count' : { value, text: figure(value) }
  }
  const benchmark = result.benchmarks.find((candidate) => candidate.metric === claim.metric)
  const measured = benchmark && measure(benchmark)
  if (measured === undefined) return 'the run has no paired samples of that metric'
  const samples = `(${measured.samples} paired samples)`
  if (claim.comparison === 'ratio') {
    return { value: measured.ratio, text: `${figure(measured.ratio)}× ${samples}` }
  }
  const unit = claim.unit ?? measured.unit
  const value = converted(measured.candidate, measured.unit, unit)
  if (value === undefined) return `the record is in ${measured.unit}, which is no ${unit}`
  return { value, text: `${figure(value)} ${unit} ${samples}` }
}

/** Checks one claim against the recorded validations. Never trusts the claim's own figures. */
export function checkClaim(claim: StatedClaim, head: Sha, validations: readonly ValidationRecord[]): Reason {
  const text = `${claimText(claim)}, citing ${citationText(claim)}`
  const record = validations.find((validation) => validation.workflowRunId === claim.run)
  if (record?.result === undefined) return reason('fail', `${text}: no result of that run is on record`)
  if (record.headSha !== head) {
    return reason(
      'fail',
      `${text}: that run measured ${record.headSha.slice(0, 7)}, not this head ${head.slice(0, 7)}`,
    )
  }
  const recorded = recordedFor(claim, record.result)
  if (typeof recorded === 'string') return reason('fail', `${text}: ${recorded}`)
  return reason(holds(claim, recorded.value) ? 'pass' : 'fail', `${text}: the record says ${recorded.text}`)
}
