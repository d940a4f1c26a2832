// Instead of a merge, where the base has a merge queue: in once for each head, and out again only on somebody's word.

import type { Action } from '../actions.ts'
import type { AskedMerge } from '../commands/desired.ts'
import { inCode } from '../render/text.ts'
import type { QueueRemoval } from '../merge-queue.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import { parked } from './parking.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** The queue's webhooks bring the next pass; this is the fallback. */
const QUEUE_POLL_MS = 10 * 60_000
/** GitHub takes an entry out of the queue a moment before it shows the pull request as merged. */
const MERGED_POLL_MS = 2000

/** As github.com words them today; no list is published, so that whatever else comes is quoted. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['failed_checks', 'a required check failed on the merge group'],
  ['checks_timed_out', 'a required check did not answer on the merge group in time'],
  ['merge_conflict', 'it conflicts with what goes before it'],
  ['manual', 'somebody took it out'],
])

function because({ reason, failed }: QueueRemoval): string {
  const word = reason?.toLowerCase()
  if (word === undefined || word === '') return 'GitHub does not say why'
  const known = REASONS.get(word)
  if (known === undefined) return `GitHub says "${word.replaceAll('_', ' ')}"`
  return word === 'failed_checks' && failed.length > 0
    ? `${known}: ${failed.map((name) => `\`${inCode(name)}\``).join(', ')}`
    : known
}

const isMerge = ({ reason }: QueueRemoval): boolean => /^merged?$/i.test(reason ?? '')

/** Whether it is there: then nothing more is done about it. */
export const isQueued = ({ queued, mergeQueue }: PullObservation): boolean =>
  queued !== undefined || mergeQueue?.inside === true

/**
 * Out of the queue, where something says that nothing is merged now. Only what we put in: whoever else puts a pull request into a
 * queue wants it merged.
 */
export function leaving(
  { enqueued = [] }: Pick<Snapshot, 'enqueued'>,
  pulls: readonly PullObservation[],
  why: string,
): Action[] {
  return pulls
    .filter((pull) => pull.state === 'open' && isQueued(pull))
    .filter(({ number, headSha }) => enqueued.some((one) => one.pull === number && one.sha === headSha))
    .map(({ number, nodeId }) => ({ do: 'dequeue', pull: number, nodeId, why }))
}

/** The same for every wave of a task. */
export const allLeaving = (snapshot: Snapshot, why: string): Action[] =>
  leaving(
    snapshot,
    snapshot.waves.flatMap(({ pull }) => pull ?? []),
    why,
  )

export const whileQueued = ({ number }: PullObservation): StageResult => ({
  ...wait(`#${number} is in the merge queue, which merges it`, [], 'in-review', QUEUE_POLL_MS),
  queued: true,
})

/** For a head outside the queue that everybody has agreed to. */
export function queueing(
  { snapshot }: RoutedTask,
  pull: PullObservation,
  wish: AskedMerge | undefined,
): StageResult {
  const { number, headSha: sha, nodeId, mergeQueue } = pull
  const removed = mergeQueue?.removed
  const known = snapshot.enqueued?.find((one) => one.pull === number && one.sha === sha)
  const ours = known !== undefined && known.leaving !== true
  const left = ours && removed !== undefined && removed.id !== known.after ? removed : undefined
  if (left !== undefined && isMerge(left))
    return wait(`the merge queue merges #${number}`, [], 'in-review', MERGED_POLL_MS)
  // Both times are GitHub's own.
  if (left !== undefined && !(wish !== undefined && wish.at > left.at))
    return parked(
      snapshot,
      `the merge queue dropped #${number} at ${sha.slice(0, 7)}: ${because(left)}. It goes in again with a new commit, or when somebody asks: \`/baton merge ${sha}\` on the pull request`,
    )
  return wait(
    `#${number} goes into the merge queue`,
    [{ do: 'enqueue', pull: number, nodeId, sha, after: removed?.id }],
    'in-review',
  )
}
