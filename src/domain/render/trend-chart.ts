// A metric from merge to merge as a line chart in Mermaid, which GitHub draws in comments.

import { targetOf, type Trend } from '../benchmarks/trend.ts'
import type { Target } from '../roster/pack.ts'
import { shortSha } from './figures.ts'
import { fenced } from './text.ts'

/** Fewer are no trend. */
const FEWEST = 3
/** Labels below more than these cover each other. */
const MOST = 20

/** In quotes: only what Mermaid cannot take for its own syntax, or for the end of the text. */
const label = (text: string): string => `"${text.replaceAll(/[^\p{L}\p{N} ./%()_-]+/gu, ' ').trim()}"`

/** Mermaid reads no exponents (its lexer: digits with at most one point); undefined for what has no such form. */
function plain(value: number): string | undefined {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e12 || size < 1e-6)) return undefined
  return Number(value.toPrecision(6)).toFixed(
    Math.min(12, Math.max(0, 6 - Math.floor(Math.log10(size || 1)))),
  )
}

/**
 * The chart of a trend with at least three points, the newest twenty, with its target as a second line; '' where there is none.
 * Mermaid: https://mermaid.js.org/syntax/xyChart.html
 */
export function trendChart(trend: Trend, targets: readonly Target[]): string {
  const points = trend.points.slice(-MOST)
  if (points.length < FEWEST) return ''
  const target = targetOf(trend, targets)?.value
  const all = [...points.map(({ value }) => value), ...(target === undefined ? [] : [target])]
  const [least, most] = [Math.min(0, ...all), Math.max(...all)]
  const values = points.map(({ value }) => plain(value))
  const goal = target === undefined ? [] : points.map(() => plain(target))
  const [low, high] = [plain(least), plain(most > least ? most * 1.1 : least + 1)]
  if ([...values, ...goal, low, high].includes(undefined)) return ''
  const lines = [
    'xychart-beta',
    `  title ${label(`${trend.metric} on ${trend.platform}`)}`,
    `  x-axis [${points.map(({ commit }) => label(shortSha(commit))).join(', ')}]`,
    `  y-axis ${label(trend.unit)} ${low} --> ${high}`,
    `  line [${values.join(', ')}]`,
    ...(goal.length === 0 ? [] : [`  line [${goal.join(', ')}]`]),
  ]
  return fenced(lines.join('\n'), 'mermaid')
}
