// A task that waits for somebody climbs the escalation ladder: told once a level, asked again at growing distances, people last.

import type { Action } from '../actions.ts'
import { defaultLadder, escalation, type Trouble } from '../escalation/escalation.ts'
import type { StoredTrouble } from '../escalation/stored.ts'
import { escalatedByHand, escalationComment } from '../render/escalation-comment.ts'
import type { EscalationLevel } from '../roster/pack.ts'
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

const ladderOf = ({ pack }: Snapshot): readonly EscalationLevel[] =>
  pack.escalation.length > 0 ? pack.escalation : defaultLadder(pack.orchestrator)

/** Somebody wants it to be looked at now, whether the task waits or not. Undefined when nobody has asked anew. */
function byCommand(snapshot: Snapshot, ladder: readonly EscalationLevel[]): Escalating | undefined {
  const { desired, trouble, issue } = snapshot
  const asked = desired?.escalated
  if (asked === undefined || asked.at <= (trouble?.asked ?? 0)) return undefined
  const level = Math.min(
    ladder.length,
    asked.level ?? (trouble?.over === true ? 0 : (trouble?.level ?? 0)) + 1,
  )
  const told = (trouble?.told ?? 0) + 1
  const to = ladder[level - 1]?.to ?? []
  return {
    trouble: { kind: 'blocked', since: asked.at, level, lastNudge: asked.at, asked: asked.at, told },
    actions: stickyComment(
      issue.number,
      issue.comments,
      `escalation-${told}`,
      escalatedByHand(asked.by, level, to, asked.reason, snapshot.authorisedBy),
    ),
    dueIn: undefined,
  }
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
  const byHand = byCommand(snapshot, ladderOf(snapshot))
  if (byHand !== undefined) return byHand
  if (state !== 'blocked' || held !== undefined || stopped !== undefined || isHeld(snapshot)) {
    const over = before === undefined || before.over === true ? before : { ...before, over: true as const }
    return { trouble: over, actions: [], dueIn: undefined }
  }
  const { issue, authorisedBy } = snapshot
  const ladder = ladderOf(snapshot)
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
      ...(before?.asked === undefined ? {} : { asked: before.asked }),
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
