// Runs that no wave is made of have indexes of their own, so that nobody takes one for the wave's work.

/** Investigations of a blocker: this much above the wave that is blocked. */
const INVESTIGATION = 100_000
/** Runs that hooks ask for: from here on, in the order that they were asked for. */
const HOOK = 200_000

export const investigationOf = (wave: number): number => INVESTIGATION + wave
export const hookRun = (n: number): number => HOOK + n

export const isWaveRun = (index: number): boolean => index < INVESTIGATION
/** The wave whose blocker a run looks into; undefined: it looks into none. */
export const investigatedWave = (index: number): number | undefined =>
  index >= INVESTIGATION && index < HOOK ? index - INVESTIGATION : undefined
