// What a push may do to a ref: the same policy as everywhere, plus what only pushes can try.

import type { Forge } from '../forge.ts'
import { blockersOfUpdate, pushRefusal } from '../policy.ts'
import type { Caller } from '../route.ts'
import { workflowRefusal } from '../workflow-files.ts'
import type { Repository } from '../world.ts'
import type { Referee } from './push-hook.ts'
import { ZERO } from './refs.ts'

/** The judge over one push. */
export function refereeOf(
  forge: Forge,
  repo: Repository,
  caller: Extract<Caller, { kind: 'user' | 'installation' }>,
): Referee {
  const by = { actor: caller.actor, app: caller.kind === 'installation' ? caller.app : undefined }
  return async (ref, before, after) => {
    if (!/^refs\/(heads|tags)\/./.test(ref)) return [`error: ${ref} cannot be pushed to`]
    if (after === ZERO && ref === `refs/heads/${repo.defaultBranch}`) {
      return [`error: refusing to delete the current branch: ${ref}`]
    }
    const fastForward = before === ZERO || after === ZERO || (await forge.git.isAncestor(repo, before, after))
    const blockers = blockersOfUpdate(repo, { ref, before, after, fastForward }, by)
    if (blockers.length > 0) return pushRefusal(ref, blockers)
    const workflow = await workflowRefusal(forge, repo, caller, before, after)
    return workflow === undefined ? [] : [`error: ${workflow}`]
  }
}
