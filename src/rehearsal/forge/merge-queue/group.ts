// A merge group: the commit that the base would move to, on a branch that only the queue writes, made and taken away again.

import type { Forge } from '../forge.ts'
import { ZERO } from '../git/refs.ts'
import { pullByNumber } from '../lookup.ts'
import { mergeCommit } from '../merging.ts'
import type { MergeMethod } from '../policy.ts'
import { renderSimpleCommit } from '../render/commit.ts'
import { nodeId, type Repository, type User, type World } from '../world.ts'
import type { MergeGroup, QueueEntry } from './entries.ts'

const LOGIN = 'github-merge-queue[bot]'

/** The account that github.com's queues act as. */
export function queueBot(world: World): User {
  const known = world.users.get(LOGIN)
  if (known !== undefined) return known
  const id = world.nextId()
  const bot: User = { id, nodeId: nodeId('U', id), login: LOGIN, type: 'Bot' }
  world.users.set(LOGIN, bot)
  return bot
}

/** Announces what becomes of a group; `reason` with `destroyed` only. */
async function announceGroup(
  forge: Forge,
  repo: Repository,
  base: string,
  group: MergeGroup,
  what:
    | { action: 'checks_requested' }
    | { action: 'destroyed'; reason: 'merged' | 'invalidated' | 'dequeued' },
): Promise<void> {
  const commit = await forge.git.commit(repo, group.sha)
  if (commit === undefined) return
  const payload = {
    ...('reason' in what ? { reason: what.reason } : {}),
    merge_group: {
      head_sha: group.sha,
      head_ref: group.ref,
      base_sha: group.baseSha,
      base_ref: `refs/heads/${base}`,
      head_commit: renderSimpleCommit(commit),
    },
  }
  const sender = queueBot(forge.world)
  forge.emit({ event: 'merge_group', action: what.action, repo, sender, payload })
}

/** Makes the entry's group on `baseSha` and asks for its checks; undefined when head and base conflict. */
export async function buildGroup(
  forge: Forge,
  repo: Repository,
  entry: QueueEntry,
  baseSha: string,
  method: MergeMethod,
): Promise<MergeGroup | undefined> {
  const { git, world } = forge
  const pull = pullByNumber(repo, entry.pull)
  const actor = queueBot(world)
  const input = { repo, pull, base: baseSha, method, actor, title: undefined, message: undefined }
  const sha = await mergeCommit(forge, input)
  if (sha === undefined) return undefined
  const ref = `refs/heads/gh-readonly-queue/${entry.base}/pr-${entry.pull}-${baseSha}`
  const group: MergeGroup = { ref, sha, baseSha, since: world.now() }
  await git.updateRef(repo, ref, sha, (await git.resolve(repo, ref)) ?? ZERO)
  await forge.refChanged(repo, ref, ZERO, sha, actor)
  await announceGroup(forge, repo, entry.base, group, { action: 'checks_requested' })
  return group
}

/** Takes the group's branch away. */
export async function destroyGroup(
  forge: Forge,
  repo: Repository,
  entry: QueueEntry,
  reason: 'merged' | 'invalidated' | 'dequeued',
): Promise<void> {
  const { group } = entry
  if (group === undefined) return
  entry.group = undefined
  await announceGroup(forge, repo, entry.base, group, { action: 'destroyed', reason })
  await forge.git.deleteRef(repo, group.ref, group.sha)
  await forge.refChanged(repo, group.ref, group.sha, ZERO, queueBot(forge.world))
}
