// Units as prose and records write them, so that 12 ms and 0.012 s are the same figure and 12 ms and 12 MB never are.

import { quantity } from '../reports/units.ts'

export type Dimension = 'time' | 'size' | 'rate' | 'other'

interface Unit {
  /** What can be converted into each other has the same family. */
  family: string
  dimension: Dimension
  scale: number
}

const unit = (family: string, dimension: Dimension, scale: number): Unit => ({ family, dimension, scale })

/** What the table of units calls them. */
const DIMENSIONS: Readonly<Record<string, Dimension>> = { ns: 'time', B: 'size', 'FLOP/s': 'rate' }

/** What is counted in a rate, by the words used for it. */
const COUNTED: Readonly<Record<string, string>> = {
  req: 'requests',
  reqs: 'requests',
  request: 'requests',
  requests: 'requests',
  op: 'operations',
  ops: 'operations',
  operations: 'operations',
  token: 'tokens',
  tokens: 'tokens',
  tok: 'tokens',
  frames: 'frames',
}
/** Words that no symbol and no prefix makes up. */
const WHOLE: Readonly<Record<string, Unit>> = {
  fps: unit('frames per second', 'rate', 1),
  rps: unit('requests per second', 'rate', 1),
  qps: unit('queries per second', 'rate', 1),
  tops: unit('FLOP/s', 'rate', 1e12),
  gops: unit('FLOP/s', 'rate', 1e9),
  // A score such as accuracy: recorded as a share of one, written in per cent.
  ratio: unit('share', 'other', 1),
  '%': unit('share', 'other', 0.01),
}

function known(text: string): Unit | undefined {
  const found = quantity(text, true)
  return found && unit(found.unit, DIMENSIONS[found.unit] ?? 'other', found.factor)
}

/** A rate such as `req/s`, `tokens per second`, `MB/s`. */
function rate(text: string): Unit | undefined {
  const [counted = '', per] = text.split(/ ?\/ ?| per /)
  if (per === undefined || !/^(?:s|sec|second)$/i.test(per)) return undefined
  const above = quantity(counted, true)
  // TFLOP/s is TFLOPS, and so is what people write as TFLOPS/s.
  if (above?.unit === 'FLOP' || above?.unit === 'FLOP/s') return unit('FLOP/s', 'rate', above.factor)
  if (above?.unit === 'B') return unit('B per second', 'rate', above.factor)
  const what = counted.toLowerCase()
  return unit(`${COUNTED[what] ?? what} per second`, 'rate', 1)
}

/** What a unit is, as it is written in prose or in a record; one that is not known is a family of its own. */
export function unitOf(text: string): Unit {
  const name = text.trim()
  const lower = name.toLowerCase()
  return known(name) ?? WHOLE[lower] ?? rate(name) ?? unit(lower, 'other', 1)
}

/** A figure in another unit; undefined where the two do not measure the same. */
export function converted(value: number, from: string, to: string): number | undefined {
  const a = unitOf(from)
  const b = unitOf(to)
  return a.family === b.family ? (value * a.scale) / b.scale : undefined
}
