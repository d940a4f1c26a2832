// Lifting a freeze: all seats that it names agree, or the orchestrator of its plan and a person do.

import { reason, type Reason } from '../reason.ts'
import type { Freeze } from './freeze.ts'

export interface LiftVerdict {
  /** The freeze that it is about; one about another freeze does not count. */
  freeze: Freeze['id']
  /** An agent's name, or a login. */
  by: string
  /** `person`: somebody with write permission, which the caller has made sure of. */
  kind: 'agent' | 'person'
  lift: boolean
  /** Milliseconds since 1970: of several by one, the latest counts. */
  at: number
}

export interface LiftRuling {
  may: boolean
  /** Who has agreed, when it may be lifted. */
  by: string[]
  why: Reason
}

function stance(name: string, verdict: LiftVerdict | undefined): Reason {
  if (verdict === undefined) return reason('pending', `${name} has not spoken`)
  return verdict.lift
    ? reason('pass', `${name} agrees to lift it`)
    : reason('fail', `${name} wants to keep it`)
}

function way(text: string, parts: readonly Reason[]): Reason {
  const states = new Set(parts.map(({ state }) => state))
  return reason(states.has('fail') ? 'fail' : states.has('pending') ? 'pending' : 'pass', text, parts)
}

/**
 * Whether a freeze may be lifted. Either way stands for itself: a seat that wants to keep it does not stop orchestrator and
 * person, but a person who wants to keep it does stop that second way. A person is never an agent of the same name.
 */
export function mayLift(freeze: Pick<Freeze, 'id' | 'rule'>, verdicts: readonly LiftVerdict[]): LiftRuling {
  const latest = new Map<string, LiftVerdict>()
  const about = verdicts.filter((verdict) => verdict.freeze === freeze.id)
  for (const verdict of about.toSorted((a, b) => a.at - b.at))
    latest.set(`${verdict.kind} ${verdict.by}`, verdict)
  const of = (name: string): LiftVerdict | undefined => latest.get(`agent ${name}`)
  const { seats, orchestrator } = freeze.rule
  const people = [...latest.values()].filter(({ kind }) => kind === 'person')
  const voice = people.find(({ lift }) => !lift) ?? people[0]
  const bySeats = way(
    'the seats named with it all agree',
    seats.length === 0 ? [reason('fail', 'no seats are named')] : seats.map((seat) => stance(seat, of(seat))),
  )
  const byPerson = way('its orchestrator and a person agree', [
    stance(orchestrator, of(orchestrator)),
    voice === undefined ? stance('a person', undefined) : stance(`@${voice.by}`, voice),
  ])
  const open = [bySeats, byPerson].find(({ state }) => state === 'pass')
  const pending = [bySeats, byPerson].some(({ state }) => state === 'pending')
  const agreed = open === bySeats ? [...seats] : [orchestrator, ...people.map(({ by }) => by)]
  return {
    may: open !== undefined,
    by: open === undefined ? [] : agreed,
    why: reason(
      open !== undefined ? 'pass' : pending ? 'pending' : 'fail',
      `The freeze ${freeze.id} may be lifted`,
      [bySeats, byPerson],
    ),
  }
}
