// Where findings can stand: GitHub takes a review comment only on a line that its diff shows.

import type { Finding } from '../outcomes.ts'
import { withMarker } from '../markers.ts'
import { fenced, inCode } from './text.ts'
import { beforeMarker, findingBody, suggestionBlock } from './verdict-body.ts'

/** Line numbers of the head version that a unified-diff patch shows (context and added lines). */
export function shownLines(patch: string): Set<number> {
  const shown = new Set<number>()
  let line = 0
  for (const row of patch.split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(row)
    if (hunk?.[1] !== undefined) {
      line = Number(hunk[1])
    } else if (row.startsWith('+') || row.startsWith(' ')) {
      shown.add(line)
      line += 1
    }
  }
  return shown
}

export interface InlineComment {
  path: string
  line: number
  /** First line, where it stands on several. */
  startLine?: number
  body: string
}

/** `topic` marks the comment, so that the same finding is known again. */
type Markable = Finding & { topic?: string }

function inlineComment(finding: Markable, shown: ReadonlySet<number>): InlineComment {
  const { path, line, startLine: first = line, suggestion, topic } = finding
  // A suggestion replaces exactly the lines that its comment stands on: with a part of them it would be another one.
  const whole =
    first <= line && Array.from({ length: line - first + 1 }, (_, i) => first + i).every((n) => shown.has(n))
  const parts = [
    findingBody(finding),
    suggestion === undefined ? undefined : whole ? suggestionBlock(suggestion) : fenced(suggestion),
  ]
  const body = parts.filter((part) => part !== undefined).join('\n\n')
  return {
    path,
    line,
    ...(whole && first < line ? { startLine: first } : {}),
    body: topic === undefined ? body : withMarker(topic, body),
  }
}

/** Splits findings into inline comments and an appendix to the body (put before its marker). */
export function placeFindings(
  body: string,
  findings: readonly Markable[],
  patches: ReadonlyMap<string, string>,
): { body: string; inline: InlineComment[] } {
  const inline: InlineComment[] = []
  const rest: string[] = []
  for (const finding of findings) {
    const shown = shownLines(patches.get(finding.path) ?? '')
    if (shown.has(finding.line)) inline.push(inlineComment(finding, shown))
    else {
      const code = finding.suggestion === undefined ? '' : `\n\n${indented(fenced(finding.suggestion))}`
      rest.push(`- \`${inCode(finding.path)}:${finding.line}\` ${findingBody(finding)}${code}`)
    }
  }
  if (rest.length === 0) return { body, inline }
  return { body: beforeMarker(body, `**Outside the diff**\n${rest.join('\n')}`), inline }
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ')
