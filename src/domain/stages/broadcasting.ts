// An issue that is a directive for the whole repository: given once, followed through the tasks that it is for, then closed.

import type { Desired } from '../commands/desired.ts'
import { isFiledDirective, readFiled } from '../directives/filed.ts'
import { hasActed } from '../directives/progress.ts'
import { broadcastClosing, broadcastComment, broadcastProblems } from '../render/broadcast-text.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { isHeld } from './eligibility.ts'
import { proceed, wait, type StageResult } from './stage.ts'

/** Whether everybody in every task that it is for has acted; false while that has not been read. */
const isOver = ({ addressed }: Snapshot): boolean => addressed?.every(hasActed) === true

/**
 * What is wanted, with the directive that the issue is: given as soon as it can be read, and never read again. Over when everybody has
 * acted, or when somebody closes the issue, which takes it back.
 */
export function broadcastDesired(snapshot: Snapshot, desired: Desired, now: number): Desired {
  const { issue, policy, authorisedBy } = snapshot
  const { broadcast, held, stopped } = desired
  if (broadcast !== undefined) {
    if (broadcast.closed !== undefined) return desired
    const over = issue.state === 'closed' || isOver(snapshot)
    return over ? { ...desired, broadcast: { ...broadcast, closed: now } } : desired
  }
  const waits = held !== undefined || stopped !== undefined || isHeld(snapshot)
  if (waits || authorisedBy === undefined || issue.state === 'closed' || !issue.labels.includes(policy.label))
    return desired
  // Whom it is for has to be known before it is given.
  if (snapshot.beside === undefined || !isFiledDirective(snapshot)) return desired
  const read = readFiled(snapshot, now)
  return 'given' in read ? { ...desired, broadcast: read.given } : desired
}

/** Nothing else is done for such an issue: it has no waves. */
export function broadcasting(snapshot: Snapshot, now: number): StageResult {
  if (!isFiledDirective(snapshot)) return proceed('the issue is no directive')
  const { issue, desired } = snapshot
  const says = (topic: string, body: string) => stickyComment(issue.number, issue.comments, topic, body)
  const given = desired?.broadcast
  if (given === undefined) {
    const read = readFiled(snapshot, now)
    const problems = 'problems' in read ? read.problems : []
    return wait(
      'the directive cannot be given',
      says('directive-problems', broadcastProblems(problems)),
      'blocked',
    )
  }
  // In the pass that gives it nobody can have been told.
  const addressed = snapshot.addressed ?? given.tasks.map((key) => ({ key, open: true, entry: undefined }))
  const reported = issue.comments.some(({ topic }) => topic === 'directive-problems')
  const comments = [
    ...(reported ? says('directive-problems', broadcastProblems([])) : []),
    ...says('directive', broadcastComment(given, addressed)),
  ]
  if (given.closed === undefined) {
    const open = addressed.filter((task) => !hasActed(task)).length
    return wait(`the directive waits for ${open} of ${given.tasks.length} tasks`, comments, 'running')
  }
  return {
    actions: [
      ...comments,
      ...says('directive-closed', broadcastClosing(given, addressed)),
      { do: 'close_issue' },
    ],
    explanation: 'the directive is closed',
    state: 'done',
    proceed: false,
  }
}
