// Where findings can stand: GitHub takes a review comment only on a line that its diff shows.

import type { Finding } from '../outcomes.ts'
import { inCode } from './text.ts'
import { findingBody } from './verdict-body.ts'

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

/** Splits findings into inline comments and an appendix to the body (put before its marker). */
export function placeFindings(
  body: string,
  findings: readonly Finding[],
  patches: ReadonlyMap<string, string>,
): { body: string; inline: Finding[] } {
  const isShown = (finding: Finding): boolean => {
    const patch = patches.get(finding.path)
    return patch !== undefined && shownLines(patch).has(finding.line)
  }
  const inline = findings.filter(isShown)
  const rest = findings.filter((finding) => !isShown(finding))
  if (rest.length === 0) return { body, inline }
  const appendix = rest
    .map((finding) => `- \`${inCode(finding.path)}:${finding.line}\` ${findingBody(finding)}`)
    .join('\n')
  const marker = body.lastIndexOf('<!-- baton:')
  const at = marker === -1 ? body.length : marker
  return {
    body: `${body.slice(0, at).trimEnd()}\n\n**Outside the diff**\n${appendix}\n\n${body.slice(at)}`,
    inline,
  }
}
