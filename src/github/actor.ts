// Accounts as GraphQL shows them.

import { z } from 'zod'
import type { Actor } from '../domain/snapshot.ts'

export const actor = z.object({ __typename: z.string(), login: z.string() }).nullable()

export function person(node: z.infer<typeof actor>): Actor {
  // GitHub shows deleted accounts as null and calls them ghost.
  return { login: node?.login ?? 'ghost', kind: node?.__typename === 'Bot' ? 'bot' : 'person' }
}
