// Benchmark samples as machines give them, from a seed: for tests and benches of the statistics.

import type { PairedSamples } from '../../src/domain/benchmarks/compare.ts'

/** Uniform from 0 to below 1. */
export type Random = () => number

/** sfc32, a small fast generator with a counter (Doty-Humphrey, PractRand); the first values, which still show the seed, are left out. */
export function seeded(seed: number): Random {
  let [a, b, c, count] = [0, seed | 0, Math.trunc(seed / 2 ** 32), 1]
  const next = (): number => {
    const sum = (a + b + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 20; i += 1) next()
  return next
}

/** Standard normal: Box and Muller (1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

export interface Noise {
  /** Relative spread of a single sample, lognormal. */
  cv: number
  /** How much slower the machine is at the end than at the start: 0.1 is 10 %, evenly. */
  drift: number
  /** A load that comes and goes (autoregressive of order 1): its relative spread, and how much of it is left at the next sample. */
  load: { cv: number; stays: number }
  /** Pauses: how often, and up to how many times a sample grows by them, evenly. */
  spikes: { chance: number; upTo: number }
  /** The step of the timer, relative to the sample. */
  timer: number
}

/** The machine that the default number of rounds is meant for. */
export const realistic = (cv: number): Noise => ({
  cv,
  drift: 0.1,
  load: { cv, stays: 0.8 },
  spikes: { chance: 0.02, upTo: 10 },
  timer: 0.001,
})

/** A machine whose work others share: every fourth sample takes up to 80 % longer, more or less. */
export const restless: Noise = { ...realistic(0.01), spikes: { chance: 0.25, upTo: 1.8 } }

/**
 * Rounds of base and candidate as the benchmark workflow takes them: in turn, the order turned every round. `cost` is what the
 * candidate truly costs against the base: 1.05 is 5 % more.
 */
export function rounds(random: Random, count: number, cost: number, noise: Noise): PairedSamples {
  const baseline: number[] = []
  const candidate: number[] = []
  const { stays } = noise.load
  const fresh = noise.load.cv * Math.sqrt(1 - stays * stays)
  const step = 20 * noise.timer
  let load = noise.load.cv * normal(random)
  let slot = 0
  const sample = (factor: number): number => {
    load = stays * load + fresh * normal(random)
    const log = noise.cv * normal(random) + load + Math.log1p((noise.drift * slot) / (2 * count))
    slot += 1
    const spike = random() < noise.spikes.chance ? 1 + random() * (noise.spikes.upTo - 1) : 1
    const value = 20 * factor * spike * Math.exp(log)
    return step > 0 ? Math.round(value / step) * step : value
  }
  for (let round = 0; round < count; round += 1) {
    if (round % 2 === 0) {
      baseline.push(sample(1))
      candidate.push(sample(cost))
    } else {
      candidate.push(sample(cost))
      baseline.push(sample(1))
    }
  }
  return { metric: 'simulated.ms', unit: 'ms', better: 'lower', baseline, candidate }
}
