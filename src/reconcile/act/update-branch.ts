// The newest base into a wave's branch: pushed where the two go together, remembered where they do not.

import type { BranchUpdate } from '../../domain/branch-update.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

/**
 * Safe to do again: the same head and base give the same commit, and a branch that has it is left alone. False when there was
 * nothing to learn.
 */
export async function updateBranch(action: ActionOf<'update_branch'>, context: ActContext): Promise<boolean> {
  const { branch, head, base } = action
  context.probe('update_branch:before')
  const result = await context.publisher.update(context.task, { branch, head, base, signal: context.signal })
  context.probe('update_branch:after')
  // The branch has another head now, which the next pass sees.
  if (result.kind === 'pushed') return true
  const { kind } = result
  const update: BranchUpdate = {
    branch,
    head,
    base,
    ...(kind === 'conflict' ? { conflict: { files: result.files, text: result.text } } : {}),
  }
  await context.remember(({ updates }) => ({
    updates: [...updates.filter((one) => one.branch !== branch), update],
  }))
  return true
}
