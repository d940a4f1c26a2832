// Where the waves of a plan graph stand: a lane per plan, columns from left to right so that every arrow points right.

import type { PlanEdge, PlanGraph, PlanNode } from './graph.ts'

export interface PlacedNode {
  node: PlanNode
  column: number
  lane: number
  /** Row within the lane, from 0: waves of one plan that stand in the same column. */
  row: number
}

export interface Layout {
  placed: ReadonlyMap<string, PlacedNode>
  lanes: readonly { plan: string; rows: number }[]
  columns: number
}

/** The longest way to each node from one that waits for nothing. Nodes in circles come last, side by side. */
function columnsOf(nodes: readonly PlanNode[], edges: readonly PlanEdge[]): Map<string, number> {
  const column = new Map<string, number>()
  const open = new Map<string, number>(nodes.map((node) => [node.id, 0]))
  const next = new Map<string, string[]>()
  for (const edge of edges) {
    open.set(edge.to, (open.get(edge.to) ?? 0) + 1)
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to])
  }
  const ready: string[] = nodes.map((node) => node.id).filter((id) => open.get(id) === 0)
  for (const id of ready) column.set(id, 0)
  for (let i = 0; i < ready.length; i += 1) {
    const id = ready[i] ?? ''
    for (const to of next.get(id) ?? []) {
      column.set(to, Math.max(column.get(to) ?? 0, (column.get(id) ?? 0) + 1))
      const left = (open.get(to) ?? 1) - 1
      open.set(to, left)
      if (left === 0) ready.push(to)
    }
  }
  const done = new Set(ready)
  const end = Math.max(-1, ...ready.map((id) => column.get(id) ?? 0)) + 1
  for (const node of nodes) if (!done.has(node.id)) column.set(node.id, end)
  return column
}

/** Lanes in the order of the plans, rows in the order of the waves: the same graph always looks the same. */
export function layout(graph: PlanGraph): Layout {
  const columns = columnsOf(graph.nodes, graph.edges)
  const plans = [...new Set(graph.nodes.map((node) => node.plan))]
  const placed = new Map<string, PlacedNode>()
  const lanes = plans.map((plan, lane) => {
    const used = new Map<number, number>()
    for (const node of graph.nodes.filter((one) => one.plan === plan)) {
      const column = columns.get(node.id) ?? 0
      const row = used.get(column) ?? 0
      used.set(column, row + 1)
      placed.set(node.id, { node, column, lane, row })
    }
    return { plan, rows: Math.max(1, ...used.values()) }
  })
  return { placed, lanes, columns: Math.max(1, ...[...columns.values()].map((one) => one + 1)) }
}
