// The repository itself.

import { roleOf } from '../access.ts'
import { renderFullRepository } from '../render/repository.ts'
import { ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { Role } from '../world.ts'

/** The role whose `permissions` the caller is shown. */
function shownRole(c: RouteContext): Role {
  if (c.caller.kind === 'user') return roleOf(c.repo(), c.caller.actor)
  if (c.caller.kind === 'installation')
    return c.caller.token.permissions.contents === 'write' ? 'write' : 'read'
  return 'read'
}

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    access: { permission: 'metadata', level: 'read' },
    handle: (c) => ok(renderFullRepository(c.forge, c.repo(), shownRole(c))),
  },
]
