// A verdict that explains itself: the same tree feeds check runs, comments, the CLI and logs.

import { oneLine } from './render/text.ts'

/** `unproven`: nobody could find out. It holds back what must be proven, and is nobody's mistake. */
export type ReasonState = 'pass' | 'fail' | 'pending' | 'unproven' | 'info'

export interface Reason {
  state: ReasonState
  /** One sentence in plain words, without a trailing full stop. */
  text: string
  children: readonly Reason[]
}

export const reason = (state: ReasonState, text: string, children: readonly Reason[] = []): Reason => ({
  state,
  text,
  children,
})

/** The states that keep a whole from passing; the first of them that a part is in is the state of the whole. */
const HOLDING = ['fail', 'unproven', 'pending'] as const

/** All must pass: one failure fails, otherwise one part that is unproven or pending holds it open. Information does not count. */
export function allOf(text: string, children: readonly Reason[]): Reason {
  const state = HOLDING.find((holding) => children.some((child) => child.state === holding))
  return reason(state ?? 'pass', text, children)
}

/** The ends of a tree that keep it from passing, each text once: below a part that has passed there are none. */
export function holding(root: Reason): Reason[] {
  const isHolding = ({ state }: Reason): boolean => state !== 'pass' && state !== 'info'
  if (!isHolding(root)) return []
  const below = root.children.flatMap(holding)
  const found = below.length === 0 ? [root] : below
  return found.filter((one, i) => found.findIndex(({ text }) => text === one.text) === i)
}

/** The same tree as news: it counts for nothing. */
export const told = (tree: Reason): Reason => ({
  ...tree,
  state: 'info',
  children: tree.children.map(told),
})

/** How the states are drawn in Markdown. */
export const REASON_MARKS: Readonly<Record<ReasonState, string>> = {
  pass: '✅',
  fail: '❌',
  pending: '⏳',
  unproven: '⚪',
  info: '▪️',
}

/** The tree as a nested Markdown list, two spaces a level. Texts may name what agents and workflows wrote: they are quoted. */
export function reasonMarkdown(root: Reason, depth = 0): string {
  const line = `${'  '.repeat(depth)}- ${REASON_MARKS[root.state]} ${oneLine(root.text)}`
  return [line, ...root.children.map((child) => reasonMarkdown(child, depth + 1))].join('\n')
}
