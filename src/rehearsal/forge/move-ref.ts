// Moving a ref through the API: policy first, then compare-and-swap, then everything that follows from it.

import type { RouteContext } from './route.ts'
import type { Doer } from './issue-events.ts'
import { HttpError } from './http-error.ts'
import { ZERO } from './git/refs.ts'
import { type Blocker, blockersOfUpdate } from './policy.ts'
import { workflowRefusal } from './workflow-files.ts'

export const doerOf = (c: RouteContext): Doer => ({ actor: c.actor(), app: c.viaApp() })

export interface RefMove {
  ref: string
  /** 40 zeros: create. */
  before: string
  /** 40 zeros: delete. */
  after: string
}

/**
 * Moves the ref for the caller. Call it inside `exclusive`. Throws what `refuse` makes of the blockers, 403 for workflow files
 * without the permission, 409 when the ref moved meanwhile.
 */
export async function moveRef(
  c: RouteContext,
  move: RefMove,
  refuse: (blockers: readonly Blocker[]) => HttpError,
): Promise<void> {
  const { git } = c.forge
  const repo = c.repo()
  const { ref, before, after } = move
  const fastForward = before === ZERO || after === ZERO || (await git.isAncestor(repo, before, after))
  const blockers = blockersOfUpdate(repo, { ref, before, after, fastForward }, doerOf(c))
  if (blockers.length > 0) throw refuse(blockers)
  const workflow = await workflowRefusal(c.forge, repo, c.caller, before, after)
  if (workflow !== undefined) throw new HttpError(403, workflow)
  const moved = await (after === ZERO
    ? git.deleteRef(repo, ref, before)
    : git.updateRef(repo, ref, after, before))
  if (!moved) throw new HttpError(409, `${ref} is at another commit by now or its name is taken`)
  await c.forge.refChanged(repo, ref, before, after, c.actor())
}
