// What counts as trouble, and what each kind asks for besides the ladder.

export const TROUBLE_KINDS = ['blocked', 'stuck', 'over-capacity', 'failing', 'late', 'unheeded'] as const
export type TroubleKind = (typeof TROUBLE_KINDS)[number]

const HOUR_MS = 60 * 60_000
export const DAY_MS = 24 * HOUR_MS

export interface Trigger {
  /** Put before "for 2 hours": "the wave is blocked". */
  words: string
  /** Milliseconds from when the trouble began (times the factor) after which the ladder is entered at `level` at least. */
  after: number
  /** The rung that the trouble starts on then, counted from 1. */
  level: number
}

/**
 * A blocker that lasts over a day is a matter across teams. Work over capacity is for whoever distributes it; repeated failure
 * gets a second pair of eyes at once; work that will be late needs the whole team to know.
 */
export const triggers: Readonly<Record<TroubleKind, Trigger>> = {
  blocked: { words: 'The wave is blocked', after: DAY_MS, level: 3 },
  stuck: { words: 'The wave makes no progress', after: 0, level: 1 },
  'over-capacity': { words: 'There is more work than capacity', after: 0, level: 2 },
  failing: { words: 'The wave has failed repeatedly', after: 0, level: 2 },
  unheeded: { words: 'A directive was not acted on', after: 0, level: 2 },
  late: { words: 'The work is at risk of being late', after: 0, level: 3 },
}
