// `baton/consensus`: which seats spoke on this head, what they said, and whether every requirement stands.

import type { AgentName, Sha } from '../ids.ts'
import type { Finding, VerdictOutcome } from '../outcomes.ts'
import { checkClaim } from '../evidence/claims.ts'
import { plural } from '../render/figures.ts'
import { allOf, reason, type Reason, type ReasonState } from '../reason.ts'
import type { Requirement, Seating } from '../roster/seats.ts'
import type { ReviewObservation, RunRecord, ValidationRecord } from '../snapshot.ts'

export interface Verdict {
  seat: AgentName
  sha: Sha
  run: RunRecord
  outcome: VerdictOutcome
  /** What the record says of each claim; one that fails takes the verdict out of the count. */
  claims: readonly Reason[]
}

export interface Consensus {
  verdict: Reason
  verdicts: readonly Verdict[]
  /** Seats without a verdict on this head, in the order they are asked. */
  missing: readonly AgentName[]
  objections: readonly { seat: AgentName; summary: string; findings: readonly Finding[] }[]
  /** Seats whose approval rests on a claim that the record does not bear out. */
  unproven: readonly AgentName[]
}

/** The verdicts on this head, newest attempt per seat. Verdicts on any other SHA are stale and do not exist here. */
export function verdictsOn(
  head: Sha,
  wave: number,
  runs: readonly RunRecord[],
  validations: readonly ValidationRecord[],
): Verdict[] {
  const newest = new Map<AgentName, Verdict>()
  // Few of a long task's runs are meant, and summaries ask for every head: sorted only after the choice.
  const meant = runs.filter((run) => run.wave === wave && run.purpose === 'review' && run.headSha === head)
  for (const run of meant.toSorted((a, b) => a.attempt - b.attempt)) {
    const { outcome } = run
    if (run.state !== 'done' || outcome?.kind !== 'done' || outcome.purpose !== 'review') continue
    const claims = outcome.value.claims.map((claim) => checkClaim(claim, head, validations))
    newest.set(run.agent, { seat: run.agent, sha: head, run, outcome: outcome.value, claims })
  }
  return [...newest.values()]
}

/** People whose newest decisive review is an approval of exactly this head. */
export function peopleApproving(reviews: readonly ReviewObservation[], head: Sha): string[] {
  const newest = new Map<string, ReviewObservation>()
  for (const review of reviews) {
    if (review.author.kind !== 'person') continue
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue
    newest.set(review.author.login, review)
  }
  return [...newest]
    .filter(([, review]) => review.state === 'APPROVED' && review.sha === head)
    .map(([login]) => login)
}

type Stance = 'approve' | 'unproven' | 'object' | 'abstain' | 'open'

function stanceOf(verdict: Verdict | undefined): Stance {
  if (verdict === undefined) return 'open'
  if (verdict.outcome.position === 'request_changes') return 'object'
  if (verdict.outcome.position === 'abstain') return 'abstain'
  return verdict.claims.some((claim) => claim.state === 'fail') ? 'unproven' : 'approve'
}

function seatReason(seat: AgentName, verdict: Verdict | undefined): Reason {
  switch (stanceOf(verdict)) {
    case 'open':
      return reason('pending', `${seat}: no verdict on this head yet`)
    case 'approve':
      return reason('pass', `${seat} approves`, verdict?.claims)
    case 'unproven':
      return reason(
        'fail',
        `${seat} approves, but on a claim that the record does not bear out`,
        verdict?.claims,
      )
    case 'object':
      return reason(
        'fail',
        `${seat} requests changes (${plural(verdict?.outcome.findings.length ?? 0, 'finding')})`,
      )
    case 'abstain':
      return reason('info', `${seat} abstains`)
  }
}

/** One requirement: its quorum among its seats, no objection by a seat with a veto, and people where it asks for them. */
function requirementReason(
  requirement: Requirement,
  bySeat: ReadonlyMap<AgentName, Verdict>,
  people: readonly string[],
): Reason {
  const stances = requirement.seats.map((seat) => ({ seat, stance: stanceOf(bySeat.get(seat)) }))
  const count = (stance: Stance): number => stances.filter((entry) => entry.stance === stance).length
  const approvals = count('approve')
  const reachable = approvals + count('open') >= requirement.quorum
  const vetoed = requirement.veto.filter((seat) => stanceOf(bySeat.get(seat)) === 'object')
  // A seat with a veto has to be heard before the quorum can close without it.
  const vetoOpen = requirement.veto.some((seat) => stanceOf(bySeat.get(seat)) === 'open')
  const quorumState: ReasonState =
    vetoed.length > 0 || !reachable
      ? 'fail'
      : approvals >= requirement.quorum && !vetoOpen
        ? 'pass'
        : 'pending'
  const votes = reason(
    quorumState,
    `${approvals} of ${plural(requirement.seats.length, 'seat')} approve, ${requirement.quorum} needed`,
    [
      ...stances.map(({ seat }) => seatReason(seat, bySeat.get(seat))),
      ...vetoed.map((seat) => reason('fail', `${seat} has a veto`)),
    ],
  )
  if (requirement.people === 0) return allOf(requirement.rule, [votes])
  const named = people.length > 0 ? ` (${people.map((login) => `\`${login}\``).join(', ')})` : ''
  const enough = people.length >= requirement.people
  return allOf(requirement.rule, [
    votes,
    reason(
      enough ? 'pass' : 'pending',
      `${people.length} of ${requirement.people} people approve this head${named}`,
    ),
  ])
}

/** In a review cascade nobody is outvoted: whoever requests changes stops it until a new head answers. */
function cascadeReason(seats: readonly AgentName[], bySeat: ReadonlyMap<AgentName, Verdict>): Reason {
  const stopped = seats.find((seat) => stanceOf(bySeat.get(seat)) === 'object')
  if (stopped !== undefined)
    return reason('fail', `review cascade: ${stopped} requests changes, so nobody after it is asked`)
  const next = seats.find((seat) => !bySeat.has(seat))
  return next === undefined
    ? reason('pass', 'review cascade: everybody has been asked in order, and nobody requests changes')
    : reason('pending', `review cascade: ${next} is asked next, and told what those before it said`)
}

/**
 * Green only when every requirement stands on exactly this head. A change that nobody has to agree to fails: there must be
 * at least one seat.
 */
export function evaluateConsensus(
  seating: Pick<Seating, 'seats' | 'requirements'> & { cascade?: boolean },
  verdicts: readonly Verdict[],
  head: Sha,
  people: readonly string[],
): Consensus {
  const bySeat = new Map(verdicts.map((verdict) => [verdict.seat, verdict]))
  const own = verdicts.filter((verdict) => seating.seats.includes(verdict.seat))
  const text = `consensus on ${head.slice(0, 7)}`
  const requirements = [
    ...seating.requirements.map((requirement) => requirementReason(requirement, bySeat, people)),
    ...(seating.cascade === true && seating.seats.length > 0 ? [cascadeReason(seating.seats, bySeat)] : []),
  ]
  return {
    verdict:
      requirements.length > 0
        ? allOf(text, requirements)
        : reason('fail', `${text}: no seat has been named for it`),
    verdicts: own,
    missing: seating.seats.filter((seat) => !bySeat.has(seat)),
    objections: own
      .filter((verdict) => verdict.outcome.position === 'request_changes')
      .map(({ seat, outcome }) => ({ seat, summary: outcome.summary, findings: outcome.findings })),
    unproven: own.filter((verdict) => stanceOf(verdict) === 'unproven').map((verdict) => verdict.seat),
  }
}
