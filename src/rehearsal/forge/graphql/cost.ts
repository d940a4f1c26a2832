// What a query costs in rate-limit points and how many nodes it may return, by GitHub's published rules
// (https://docs.github.com/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api).

import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'
import { Kind } from 'graphql'

export interface Cost {
  /** Requests needed to fulfil each connection, divided by 100, at least 1. */
  points: number
  /** `first`/`last` multiplied down the tree. */
  nodes: number
}

export const MAX_NODES = 500_000

/** The cost of a validated document with these variables. */
export function costOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  let requests = 0
  let nodes = 0
  const walk = (selections: SelectionSetNode | undefined, times: number): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        walk(fragments.get(selection.name.value)?.selectionSet, times)
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, times)
      else {
        const size = pageSize(selection, variables)
        if (size !== undefined) {
          requests += times
          nodes += times * size
        }
        walk(selection.selectionSet, times * (size ?? 1))
      }
    }
  }
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION) walk(node.selectionSet, 1)
  return { points: Math.max(1, Math.round(requests / 100)), nodes }
}

function pageSize(field: FieldNode, variables: Readonly<Record<string, unknown>>): number | undefined {
  for (const { name, value } of field.arguments ?? []) {
    if (name.value !== 'first' && name.value !== 'last') continue
    if (value.kind === Kind.INT) return Number(value.value)
    const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined
    if (typeof given === 'number') return given
  }
  return undefined
}
