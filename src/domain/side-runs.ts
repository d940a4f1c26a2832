// What no wave is made of has indexes of its own, a range for each kind, so that nobody takes one for a wave's work.

/** Investigations of a blocker: this much above the wave that is blocked. */
const INVESTIGATION = 100_000
/** Runs that hooks ask for: from here on, in the order that they were asked for. */
const HOOK = 200_000

/** Looks into what keeps failing at a wave: this much above it. */
const LOOKS = { attempts: 300_000, rounds: 400_000 } as const
/** Pull requests of decision records are observed like those of waves: this much above the record's number. */
const RECORD = 500_000
/** All rulings: what each is about tells them apart. */
export const RULING_RUN = 600_000
/** All runs of agents that were woken. */
export const WOKEN_RUN = 700_000
/** Runs that plan anew: this much above the plan's version. */
const ANEW = 800_000

/** What has been repeated: attempts that ended without a result, or rounds that did not settle it. */
export type Repeated = keyof typeof LOOKS

export const lookOf = (repeated: Repeated, wave: number): number => LOOKS[repeated] + wave
export const anewRun = (version: number): number => ANEW + version
export const recordIndex = (number: number): number => RECORD + number
/** The number of the decision record that is observed under an index; undefined: it is none. */
export const recordOf = (index: number): number | undefined =>
  index > RECORD && index < RULING_RUN ? index - RECORD : undefined
export const investigationOf = (wave: number): number => INVESTIGATION + wave
export const hookRun = (n: number): number => HOOK + n

export const isWaveRun = (index: number): boolean => index < INVESTIGATION
/** The wave whose blocker a run looks into; undefined: it looks into none. */
export const investigatedWave = (index: number): number | undefined =>
  index >= INVESTIGATION && index < HOOK ? index - INVESTIGATION : undefined
