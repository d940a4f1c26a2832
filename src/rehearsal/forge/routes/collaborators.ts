// Who works on a repository and with which role.

import { legacyPermission, roleOf } from '../access.ts'
import { choice, param } from '../body.ts'
import type { Forge } from '../forge.ts'
import { notFound } from '../http-error.ts'
import { findUser } from '../lookup.ts'
import { renderPermissions } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import { noContent, ok } from '../route.ts'
import type { Route } from '../route.ts'
import type { Repository, User, World } from '../world.ts'

/** The owner, when a person, and everybody with a role. */
export function collaboratorsOf(world: World, repo: Repository): User[] {
  const owner = repo.owner.type === 'User' ? [repo.owner] : []
  const others = [...repo.collaborators].flatMap(([login, role]) => {
    const user = role === 'none' ? undefined : findUser(world, login)
    return user === undefined || user.id === repo.owner.id ? [] : [user]
  })
  return [...owner, ...others]
}

const renderCollaborator = (forge: Forge, repo: Repository, user: User) => {
  const role = roleOf(repo, user)
  return { ...renderUser(forge, user), permissions: renderPermissions(role), role_name: role }
}

/** Metadata is enough for an App; a person needs push access to see who else has it. */
const access = { permission: 'metadata', level: 'read', role: 'write' } as const

export const collaboratorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators',
    access,
    handle(c) {
      const repo = c.repo()
      const needed = choice(c, 'permission', ['', 'pull', 'triage', 'push', 'maintain', 'admin'])
      const all = collaboratorsOf(c.world, repo).filter(
        (user) => needed === '' || renderPermissions(roleOf(repo, user))[needed],
      )
      return ok(c.page(all).map((user) => renderCollaborator(c.forge, repo, user)))
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}',
    access,
    handle(c) {
      const login = param(c, 'username').toLowerCase()
      if (!collaboratorsOf(c.world, c.repo()).some((user) => user.login.toLowerCase() === login))
        throw notFound()
      return noContent()
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    access,
    handle(c) {
      const user = findUser(c.world, param(c, 'username'))
      if (user === undefined || user.type === 'Organization') throw notFound()
      const role = roleOf(c.repo(), user)
      return ok({
        permission: legacyPermission(role),
        role_name: role,
        user: renderCollaborator(c.forge, c.repo(), user),
      })
    },
  },
]
