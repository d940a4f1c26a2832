// What is known of pull requests in merge queues (GitHub docs, "Managing a merge queue").

import type { Sha } from './ids.ts'

/** Where a pull request stands in a merge queue: GitHub wants the required checks on the group's own commit as well. */
export interface QueuedObservation {
  sha: Sha
  /** Our two required checks on that commit, where they are there. */
  checks: readonly { id: number; name: string; externalId: string }[]
}

/** That a pull request left its merge queue, whatever for: being merged is one reason. */
export interface QueueRemoval {
  id: string
  /** Milliseconds since 1970, as GitHub counts them. */
  at: number
  /** GitHub's word for it, from no published list; undefined: it has none. */
  reason: string | undefined
  /** Checks on the group's commit that did not pass. */
  failed: readonly string[]
}

/** That a head was put into the merge queue: what has removed it since has another id than `after`. */
export interface EnqueuedHead {
  pull: number
  sha: Sha
  /** The removal that was the last one by then; left out: there was none. */
  after?: string | undefined
  /** We are taking it out: its removal is no drop. */
  leaving?: boolean | undefined
}
