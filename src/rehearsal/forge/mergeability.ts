// Whether a pull request can be merged and, if not, why, in the words of `mergeable_state`.

import { combinedState, latestChecks, latestStatuses, passes } from './checks.ts'
import type { Forge } from './forge.ts'
import { issueByNumber } from './lookup.ts'
import { blockersOfMerge } from './policy.ts'
import type { Pull, Repository } from './world.ts'

export interface MergeState {
  /** null once it is merged or closed, as GitHub stops computing it. */
  mergeable: boolean | null
  state: 'clean' | 'dirty' | 'blocked' | 'draft' | 'unstable' | 'behind' | 'unknown'
}

/** The state in GitHub's order of precedence: conflict, draft, out of date, blocked, unstable, clean. */
export async function mergeState(forge: Forge, repo: Repository, pull: Pull): Promise<MergeState> {
  if (issueByNumber(repo, pull.number).state === 'closed') return { mergeable: null, state: 'unknown' }
  const tree = await forge.git.mergeTree(repo, `refs/heads/${pull.baseRef}`, pull.headSha)
  if (tree === undefined) return { mergeable: false, state: 'dirty' }
  if (pull.draft) return { mergeable: true, state: 'draft' }
  const blockers = await blockersOfMerge(forge, repo, pull)
  if (blockers.some(({ behind }) => behind !== true)) return { mergeable: true, state: 'blocked' }
  if (blockers.length > 0) return { mergeable: true, state: 'behind' }
  const statuses = latestStatuses(repo, pull.headSha)
  const green =
    latestChecks(repo, pull.headSha).every(passes) &&
    (statuses.length === 0 || combinedState(statuses) === 'success')
  return { mergeable: true, state: green ? 'clean' : 'unstable' }
}
