// Escalation: who is asked when something does not go on, and when they are asked again.
//
// A function of stored times: a restart changes nothing. A level is announced once and never goes down by itself; while it
// stands, those it names are asked again at growing distances, a day at most. The last level always names people, so nothing
// is dropped. A clock that jumps back cannot silence it: a time that lies in the future is taken as unknown.

import type { AgentName } from '../ids.ts'
import { plural } from '../render/figures.ts'
import { reason, type Reason } from '../reason.ts'
import type { EscalationLevel } from '../roster/pack.ts'
import { DAY_MS, triggers, type Trigger, type TroubleKind } from './triggers.ts'

const MINUTE_MS = 60_000
/** The first time to be asked again; each next one is as far away as the trouble was old at the last one. */
export const FIRST_NUDGE_MS = 2 * 60 * MINUTE_MS

/** Individual below 2 hours, team below a day, cross-team below three days, then architecture review with people. */
export const defaultLadder = (orchestrator: AgentName): EscalationLevel[] => [
  { name: 'Individual', after_minutes: 0, to: [] },
  { name: 'Team', after_minutes: 2 * 60, to: [orchestrator] },
  { name: 'Cross-team', after_minutes: 24 * 60, to: [orchestrator] },
  { name: 'Architecture review', after_minutes: 3 * 24 * 60, to: ['people'] },
]

export interface Trouble {
  kind: TroubleKind
  /** When it began, in milliseconds since 1970. */
  since: number
  /** The level that was announced last, counted from 1; 0: none yet. */
  level: number
  /** When somebody was last told of it. */
  lastNudge: number | undefined
}

export type EscalationAction =
  /** Whoever works on it is asked how it stands. */
  | 'nudge'
  /** An agent of `to` looks into it. */
  | 'investigate'
  /** People are asked on the issue. */
  | 'ask-people'

export interface Escalation {
  /** To be stored as the trouble's level. */
  level: number
  /** To be stored as its beginning: earlier than given when the clock was set back. */
  since: number
  /** With any of these, now is to be stored as `lastNudge`. */
  actions: readonly EscalationAction[]
  /** Agents, and `people`. Empty: whoever works on it. */
  to: readonly (AgentName | 'people')[]
  /** Milliseconds until it is to be looked at again; at most a day. */
  dueIn: number
  why: Reason
}

/** The last rung names people, whatever the pack says. */
function ending(ladder: readonly EscalationLevel[]): EscalationLevel[] {
  const sorted = ladder.toSorted((a, b) => a.after_minutes - b.after_minutes)
  return sorted.map((rung, index) =>
    index === sorted.length - 1 && !rung.to.includes('people')
      ? { ...rung, to: [...rung.to, 'people'] }
      : rung,
  )
}

/** Rungs as moments after the beginning; the trigger of the kind brings its own rung, and those below it, forward. */
function moments(ladder: readonly EscalationLevel[], { after, level }: Trigger, factor: number): number[] {
  const floor = Math.min(level, ladder.length)
  return ladder.map((rung, index) => {
    const own = rung.after_minutes * MINUTE_MS
    return (index < floor ? Math.min(own, after) : own) * factor
  })
}

/** A length of time as people say it, cut to its largest unit. */
export const duration = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 60) return plural(minutes, 'minute')
  return minutes < 2 * 24 * 60
    ? plural(Math.floor(minutes / 60), 'hour')
    : plural(Math.floor(minutes / 1440), 'day')
}

/**
 * What is to be done now about a trouble. `ladder`: the pack's, or defaultLadder(); empty is taken as one rung of people.
 * `timersFactor` shortens every time (0.25 for the most urgent) or lengthens it; a day stays the longest distance. `trigger`: when
 * the kind's own rung is entered, where the repository says it otherwise.
 */
export function escalation(
  ladder: readonly EscalationLevel[],
  trouble: Trouble,
  timersFactor: number,
  now: number,
  trigger: Trigger = triggers[trouble.kind],
): Escalation {
  const rungs = ending(ladder.length > 0 ? ladder : [{ name: 'People', after_minutes: 0, to: ['people'] }])
  const factor = Number.isFinite(timersFactor) && timersFactor > 0 ? timersFactor : 1
  const lastNudge = trouble.lastNudge !== undefined && trouble.lastNudge > now ? undefined : trouble.lastNudge
  const since = Math.min(trouble.since, lastNudge ?? now, now)
  const age = now - since
  const times = moments(rungs, trigger, factor)
  const reached = times.findLastIndex((time) => age >= time) + 1
  const told = Math.max(0, Math.min(trouble.level, rungs.length))
  const level = Math.max(told, reached)
  const risen = level > told

  const longest = DAY_MS * Math.min(1, factor)
  const gapAfter = (nudge: number): number =>
    Math.min(longest, Math.max(FIRST_NUDGE_MS * factor, nudge - since))
  const again = !risen && level > 0 && (lastNudge === undefined || now - lastNudge >= gapAfter(lastNudge))
  // Rungs that were passed over while nobody looked are told too.
  const spoken = risen ? rungs.slice(told, level) : rungs.slice(Math.max(0, level - 1), level)
  const to = [...new Set(spoken.flatMap((rung) => rung.to))]
  const agents = to.some((name) => name !== 'people')
  const actions: EscalationAction[] = []
  if (risen || again) {
    if (!risen || to.length === 0) actions.push('nudge')
    if (risen && agents) actions.push('investigate')
    if (to.includes('people')) actions.push('ask-people')
  }
  const toldAt = actions.length > 0 ? now : (lastNudge ?? now)
  const nextRung = times.slice(level).map((time) => time - age)
  const nextNudge = level > 0 ? [toldAt + gapAfter(toldAt) - now] : []
  const dueIn = Math.max(0, Math.min(longest, ...nextRung, ...nextNudge))

  const rung = rungs[level - 1]
  const following = rungs[level]
  const why = reason('info', `${trigger.words} for ${duration(age)}`, [
    reason(
      'info',
      rung === undefined
        ? `no level is reached yet`
        : `level ${level} of ${rungs.length}: ${rung.name}${risen ? '' : again ? ', asked again' : ', told before'}`,
    ),
    ...(to.length === 0 ? [] : [reason('info', `asked: ${to.join(', ')}`)]),
    following === undefined
      ? reason('info', 'people decide; they are asked again at least once a day')
      : reason('info', `${following.name} follows in ${duration(Math.max(0, (times[level] ?? 0) - age))}`),
  ])
  // A ladder that has become shorter does not take a level back.
  return { level: Math.max(level, trouble.level), since, actions, to, dueIn, why }
}
