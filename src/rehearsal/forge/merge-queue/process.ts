// How a merge queue goes on: the first of each base gets a group, waits for its checks, and is merged or dropped.

import type { Forge } from '../forge.ts'
import { announce, record } from '../issue-events.ts'
import { issueByNumber, pullByNumber } from '../lookup.ts'
import { beginMerged, finishMerged } from '../merged.ts'
import { rulesFor } from '../policy/branch-rules.ts'
import { checksOn } from '../policy/requirements.ts'
import type { Repository } from '../world.ts'
import { entriesOf, queueRule, type QueueEntry } from './entries.ts'
import { buildGroup, destroyGroup, queueBot } from './group.ts'

/** The timeline's words for why an entry left, and the webhook's (https://docs.github.com/webhooks, `pull_request` `dequeued`). */
const WORDS = {
  merged: 'MERGE',
  failed_checks: 'CI_FAILURE',
  checks_timed_out: 'CI_TIMEOUT',
  merge_conflict: 'MERGE_CONFLICT',
  manual: 'MANUAL',
  queue_cleared: 'QUEUE_CLEARED',
} as const
export type RemovalReason = keyof typeof WORDS

function take(forge: Forge, repo: Repository, entry: QueueEntry, reason: RemovalReason): void {
  const all = entriesOf(repo)
  all.splice(all.indexOf(entry), 1)
  const by = { actor: queueBot(forge.world), app: undefined }
  const beforeCommit = entry.group === undefined ? {} : { beforeCommit: entry.group.sha }
  record(forge, issueByNumber(repo, entry.pull), 'removed_from_merge_queue', by, { reason, ...beforeCommit })
}

const announceRemoval = (
  forge: Forge,
  repo: Repository,
  { pull }: QueueEntry,
  reason: RemovalReason,
): Promise<void> =>
  announce(forge, repo, issueByNumber(repo, pull), 'dequeued', queueBot(forge.world), {
    reason: WORDS[reason],
  })

/** Takes an entry out without a merge. To be called with the repository's lock. */
export async function drop(
  forge: Forge,
  repo: Repository,
  entry: QueueEntry,
  reason: RemovalReason,
): Promise<void> {
  take(forge, repo, entry, reason)
  await announceRemoval(forge, repo, entry, reason)
  await destroyGroup(forge, repo, entry, 'dequeued')
}

/** Moves the base to the group's commit; false when it has moved since the group was made. */
async function land(forge: Forge, repo: Repository, entry: QueueEntry): Promise<boolean> {
  const { group } = entry
  const ref = `refs/heads/${entry.base}`
  if (group === undefined || !(await forge.git.updateRef(repo, ref, group.sha, group.baseSha))) return false
  const pull = pullByNumber(repo, entry.pull)
  const by = { actor: queueBot(forge.world), app: undefined }
  take(forge, repo, entry, 'merged')
  beginMerged(forge, repo, pull, { baseBefore: group.baseSha, mergeCommit: group.sha }, by)
  await forge.refChanged(repo, ref, group.baseSha, group.sha, by.actor)
  await announceRemoval(forge, repo, entry, 'merged')
  await finishMerged(forge, repo, pull, by)
  await destroyGroup(forge, repo, entry, 'merged')
  return true
}

/** One step of an entry that is the first of its base; true: look again, something has changed. */
async function step(forge: Forge, repo: Repository, entry: QueueEntry): Promise<boolean> {
  const rule = queueRule(repo, entry.base)
  const base = await forge.git.resolve(repo, `refs/heads/${entry.base}`)
  const leave = async (reason: RemovalReason): Promise<true> => {
    await drop(forge, repo, entry, reason)
    return true
  }
  if (rule === undefined || base === undefined) return leave('queue_cleared')
  if (issueByNumber(repo, entry.pull).state === 'closed') return leave('manual')
  const { group } = entry
  if (group === undefined) {
    entry.group = await buildGroup(forge, repo, entry, base, rule.method)
    if (entry.group === undefined) return leave('merge_conflict')
    // A time-out comes by itself; every other step follows from what somebody did.
    forge.later(rule.timeoutMs, () => settleQueues(forge, repo))
    return true
  }
  if (group.baseSha !== base) {
    await destroyGroup(forge, repo, entry, 'invalidated')
    return true
  }
  const required = rulesFor(repo, `refs/heads/${entry.base}`).flatMap(({ checks }) => checks)
  const state = checksOn(repo, group.sha, required)
  if (state === 'failing') return leave('failed_checks')
  if (state === 'passed') return land(forge, repo, entry)
  return forge.world.now() - group.since >= rule.timeoutMs ? leave('checks_timed_out') : false
}

/** Brings every queue of the repository as far as it goes. To be called with the repository's lock. */
export async function advance(forge: Forge, repo: Repository): Promise<void> {
  for (let changed = true; changed;) {
    changed = false
    for (const base of new Set(entriesOf(repo).map((entry) => entry.base))) {
      const first = entriesOf(repo).find((entry) => entry.base === base)
      if (first !== undefined) changed = (await step(forge, repo, first)) || changed
    }
  }
}

/** The same for whoever does not hold the lock: after a check or a status, which a group may have waited for. */
export async function settleQueues(forge: Forge, repo: Repository): Promise<void> {
  if (entriesOf(repo).length > 0) await forge.git.exclusive(repo, () => advance(forge, repo))
}
