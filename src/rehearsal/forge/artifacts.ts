// How long artifacts are kept, and the one-minute addresses they are downloaded from.

import { randomBytes } from 'node:crypto'
import type { Forge } from './forge.ts'
import type { Artifact, Repository } from './world.ts'

/** Artifacts are kept 90 days by default (https://docs.github.com/actions, "Removing workflow artifacts"). */
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000
/** A download address "expires after 1 minute" (https://docs.github.com/rest/actions/artifacts). */
const LINK_MS = 60_000

export const artifactExpiry = (artifact: Artifact): string =>
  new Date(Date.parse(artifact.createdAt) + RETENTION_MS).toISOString().replace(/\.\d+Z$/, 'Z')

export const isExpired = (forge: Forge, artifact: Artifact): boolean =>
  artifact.expired || forge.world.now() >= Date.parse(artifact.createdAt) + RETENTION_MS

interface Link {
  data: Buffer
  type: string
  expiresAt: number
}

const links = new WeakMap<Forge, Map<string, Link>>()

/** An address that hands out `data` to whoever has it, for one minute. */
export function temporaryLink(forge: Forge, repo: Repository, data: Buffer, type: string): string {
  const own = links.get(forge) ?? new Map<string, Link>()
  links.set(forge, own)
  for (const [key, link] of own) if (link.expiresAt <= forge.world.now()) own.delete(key)
  const key = randomBytes(24).toString('hex')
  own.set(key, { data, type, expiresAt: forge.world.now() + LINK_MS })
  return `${forge.url}/_runner/downloads/${repo.id}/${key}`
}

/** What is behind such an address; undefined when it was never there or its minute is over. */
export function followLink(forge: Forge, key: string): Link | undefined {
  const link = links.get(forge)?.get(key)
  return link !== undefined && link.expiresAt > forge.world.now() ? link : undefined
}
