// Who is to be woken in a task now, and by what: each wake is identified by what caused it, so that nobody is woken twice for one thing.

import { digest } from '../digest.ts'
import type { AgentName } from '../ids.ts'
import { ANY_SIGNAL } from '../plan/names.ts'
import type { Snapshot } from '../snapshot.ts'
import { isPattern, matchesSignal, type WakeRule } from './rule.ts'
import { slotsAround } from './schedule.ts'

export interface Wake {
  agent: AgentName
  /** What caused it: unique within the task for one agent, and part of the run's id. */
  scope: string
  /** The cause in words: `woken by @alice in comment 12`. */
  why: string
  task: string
  /** Who wrote the task in a comment: then it is data, like all words of people. Undefined: the policy's own. */
  by: string | undefined
  /** The issue or pull request that the report goes to. */
  on: number
}

const wakeableIn =
  ({ pack }: Snapshot) =>
  (name: string): boolean =>
    pack.agents.some((agent) => agent.name === name && agent.wakeEnabled)

const mentioned = ({ desired }: Snapshot): Wake[] =>
  (desired?.wakes ?? []).map(({ agent, task, by, on, comment, line }) => ({
    agent,
    scope: `c${comment}-${line}`,
    why: `woken by @${by} in comment ${comment}`,
    task,
    by,
    on,
  }))

/** Signals that were sent since the task began: what came before is not news to it. */
function signalled({ issue, signalled: sent = new Map(), begunAt }: Snapshot, rule: WakeRule): Wake[] {
  const { signal } = rule.on
  if (signal === undefined || begunAt === undefined) return []
  return [...sent].flatMap(([name, at]) =>
    at >= begunAt && matchesSignal(signal, name)
      ? [
          {
            agent: rule.agent,
            scope: `s-${digest(name)}`,
            why: `woken by the signal ${name}`,
            task: rule.task,
            by: undefined,
            on: issue.number,
          },
        ]
      : [],
  )
}

/** The newest slot since the task began. Those that were missed before it are not made up for. */
function scheduled(
  snapshot: Snapshot,
  rule: WakeRule,
  now: number,
): { wakes: Wake[]; nextAt: number | undefined } {
  const { schedule } = rule.on
  const { begunAt, issue, policy } = snapshot
  if (schedule === undefined || begunAt === undefined) return { wakes: [], nextAt: undefined }
  const { last, next } = slotsAround(schedule, policy.time_zone, now)
  const wake = {
    agent: rule.agent,
    scope: `t-${last.name}`,
    why: `woken by the schedule ${schedule} (${policy.time_zone}), slot ${last.name}`,
    task: rule.task,
    by: undefined,
    on: issue.number,
  }
  return { wakes: last.at > begunAt ? [wake] : [], nextAt: next.at }
}

export interface Wakes {
  wakes: Wake[]
  /** Milliseconds until the next slot of a schedule; undefined when there is none. */
  dueInMs: number | undefined
}

/** All that have come about so far, the first cause of each first. */
export function wakesOf(snapshot: Snapshot, now: number): Wakes {
  const rules = snapshot.pack.wakes.filter(({ agent }) => wakeableIn(snapshot)(agent))
  const slots = rules.map((rule) => scheduled(snapshot, rule, now))
  const all = [
    ...mentioned(snapshot),
    ...rules.flatMap((rule) => signalled(snapshot, rule)),
    ...slots.flatMap(({ wakes }) => wakes),
  ].filter(({ agent }) => wakeableIn(snapshot)(agent))
  const next = slots.flatMap(({ nextAt }) => nextAt ?? [])
  return {
    // Two patterns may be about one signal, and two schedules meet in one slot.
    wakes: all.filter(
      (wake, i) => all.findIndex((one) => one.agent === wake.agent && one.scope === wake.scope) === i,
    ),
    dueInMs: next.length === 0 ? undefined : Math.max(0, Math.min(...next) - now),
  }
}

/** The signals that have to bring a pass for these rules: by name, or all of them where there is a pattern. */
export function awaitedBy(rules: readonly WakeRule[], sent: readonly string[]): string[] {
  const asked = rules.flatMap(({ on }) => on.signal ?? [])
  return [
    ...new Set(
      asked
        .map((signal) => (isPattern(signal) ? ANY_SIGNAL : signal))
        .filter((signal) => !sent.includes(signal)),
    ),
  ]
}
