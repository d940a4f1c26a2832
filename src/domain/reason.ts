// A verdict that explains itself: the same tree feeds check runs, comments, the CLI and logs.

import { oneLine } from './render/text.ts'

export type ReasonState = 'pass' | 'fail' | 'pending' | 'info'

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

/** All must pass: one failure fails, otherwise one pending holds it open. Information does not count. */
export function allOf(text: string, children: readonly Reason[]): Reason {
  const counted = children.filter((child) => child.state !== 'info')
  const state: ReasonState = counted.some((child) => child.state === 'fail')
    ? 'fail'
    : counted.some((child) => child.state === 'pending')
      ? 'pending'
      : 'pass'
  return reason(state, text, children)
}

const marks: Record<ReasonState, string> = { pass: '✅', fail: '❌', pending: '⏳', info: '▪️' }

/** The tree as a nested Markdown list, two spaces a level. Texts may name what agents and workflows wrote: they are quoted. */
export function reasonMarkdown(root: Reason, depth = 0): string {
  const line = `${'  '.repeat(depth)}- ${marks[root.state]} ${oneLine(root.text)}`
  return [line, ...root.children.map((child) => reasonMarkdown(child, depth + 1))].join('\n')
}
