// Units of time, size and rate, so that 12 ms and 0.012 s are the same figure and 12 ms and 12 MB never are.

export type Dimension = 'time' | 'size' | 'rate' | 'other'

interface Unit {
  /** What can be converted into each other has the same family. */
  family: string
  dimension: Dimension
  scale: number
}

const unit = (family: string, dimension: Dimension, scale: number): Unit => ({ family, dimension, scale })

const K = 1024
const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  millisecond: 1e-3,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
  min: 60,
  minute: 60,
  minutes: 60,
}
const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: K,
  mib: K ** 2,
  gib: K ** 3,
}
const FLOPS: Readonly<Record<string, number>> = {
  flops: 1,
  mflops: 1e6,
  gflops: 1e9,
  tflops: 1e12,
  pflops: 1e15,
  tops: 1e12,
  gops: 1e9,
}
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
const WHOLE: Readonly<Record<string, Unit>> = {
  fps: unit('frames per second', 'rate', 1),
  rps: unit('requests per second', 'rate', 1),
  qps: unit('queries per second', 'rate', 1),
  // A score such as accuracy: recorded as a share of one, written in per cent.
  ratio: unit('share', 'other', 1),
  '%': unit('share', 'other', 0.01),
}

/** A rate such as `req/s`, `tokens per second`, `MB/s`. */
function rate(text: string): Unit | undefined {
  const [counted = '', per] = text.split(/ ?\/ ?| per /)
  if (per === undefined || !/^(?:s|sec|second)$/.test(per)) return undefined
  const bytes = BYTES[counted]
  if (bytes !== undefined) return unit('bytes per second', 'rate', bytes)
  return unit(`${COUNTED[counted] ?? counted} per second`, 'rate', 1)
}

/** What a unit is, as it is written in prose or in a record; one that is not known is a family of its own. */
export function unitOf(text: string): Unit {
  const name = text.trim().toLowerCase()
  const seconds = SECONDS[name]
  if (seconds !== undefined) return unit('seconds', 'time', seconds)
  const bytes = BYTES[name]
  if (bytes !== undefined) return unit('bytes', 'size', bytes)
  const flops = FLOPS[name.replace(/\/s$/, 's').replace(/ss$/, 's')]
  if (flops !== undefined) return unit('operations of arithmetic per second', 'rate', flops)
  return WHOLE[name] ?? rate(name) ?? unit(name, 'other', 1)
}

/** A figure in another unit; undefined where the two do not measure the same. */
export function converted(value: number, from: string, to: string): number | undefined {
  const a = unitOf(from)
  const b = unitOf(to)
  return a.family === b.family ? (value * a.scale) / b.scale : undefined
}
