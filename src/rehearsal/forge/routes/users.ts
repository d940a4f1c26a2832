// People, organisations and bots.

import { param } from '../body.ts'
import { forbidden, notFound } from '../http-error.ts'
import { findUser } from '../lookup.ts'
import { renderPublicUser } from '../render/user.ts'
import { ok } from '../route.ts'
import type { Route } from '../route.ts'

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    access: 'authenticated',
    handle(c) {
      if (c.caller.kind === 'installation') throw forbidden()
      return ok(renderPublicUser(c.forge, c.actor()))
    },
  },
  {
    method: 'GET',
    path: '/users/{username}',
    access: 'public',
    handle(c) {
      const user = findUser(c.world, param(c, 'username'))
      if (user === undefined) throw notFound()
      return ok(renderPublicUser(c.forge, user))
    },
  },
]
