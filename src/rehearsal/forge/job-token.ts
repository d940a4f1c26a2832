// The GITHUB_TOKEN of a job: an installation token of GitHub's own Actions App that may read one repository.

import { createSecretKey, randomBytes } from 'node:crypto'
import type { Forge } from './forge.ts'
import { type App, nodeId, type Repository, type User } from './world.ts'

/** A job's token ends with the job, "or after a maximum of 24 hours" (https://docs.github.com/actions, "GITHUB_TOKEN"). */
const LIFETIME_MS = 24 * 60 * 60 * 1000
/** The App `github-actions` on github.com. */
const ACTIONS_APP_ID = 15_368

const apps = new WeakMap<Forge, App>()

/** It is not among the world's Apps: nobody installs it, signs as it, or gets its webhooks. */
function actionsApp(forge: Forge, owner: User): App {
  const known = apps.get(forge)
  if (known !== undefined) return known
  const { world } = forge
  const id = world.nextId()
  const app: App = {
    id: ACTIONS_APP_ID,
    nodeId: nodeId('A', ACTIONS_APP_ID),
    slug: 'github-actions',
    name: 'GitHub Actions',
    clientId: `Iv1.${ACTIONS_APP_ID}`,
    owner,
    bot: { id, nodeId: nodeId('BOT', id), login: 'github-actions[bot]', type: 'Bot' },
    privateKeyPem: '',
    // Nothing is ever verified with it.
    publicKey: createSecretKey(randomBytes(32)),
    webhook: undefined,
    permissions: { metadata: 'read', contents: 'read' },
    events: [],
    createdAt: world.startedAt,
  }
  apps.set(forge, app)
  return app
}

/** A fresh token for one job: contents and metadata, read only, this repository alone. */
export function jobToken(forge: Forge, repo: Repository): string {
  const app = actionsApp(forge, repo.owner)
  const { world } = forge
  const token = `ghs_${randomBytes(18).toString('hex')}`
  const permissions = { metadata: 'read', contents: 'read' } as const
  const repositories = new Set([repo.id])
  world.tokens.set(token, {
    kind: 'installation',
    token,
    installation: {
      id: world.nextId(),
      app,
      account: repo.owner,
      repositories,
      permissions,
      createdAt: world.iso(),
    },
    permissions,
    repositories,
    expiresAt: world.now() + LIFETIME_MS,
  })
  return token
}
