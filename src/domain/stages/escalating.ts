// A task that waits for somebody climbs the escalation ladder: told once a level, asked again at growing distances, people last.

import type { Action } from '../actions.ts'
import { defaultLadder, escalation, type Trouble } from '../escalation/escalation.ts'
import type { StoredTrouble } from '../escalation/stored.ts'
import { escalationComment } from '../render/escalation-comment.ts'
import type { Route } from '../roster/route.ts'
import type { Snapshot } from '../snapshot.ts'
import { isHeld } from './eligibility.ts'
import { stickyComment } from './comments.ts'
import type { TaskState } from './stage.ts'

export interface Escalating {
  trouble: StoredTrouble | undefined
  actions: readonly Action[]
  /** Milliseconds until somebody has to be asked again. */
  dueIn: number | undefined
}

/** `why`: what the task was parked for, in words. */
export function escalating(
  snapshot: Snapshot,
  state: TaskState | undefined,
  route: Route,
  why: string,
  now: number,
): Escalating {
  const before = snapshot.trouble
  const told = before?.told ?? 0
  // Who holds a task knows that it waits.
  const { held, stopped } = snapshot.desired ?? {}
  if (state !== 'blocked' || held !== undefined || stopped !== undefined || isHeld(snapshot)) {
    const over = before === undefined || before.over === true ? before : { ...before, over: true as const }
    return { trouble: over, actions: [], dueIn: undefined }
  }
  const { pack, issue, authorisedBy } = snapshot
  const ladder = pack.escalation.length > 0 ? pack.escalation : defaultLadder(pack.orchestrator)
  const fresh: Trouble = { kind: 'blocked', since: now, level: 0, lastNudge: undefined }
  const trouble: Trouble =
    before === undefined || before.over === true ? fresh : { ...before, lastNudge: before.lastNudge }
  const due = escalation(ladder, trouble, route.timers, now)
  const speaks = due.actions.length > 0
  // The first level is reached at once, and the comment that parks the task has just said why.
  const first = trouble.level === 0 && due.level <= 1
  const says = speaks && !first
  return {
    trouble: {
      kind: trouble.kind,
      since: due.since,
      level: due.level,
      ...(speaks
        ? { lastNudge: now }
        : trouble.lastNudge === undefined
          ? {}
          : { lastNudge: trouble.lastNudge }),
      told: says ? told + 1 : told,
    },
    actions: says
      ? stickyComment(
          issue.number,
          issue.comments,
          `escalation-${told + 1}`,
          escalationComment(due, why, due.to.includes('people') ? authorisedBy : undefined),
        )
      : [],
    dueIn: due.dueIn,
  }
}
