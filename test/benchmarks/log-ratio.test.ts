// Ratios on the grid: the quick way close to 1 says the same as the logarithm, and nothing depends on which side comes first.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logRatio, ratioOf } from '../../src/domain/benchmarks/log-ratio.ts'

const GRID = 2 ** 40
const figure = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })
/** Of which most are close to 1, and some at the edge of what is close. */
const ratio = fc.oneof(
  fc.double({ min: 0.5, max: 2, noNaN: true }),
  fc.double({ min: 0.999, max: 1.001, noNaN: true }),
  fc.constantFrom(1, 1.1 / 0.9, 0.9 / 1.1, 1 + Number.EPSILON, 1 - Number.EPSILON),
)
const ordinary = fc.double({ min: 1e-200, max: 1e200, noNaN: true })
/** Their sum may be infinite, and none of their ratios is. */
const huge = fc.double({ min: 2 ** 1022, noNaN: true, noDefaultInfinity: true })

describe('logRatio', () => {
  test('is the logarithm in steps of the grid, a step off at most', () => {
    fc.assert(
      fc.property(ordinary, ratio, (b, times) => {
        const a = b * times
        expect(Math.abs(logRatio(a, b) - Math.log(a / b) * GRID)).toBeLessThanOrEqual(1)
        expect(ratioOf(logRatio(a, b)) / (a / b)).toBeCloseTo(1, 11)
      }),
      { numRuns: 2000 },
    )
  })

  test('of figures whose sum is infinite it is no other', () => {
    fc.assert(
      fc.property(huge, huge, (a, b) => {
        expect(Math.abs(logRatio(a, b) - Math.log(a / b) * GRID)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2000 },
    )
  })

  test('is a whole number, and turning the ratio over turns only its sign', () => {
    fc.assert(
      fc.property(figure, fc.oneof(figure, ratio), (a, other) => {
        for (const b of [other, a * other]) {
          if (b === Infinity) continue
          const steps = logRatio(a, b)
          expect(Number.isSafeInteger(steps)).toBe(true)
          expect(logRatio(b, a) + steps).toBe(0)
          expect(Math.sign(steps) * Math.sign(a - b)).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('equal ratios of whole numbers are equal', () => {
    const whole = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 2, max: 1000 }), (a, b, times) => {
        expect(logRatio(a * times, b * times)).toBe(logRatio(a, b))
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['two zeros', 0, 0, 1],
    ['nothing against something', 0, 5, 0],
    ['something against nothing', 5, 0, Infinity],
    ['the smallest figure against the greatest', Number.MIN_VALUE, Number.MAX_VALUE, 0],
  ])('%s', (_, a, b, expected) => expect(ratioOf(logRatio(a, b))).toBe(expected))
})
