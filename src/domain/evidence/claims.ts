// A claim counts only when the recorded run it cites says so: same task, this head, this metric, this figure.

import type { Sha } from '../ids.ts'
import type { Claim } from '../outcomes.ts'
import { reason, type Reason } from '../reason.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { figure } from '../render/figures.ts'
import { measure } from './statistics.ts'

export const claimText = (claim: Claim): string =>
  claim.comparison === 'ratio'
    ? `${claim.metric} is ${claim.op} ${figure(claim.value)}× better than the baseline`
    : `${claim.metric} ${claim.op} ${figure(claim.value)}`

/** Checks one claim against the recorded validations. Never trusts the claim's own figures. */
export function checkClaim(claim: Claim, head: Sha, validations: readonly ValidationRecord[]): Reason {
  const text = `${claimText(claim)}, citing run ${claim.run}`
  const record = validations.find((validation) => validation.workflowRunId === claim.run)
  if (record?.result === undefined) return reason('fail', `${text}: no result of that run is on record`)
  if (record.headSha !== head) {
    return reason(
      'fail',
      `${text}: that run measured ${record.headSha.slice(0, 7)}, not this head ${head.slice(0, 7)}`,
    )
  }
  const benchmark = record.result.benchmarks.find((candidate) => candidate.metric === claim.metric)
  const measured = benchmark && measure(benchmark)
  if (measured === undefined) return reason('fail', `${text}: the run has no paired samples of that metric`)
  const value = claim.comparison === 'ratio' ? measured.ratio : measured.candidate
  const holds = claim.op === '>=' ? value >= claim.value : value <= claim.value
  const unit = claim.comparison === 'ratio' ? '×' : ` ${measured.unit}`
  return reason(
    holds ? 'pass' : 'fail',
    `${text}: the record says ${figure(value)}${unit} (${measured.samples} paired samples)`,
  )
}
