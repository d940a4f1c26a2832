// Which verdicts count for a head: those on it, of its own wave and pull request, and of a rebase those on the same patch.

import { checkClaim } from '../evidence/claims.ts'
import type { AgentName, Sha } from '../ids.ts'
import type { VerdictOutcome } from '../outcomes.ts'
import type { Reason } from '../reason.ts'
import type { ReviewObservation, RunRecord, ValidationRecord } from '../snapshot.ts'

export interface Verdict {
  seat: AgentName
  /** What was judged: the head, or the same patch before a rebase. */
  sha: Sha
  run: RunRecord
  outcome: VerdictOutcome
  /** What the record says of each claim; one that fails takes the verdict out of the count. */
  claims: readonly Reason[]
}

export interface Judged {
  /** The pull request that was judged: another one's verdicts do not count, also where its head is the same commit. */
  pull?: number
  /** Earlier heads with the very same patch. */
  kept?: readonly Sha[]
}

/** The verdicts on this head, newest attempt per seat. Verdicts on any other SHA are stale and do not exist here. */
export function verdictsOn(
  head: Sha,
  wave: number,
  runs: readonly RunRecord[],
  validations: readonly ValidationRecord[],
  { pull, kept = [] }: Judged = {},
): Verdict[] {
  const newest = new Map<AgentName, Verdict>()
  // Few of a long task's runs are meant, and summaries ask for every head: sorted only after the choice.
  const meant = runs.filter(
    (run) =>
      run.wave === wave &&
      run.purpose === 'review' &&
      run.headSha !== undefined &&
      (run.headSha === head || kept.includes(run.headSha)) &&
      (pull === undefined || run.pull === undefined || run.pull === pull),
  )
  const rank = (run: RunRecord): number => (run.headSha === head ? 1 : 0)
  const order = (a: RunRecord, b: RunRecord): number =>
    rank(a) - rank(b) ||
    (a.headSha === b.headSha ? a.attempt - b.attempt : (a.endedAt ?? 0) - (b.endedAt ?? 0))
  for (const run of meant.toSorted(order)) {
    const { outcome, headSha } = run
    if (run.state !== 'done' || outcome?.kind !== 'done' || outcome.purpose !== 'review') continue
    // A figure was measured on the old base: whoever claims it has to look again.
    if (headSha !== head && outcome.value.claims.length > 0) {
      newest.delete(run.agent)
      continue
    }
    const claims = outcome.value.claims.map((claim) => checkClaim(claim, head, validations))
    newest.set(run.agent, { seat: run.agent, sha: headSha ?? head, run, outcome: outcome.value, claims })
  }
  return [...newest.values()]
}

/** People whose newest decisive review is an approval of this head, or of the same patch. They must be able to write here. */
export function peopleApproving(
  reviews: readonly ReviewObservation[],
  head: Sha,
  kept: readonly Sha[] = [],
): string[] {
  const newest = new Map<string, ReviewObservation>()
  for (const review of reviews) {
    if (review.author.kind !== 'person') continue
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue
    newest.set(review.author.login, review)
  }
  const here = (sha: Sha | undefined): boolean => sha !== undefined && (sha === head || kept.includes(sha))
  return [...newest]
    .filter(([, review]) => review.state === 'APPROVED' && here(review.sha) && review.mayWrite !== false)
    .map(([login]) => login)
}
