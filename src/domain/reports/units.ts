// The table of units. One unit per quantity, so that base and head never differ by a prefix; and figures in the prefix that reads best.

import { figure } from '../render/figures.ts'

const SMALL: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, µ: 1e-6, μ: 1e-6, m: 1e-3 }
const LARGE: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 }
const BINARY: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

const NANOSECONDS = 1e9

interface Base {
  symbol: string
  canonical: string
  /** Canonical units in one of this. */
  factor: number
  prefixes: Readonly<Record<string, number>>
}

const bases: readonly Base[] = [
  { symbol: 's', canonical: 'ns', factor: NANOSECONDS, prefixes: SMALL },
  { symbol: 'B', canonical: 'B', factor: 1, prefixes: { ...LARGE, ...BINARY } },
  { symbol: 'Hz', canonical: 'Hz', factor: 1, prefixes: LARGE },
  { symbol: 'FLOP', canonical: 'FLOP', factor: 1, prefixes: LARGE },
  { symbol: 'FLOPS', canonical: 'FLOP/s', factor: 1, prefixes: LARGE },
  { symbol: 'elem', canonical: 'elem', factor: 1, prefixes: LARGE },
  { symbol: 'W', canonical: 'W', factor: 1, prefixes: { ...SMALL, ...LARGE } },
  { symbol: 'J', canonical: 'J', factor: 1, prefixes: { ...SMALL, ...LARGE } },
]

const words: readonly [RegExp, canonical: string, factor: number][] = [
  [/^(?:nsecs?|nanos(?:econds?)?)$/i, 'ns', 1],
  [/^(?:usecs?|micros(?:econds?)?)$/i, 'ns', 1e3],
  [/^(?:msecs?|millis(?:econds?)?)$/i, 'ns', 1e6],
  [/^(?:secs?|seconds?)$/i, 'ns', NANOSECONDS],
  [/^(?:mins?|minutes?)$/i, 'ns', 60 * NANOSECONDS],
  [/^bytes?$/i, 'B', 1],
  [/^elements?$/i, 'elem', 1],
]

export interface CanonicalUnit {
  unit: string
  /** A value in the given unit times this is the value in the canonical one. */
  factor: number
}

function table(): ReadonlyMap<string, CanonicalUnit> {
  const known = new Map<string, CanonicalUnit>()
  for (const { symbol, canonical, factor, prefixes } of bases) {
    known.set(symbol, { unit: canonical, factor })
    for (const [prefix, scale] of Object.entries(prefixes)) {
      known.set(prefix + symbol, { unit: canonical, factor: scale * factor })
    }
  }
  // Exact where the product of two powers of ten is not.
  for (const [symbol, factor] of [
    ['ns', 1],
    ['us', 1e3],
    ['µs', 1e3],
    ['μs', 1e3],
    ['ms', 1e6],
  ] as const) {
    known.set(symbol, { unit: 'ns', factor })
  }
  return known
}

const symbols = table()

/** As people write them in prose, `gb` and `tflops`; left out are those that two symbols would be, such as mW and MW. */
function lowerCase(): ReadonlyMap<string, CanonicalUnit> {
  const known = new Map<string, CanonicalUnit>()
  const unclear = new Set<string>()
  for (const [symbol, one] of symbols) {
    const lower = symbol.toLowerCase()
    const other = known.get(lower)
    if (other !== undefined && (other.unit !== one.unit || other.factor !== one.factor)) unclear.add(lower)
    known.set(lower, one)
  }
  for (const lower of unclear) known.delete(lower)
  return known
}

const symbolsInProse = lowerCase()

/** A quantity by its symbol or word, without a divisor; `prose`: in whatever case. */
export function quantity(unit: string, prose = false): CanonicalUnit | undefined {
  const symbol = symbols.get(unit) ?? (prose ? symbolsInProse.get(unit.toLowerCase()) : undefined)
  if (symbol !== undefined) return symbol
  const word = words.find(([pattern]) => pattern.test(unit))
  return word && { unit: word[1], factor: word[2] }
}

/**
 * The canonical unit of a quantity: times ns, sizes B (k is 1000, Ki is 1024), rates per s, FLOP/s, Hz, elem, W, J. `a/b` keeps
 * its divisor, except that a time there becomes s: `ms/op` → `ns/op`, `MB/s` → `B/s`. A unit that is not known stays as it is.
 */
export function canonicalUnit(unit: string): CanonicalUnit {
  const whole = quantity(unit)
  if (whole) return whole
  const slash = unit.indexOf('/')
  if (slash <= 0) return { unit, factor: 1 }
  const above = quantity(unit.slice(0, slash)) ?? { unit: unit.slice(0, slash), factor: 1 }
  const divisor = unit.slice(slash + 1)
  const below = quantity(divisor)
  return below?.unit === 'ns'
    ? { unit: `${above.unit}/s`, factor: above.factor * (NANOSECONDS / below.factor) }
    : { unit: `${above.unit}/${divisor}`, factor: above.factor }
}

const steps: readonly [unit: string, prefixes: readonly [scale: number, shown: string][]][] = [
  [
    'ns',
    [
      [1e9, 's'],
      [1e6, 'ms'],
      [1e3, 'µs'],
      [1, 'ns'],
    ],
  ],
  ...(['B', 'FLOP', 'Hz'] as const).map((unit): [string, [number, string][]] => [
    unit,
    [
      [1e12, `T${unit}`],
      [1e9, `G${unit}`],
      [1e6, `M${unit}`],
      [1e3, `k${unit}`],
      [1, unit],
    ],
  ]),
]

/** A value in a canonical unit as people read it: `25200000`, `ns` → `25.2 ms`. */
export function readable(value: number, unit: string): string {
  const [base = unit, ...divisor] = unit.split('/')
  const known = steps.find(([name]) => name === base)?.[1]
  const step = known?.find(([scale]) => Math.abs(value) >= scale) ?? known?.at(-1)
  if (!step) return `${figure(value)} ${unit}`
  return `${figure(value / step[0])} ${[step[1], ...divisor].join('/')}`
}
