// The error rates that the rule promises, on simulated machines: fixed seeds, so the counts are the same everywhere.

import { describe, expect, test } from 'vitest'
import { falseBlocks } from '../../src/domain/benchmarks/confirm.ts'
import { DEFAULT_ROUNDS, DEFAULT_RULE } from '../../src/domain/benchmarks/rule.ts'
import { type Noise, realistic, restless } from './noise.ts'
import { simulate } from './simulate.ts'

const TRIALS = 600
const base = {
  rule: DEFAULT_RULE,
  rounds: DEFAULT_ROUNDS,
  cost: 1,
  noise: realistic(0.02),
  trials: TRIALS,
  seed: 1,
}
const still: Noise = {
  cv: 0.02,
  drift: 0,
  load: { cv: 0, stays: 0 },
  spikes: { chance: 0, upTo: 1 },
  timer: 0,
}

/** So many of the trials at most, where each goes wrong with a chance of `rate`: exceeded by chance once in 10,000 times. */
function allowed(rate: number, trials = TRIALS): number {
  let sum = 0
  let term = (1 - rate) ** trials
  for (let k = 0; ; k += 1) {
    sum += term
    if (sum > 1 - 1e-4) return k / trials
    term *= ((trials - k) / (k + 1)) * (rate / (1 - rate))
  }
}

describe('the same code on both sides', () => {
  test.each([0.01, 0.02, 0.05, 0.1])('is called changed no more often than the level, spread %d', (cv) => {
    const rates = simulate({ ...base, noise: realistic(cv) })
    expect(rates.regressed + rates.improved).toBeLessThanOrEqual(allowed(DEFAULT_RULE.level))
    expect(rates.confirmed).toBe(0)
  })

  test.each([
    [10, 0.05],
    [20, 0.05],
    [40, 0.2],
    [60, 0.05],
  ])(
    'without a floor, %d rounds and a level of %d: no more often, and not much less either',
    (count, level) => {
      const rule = { effectFloorPct: 0, level, minSamples: 1 }
      const rates = simulate({ ...base, rule, rounds: count, noise: still, trials: 2000, seed: count })
      const wrong = rates.regressed + rates.improved
      expect(wrong).toBeLessThanOrEqual(allowed(level, 2000))
      // A rule that never speaks up would keep any level.
      expect(wrong).toBeGreaterThan(level / 2)
      expect(1 - rates.covered).toBeLessThanOrEqual(allowed(level, 2000))
    },
  )

  test('is known to be no worse most of the time', () => {
    expect(simulate(base).ruledOut).toBeGreaterThan(0.6)
  })
})

describe('a change of exactly the floor', () => {
  test('is called a regression in at most half of the level', () => {
    const rates = simulate({
      ...base,
      cost: 1 + DEFAULT_RULE.effectFloorPct / 100,
      noise: still,
      trials: 2000,
    })
    expect(rates.regressed).toBeLessThanOrEqual(allowed(DEFAULT_RULE.level / 2, 2000))
    expect(rates.confirmed).toBeLessThanOrEqual(allowed(falseBlocks(DEFAULT_RULE.level), 2000))
    // A hint is asked about, which must not be what blocks.
    expect(rates.suspected).toBeGreaterThan(2 * rates.confirmed)
  })
})

describe('a slow-down is found with the default rounds', () => {
  test.each([
    [1.05, 0.01, 0.9],
    [1.05, 0.02, 0.9],
    [1.1, 0.03, 0.9],
    [1.25, 0.05, 0.9],
  ])(
    'cost × %d at a spread of %d: in %d of all runs at least, and after the confirming run',
    (cost, cv, share) => {
      const rates = simulate({ ...base, cost, noise: realistic(cv) })
      expect(rates.regressed).toBeGreaterThanOrEqual(share)
      expect(rates.confirmed).toBeGreaterThanOrEqual(share)
      expect(rates.improved).toBe(0)
    },
  )

  test('also on a machine that jumps, by both runs where one alone is often open', () => {
    const rule = { ...DEFAULT_RULE, effectFloorPct: 5 }
    const rates = simulate({ ...base, rule, cost: 1.1, noise: restless })
    expect(rates.confirmed).toBeGreaterThanOrEqual(0.9)
    expect(rates.regressed).toBeLessThan(rates.confirmed)
    expect(simulate({ ...base, rule, noise: restless }).confirmed).toBe(0)
  })

  test('a speed-up as well', () => {
    expect(simulate({ ...base, cost: 1 / 1.05 }).improved).toBeGreaterThanOrEqual(0.9)
  })

  test('10 rounds do not do: the default is needed', () => {
    expect(simulate({ ...base, rounds: 10, cost: 1.05 }).regressed).toBeLessThan(0.5)
  })
})
