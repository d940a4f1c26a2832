// Who gets which event, and the keys every payload has.

import type { Contract } from '../contract/contract.ts'
import type { EmitInput, Forge } from './forge.ts'
import { installationOn } from './lookup.ts'
import { renderRepository } from './render/repository.ts'
import { renderOrganization, renderUser } from './render/user.ts'
import type { Webhooks } from './webhooks.ts'
import { nodeId } from './world.ts'

/** Announces an event to every App that is installed on the repository and subscribed to it. */
export function createEmit(forge: Forge, webhooks: Webhooks, contract: Contract): (input: EmitInput) => void {
  return ({ event, action, repo, sender, payload, onlyApp }) => {
    for (const app of forge.world.apps.values()) {
      // What is meant for one App only (a clicked check button) needs no subscription.
      const wanted = onlyApp === undefined ? app.events.includes(event) : app.id === onlyApp
      const installation = wanted ? installationOn(forge.world, app, repo) : undefined
      if (installation === undefined || app.webhook === undefined) continue
      const body = {
        ...(action === null ? {} : { action }),
        ...payload,
        repository: renderRepository(forge, repo),
        ...(repo.owner.type === 'Organization'
          ? { organization: renderOrganization(forge, repo.owner) }
          : {}),
        installation: { id: installation.id, node_id: nodeId('IN', installation.id) },
        sender: renderUser(forge, sender),
      }
      contract.webhook({ event, action, payload: body })
      webhooks.enqueue({
        app,
        event,
        action,
        installationId: installation.id,
        repositoryId: repo.id,
        payload: JSON.stringify(body),
      })
    }
  }
}
