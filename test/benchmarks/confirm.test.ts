// The confirming run: one run never blocks, and what two of them come to.

import { describe, expect, test } from 'vitest'
import { compare, type Comparison } from '../../src/domain/benchmarks/compare.ts'
import { confirm, falseBlocks, isSuspected, type Standing } from '../../src/domain/benchmarks/confirm.ts'
import { DEFAULT_RULE } from '../../src/domain/benchmarks/rule.ts'

/** A run of 12 rounds between 99 and 101 % whose candidate costs `cost` times as much. */
const run = (cost: number, count = 12): Comparison => {
  const baseline = Array.from({ length: count }, (_, i) => 100 + (i % 3) - 1)
  const candidate = baseline.map((value, i) => value * cost * (1 + ((i % 4) - 1.5) / 1000))
  return compare({ metric: 'm', unit: 'ms', better: 'lower', baseline, candidate }, DEFAULT_RULE)
}
const slow = run(1.1)
const same = run(1)
const fast = run(0.9)
const floor = run(1.02)
const little = run(1 / 1.02)
const few = run(1.1, 3)

describe('a run and its confirming run', () => {
  test.each<[string, Comparison, Comparison | undefined, Standing, string]>([
    ['unchanged', same, undefined, 'clear', 'within the 2 %'],
    ['improved', fast, undefined, 'clear', 'better by more'],
    ['perhaps improved', little, undefined, 'clear', 'open whether better'],
    ['at the floor', floor, undefined, 'unsettled', 'open whether worse'],
    ['too few rounds', few, undefined, 'unsettled', '3 rounds, at least 10 are needed'],
    ['unchanged, whatever comes after', same, slow, 'clear', 'within'],
    ['regressed', slow, undefined, 'suspected', 'one confirming run decides'],
    ['regressed twice', slow, slow, 'confirmed', 'two runs agree'],
    ['regressed, then unchanged', slow, same, 'refuted', 'does not agree'],
    ['regressed, then improved', slow, fast, 'refuted', 'does not agree'],
    ['regressed, then at the floor', slow, floor, 'unsettled', 'leaves it open'],
    ['regressed, then too few rounds', slow, few, 'unsettled', '3 rounds, at least 10'],
  ])('%s', (_name, first, second, standing, why) => {
    const found = confirm(first, second)
    expect(found.standing).toBe(standing)
    expect(found.why).toContain(why)
  })

  test('only a regressed run asks for another', () => {
    expect([slow, same, fast, floor, little, few].map(isSuspected)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('two independent runs are wrong together as often as the product says', () => {
    expect(falseBlocks(0.01)).toBeCloseTo(0.000_025, 12)
  })
})
