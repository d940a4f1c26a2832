// The App itself and where its webhooks go.

import { z } from 'zod'
import { requireApp } from '../access.ts'
import { parseBody } from '../body.ts'
import { renderApp } from '../render/app.ts'
import { ok } from '../route.ts'
import type { Route } from '../route.ts'
import type { App } from '../world.ts'

const hookConfig = z.strictObject({
  url: z.url().optional(),
  content_type: z.literal('json').optional(),
  secret: z.string().optional(),
  insecure_ssl: z.union([z.string(), z.number()]).optional(),
})

const renderHookConfig = (app: App) => ({
  content_type: 'json',
  insecure_ssl: '0',
  // GitHub never shows the secret.
  ...(app.webhook === undefined ? {} : { url: app.webhook.url, secret: '********' }),
})

export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app',
    access: 'jwt',
    handle(c) {
      const app = requireApp(c.caller)
      const installations = [...c.world.installations.values()].filter((one) => one.app.id === app.id)
      return ok({ ...renderApp(c.forge, app), installations_count: installations.length })
    },
  },
  {
    method: 'GET',
    path: '/app/hook/config',
    access: 'jwt',
    handle: (c) => ok(renderHookConfig(requireApp(c.caller))),
  },
  {
    method: 'PATCH',
    path: '/app/hook/config',
    access: 'jwt',
    handle(c) {
      const app = requireApp(c.caller)
      const { url, secret } = parseBody(c, hookConfig)
      const before = app.webhook
      const target = url ?? before?.url
      if (target !== undefined) app.webhook = { url: target, secret: secret ?? before?.secret ?? '' }
      return ok(renderHookConfig(app))
    },
  },
]
