// Putting a pull request into its base's merge queue, and taking it out by hand.

import type { Forge } from '../forge.ts'
import { HttpError } from '../http-error.ts'
import { announce, type Doer, record } from '../issue-events.ts'
import { issueByNumber } from '../lookup.ts'
import { blockersOfMerge } from '../policy.ts'
import { nodeId, type Pull, type Repository } from '../world.ts'
import { entriesOf, entryOf, queueRule, type QueueEntry } from './entries.ts'
import { advance, drop } from './process.ts'

const refused = (message: string): HttpError => new HttpError(422, message)

async function check(forge: Forge, repo: Repository, pull: Pull, head: string | undefined): Promise<void> {
  if (issueByNumber(repo, pull.number).state === 'closed') throw refused('Pull request is closed')
  if (queueRule(repo, pull.baseRef) === undefined)
    throw refused(`Pull request's base branch ${pull.baseRef} has no merge queue`)
  if (entryOf(repo, pull) !== undefined) throw refused('Pull request is already in the queue')
  if (head !== undefined && head !== pull.headSha)
    throw refused('Head branch was modified. Review and try the merge again.')
  if (pull.draft) throw refused('Pull request is in draft state')
  if ((await forge.git.mergeTree(repo, `refs/heads/${pull.baseRef}`, pull.headSha)) === undefined)
    throw refused('Pull request has merge conflicts and Pull request not in mergeable state')
  // Being out of date is what a queue is for.
  const blockers = (await blockersOfMerge(forge, repo, pull)).filter(({ behind }) => behind !== true)
  if (blockers.length > 0) throw refused(`Pull request ${blockers.map(({ message }) => message).join(' ')}`)
}

/** Puts it at the end of the queue, which goes on at once. Throws 422 with the reason when it may not be there. */
export function enqueue(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  by: Doer,
  head: string | undefined,
): Promise<QueueEntry> {
  return forge.git.exclusive(repo, async () => {
    await check(forge, repo, pull, head)
    const id = forge.world.nextId()
    const { number } = pull
    const entry: QueueEntry = {
      id,
      nodeId: nodeId('MQE', id),
      pull: number,
      base: pull.baseRef,
      by,
      enqueuedAt: forge.world.iso(),
      group: undefined,
    }
    entriesOf(repo).push(entry)
    const issue = issueByNumber(repo, number)
    record(forge, issue, 'added_to_merge_queue', by)
    await announce(forge, repo, issue, 'enqueued', by.actor)
    await advance(forge, repo)
    return entry
  })
}

/** Takes it out, and lets the next one go on. Throws 422 when it is not there. */
export function dequeue(forge: Forge, repo: Repository, pull: Pull): Promise<QueueEntry> {
  return forge.git.exclusive(repo, async () => {
    const entry = entryOf(repo, pull)
    if (entry === undefined) throw refused('Pull request is not in the queue')
    await drop(forge, repo, entry, 'manual')
    await advance(forge, repo)
    return entry
  })
}
