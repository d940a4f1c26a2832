// Medians without sorting, and Walsh sums without walking: the same as by the plain way, for whatever samples.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kthSum, sumsOf } from '../../src/domain/benchmarks/kth-sum.ts'
import { median, quantile, sorted } from '../../src/domain/benchmarks/order.ts'
import { MOST_BINNED, walshSums } from '../../src/domain/benchmarks/walsh.ts'

describe('the median', () => {
  test.each<[number[], number]>([
    [[], Number.NaN],
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[1, Number.NaN], Number.NaN],
    [[Number.NaN, 1, 2, 3, 4], Number.NaN],
    [[Number.MAX_VALUE, Number.MAX_VALUE], Number.MAX_VALUE],
    [[1, Number.MAX_VALUE, Number.MAX_VALUE, 2].map((value) => -value), -Number.MAX_VALUE / 2],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected))

  const any = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 130 })
  const coarse = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 130 })

  test('is that of the sorted values, within the samples, and does not depend on their order', () => {
    fc.assert(
      fc.property(fc.oneof(any, coarse), (values) => {
        const found = median(values)
        // Zero has two signs, which sort alike.
        expect(found === quantile(sorted(values), 0.5)).toBe(true)
        expect(median(values.toReversed()) === found).toBe(true)
        expect(found).toBeGreaterThanOrEqual(Math.min(...values))
        expect(found).toBeLessThanOrEqual(Math.max(...values))
      }),
    )
  })

  test('leaves the samples as they are', () => {
    const values = [5, 3, 9, 1]
    median(values)
    expect(values).toEqual([5, 3, 9, 1])
  })
})

describe('Walsh sums', () => {
  const steps = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -1_000_000, max: 1_000_000 }) },
    { weight: 2, arbitrary: fc.integer({ min: -2, max: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 51, -(2 ** 51), 0) },
  )
  const samples = fc.array(steps, { minLength: 1, maxLength: MOST_BINNED })

  test('of every rank are those of all sums in order', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const ascending = sorted(values)
        const all = Array.from(ascending).flatMap((a, i) => Array.from(ascending.subarray(i), (b) => a + b))
        all.sort((a, b) => a - b)
        const found = walshSums(
          ascending,
          all.map((_, k) => k + 1),
        )
        expect(found).toEqual(all)
      }),
      { numRuns: 300 },
    )
  })

  test('are those that the walk along them finds, however few are asked for', () => {
    fc.assert(
      fc.property(samples, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (values, wanted) => {
        const ascending = sorted(values)
        const sums = { a: ascending, b: ascending, half: true }
        const ranks = wanted.map((k) => (k % sumsOf(sums)) + 1).toSorted((a, b) => a - b)
        expect(walshSums(ascending, ranks)).toEqual(ranks.map((k) => kthSum(sums, k)))
      }),
    )
  })
})
