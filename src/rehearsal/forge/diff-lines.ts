// Which lines of a file a pull request's diff shows, so that inline comments can be held to them.

import type { FileChange } from './git/plumbing.ts'

export type Side = 'LEFT' | 'RIGHT'

/**
 * The hunk from its header down to the line, as `diff_hunk` shows it; undefined when the line is not part of the diff.
 * LEFT lines are removed and context lines of the old file, RIGHT lines added and context lines of the new one.
 */
export function hunkAt(file: FileChange, line: number, side: Side): string | undefined {
  let hunk: string[] = []
  const at = { LEFT: 0, RIGHT: 0 }
  for (const text of (file.patch ?? '').split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text)
    if (header !== null) {
      at.LEFT = Number(header[1])
      at.RIGHT = Number(header[2])
      hunk = [text]
      continue
    }
    hunk.push(text)
    const onLeft = text.startsWith('-') || text.startsWith(' ')
    const onRight = text.startsWith('+') || text.startsWith(' ')
    const shown = side === 'LEFT' ? onLeft : onRight
    if (shown && at[side] === line) return hunk.join('\n')
    if (onLeft) at.LEFT += 1
    if (onRight) at.RIGHT += 1
  }
  return undefined
}
