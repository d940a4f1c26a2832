// The people whose word counts in a decision: by name, by a team of the policy, or because they own what changes.

import { allOf, reason, type Reason } from '../reason.ts'
import type { Ownership } from './codeowners.ts'

/** Members of teams as the policy names them, by `org/team`. */
export type Teams = Readonly<Record<string, readonly string[]>>

const bare = (name: string): string => name.replace(/^@/, '').toLowerCase()
const isTeam = (name: string): boolean => name.includes('/')

/** Logins, lower case, that these names stand for; undefined: there is a name whose people are not known. */
export function membersOf(names: readonly string[], teams: Teams): { known: Set<string>; unknown: string[] } {
  const known = new Set<string>()
  const unknown: string[] = []
  for (const name of names) {
    const members = Object.entries(teams).find(([team]) => bare(team) === bare(name))?.[1]
    if (isTeam(name)) {
      if (members === undefined) unknown.push(name)
      else for (const login of members) known.add(bare(login))
    } else if (/^@?[\w-]+$/.test(name)) known.add(bare(name))
    else unknown.push(name)
  }
  return { known, unknown }
}

const shown = (logins: readonly string[]): string =>
  logins.length === 0 ? '' : ` (${logins.map((login) => `\`${login}\``).join(', ')})`

/** How many of those asked for approve this head. */
export function peopleReason(
  wanted: { people: number; from?: readonly string[] | undefined },
  approving: readonly string[],
  teams: Teams,
): Reason {
  const { people, from } = wanted
  const allowed = from === undefined ? undefined : membersOf(from, teams).known
  const counted = approving.filter((login) => allowed === undefined || allowed.has(bare(login)))
  const whose = from === undefined ? '' : ` of ${from.join(', ')}`
  return reason(
    counted.length >= people ? 'pass' : 'pending',
    `${counted.length} of ${people} people${whose} approve this head${shown(counted)}`,
  )
}

/** A person's objection is a seat's with a veto, whether the policy asks for people or not. Their own word or a dismissal ends it. */
export const againstReason = (against: readonly string[]): Reason[] =>
  against.length === 0
    ? []
    : [
        reason(
          'pending',
          'people: nobody may object',
          against.map((login) =>
            reason('pending', `\`${login}\` requests changes, until they approve or it is dismissed`),
          ),
        ),
      ]

/** Whether somebody who owns it approves of every owned path. `undefined`: what changes is not known yet. */
export function ownersReason(
  owned: readonly Ownership[] | null | undefined,
  approving: readonly string[],
  teams: Teams,
): Reason {
  if (owned === undefined) return reason('pending', 'code owners: what changes is not known yet')
  if (owned === null) return reason('fail', 'code owners: the base branch has no CODEOWNERS file')
  if (owned.length === 0) return reason('pass', 'code owners: nobody owns what changes')
  return allOf(
    'code owners',
    owned.map(({ owners, paths }) => {
      const { known, unknown } = membersOf(owners, teams)
      const by = approving.find((login) => known.has(bare(login)))
      const more = paths.length > 1 ? ` and ${paths.length - 1} more` : ''
      const what = `\`${paths[0] ?? ''}\`${more}`
      if (by !== undefined) return reason('pass', `${what}: \`${by}\` owns it and approves`)
      if (known.size === 0)
        return reason(
          'fail',
          `${what}: who ${unknown.join(', ')} is has to be written under teams in the policy`,
        )
      return reason('pending', `${what}: one of ${owners.join(', ')} has to approve`)
    }),
  )
}
