// Laws of the comparison on any samples: what must not matter does not, and what is turned over comes out turned over.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, type Comparison, type PairedSamples } from '../../src/domain/benchmarks/compare.ts'
import { compareWithHistory } from '../../src/domain/benchmarks/history.ts'
import { kthSum, sumsOf } from '../../src/domain/benchmarks/kth-sum.ts'
import { sorted } from '../../src/domain/benchmarks/order.ts'
import type { ComparisonRule } from '../../src/domain/benchmarks/rule.ts'

const rules: fc.Arbitrary<ComparisonRule> = fc.record({
  effectFloorPct: fc.constantFrom(0, 1, 2, 5, 25, 300),
  level: fc.constantFrom(0.2, 0.05, 0.01, 0.001),
  minSamples: fc.integer({ min: 1, max: 12 }),
})

/** Noise around 1, sometimes a pause, sometimes the step of a coarse timer, so that ties, equal pairs and outliers all come up. */
const factor = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0.8, max: 1.3, noNaN: true }) },
  { weight: 3, arbitrary: fc.integer({ min: 18, max: 24 }).map((steps) => steps / 20) },
  { weight: 1, arbitrary: fc.double({ min: 2, max: 50, noNaN: true }) },
)
const pairs = fc.array(fc.tuple(factor, factor), { minLength: 1, maxLength: 70 })
const better = fc.constantFrom('lower' as const, 'higher' as const)
const samples = fc
  .record({
    pairs,
    better,
    size: fc.constantFrom(1e-9, 0.05, 1, 20, 4096),
    cost: fc.constantFrom(0.5, 0.95, 1, 1.05, 2),
  })
  .map(({ pairs: list, better: way, size, cost }): PairedSamples => ({
    metric: 'm',
    unit: 'ms',
    better: way,
    baseline: list.map(([base]) => base * size),
    candidate: list.map(([, head]) => head * size * cost),
  }))

const same = (actual: number | undefined, expected: number | undefined): void => {
  if (actual === expected) return
  expect(Math.abs((actual ?? Number.NaN) / (expected ?? Number.NaN) - 1)).toBeLessThan(1e-10)
}

const flipped = {
  improved: 'regressed',
  regressed: 'improved',
  unchanged: 'unchanged',
  inconclusive: 'inconclusive',
}

/** Verdict, ratio and interval agree; the p-value is not compared where rounding may part a tie. */
function alike(actual: Comparison, expected: Comparison): void {
  expect(actual.verdict).toBe(expected.verdict)
  expect(actual.regressionRuledOut).toBe(expected.regressionRuledOut)
  same(actual.estimate?.ratio, expected.estimate?.ratio)
  same(actual.estimate?.interval[0], expected.estimate?.interval[0])
  same(actual.estimate?.interval[1], expected.estimate?.interval[1])
}

describe('paired samples', () => {
  test('are in no unit: both sides times the same come to the same', () => {
    fc.assert(
      fc.property(samples, rules, fc.constantFrom(1e-6, 0.3, 1000, 7.7e9), (given, rule, scale) => {
        const scaled = {
          ...given,
          baseline: given.baseline.map((value) => value * scale),
          candidate: given.candidate.map((value) => value * scale),
        }
        alike(compare(scaled, rule), compare(given, rule))
      }),
    )
  })

  test('turned over, turn the ratio and the verdict over', () => {
    fc.assert(
      fc.property(samples, rules, (given, rule) => {
        const there = compare(given, rule)
        const back = compare({ ...given, baseline: given.candidate, candidate: given.baseline }, rule)
        expect(back.verdict).toBe(flipped[there.verdict])
        same(back.estimate?.ratio, 1 / (there.estimate?.ratio ?? Number.NaN))
        same(back.estimate?.interval[0], 1 / (there.estimate?.interval[1] ?? Number.NaN))
        same(back.estimate?.interval[1], 1 / (there.estimate?.interval[0] ?? Number.NaN))
        expect(back.estimate?.pValue).toBe(there.estimate?.pValue)
      }),
    )
  })

  test('mean the same as times and as rates', () => {
    fc.assert(
      fc.property(samples, rules, (given, rule) => {
        const inverse: PairedSamples = {
          ...given,
          better: given.better === 'lower' ? 'higher' : 'lower',
          baseline: given.baseline.map((value) => 1 / value),
          candidate: given.candidate.map((value) => 1 / value),
        }
        alike(compare(inverse, rule), compare(given, rule))
      }),
    )
  })

  test('are in no order', () => {
    fc.assert(
      fc.property(samples, rules, fc.infiniteStream(fc.nat()), (given, rule, keys) => {
        const order = given.baseline
          .map((_, i) => ({ i, key: keys.next().value }))
          .toSorted((a, b) => a.key - b.key)
        const moved = {
          ...given,
          baseline: order.map(({ i }) => given.baseline[i] ?? 0),
          candidate: order.map(({ i }) => given.candidate[i] ?? 0),
        }
        expect(compare(moved, rule)).toEqual(compare(given, rule))
      }),
    )
  })

  test('that are unchanged do not become a regression or an improvement by a further equal pair', () => {
    const near = fc
      .array(fc.tuple(factor, fc.double({ min: 0.93, max: 1.07, noNaN: true })), {
        minLength: 1,
        maxLength: 70,
      })
      .map((list): PairedSamples => ({
        metric: 'm',
        unit: 'ms',
        better: 'lower',
        baseline: list.map(([base]) => base),
        candidate: list.map(([base, change]) => base * change),
      }))
    let unchanged = 0
    fc.assert(
      fc.property(near, rules, (given, rule) => {
        if (compare(given, rule).verdict !== 'unchanged') return
        unchanged += 1
        const more = { ...given, baseline: [...given.baseline, 1], candidate: [...given.candidate, 1] }
        expect(['unchanged', 'inconclusive']).toContain(compare(more, rule).verdict)
      }),
      { numRuns: 1000 },
    )
    expect(unchanged).toBeGreaterThan(50)
  })

  test('of any figures at all get a verdict, a sentence and an ordered interval', () => {
    const any = fc.array(
      fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, Number.MAX_VALUE, Number.MIN_VALUE), factor),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(any, any, fc.boolean(), better, rules, (baseline, other, equalLength, way, rule) => {
        const candidate = equalLength ? baseline.map((value, i) => other[i] ?? value) : other
        const metric = { metric: 'm', unit: 'ms', better: way }
        for (const found of [
          compare({ ...metric, baseline, candidate }, rule),
          compareWithHistory({ ...metric, earlier: baseline, candidate }, rule),
        ]) {
          expect(found.why).not.toMatch(/undefined|null|\.$/)
          if (found.estimate === undefined) {
            expect(found.verdict).toBe('inconclusive')
            continue
          }
          const { ratio, interval, pValue } = found.estimate
          expect(interval[0]).toBeLessThanOrEqual(ratio)
          expect(interval[1]).toBeGreaterThanOrEqual(ratio)
          expect(pValue).toBeGreaterThan(0)
          expect(pValue).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('the k-th of all sums', () => {
  const whole = fc.oneof(
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
    fc.constantFrom(-(2 ** 51), 2 ** 51),
  )
  const list = fc.array(whole, { minLength: 1, maxLength: 45 }).map((values) => sorted(values))

  test('is the k-th of the sorted sums', () => {
    fc.assert(
      fc.property(
        list,
        list,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, other, half, share) => {
          const b = half ? a : other
          const all = [...a].flatMap((first, i) => [...b].slice(half ? i : 0).map((second) => first + second))
          const k = Math.max(1, Math.ceil(share * all.length))
          expect(sumsOf({ a, b, half })).toBe(all.length)
          expect(kthSum({ a, b, half }, k)).toBe(all.toSorted((x, y) => x - y)[k - 1])
        },
      ),
      { numRuns: 1000 },
    )
  })
})
