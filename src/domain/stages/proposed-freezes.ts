// A pull request that belongs to no task: the check that says whether it leaves what is frozen as it is.

import type { Action } from '../actions.ts'
import { freezeReason } from '../freeze/explain.ts'
import { binds, type Freeze } from '../freeze/freeze.ts'
import { freezeViolations, type ChangedFile } from '../freeze/violations.ts'
import type { Sha, TaskKey } from '../ids.ts'
import { reason, type Reason } from '../reason.ts'
import { freezeCheck } from '../render/checks.ts'
import { plural } from '../render/figures.ts'
import { checkAction, type WrittenCheck } from './checks.ts'

export interface ProposedChange {
  /** The pull request itself: nothing is frozen by it, so every freeze is somebody else's. */
  key: TaskKey
  headSha: Sha
  /** What GitHub lists of the change. */
  files: readonly ChangedFile[]
  /** How many files it changes, listed or not. */
  changedFiles: number
  freezes: readonly Freeze[]
  checks: readonly WrittenCheck[]
}

/** What may hold a change into this branch back. The owner of a branch is not bound there by what it froze itself. */
export const bindingOn = (
  freezes: readonly Freeze[],
  owner: TaskKey | undefined,
  now: number,
): readonly Freeze[] => freezes.filter((freeze) => freeze.taskKey !== owner && binds(freeze, now))

function verdict({ key, files, changedFiles, freezes }: ProposedChange, now: number): Reason {
  const violations = freezeViolations(freezes, { task: key, complete: false, paths: files }, now)
  const hidden = changedFiles - files.length
  // A list that GitHub cut off shows what is broken, never that nothing is.
  return violations.length === 0 && freezes.length > 0 && hidden > 0
    ? reason(
        'unproven',
        `GitHub does not list ${plural(hidden, 'file')} of this change, so nobody can tell whether they touch what is frozen: make it smaller`,
      )
    : freezeReason(violations, freezes.length)
}

/** The check on the head that was read, unless it says that already; none where nothing is frozen and none was written. */
export function decideProposedChange(seen: ProposedChange, now: number): Extract<Action, { do: 'check' }>[] {
  return seen.freezes.length === 0 && seen.checks.length === 0
    ? []
    : checkAction(seen, freezeCheck(seen.headSha, verdict(seen, now)))
}

/** Milliseconds until the first of these freezes ends by itself: then the check says something else. */
export function nextThaw(freezes: readonly Freeze[], now: number): number | undefined {
  const ends = freezes.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt - now]))
  return ends.length === 0 ? undefined : Math.max(0, Math.min(...ends))
}
