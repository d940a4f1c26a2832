// Integration points that a change touches: whose verdict is wanted from the other side, and why.

import type { AgentName } from '../ids.ts'
import { matchingGlob } from '../policy/glob.ts'
import { reason } from '../reason.ts'
import type { IntegrationPoint } from './integration-point.ts'
import { packAgent, type Pack } from './pack.ts'
import type { SeatGroup } from './seats.ts'
import { mayDo } from './team.ts'

export interface TouchedPoint {
  point: IntegrationPoint
  /** The first of the changed paths that belongs to it. */
  path: string
}

export const touchedPoints = (
  points: readonly IntegrationPoint[],
  paths: readonly string[],
): TouchedPoint[] =>
  points.flatMap((point) => {
    const path = paths.find((one) => matchingGlob(point.paths, one) !== undefined)
    return path === undefined ? [] : [{ point, path }]
  })

/**
 * Who has to live with a change by these authors: consumers of what a producer changed, producers of what a consumer changed,
 * and both where the author is neither or both. Never an author.
 */
export function otherSide(
  { producers, consumers }: Pick<IntegrationPoint, 'producers' | 'consumers'>,
  authors: ReadonlySet<string>,
): AgentName[] {
  const makes = producers.some((name) => authors.has(name))
  const uses = consumers.some((name) => authors.has(name))
  const asked = makes === uses ? [...producers, ...consumers] : makes ? consumers : producers
  return [...new Set(asked)].filter((name) => !authors.has(name))
}

/** The name of its group of seats in the check. */
export const pointRule = ({ name }: Pick<IntegrationPoint, 'name'>): string => `integration point ${name}`

/**
 * One group of seats for each point that is touched and wants a verdict: of the agent that it names or, without any condition, of
 * the other side. Where the named agent is the author, the other side takes its place.
 */
export function pointSeats(pack: Pack, paths: readonly string[], authors: ReadonlySet<string>): SeatGroup[] {
  const mayReview = (name: AgentName): boolean =>
    !authors.has(name) && mayDo(pack, name, 'review') && packAgent(pack, name)?.seat === true
  return touchedPoints(pack.integration_points, paths).flatMap(({ point, path }): SeatGroup[] => {
    const { requires } = point
    if (requires !== undefined && requires.verdict === undefined) return []
    const named = requires?.verdict === undefined ? [] : [requires.verdict].filter(mayReview)
    const seats = named.length > 0 ? named : otherSide(point, authors).filter(mayReview)
    if (seats.length === 0) return []
    const requirement = { rule: pointRule(point), seats, quorum: seats.length, veto: [], people: 0 }
    const text = `integration point ${point.name}, because \`${path}\` is one of its paths: ${seats.join(', ')}`
    return [{ requirement, why: reason('pass', text, [reason('info', point.about)]) }]
  })
}
