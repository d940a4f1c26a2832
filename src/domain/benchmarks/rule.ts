// What counts as a change of a metric: how large it must be, how sure one must be, how many rounds that takes.

export interface ComparisonRule {
  /** Changes of the cost up to so many percent are of no account, 0 or more: with 5, up to 1.05 times as much either way. */
  effectFloorPct: number
  /** How often at most same code may be called changed by one run, above 0 and below 1: 0.01 is once in a hundred runs. */
  level: number
  /** Fewer rounds than this decide nothing, whatever they say. */
  minSamples: number
}

/**
 * The layout of code and memory alone moves timings, and no number of rounds averages that out (Mytkowicz and others, Producing Wrong
 * Data Without Doing Anything Obviously Wrong, 2009): a floor keeps the small ones of these moves from blocking.
 */
export const DEFAULT_RULE: ComparisonRule = { effectFloorPct: 2, level: 0.01, minSamples: 10 }

/**
 * By simulation (`npm run bench`, benchmarks): with so many rounds 5 % more cost is found with a chance above 90 %, also after the
 * confirming run, where single samples spread by 2 % beside a load that comes and goes, drift and pauses. Twice the spread takes
 * about four times the rounds.
 */
export const DEFAULT_ROUNDS = 40

/**
 * The level of a hint, which asks for a confirming run and decides nothing: with one round in ten that says so by chance, a rule without
 * a floor lets same code be measured twice. Of 40 rounds 25 must be worse by more than the floor.
 */
export const HINT_LEVEL = 0.2
