// Commands about exactly one commit of a pull request: its merge, and a gate that is let pass.

import { isMeant, notOverridable } from '../gates/overriding.ts'
import type { Sha } from '../ids.ts'
import type { CarriedOut, Target } from './carry-out.ts'
import { isLater, put, sameStamp, type Desired, type Stamp } from './desired.ts'

const notHead = (sha: Sha, head: Sha): string =>
  `${sha} is not the head of this pull request; the head is ${head}`

const NO_HEAD = 'this pull request has no open head'

/** Asks for the merge of one head; a later word for the same pull request takes the place of the earlier. */
export function merge(desired: Desired, sha: Sha, stamp: Stamp, { on, heads }: Target): CarriedOut {
  if (desired.merges.some((entry) => sameStamp(entry, stamp))) return { desired }
  const head = heads.get(on)
  if (head === undefined) return { refused: NO_HEAD }
  if (head !== sha) return { refused: notHead(sha, head) }
  const inTheWay = [desired.stopped, desired.held].find((one) => one !== undefined && isLater(stamp, one))
  if (inTheWay !== undefined) return { refused: 'the task is held; /baton resume comes first' }
  const fresh = { ...stamp, on, sha }
  return { desired: { ...desired, merges: put(desired.merges, fresh, (entry) => entry.on === on) } }
}

/** Lets the head as it is now pass a gate that says no. What it may not be is said in gates/overriding.ts. */
export function override(
  desired: Desired,
  { gate, sha, reason }: { gate: string; sha?: Sha | undefined; reason: string },
  stamp: Stamp,
  { on, heads, facts }: Target,
): CarriedOut {
  if (desired.overrides.some((entry) => sameStamp(entry, stamp))) return { desired }
  const head = heads.get(on)
  if (head === undefined) return { refused: NO_HEAD }
  if (sha !== undefined && sha !== head) return { refused: notHead(sha, head) }
  const { gates, atWork } = facts.gatesOf(on)
  const meant = gates.filter((one) => isMeant(one, gate))
  if (meant.length === 0) {
    const names = [
      ...new Set(gates.filter((one) => notOverridable(one) === undefined).map(({ title }) => title)),
    ]
    return {
      refused: `no gate of this head is called ${gate}; ${names.length === 0 ? 'none can be overridden now' : `to be overridden: ${names.join(', ')}`}`,
    }
  }
  // A kind names all its gates: one of them that can be let pass is enough, and the others go on saying no.
  const why = meant.map(notOverridable)
  const [first] = why
  if (first !== undefined && why.every((one) => one !== undefined)) return { refused: first }
  if (atWork !== undefined) {
    return {
      refused: `${atWork} is at work on a new head, which an override of this one would not count for; /baton stop keeps this head`,
    }
  }
  const fresh = { ...stamp, on, sha: head, gate, reason }
  const replaces = (entry: Desired['overrides'][number]): boolean =>
    entry.on === on && entry.sha === head && entry.gate.toLowerCase() === gate.toLowerCase()
  return { desired: { ...desired, overrides: put(desired.overrides, fresh, replaces) } }
}
