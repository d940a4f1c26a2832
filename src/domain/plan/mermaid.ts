// The graph of plans as a Mermaid flowchart, which GitHub draws in issues.

import type { EdgeReason, PlanGraph } from './graph.ts'

/** Mermaid ends a text at a quote and reads `#` as the start of an entity. Nothing may steer what is shown beside it. */
const text = (value: string): string =>
  value
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll('#', '#35;')
    .replaceAll('&', '#amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;')
    .replaceAll('\\', '#92;')

const arrows: Readonly<Record<EdgeReason, string>> = {
  order: '-->',
  depends_on: '==>',
  signal: '-.->',
  plan: '==>',
}

/** `titles`: what to call a plan; its id where it has none. */
export function mermaid(graph: PlanGraph, titles: ReadonlyMap<string, string>): string {
  const ids = new Map(graph.nodes.map((node, i) => [node.id, `w${i}`]))
  const plans = [...new Set(graph.nodes.map((node) => node.plan))]
  const lines = ['flowchart LR']
  for (const [i, plan] of plans.entries()) {
    const title = titles.get(plan)
    lines.push(
      `  subgraph p${i}["${text(title === undefined ? plan : `${plan}: ${title}`)}"]`,
      '    direction LR',
    )
    for (const node of graph.nodes.filter((one) => one.plan === plan)) {
      const agent = node.agent === undefined ? '' : `<br/><i>${text(node.agent)}</i>`
      // Not `1. …`: Mermaid takes that for a list in Markdown and refuses it.
      lines.push(`    ${ids.get(node.id) ?? ''}["wave ${node.wave}: ${text(node.title)}${agent}"]`)
    }
    lines.push('  end')
  }
  for (const edge of graph.edges) {
    const arrow = arrows[edge.why]
    // The order within a plan speaks for itself.
    const label = edge.why === 'signal' || edge.why === 'plan' ? `|"${text(edge.label)}"|` : ''
    lines.push(`  ${ids.get(edge.from) ?? ''} ${arrow}${label} ${ids.get(edge.to) ?? ''}`)
  }
  return `${lines.join('\n')}\n`
}
