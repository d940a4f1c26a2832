// The waves of all plans as a Mermaid flowchart: states as classes, edges by kind; above GitHub's limits only the plans.

import type { EdgeReason, PlanEdge } from '../plan/graph.ts'
import type { CoordinationView, PlanLine, WaveLine } from '../schedule/coordination.ts'
import { WAVE_STATES, type WaveState } from '../schedule/state.ts'
import { plural } from './figures.ts'
import { shortLine } from './titles.ts'

/** GitHub draws at most 500 edges and 50,000 characters. */
const MAX_EDGES = 400
const MAX_CHARACTERS = 40_000
const MAX_LABEL = 60

/** Fill, border and text that can be read on a light and on a dark page. */
const COLOURS: Readonly<Record<WaveState, string>> = {
  planned: 'fill:#eaeef2,stroke:#6e7781,color:#24292f',
  waiting: 'fill:#eaeef2,stroke:#6e7781,color:#24292f,stroke-dasharray:4',
  ready: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069',
  running: 'fill:#54aeff,stroke:#0969da,color:#0a3069',
  validating: 'fill:#d8b9ff,stroke:#8250df,color:#3e1f79',
  'in-review': 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00',
  merged: 'fill:#aceebb,stroke:#1a7f37,color:#04260f',
  blocked: 'fill:#ffcecb,stroke:#cf222e,color:#660018',
  cancelled: 'fill:#ffffff,stroke:#afb8c1,color:#57606a',
}

const ARROWS: Readonly<Record<EdgeReason, string>> = {
  order: '-->',
  depends_on: '-->',
  signal: '-.->',
  plan: '==>',
}

/**
 * Text for a quoted Mermaid label: everything but letters, digits, spaces and a little punctuation as a character number, which
 * Mermaid turns back after parsing. So it can hold no quote, directive (`%%{`), Markdown, HTML or entity.
 */
export const mermaidText = (text: string): string =>
  shortLine(text, MAX_LABEL).replaceAll(
    /[^\p{L}\p{N}\p{M} .,/_…-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  )

const className = (state: WaveState): string => state.replace('-', '_')

interface Drawing {
  nodes: readonly string[]
  edges: readonly string[]
  states: ReadonlySet<WaveState>
}

function written({ nodes, edges, states }: Drawing): string {
  const classes = WAVE_STATES.filter((state) => states.has(state)).map(
    (state) => `  classDef ${className(state)} ${COLOURS[state]}`,
  )
  return ['flowchart LR', ...nodes, ...edges, ...classes].join('\n')
}

/** Node ids are numbered: a plan may be called `end` or `class`, which are words of Mermaid's. */
const numbered = <Key>(keys: readonly Key[], letter: string): Map<Key, string> =>
  new Map(keys.map((key, i) => [key, `${letter}${i}`]))

function wavesDrawn({ plans, waves, edges }: CoordinationView): Drawing {
  const ids = numbered(
    waves.map(({ id }) => id),
    'w',
  )
  const byPlan = Map.groupBy(waves, ({ plan }) => plan)
  const box = (wave: WaveLine): string =>
    `    ${ids.get(wave.id)}["${mermaidText(`${wave.id} ${wave.title}`)}"]:::${className(wave.state)}`
  const titles = new Map(plans.map(({ plan, title }) => [plan, title]))
  const nodes = [...byPlan].flatMap(([plan, own], i) => [
    `  subgraph p${i}["${mermaidText(`${plan} ${titles.get(plan) ?? ''}`)}"]`,
    ...own.map(box),
    '  end',
  ])
  const lines = edges.flatMap(({ from, to, why, label }) => {
    const [a, b] = [ids.get(from), ids.get(to)]
    if (a === undefined || b === undefined) return []
    return `  ${a} ${ARROWS[why]}${why === 'signal' ? `|"${mermaidText(label)}"|` : ''} ${b}`
  })
  return { nodes, edges: lines, states: new Set(waves.map(({ state }) => state)) }
}

const planState = ({ current, of }: PlanLine): WaveState =>
  current?.state ?? (of === 0 ? 'cancelled' : 'merged')

function pairs(edges: readonly PlanEdge[], planOf: ReadonlyMap<string, string>): [string, string][] {
  const found = new Map<string, [string, string]>()
  for (const { from, to } of edges) {
    const [a, b] = [planOf.get(from), planOf.get(to)]
    if (a !== undefined && b !== undefined && a !== b) found.set(`${a} ${b}`, [a, b])
  }
  return [...found.values()]
}

function plansDrawn({ plans, waves, edges }: CoordinationView): { drawing: Drawing; left: number } {
  const ids = numbered(
    plans.map(({ plan }): string => plan),
    'p',
  )
  const joined = pairs(edges, new Map(waves.map(({ id, plan }) => [id, plan])))
  const nodes = plans.map(
    (plan) =>
      `  ${ids.get(plan.plan)}["${mermaidText(`${plan.plan} ${plan.title}, ${plan.merged} of ${plan.of} merged`)}"]:::${className(planState(plan))}`,
  )
  const lines = joined.flatMap(([from, to]) => {
    const [a, b] = [ids.get(from), ids.get(to)]
    return a === undefined || b === undefined ? [] : `  ${a} --> ${b}`
  })
  return {
    drawing: {
      nodes,
      edges: lines.slice(0, MAX_EDGES),
      states: new Set(plans.map(planState)),
    },
    left: Math.max(0, lines.length - MAX_EDGES),
  }
}

export interface PlanDiagram {
  /** Without the fence. Undefined when even the plans are too many to be drawn. */
  mermaid: string | undefined
  /** What the diagram leaves out, in words. */
  note: string | undefined
}

/** Draws the waves, or only the plans where the waves are too many. */
export function planDiagram(view: CoordinationView): PlanDiagram {
  if (view.edges.length <= MAX_EDGES) {
    const mermaid = written(wavesDrawn(view))
    if (mermaid.length <= MAX_CHARACTERS) return { mermaid, note: undefined }
  }
  const { drawing, left } = plansDrawn(view)
  const size = `${plural(view.waves.length, 'wave')} and ${plural(view.edges.length, 'edge')}`
  const mermaid = written(drawing)
  if (mermaid.length > MAX_CHARACTERS)
    return {
      mermaid: undefined,
      note: `${plural(view.plans.length, 'plan')} with ${size} are too many for a diagram`,
    }
  const missing =
    left === 0 ? '' : `; ${plural(left, 'more edge')} between plans ${left === 1 ? 'is' : 'are'} left out`
  return { mermaid, note: `${size} are too many for a diagram: only the plans are shown${missing}` }
}
