// A task that waits for somebody climbs the escalation ladder: told once a level, asked again at growing distances, people last.

import type { Action } from '../actions.ts'
import { defaultLadder, escalation, type Escalation, type Trouble } from '../escalation/escalation.ts'
import { signsOf, type Sign } from '../escalation/signs.ts'
import type { StoredTrouble, StoredTroubles } from '../escalation/stored.ts'
import { triggers, type Trigger } from '../escalation/triggers.ts'
import { escalatedByHand, escalationComment } from '../render/escalation-comment.ts'
import type { EscalationLevel } from '../roster/pack.ts'
import type { Route } from '../roster/route.ts'
import type { Snapshot } from '../snapshot.ts'
import { isHeld } from './eligibility.ts'
import { stickyComment } from './comments.ts'
import { failedInARow } from './repeated-failure.ts'
import type { TaskState } from './stage.ts'

export interface Escalating {
  trouble: StoredTrouble | undefined
  actions: readonly Action[]
  /** Milliseconds until somebody has to be asked again. */
  dueIn: number | undefined
}

const ladderOf = ({ pack }: Snapshot): readonly EscalationLevel[] =>
  pack.escalation.length > 0 ? pack.escalation : defaultLadder(pack.orchestrator)

/** How old a blocker may become is for the repository to say. */
const blockedFor = ({ policy }: Snapshot): Trigger => ({
  ...triggers.blocked,
  after: policy.triggers.blocker_minutes * 60_000,
})

const isPaused = (snapshot: Snapshot): boolean => {
  const { held, stopped } = snapshot.desired ?? {}
  // Who holds a task knows that it waits.
  return held !== undefined || stopped !== undefined || isHeld(snapshot)
}

/** Somebody wants it to be looked at now, whether the task waits or not. Undefined when nobody has asked anew. */
function byCommand(snapshot: Snapshot, ladder: readonly EscalationLevel[]): Escalating | undefined {
  const { desired, trouble, issue } = snapshot
  const asked = desired?.escalated
  if (asked === undefined || asked.at <= (trouble?.asked ?? 0)) return undefined
  // One that a person has escalated before goes on from there, although the task itself waits for nobody.
  const from = trouble?.over === true && trouble.asked !== trouble.since ? 0 : (trouble?.level ?? 0)
  const level = Math.min(ladder.length, asked.level ?? from + 1)
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
  const byHand = byCommand(snapshot, ladderOf(snapshot))
  if (byHand !== undefined) return byHand
  if (state !== 'blocked' || isPaused(snapshot)) {
    const over = before === undefined || before.over === true ? before : { ...before, over: true as const }
    return { trouble: over, actions: [], dueIn: undefined }
  }
  const { issue, authorisedBy } = snapshot
  const ladder = ladderOf(snapshot)
  const fresh: Trouble = { kind: 'blocked', since: now, level: 0, lastNudge: undefined }
  const trouble: Trouble =
    before === undefined || before.over === true ? fresh : { ...before, lastNudge: before.lastNudge }
  const due = escalation(ladder, trouble, route.timers, now, blockedFor(snapshot))
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

export interface Triggered {
  troubles: StoredTroubles
  actions: readonly Action[]
  dueIn: number | undefined
}

/** Told at the levels that the ladder has; a failure is told once, because a task that it stops climbs by itself. */
function told(
  snapshot: Snapshot,
  sign: Sign,
  before: StoredTrouble | undefined,
  due: Escalation,
  now: number,
): { trouble: StoredTrouble; actions: Action[] } {
  const { issue, authorisedBy } = snapshot
  const count = before?.told ?? 0
  const again = before !== undefined && before.over !== true && before.level > 0
  const speaks = due.actions.length > 0 && !(sign.kind === 'failing' && again)
  const lastNudge = speaks ? now : before?.lastNudge
  return {
    trouble: {
      kind: sign.kind,
      since: due.since,
      level: due.level,
      ...(lastNudge === undefined ? {} : { lastNudge }),
      told: speaks ? count + 1 : count,
      why: sign.why,
    },
    actions: speaks
      ? stickyComment(
          issue.number,
          issue.comments,
          `escalation-${sign.kind}-${count + 1}`,
          escalationComment(due, sign.why, due.to.includes('people') ? authorisedBy : undefined),
        )
      : [],
  }
}

/** What sets an escalation off by itself, whether the task waits or goes on. A held task is left alone; one that is over, too. */
export function triggered(
  snapshot: Snapshot,
  state: TaskState | undefined,
  route: Route,
  now: number,
): Triggered {
  const before = snapshot.troubles ?? {}
  const silent = state === undefined || state === 'done' || isPaused(snapshot)
  const signs = silent
    ? { seen: [], dueIn: undefined }
    : signsOf(snapshot, route.waves, (wave) => failedInARow(snapshot, wave), now)
  const ladder = ladderOf(snapshot)
  const climbing = signs.seen.map((sign) => {
    const known = before[sign.kind]
    const trouble: Trouble =
      known === undefined || known.over === true
        ? { kind: sign.kind, since: sign.since, level: 0, lastNudge: undefined }
        : { ...known, lastNudge: known.lastNudge }
    const due = escalation(ladder, trouble, route.timers, now)
    return { ...told(snapshot, sign, known, due, now), dueIn: sign.kind === 'failing' ? [] : [due.dueIn] }
  })
  const troubles: StoredTroubles = { ...before }
  for (const { trouble } of climbing) troubles[trouble.kind] = trouble
  for (const trouble of Object.values(before)) {
    const goesOn = silent || climbing.some((one) => one.trouble.kind === trouble.kind)
    if (!goesOn && trouble.over !== true) troubles[trouble.kind] = { ...trouble, over: true }
  }
  const due = [signs.dueIn ?? [], ...climbing.map(({ dueIn }) => dueIn)].flat()
  return {
    troubles,
    actions: climbing.flatMap(({ actions }) => actions),
    dueIn: due.length > 0 ? Math.min(...due) : undefined,
  }
}
