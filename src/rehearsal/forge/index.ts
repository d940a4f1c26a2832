// Starts an embedded GitHub: a loopback server over a seeded world and real bare repositories.

import { AsyncResource } from 'node:async_hooks'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { InternalError, UserError } from '../../errors.ts'
import { createContract } from '../contract/validator.ts'
import { createEmit } from './emit.ts'
import type { Forge, ForgeOptions } from './forge.ts'
import { createPlumbing } from './git/plumbing.ts'
import { createRefChanged } from './ref-changed.ts'
import { createWorld, seedWorld } from './seed.ts'
import { createHandler } from './server.ts'
import { createWebhooks } from './webhooks.ts'
import type { App } from './world.ts'

/**
 * Starts a forge on 127.0.0.1. REST answers below `/api/v3` and `/`, GraphQL at `/api/graphql` and `/graphql`, git at
 * `/<owner>/<repo>.git`, pages elsewhere. Throws UserError when the seed contradicts itself or the port is taken.
 */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const world = createWorld(options.now ?? Date.now)
  const git = createPlumbing()
  const contract = createContract()
  const webhooks = createWebhooks(world, options.webhookTimeout)
  await mkdir(options.dataDir, { recursive: true })
  await seedWorld(world, git, options)

  const server = createServer()
  const url = await listen(server, options.port ?? 0)
  const appOf = (id: number): App => {
    const app = world.apps.get(id)
    if (app === undefined) throw new InternalError(`the embedded GitHub has no App ${id}`)
    return app
  }
  const timers = new Set<NodeJS.Timeout>()
  const forge: Forge = {
    url,
    world,
    git,
    deliveries: webhooks.deliveries,
    contract: contract.report,
    requests: [],
    privateKey: (appId) => appOf(appId).privateKeyPem,
    setWebhook(appId, hook) {
      appOf(appId).webhook = hook
    },
    setFaults: (faults) => webhooks.setFaults(faults),
    emit: (input) => emit(input),
    refChanged: (...moved) => refChanged(...moved),
    // Bound to where nobody holds a repository's lock: a timer belongs to the context that it was set in.
    later: AsyncResource.bind((ms: number, work: () => Promise<void>) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        void work()
      }, ms)
      timers.add(timer.unref())
    }),
    drain: () => webhooks.drain(),
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await webhooks.close()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await git.close()
    },
  }
  const emit = createEmit(forge, webhooks, contract)
  const refChanged = createRefChanged(forge)
  const handle = createHandler(forge, {
    contract,
    webhooks,
    rateLimit: options.rateLimit,
    secondaryRateLimit: options.secondaryRateLimit,
    strict: options.strict ?? true,
  })
  server.on('request', (req, res) => {
    void handle(req, res)
  })
  return forge
}

/** Binds the server to loopback and says where it is. */
async function listen(server: Server, port: number): Promise<string> {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    throw new UserError(`port ${port} cannot be used`, 'choose another port, or 0 for any free one', {
      cause: error,
    })
  }
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new InternalError('the server has no TCP address')
  return `http://127.0.0.1:${address.port}`
}
