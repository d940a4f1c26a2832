// Which figures of a measurement a sentence may mean, and whether one of them is what it says.

import type { PerformanceReading } from './finding.ts'
import { bearsOut } from './stated.ts'
import { converted } from './units.ts'

/** What a record, or a claim that holds, says of one metric. */
export interface Known {
  /** How many times better than the baseline. */
  ratio?: number
  /** Figures of the quantity itself, in `unit`. */
  levels: readonly number[]
  unit?: string
  /** Undefined: not said; then a change is taken for one to the better. */
  better?: 'lower' | 'higher'
}

/** The head's quantity over the baseline's; where nobody says what is better, a change is one to the better. */
function factors({ ratio, better }: Known): { cut: number[]; rise: number[] } {
  if (ratio === undefined) return { cut: [], rise: [] }
  if (better === undefined) return { cut: [1 / ratio], rise: [ratio] }
  const factor = better === 'lower' ? 1 / ratio : ratio
  return { cut: [factor], rise: [factor] }
}

function ratios(known: Known, change: 'better' | 'worse' | 'cut' | 'rise'): number[] {
  const all = known.ratio === undefined ? [] : [known.ratio]
  switch (change) {
    case 'better':
      return all
    case 'worse':
      return all.map((ratio) => 1 / ratio)
    case 'cut':
      return factors(known).cut.map((factor) => 1 / factor)
    case 'rise':
      return factors(known).rise
  }
}

/**
 * In per cent. People say "21 % faster" both of a speed that is 1.21 times as high and of a time that is 21 % shorter: either is
 * borne out. Of a quantity itself ("21 % less memory") there is one figure.
 */
function percents(known: Known, change: 'better' | 'worse' | 'cut' | 'rise'): number[] {
  const all = known.ratio === undefined ? [] : [known.ratio]
  const gained = (ratio: number): number[] => [(ratio - 1) * 100, (1 - 1 / ratio) * 100]
  switch (change) {
    case 'better':
      return all.flatMap(gained)
    case 'worse':
      return all.flatMap((ratio) => gained(1 / ratio))
    case 'cut':
      return factors(known).cut.map((factor) => (1 - factor) * 100)
    case 'rise':
      return factors(known).rise.map((factor) => (factor - 1) * 100)
  }
}

function inUnit(values: readonly number[], from: string | undefined, to: string): number[] {
  return values.flatMap((value) => converted(value, from ?? to, to) ?? [])
}

/** The figures that the sentence may mean, in the unit that it uses. */
export function figuresOf(says: PerformanceReading, known: Known): number[] {
  switch (says.is) {
    case 'ratio':
      return ratios(known, says.change)
    case 'percent':
      return percents(known, says.change)
    case 'level':
      return inUnit(known.levels, known.unit, says.unit)
    case 'difference': {
      const [first, second] = known.levels
      return first === undefined || second === undefined
        ? []
        : inUnit([Math.abs(first - second)], known.unit, says.unit)
    }
    case 'other':
      return []
  }
}

/** Whether one of the figures is what the sentence says, by the rule of rounding in stated.ts. */
export const says = (reading: PerformanceReading, known: Known): boolean =>
  figuresOf(reading, known).some((value) => bearsOut(value, reading.amount))
