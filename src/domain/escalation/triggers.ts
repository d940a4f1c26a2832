// What counts as trouble, and what each kind asks for besides the ladder.

export type TroubleKind = 'blocked' | 'stuck' | 'over-capacity' | 'failing' | 'late'

const HOUR_MS = 60 * 60_000
export const DAY_MS = 24 * HOUR_MS

export interface Trigger {
  /** Put after "the wave": "the wave is blocked". */
  words: string
  /** Milliseconds from when the trouble began (times the factor) after which the ladder is entered at `level` at least. */
  after: number
  /** The rung that the trouble starts on then, counted from 1. */
  level: number
  /** Agents that look into it, the first that the team has; none: whoever the rung names. */
  prefer: readonly string[]
}

/**
 * A blocker that lasts over a day is a matter across teams. Work over capacity is for whoever distributes it; repeated failure
 * gets a second pair of eyes at once; a plan that will be late needs the whole team to know.
 */
export const triggers: Readonly<Record<TroubleKind, Trigger>> = {
  blocked: { words: 'is blocked', after: DAY_MS, level: 3, prefer: ['architect'] },
  stuck: { words: 'makes no progress', after: 0, level: 1, prefer: [] },
  'over-capacity': { words: 'has more work than capacity', after: 0, level: 2, prefer: ['orchestrator'] },
  failing: { words: 'has failed repeatedly', after: 0, level: 2, prefer: ['truth-validator'] },
  late: { words: 'will be late', after: 0, level: 3, prefer: [] },
}

/** When there is trouble: the caller compares with what it sees. A plan is late when its critical path ends after its date. */
export const thresholds = {
  /** A wave that nothing was heard of for this long is stuck. */
  stuckMs: 2 * HOUR_MS,
  /** This many failed attempts at the same thing are repeated failure. */
  failures: 2,
  /** This many ready waves for each agent that could take one are more than capacity. */
  waitingPerAgent: 3,
} as const
