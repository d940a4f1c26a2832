// `baton/consensus`: which seats spoke on this head, what they said, and whether every requirement stands.

import type { AgentName, Sha } from '../ids.ts'
import type { Finding } from '../outcomes.ts'
import { plural, shortSha } from '../render/figures.ts'
import { allOf, reason, type Reason, type ReasonState } from '../reason.ts'
import { weightOf, type Requirement, type Seating } from '../roster/seats.ts'
import type { Ownership } from './codeowners.ts'
import { againstReason, ownersReason, peopleReason, type Teams } from './people.ts'
import type { TierVerdict } from './tier.ts'
import type { Verdict } from './verdicts.ts'

export interface Consensus {
  verdict: Reason
  verdicts: readonly Verdict[]
  /** Seats without a verdict on this head, in the order they are asked. */
  missing: readonly AgentName[]
  objections: readonly { seat: AgentName; summary: string; findings: readonly Finding[] }[]
  /** Seats whose approval rests on a claim that the record does not bear out. */
  unproven: readonly AgentName[]
}

/** People who approve, and what is known of who owns what. */
export interface Voices {
  people: readonly string[]
  /** Who asks for changes, on whatever head: that stands until they approve or it is dismissed. */
  against?: readonly string[]
  teams?: Teams
  /** Of what this head changes, by the base branch's CODEOWNERS; undefined: not known. */
  owned?: readonly Ownership[] | null | undefined
}

type Stance = 'approve' | 'unproven' | 'object' | 'abstain' | 'open'

function stanceOf(verdict: Verdict | undefined): Stance {
  if (verdict === undefined) return 'open'
  if (verdict.outcome.position === 'request_changes') return 'object'
  if (verdict.outcome.position === 'abstain') return 'abstain'
  return verdict.claims.some((claim) => claim.state === 'fail') ? 'unproven' : 'approve'
}

function seatReason(seat: AgentName, verdict: Verdict | undefined, head: Sha, weight: string): Reason {
  const stance = stanceOf(verdict)
  const name = `${seat}${weight}`
  if (verdict === undefined || stance === 'open')
    return reason('pending', `${name}: no verdict on this head yet`)
  const where =
    verdict.sha === head ? '' : `, at ${shortSha(verdict.sha)}: the rebase left the patch as it was`
  switch (stance) {
    case 'approve':
      return reason('pass', `${name} approves${where}`, verdict.claims)
    case 'unproven':
      return reason(
        'fail',
        `${name} approves, but on a claim that the record does not bear out`,
        verdict.claims,
      )
    case 'object':
      return reason(
        'fail',
        `${name} requests changes (${plural(verdict.outcome.findings.length, 'finding')})${where}: ${verdict.outcome.summary}`,
      )
    case 'abstain':
      return reason('info', `${name} abstains${where}, and does not count: ${verdict.outcome.summary}`)
  }
}

const why: Record<Exclude<Stance, 'approve' | 'open'>, string> = {
  unproven: 'claims what is not borne out',
  object: 'requests changes',
  abstain: 'abstains',
}

/** The quorum among the seats of a requirement: approvals weighed against what is asked, and whether it can still be reached. */
function votesReason(requirement: Requirement, bySeat: ReadonlyMap<AgentName, Verdict>, head: Sha): Reason {
  const { seats, quorum, weights } = requirement
  const stances = seats.map((seat) => ({ seat, stance: stanceOf(bySeat.get(seat)) }))
  const weighing = (stance: Stance): number =>
    stances.reduce((sum, one) => sum + (one.stance === stance ? weightOf(requirement, one.seat) : 0), 0)
  const approvals = weighing('approve')
  const reachable = approvals + weighing('open') >= quorum
  const vetoed = requirement.veto.filter((seat) => stanceOf(bySeat.get(seat)) === 'object')
  // A seat with a veto has to be heard before the quorum can close without it.
  const vetoOpen = requirement.veto.some((seat) => stanceOf(bySeat.get(seat)) === 'open')
  const state: ReasonState =
    vetoed.length > 0 || !reachable ? 'fail' : approvals >= quorum && !vetoOpen ? 'pass' : 'pending'
  const lost = stances.flatMap(({ seat, stance }) =>
    stance === 'approve' || stance === 'open' ? [] : [`${seat} ${why[stance]}`],
  )
  const text =
    weights === undefined
      ? `${approvals} of ${plural(seats.length, 'seat')} approve, ${quorum} needed`
      : `approvals weigh ${approvals}, ${quorum} needed`
  const unreachable =
    lost.length > 0
      ? `the quorum can no longer be reached: ${lost.join(', ')}`
      : 'the quorum can never be reached: nobody judges their own work, and the others are too few'
  return reason(state, text, [
    ...seats.map((seat) => {
      const weight = weights === undefined ? '' : ` (weight ${weightOf(requirement, seat)})`
      return seatReason(seat, bySeat.get(seat), head, weight)
    }),
    ...vetoed.map((seat) => reason('fail', `${seat} has a veto`)),
    ...(reachable ? [] : [reason('fail', unreachable)]),
  ])
}

/** One requirement: its quorum among its seats, no objection by a seat with a veto, and people where it asks for them. */
function requirementReason(
  requirement: Requirement,
  bySeat: ReadonlyMap<AgentName, Verdict>,
  head: Sha,
  { people, teams = {}, owned }: Voices,
): Reason {
  const { seats, quorum } = requirement
  return allOf(requirement.rule, [
    ...(seats.length > 0 || quorum > 0 ? [votesReason(requirement, bySeat, head)] : []),
    ...(requirement.standIn === true
      ? [reason('info', 'every seat of it is an author of the change: a person judges instead')]
      : []),
    ...(requirement.people > 0 ? [peopleReason(requirement, people, teams)] : []),
    ...(requirement.codeowners === true ? [ownersReason(owned, people, teams)] : []),
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
  seating: Pick<Seating, 'seats' | 'requirements'> & { cascade?: boolean; tier?: TierVerdict },
  verdicts: readonly Verdict[],
  head: Sha,
  voices: Voices,
): Consensus {
  const bySeat = new Map(verdicts.map((verdict) => [verdict.seat, verdict]))
  const own = verdicts.filter((verdict) => seating.seats.includes(verdict.seat))
  const text = `consensus on ${head.slice(0, 7)}`
  const requirements = [
    ...seating.requirements.map((requirement) => requirementReason(requirement, bySeat, head, voices)),
    ...(seating.cascade === true && seating.seats.length > 0 ? [cascadeReason(seating.seats, bySeat)] : []),
    ...againstReason(voices.against ?? []),
  ]
  return {
    verdict:
      requirements.length > 0
        ? allOf(text, [...(seating.tier === undefined ? [] : [seating.tier.why]), ...requirements])
        : reason('fail', `${text}: no seat has been named for it`),
    verdicts: own,
    missing: seating.seats.filter((seat) => !bySeat.has(seat)),
    objections: own
      .filter((verdict) => verdict.outcome.position === 'request_changes')
      .map(({ seat, outcome }) => ({ seat, summary: outcome.summary, findings: outcome.findings })),
    unproven: own.filter((verdict) => stanceOf(verdict) === 'unproven').map((verdict) => verdict.seat),
  }
}
