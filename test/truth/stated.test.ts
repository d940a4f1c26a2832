// The rule of rounding, and units: which recorded figure bears out which written one.

import { describe, expect, test } from 'vitest'
import { bearsOut, stated, type Bound } from '../../src/domain/truth/stated.ts'
import { converted } from '../../src/domain/truth/units.ts'

describe('a written figure', () => {
  test.each<[digits: string, scale: string, value: number, step: number]>([
    ['21', '', 21, 1],
    ['21.0', '', 21, 0.1],
    ['1,204.50', '', 1204.5, 0.01],
    ['12', 'k', 12_000, 1000],
    ['1.4', 'M', 1_400_000, 100_000],
  ])('%s%s', (digits, scale, value, step) => {
    const read = stated(digits, scale)
    expect(read?.value).toBeCloseTo(value, 9)
    expect(read?.step).toBeCloseTo(step, 9)
  })

  test.each<[digits: string, bound: Bound, recorded: number, holds: boolean]>([
    ['21', '==', 20.5, true],
    ['21', '==', 20.49, false],
    ['21', '==', 21.5, true],
    ['21', '==', 21.51, false],
    ['2', '==', 1.95, true],
    ['2', '==', 1.949, false],
    ['2', '==', 2.051, false],
    ['2.00', '==', 1.995, true],
    ['2.00', '==', 1.99, false],
    ['99.8', '==', (530 / 531) * 100, true],
    ['0', '==', 0.4, true],
    ['0', '==', 0.6, false],
    ['2', '>=', 1.99, false],
    ['2', '>=', 2, true],
    ['12', '<=', 12.01, false],
    ['12', '<=', 3, true],
    ['20', 'about', 19, true],
    ['20', 'about', 18.9, false],
  ])('%s (%s) and a record of %d', (digits, bound, recorded, holds) => {
    const read = stated(digits)
    expect(read !== undefined && bearsOut(recorded, { ...read, bound })).toBe(holds)
  })

  test.each<[recorded: number, holds: boolean]>([
    [29.4, false],
    [29.5, true],
    [35, true],
    [40.5, true],
    [40.6, false],
  ])('30–40 and a record of %d', (recorded, holds) => {
    const range = { value: 30, step: 1, bound: '==' as const, to: { value: 40, step: 1 } }
    expect(bearsOut(recorded, range)).toBe(holds)
  })
})

test.each<[value: number, from: string, to: string, result: number | undefined]>([
  [0.012, 's', 'ms', 12],
  [1500, 'µs', 'milliseconds', 1.5],
  [2, 'GB', 'MB', 2000],
  [1, 'KiB', 'bytes', 1024],
  [0.215, 'PFLOPS', 'TFLOPS', 215],
  [12_000, 'req/s', 'requests per second', 12_000],
  [260, 'MB/s', 'GB/s', 0.26],
  [12, 'ms', 'MB', undefined],
  [12, 'tokens/s', 'req/s', undefined],
  [3, 'widgets', 'widgets', 3],
  [2, 'gb', 'MB', 2000],
  [1, 'TFLOP/s', 'tflops', 1],
  [3, 'TOPS', 'TFLOPS', 3],
  [0.75, 'ratio', '%', 75],
  [3, 'MW', 'mW', 3e9],
  // Nobody can say which of the two it is.
  [3, 'MW', 'mw', undefined],
])('%d %s in %s', (value, from, to, result) => {
  const read = converted(value, from, to)
  if (result === undefined) expect(read).toBeUndefined()
  else expect(read).toBeCloseTo(result, 9)
})
