// The graph of plans as an SVG drawing, for pages and files where nothing draws Mermaid.

import { xml } from '../render/xml.ts'
import type { EdgeReason, PlanEdge, PlanGraph } from './graph.ts'
import { layout } from './layout.ts'
import type { PlacedNode } from './layout.ts'

const BOX = { width: 184, height: 64, line: 15, letters: 24 }
/** Between columns arrows go up and down, above the boxes of a lane they go sideways. */
const GUTTER = 64
const CHANNEL = 26
const ROW_GAP = 16
const LANE_GAP = 12
const LABEL = 150
const MARGIN = 20
const HEADER = 74
/** Arrows of one gutter or channel stand this far apart, in as many tracks as fit. */
const TRACK = { step: 6, count: 7 }

const KINDS: readonly { why: EdgeReason; name: string; dash: string; width: number }[] = [
  { why: 'order', name: 'follows', dash: '', width: 1.5 },
  { why: 'depends_on', name: 'depends on', dash: '', width: 2.5 },
  { why: 'signal', name: 'waits for a signal', dash: '6 4', width: 2 },
  { why: 'plan', name: 'waits for the whole plan', dash: '2 4', width: 2.5 },
]

const STYLE = `
svg { color-scheme: light dark; --page: #ffffff; --lane: #f3f4f6; --box: #ffffff; --rim: #8a929c; --ink: #1f2328; --soft: #57606a;
  --order: #6e7781; --depends_on: #0969da; --signal: #9a5b00; --plan: #8250df; }
@media (prefers-color-scheme: dark) {
  svg { --page: #0d1117; --lane: #161b22; --box: #21262d; --rim: #6e7681; --ink: #e6edf3; --soft: #9da7b3;
    --order: #8b949e; --depends_on: #58a6ff; --signal: #e3a03b; --plan: #bc8cff; }
}
text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: var(--ink); }
.title { font-size: 17px; font-weight: 600; } .plan { font-weight: 600; } .soft { fill: var(--soft); font-size: 11px; }
.page { fill: var(--page); } .lane { fill: var(--lane); } .box { fill: var(--box); stroke: var(--rim); }
path { fill: none; }`

/** At most `max` lines of at most `letters` letters, broken at blanks where there are any. */
function wrapped(text: string, letters: number, max: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    let rest = word
    if (line !== '' && line.length + 1 + rest.length <= letters) {
      line = `${line} ${rest}`
      continue
    }
    if (line !== '') lines.push(line)
    while (rest.length > letters) {
      lines.push(rest.slice(0, letters))
      rest = rest.slice(letters)
    }
    line = rest
  }
  if (line !== '') lines.push(line)
  if (lines.length <= max) return lines
  return [...lines.slice(0, max - 1), `${(lines[max - 1] ?? '').slice(0, letters - 1)}…`]
}

interface Point {
  x: number
  y: number
}

/** A line through the points with rounded corners. */
function rounded(points: readonly Point[]): string {
  const near = (from: Point, to: Point): Point => {
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    const step = Math.min(6, length / 2)
    if (length === 0) return from
    return { x: from.x + ((to.x - from.x) / length) * step, y: from.y + ((to.y - from.y) / length) * step }
  }
  const at = ({ x, y }: Point): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
  return points
    .map((point, i) => {
      const [before, after] = [points[i - 1], points[i + 1]]
      if (before === undefined) return `M${at(point)}`
      if (after === undefined) return `L${at(point)}`
      return `L${at(near(point, before))} Q${at(point)} ${at(near(point, after))}`
    })
    .join(' ')
}

interface Grid {
  x: (column: number) => number
  y: (lane: number, row: number) => number
  /** Whether no box stands between two of the same row. */
  free: (from: PlacedNode, to: PlacedNode) => boolean
}

/** Where an arrow goes within what it shares with others: its gutter, and the left side of the box it ends at. */
interface Track {
  gutter: number
  end: number
}

/** Out to the right, up or down between the columns, along the channel above the row of the target, and in from the left. */
function route(from: PlacedNode, to: PlacedNode, track: Track, grid: Grid): Point[] {
  const start = { x: grid.x(from.column) + BOX.width, y: grid.y(from.lane, from.row) + BOX.height / 2 }
  const end = { x: grid.x(to.column), y: grid.y(to.lane, to.row) + BOX.height / 2 }
  if (grid.free(from, to)) return [start, end]
  const out = start.x + GUTTER / 2 + track.gutter
  const last = { x: end.x, y: end.y + track.end }
  if (to.column === from.column + 1) {
    return [start, { x: out, y: start.y }, { x: out, y: last.y }, last]
  }
  const inside = end.x - GUTTER / 2 + track.gutter
  const above = grid.y(to.lane, to.row) - (to.row === 0 ? CHANNEL : ROW_GAP) / 2 + track.gutter / 2
  return [
    start,
    { x: out, y: start.y },
    { x: out, y: above },
    { x: inside, y: above },
    { x: inside, y: last.y },
    last,
  ]
}

function box({ node, column, lane, row }: PlacedNode, grid: Grid): string {
  const [x, y] = [grid.x(column), grid.y(lane, row)]
  const title = wrapped(`${node.wave}. ${node.title}`, BOX.letters, 2)
  const hours = node.estimateHours === undefined ? '' : `${node.estimateHours} h`
  const under = [node.agent ?? 'left to the orchestrator', hours].filter((part) => part !== '').join(' · ')
  const lines = [
    ...title.map((text, i) => `<text x="${x + 10}" y="${y + 20 + i * BOX.line}">${xml(text)}</text>`),
    `<text class="soft" x="${x + 10}" y="${y + BOX.height - 9}">${xml(wrapped(under, 30, 1)[0] ?? '')}</text>`,
  ]
  return [
    `<g><title>${xml(`${node.id}: ${node.title}`)}</title>`,
    `<rect class="box" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`,
    ...lines,
    '</g>',
  ].join('')
}

/** 0, 1, -1, 2, -2, …: from the middle outwards. */
const outwards = (i: number): number => (i % 2 === 0 ? -i / 2 : (i + 1) / 2)

/** Bent arrows take the tracks in turn; the middle of a box's side is left to those that come straight. */
function tracks(bent: readonly PlanEdge[]): Map<PlanEdge, Track> {
  const ending = new Map<string, number>()
  return new Map(
    bent.map((edge, i) => {
      const before = ending.get(edge.to) ?? 0
      ending.set(edge.to, before + 1)
      return [edge, { gutter: outwards(i % TRACK.count) * TRACK.step, end: outwards((before % 4) + 1) * 9 }]
    }),
  )
}

/** Without the arrows between plans that others imply: a plan that follows a second one follows what that one follows. */
function withoutImplied(edges: readonly PlanEdge[]): PlanEdge[] {
  const next = new Map<string, string[]>()
  for (const edge of edges) next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to])
  const implied = ({ from, to }: PlanEdge): boolean => {
    const seen = new Set<string>()
    const open = (next.get(from) ?? []).filter((one) => one !== to)
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (one === to) return true
      if (seen.has(one)) continue
      seen.add(one)
      open.push(...(next.get(one) ?? []))
    }
    return false
  }
  return edges.filter((edge) => edge.why !== 'plan' || !implied(edge))
}

function arrow(edge: PlanEdge, points: readonly Point[]): string {
  const kind = KINDS.find((one) => one.why === edge.why)
  const dash = kind === undefined || kind.dash === '' ? '' : ` stroke-dasharray="${kind.dash}"`
  return `<path d="${rounded(points)}" stroke="var(--${edge.why})" stroke-width="${kind?.width ?? 1}"${dash} marker-end="url(#to-${edge.why})"><title>${xml(`${edge.from} → ${edge.to}: ${edge.label}`)}</title></path>`
}

const markers = KINDS.map(
  ({ why }) =>
    `<marker id="to-${why}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><polygon points="0,0 8,4 0,8" fill="var(--${why})"/></marker>`,
).join('')

const legend = KINDS.map(({ why, name, dash, width }, i) => {
  const x = MARGIN + i * 175
  const stroke = dash === '' ? '' : ` stroke-dasharray="${dash}"`
  return `<path d="M${x} 54 L${x + 34} 54" stroke="var(--${why})" stroke-width="${width}"${stroke} marker-end="url(#to-${why})"/><text class="soft" x="${x + 42}" y="58">${name}</text>`
}).join('')

/** Pure and deterministic: the same plans give the same bytes. `titles`: what to call a plan besides its id. */
export function svg(
  graph: PlanGraph,
  titles: ReadonlyMap<string, string>,
  title = 'Plans and their waves',
): string {
  const { placed, lanes, columns } = layout(graph)
  const laneHeight = (rows: number): number => CHANNEL + rows * BOX.height + (rows - 1) * ROW_GAP + 14
  const laneTop = (lane: number): number =>
    HEADER + lanes.slice(0, lane).reduce((sum, { rows }) => sum + laneHeight(rows) + LANE_GAP, 0)
  const taken = new Set([...placed.values()].map(({ lane, row, column }) => `${lane} ${row} ${column}`))
  const grid: Grid = {
    x: (column) => MARGIN + LABEL + GUTTER / 2 + column * (BOX.width + GUTTER),
    y: (lane, row) => laneTop(lane) + CHANNEL + row * (BOX.height + ROW_GAP),
    free: (from, to) => {
      if (from.lane !== to.lane || from.row !== to.row || to.column <= from.column) return false
      const between = Array.from({ length: to.column - from.column - 1 }, (_, i) => from.column + 1 + i)
      return between.every((column) => !taken.has(`${from.lane} ${from.row} ${column}`))
    },
  }
  const width = Math.max(grid.x(columns) - GUTTER / 2 + MARGIN, MARGIN * 2 + KINDS.length * 175)
  const height = laneTop(lanes.length) + MARGIN - LANE_GAP
  const boxes = [...placed.values()].map((one) => box(one, grid))
  const joined = withoutImplied(graph.edges).flatMap((edge) => {
    const [from, to] = [placed.get(edge.from), placed.get(edge.to)]
    return from === undefined || to === undefined ? [] : [{ edge, from, to }]
  })
  const track = tracks(joined.flatMap(({ edge, from, to }) => (grid.free(from, to) ? [] : [edge])))
  const arrows = joined.map(({ edge, from, to }) =>
    arrow(edge, route(from, to, track.get(edge) ?? { gutter: 0, end: 0 }, grid)),
  )
  const backs = lanes.map(({ plan, rows }, lane) => {
    const y = laneTop(lane)
    const name = wrapped(titles.get(plan) ?? '', 22, Math.min(4, rows * 3))
    return [
      `<rect class="lane" x="${MARGIN}" y="${y}" width="${width - MARGIN * 2}" height="${laneHeight(rows)}" rx="8"/>`,
      `<text class="plan" x="${MARGIN + 12}" y="${y + 32}">${xml(wrapped(plan, 20, 1)[0] ?? '')}</text>`,
      ...name.map(
        (text, i) => `<text class="soft" x="${MARGIN + 12}" y="${y + 50 + i * 14}">${xml(text)}</text>`,
      ),
    ].join('')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="plans-title">`,
    `<title id="plans-title">${xml(title)}</title>`,
    `<style>${STYLE}</style><defs>${markers}</defs>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="32">${xml(title)}</text>${legend}`,
    ...backs,
    ...arrows,
    ...boxes,
    '</svg>\n',
  ].join('\n')
}
