// The confirming run: one run never blocks, and what two of them come to.

import { describe, expect, test } from 'vitest'
import { compare, type PairedSamples } from '../../src/domain/benchmarks/compare.ts'
import { confirm, falseBlocks, type Standing } from '../../src/domain/benchmarks/confirm.ts'
import { DEFAULT_RULE } from '../../src/domain/benchmarks/rule.ts'

/** Differences of a round in percent of the cost, evenly from −`spread` to `spread`. */
const spreadOf = (count: number, spread: number): number[] =>
  Array.from({ length: count }, (_, i) => ((2 * i) / (count - 1) - 1) * spread)

/** A run whose candidate costs `cost` times as much, give or take `spread` percent a round. */
function run(cost: number, { count = 12, spread = 0.15, unit = 'ms' } = {}): PairedSamples {
  const baseline = Array.from({ length: count }, (_, i) => 100 + (i % 3) - 1)
  const changes = spreadOf(count, spread)
  const candidate = baseline.map((value, i) => value * cost * (1 + (changes[i] ?? 0) / 100))
  return { metric: 'm', unit, better: 'lower', baseline, candidate }
}
/** Every fourth round a machine at another speed: base and candidate of such a round are 60 % apart, now this way, now that. */
function jumping(cost: number, count = 12): PairedSamples {
  const calm = run(cost, { count })
  const candidate = calm.candidate.map((value, i) =>
    i % 8 === 0 ? value * 1.6 : i % 8 === 4 ? value / 1.6 : value,
  )
  return { ...calm, candidate }
}
const slow = run(1.1)
const same = run(1)
const fast = run(0.9)
const floor = run(1.02)
const little = run(1 / 1.02)
const few = run(1.1, { count: 3 })
const hinted = run(1.025, { spread: 1 })
const hintedMore = run(1.045, { spread: 5 })
const open = run(1.01, { spread: 9 })

describe('a run and its confirming run', () => {
  test.each<[string, PairedSamples, PairedSamples | undefined, Standing, string]>([
    ['unchanged', same, undefined, 'clear', 'within the 2 %'],
    ['improved', fast, undefined, 'clear', 'better by more'],
    ['perhaps improved', little, undefined, 'clear', 'open whether better'],
    ['at the floor', floor, undefined, 'unsettled', 'open whether worse'],
    ['too few rounds', few, undefined, 'unsettled', '3 rounds, at least 10 are needed'],
    ['open without a hint', open, slow, 'unsettled', 'open whether worse'],
    ['unchanged, whatever comes after', same, slow, 'clear', 'within'],
    ['regressed', slow, undefined, 'suspected', 'one confirming run decides'],
    ['a hint', hinted, undefined, 'suspected', 'open whether worse'],
    ['regressed twice', slow, slow, 'confirmed', 'two runs agree'],
    ['regressed, then a hint', slow, hinted, 'confirmed', 'two runs agree'],
    ['a hint, then regressed', hinted, slow, 'confirmed', 'two runs agree'],
    ['two hints that show it together', hintedMore, hintedMore, 'confirmed', 'two runs agree'],
    ['a hint, then open', hinted, open, 'unsettled', 'both runs together leave it open'],
    ['twice on a machine that jumps', jumping(1.1), jumping(1.1), 'confirmed', 'two runs agree'],
    ['regressed, then unchanged', slow, same, 'refuted', 'does not agree'],
    ['regressed, then improved', slow, fast, 'refuted', 'does not agree'],
    [
      'much worse, then far more rounds unchanged',
      run(2),
      run(1, { count: 40 }),
      'refuted',
      'does not agree',
    ],
    [
      'far more rounds regressed, then a little better',
      run(1.3, { count: 40 }),
      run(0.999),
      'refuted',
      'agree',
    ],
    ['regressed, then at the floor', slow, floor, 'unsettled', 'leave it open'],
    ['regressed, then too few rounds', slow, few, 'unmeasured', '3 rounds, at least 10'],
    ['regressed, then in another unit', slow, run(1.1, { unit: 'us' }), 'unmeasured', 'measured in us'],
  ])('%s', (_name, first, second, standing, why) => {
    const found = confirm(DEFAULT_RULE, first, second)
    expect([found.standing, found.why]).toEqual([standing, expect.stringContaining(why)])
  })

  test('only a regressed run and one that hints at it ask for another', () => {
    const suspect = (one: PairedSamples): boolean => compare(one, DEFAULT_RULE).suspect
    expect([slow, hinted, hintedMore, jumping(1.1)].every(suspect)).toBe(true)
    expect([same, fast, floor, little, few, open].some(suspect)).toBe(false)
  })

  test('the rounds of both runs are compared, not their verdicts', () => {
    const { both } = confirm(DEFAULT_RULE, hinted, slow)
    expect([both?.second.samples, both?.together.samples]).toEqual([12, 24])
  })

  test('a change within the floor is blocked as often as the product says', () => {
    expect(falseBlocks(0.01)).toBe(0.005)
  })
})
