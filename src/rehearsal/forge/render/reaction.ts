// Reactions: one by one, and counted as the `reaction-rollup` of an issue or comment.

import type { Forge } from '../forge.ts'
import type { Reaction } from '../world.ts'
import { renderUser } from './user.ts'

/** The contents GitHub knows, in the order of the roll-up. */
export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const

/** `reaction`. */
export const renderReaction = (forge: Forge, reaction: Reaction) => ({
  id: reaction.id,
  node_id: reaction.nodeId,
  user: renderUser(forge, reaction.user),
  content: reaction.content,
  created_at: reaction.createdAt,
})

/** `reaction-rollup` of what lives at `url`. */
export const renderRollup = (url: string, reactions: readonly Reaction[]) => ({
  url: `${url}/reactions`,
  total_count: reactions.length,
  ...Object.fromEntries(
    REACTIONS.map((content) => [content, reactions.filter((one) => one.content === content).length]),
  ),
})
