// Trends as an SVG drawing, one chart below the other, for pages and files where nothing draws Mermaid.

import { targetOf, type Trend } from '../benchmarks/trend.ts'
import type { Target } from '../roster/pack.ts'
import { figure, shortSha } from './figures.ts'
import { xml } from './xml.ts'

const CHART = { width: 760, height: 260, left: 76, right: 120, top: 54, bottom: 46 }
const PLOT = {
  width: CHART.width - CHART.left - CHART.right,
  height: CHART.height - CHART.top - CHART.bottom,
}
const TICKS = 4

/** Also for whoever has to say beforehand which styles a page holds. */
export const TREND_STYLE = `
svg { color-scheme: light dark; --page: #ffffff; --grid: #d0d7de; --ink: #1f2328; --soft: #57606a; --line: #0969da;
  --base: #6e7781; --goal: #1a7f37; }
@media (prefers-color-scheme: dark) {
  svg { --page: #0d1117; --grid: #30363d; --ink: #e6edf3; --soft: #9da7b3; --line: #58a6ff; --base: #8b949e; --goal: #3fb950; }
}
text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: var(--ink); }
.title { font-size: 15px; font-weight: 600; } .soft { fill: var(--soft); font-size: 11px; }
.page { fill: var(--page); } .grid { stroke: var(--grid); } .dot { fill: var(--line); }
.line { fill: none; stroke: var(--line); stroke-width: 2; } .base { stroke: var(--base); stroke-dasharray: 6 4; }
.goal { stroke: var(--goal); stroke-dasharray: 2 4; stroke-width: 2; }`

const at = (value: number): string => String(Math.round(value * 10) / 10)
/** Dates in UTC, so that the same trend gives the same drawing everywhere. */
const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

interface Scale {
  ticks: readonly number[]
  x: (i: number) => number
  y: (value: number) => number
}

/** Merges stand at equal distances: many of one day would hide each other. The axis begins at 0 where nothing is below. */
function scale(count: number, values: readonly number[]): Scale {
  // In parts of the largest, so that no difference is beyond what a number holds.
  const size = Math.max(...values.map(Math.abs)) || 1
  const low = Math.min(0, ...values.map((value) => value / size))
  const high = Math.max(...values.map((value) => value / size))
  const span = high > low ? high - low : 1
  return {
    ticks: Array.from({ length: TICKS + 1 }, (_, i) => size * (low + (span * i) / TICKS)),
    x: (i) => CHART.left + (count === 1 ? PLOT.width / 2 : (PLOT.width * i) / (count - 1)),
    y: (value) => CHART.top + PLOT.height * (1 - (value / size - low) / span),
  }
}

function level(name: string, value: number, kind: 'base' | 'goal', { y }: Scale): string {
  const right = CHART.left + PLOT.width
  return [
    `<line class="${kind}" x1="${CHART.left}" x2="${right}" y1="${at(y(value))}" y2="${at(y(value))}"/>`,
    `<text class="soft" x="${right + 6}" y="${at(y(value) + 4)}">${xml(`${name} ${figure(value)}`)}</text>`,
  ].join('')
}

function chart(trend: Trend, target: Target | undefined, top: number): string {
  const { points, baseline } = trend
  const levels = [baseline, target?.value].filter((value) => value !== undefined)
  const scaled = scale(points.length, [...points.map(({ value }) => value), ...levels])
  const { ticks, x, y } = scaled
  const [first, last] = [points[0], points.at(-1)]
  const under = CHART.height - CHART.bottom + 18
  const line = points.map(({ value }, i) => `${at(x(i))},${at(y(value))}`).join(' ')
  return [
    `<g transform="translate(0 ${top})">`,
    `<text class="title" x="${CHART.left}" y="22">${xml(`${trend.metric} (${trend.unit}, ${trend.better} is better)`)}</text>`,
    `<text class="soft" x="${CHART.left}" y="39">${xml(`${trend.platform}: ${trend.machine}`)}</text>`,
    ...ticks.map(
      (tick) =>
        `<line class="grid" x1="${CHART.left}" x2="${CHART.left + PLOT.width}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text class="soft" text-anchor="end" x="${CHART.left - 8}" y="${at(y(tick) + 4)}">${xml(figure(tick))}</text>`,
    ),
    ...(baseline === undefined ? [] : [level('baseline', baseline, 'base', scaled)]),
    ...(target === undefined ? [] : [level(`target ${target.op}`, target.value, 'goal', scaled)]),
    `<polyline class="line" points="${line}"/>`,
    ...points.map(
      ({ value, commit, at: time }, i) =>
        `<circle class="dot" cx="${at(x(i))}" cy="${at(y(value))}" r="3.5"><title>${xml(`${shortSha(commit)} on ${day(time)}: ${figure(value)} ${trend.unit}`)}</title></circle>`,
    ),
    ...(first === undefined
      ? []
      : [`<text class="soft" x="${CHART.left}" y="${under}">${day(first.at)}</text>`]),
    ...(last === undefined || last === first
      ? []
      : [
          `<text class="soft" text-anchor="end" x="${CHART.left + PLOT.width}" y="${under}">${day(last.at)}</text>`,
        ]),
    '</g>',
  ].join('\n')
}

/** Pure and deterministic: the same trends give the same bytes. Trends without a point are left out. */
export function trendsSvg(trends: readonly { trend: Trend; targets: readonly Target[] }[]): string {
  const drawn = trends.filter(({ trend }) => trend.points.length > 0)
  const height = Math.max(1, drawn.length) * CHART.height
  const title = 'Measured figures from merge to merge'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CHART.width} ${height}" width="${CHART.width}" height="${height}" role="img" aria-labelledby="trends-title">`,
    `<title id="trends-title">${title}</title>`,
    `<style>${TREND_STYLE}</style>`,
    `<rect class="page" width="${CHART.width}" height="${height}"/>`,
    ...(drawn.length === 0
      ? [`<text x="${CHART.left}" y="${CHART.top}">Nothing was merged that was measured.</text>`]
      : drawn.map(({ trend, targets }, i) => chart(trend, targetOf(trend, targets), i * CHART.height))),
    '</svg>\n',
  ].join('\n')
}
