// The state of a pull request that decides about its merge: draft or ready, mergeable or not.

export { mergeState, type MergeState } from './mergeability.ts'
import type { Forge } from './forge.ts'
import { announce } from './issue-events.ts'
import { issueByNumber } from './lookup.ts'
import type { Pull, Repository, User } from './world.ts'

/** Sets the draft state and announces it; nothing happens when it is so already. */
export async function setDraft(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  draft: boolean,
  actor: User,
): Promise<void> {
  if (pull.draft === draft) return
  pull.draft = draft
  const issue = issueByNumber(repo, pull.number)
  issue.updatedAt = forge.world.iso()
  await announce(forge, repo, issue, draft ? 'converted_to_draft' : 'ready_for_review', actor)
}
