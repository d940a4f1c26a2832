// What waits in a repository's merge queues, first come first: plain data and look-ups.

import { type MergeQueueRule, rulesFor } from '../policy/branch-rules.ts'
import type { Pull, Repository } from '../world.ts'
import type { Doer } from '../issue-events.ts'

/** The merge of a head into the base as it was, on a branch of its own. */
export interface MergeGroup {
  ref: string
  sha: string
  baseSha: string
  /** When its checks were asked for, in milliseconds since the epoch. */
  since: number
}

export interface QueueEntry {
  id: number
  nodeId: string
  pull: number
  base: string
  by: Doer
  enqueuedAt: string
  /** Of the first entry of a base only: queues go on one group at a time. */
  group: MergeGroup | undefined
}

/** Queues follow from mutations, so they live beside the repository and end with it. */
const queues = new WeakMap<Repository, QueueEntry[]>()

/** Every entry of the repository, whatever its base; the array is the queue itself. */
export function entriesOf(repo: Repository): QueueEntry[] {
  const all = queues.get(repo) ?? []
  queues.set(repo, all)
  return all
}

const isOpen = (repo: Repository, number: number): boolean => repo.issues.get(number)?.state === 'open'

/** The entry of a pull request; one that was closed is not shown, though the queue may not have come to it yet. */
export const entryOf = (repo: Repository, pull: Pull): QueueEntry | undefined =>
  isOpen(repo, pull.number) ? entriesOf(repo).find((entry) => entry.pull === pull.number) : undefined

/** The rule that makes a branch's changes come in through a queue. */
export const queueRule = (repo: Repository, branch: string): MergeQueueRule | undefined =>
  rulesFor(repo, `refs/heads/${branch}`).find(({ queue }) => queue !== undefined)?.queue

/** Whether a ref is the head of what waits in a queue. */
export const isQueuedHead = (repo: Repository, ref: string): boolean =>
  entriesOf(repo).some(
    ({ pull }) => isOpen(repo, pull) && ref === `refs/heads/${repo.pulls.get(pull)?.headRef ?? ''}`,
  )
