// Trends in words and drawings: what they show, where they end, and that no text breaks out of them.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeAt, until, type Trend } from '../../src/domain/benchmarks/trend.ts'
import { Sha } from '../../src/domain/ids.ts'
import { trendChart } from '../../src/domain/render/trend-chart.ts'
import { trendsSvg } from '../../src/domain/render/trend-svg.ts'
import type { Target } from '../../src/domain/roster/pack.ts'
import { NOW } from '../domain/support.ts'
import { xmlTexts } from '../plan/xml.ts'

const commitOf = (n: number): Sha => Sha.parse(n.toString(16).padEnd(40, '0'))
const trend = (values: readonly number[], change: Partial<Trend> = {}): Trend => ({
  metric: 'matmul.tflops',
  unit: 'TFLOPS',
  better: 'higher',
  platform: 'macos-metal',
  machine: 'Apple M4, 10 cores',
  points: values.map((value, i) => ({ at: NOW + i * 86_400_000, commit: commitOf(i + 1), value })),
  baseline: 215,
  ...change,
})
const goal: Target = { metric: 'matmul.tflops', op: '>=', value: 300, unit: 'TFLOPS' }

test('each point says how it changed', () => {
  const up = trend([125, 215, 215, -1])
  expect([0, 1, 2, 3].map((i) => changeAt(up, i))).toEqual([undefined, '72 % better', 'the same', undefined])
  expect(changeAt({ ...up, better: 'lower' }, 1)).toBe('72 % worse')
})

test('a task shows its own part of it', () => {
  const all = trend([1, 2, 3, 4])
  const values = (merges: Sha[]) => until(all, new Set(merges)).points.map(({ value }) => value)
  expect([values([commitOf(3), commitOf(2)]), values([commitOf(9)]), values([])]).toEqual([[1, 2, 3], [], []])
})

describe('the chart in a comment', () => {
  test('has the figures, the commits and the target', () => {
    expect(trendChart(trend([125, 215, 215.5]), [goal])).toBe(
      [
        '```mermaid',
        'xychart-beta',
        '  title "matmul.tflops on macos-metal"',
        '  x-axis ["1000000", "2000000", "3000000"]',
        '  y-axis "TFLOPS" 0.000000 --> 330.0000',
        '  line [125.0000, 215.0000, 215.5000]',
        '  line [300.0000, 300.0000, 300.0000]',
        '```',
      ].join('\n'),
    )
  })

  test.each<[string, Trend, boolean]>([
    ['two points', trend([1, 2]), false],
    ['three', trend([1, 2, 3]), true],
    ['all 0', trend([0, 0, 0]), true],
    ['all below 0', trend([-3, -2, -1]), true],
    ['too large to write without an exponent', trend([1, 2, 1e12]), false],
    ['too small', trend([1, 2, 1e-9]), false],
  ])('%s', (_, given, drawn) => {
    expect(trendChart(given, []) !== '').toBe(drawn)
  })

  test('shows the newest twenty, and no target in another unit', () => {
    const chart = trendChart(trend(Array.from({ length: 30 }, (_, i) => i + 1)), [{ ...goal, unit: 'ms' }])
    expect(chart.match(/line \[/g)).toHaveLength(1)
    expect(chart).toMatch(/line \[11\.\d+, /)
    expect(chart).toMatch(/30\.\d+\]/)
  })

  test('no text breaks out of it, and every number is a plain one', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('"]\n```\n# x', '`'.repeat(9), '\\"', '-->'),
    )
    const value = fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    )
    fc.assert(
      fc.property(text, text, fc.array(value, { minLength: 3, maxLength: 30 }), (unit, platform, values) => {
        const chart = trendChart(trend(values, { unit, platform }), [])
        const lines = chart.split('\n')
        expect(lines).toHaveLength(7)
        expect([lines[0], lines[1], lines.at(-1)]).toEqual(['```mermaid', 'xychart-beta', '```'])
        expect(lines[2]).toMatch(/^ {2}title "[^"`]*"$/)
        expect(lines[4]).toMatch(/^ {2}y-axis "[^"`]*" -?\d+\.?\d* --> -?\d+\.?\d*$/)
        expect(lines[5]).toMatch(/^ {2}line \[-?\d+\.?\d*(?:, -?\d+\.?\d*)*\]$/)
      }),
    )
  })
})

describe('the drawing', () => {
  test('has a line through every point, the baseline and the target', () => {
    const drawing = trendsSvg([
      { trend: trend([125, 215]), targets: [goal] },
      { trend: trend([]), targets: [] },
    ])
    expect(drawing.match(/<circle /g)).toHaveLength(2)
    expect(drawing.match(/<polyline /g)).toHaveLength(1)
    for (const word of ['baseline 215', 'target &gt;= 300', '2026-11-21', '2026-11-22', 'Apple M4, 10 cores'])
      expect(drawing).toContain(word)
    // The target is the top of the axis, 0 its bottom; 125 lies in between in proportion.
    const heights = [...drawing.matchAll(/ cy="([\d.]+)"/g)].map(([, y]) => Number(y))
    expect(heights).toEqual(
      [54 + 160 * (1 - 125 / 300), 54 + 160 * (1 - 215 / 300)].map((y) => Math.round(y * 10) / 10),
    )
  })

  test('of nothing says so', () => {
    expect(trendsSvg([])).toContain('Nothing was merged that was measured.')
  })

  test('is well-formed XML with finite places, whatever is measured', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(value, { maxLength: 5 }),
        value,
        (text, values, base) => {
          const odd = trend(values, { metric: text, unit: text, machine: text, baseline: base })
          const drawing = trendsSvg([{ trend: odd, targets: [] }])
          expect(() => xmlTexts(drawing)).not.toThrow()
          expect(drawing).not.toMatch(/NaN|Infinity/)
        },
      ),
    )
  })
})
