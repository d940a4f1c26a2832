// What the people who wrote commands may do, as GitHub says now.

import type { ObservedCommand } from '../domain/commands/observed.ts'
import type { Role } from '../domain/commands/role.ts'
import type { RepoClient } from '../github/repo-client.ts'

/** GitHub's name for whoever deleted their account: nobody may act for them. */
const DELETED = 'ghost'

/**
 * The role of each login, asked for once. `known`: what was asked in the same pass; older answers do not do, because somebody
 * may have lost a permission since. Raises TransientError when GitHub cannot be asked now.
 */
export async function rolesOf(
  client: Pick<RepoClient, 'issues'>,
  logins: Iterable<string>,
  known: ReadonlyMap<string, Role> = new Map(),
): Promise<Map<string, Role>> {
  const roles = new Map(known)
  for (const login of logins) {
    if (roles.has(login)) continue
    roles.set(login, login === DELETED ? 'none' : await client.issues.permission(login))
  }
  return roles
}

/** Whose roles are needed: people with commands that were not answered yet. In a quiet pass nobody's. */
export const askers = (
  commands: readonly ObservedCommand[],
  acknowledged: ReadonlyMap<number, 'seen' | 'answered'>,
): Set<string> =>
  new Set(
    commands
      .filter(
        ({ commentId, author }) => author.kind === 'person' && acknowledged.get(commentId) !== 'answered',
      )
      .map(({ author }) => author.login),
  )
