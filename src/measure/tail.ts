// Keeps the end of a command's output.

import { stripVTControlCharacters } from 'node:util'

/** Bytes; the result's schema allows as many characters. */
const LONGEST = 8192

export interface Tail {
  write(chunk: Buffer): void
  /** Adds a line of ours behind the output. */
  note(text: string): void
  /** The last 8 KB without ANSI codes and without half a character at its beginning, then the notes. */
  text(): string
}

export function createTail(): Tail {
  let kept: Buffer = Buffer.alloc(0)
  const notes: string[] = []
  return {
    write: (chunk) => {
      kept = Buffer.concat([kept, chunk.subarray(-LONGEST)])
      if (kept.length > 2 * LONGEST) kept = kept.subarray(-LONGEST)
    },
    note: (text) => void notes.push(`baton: ${text}`),
    text: () => {
      const output = stripVTControlCharacters(kept.subarray(-LONGEST).toString('utf8'))
        .replace(/^\uFFFD+/, '')
        // What is left of control characters (half a colour, a bell) would act on the terminal of whoever reads it.
        .replaceAll(/[^\P{Cc}\n\t]/gu, '')
        .trimEnd()
      return [output, ...notes]
        .filter((part) => part !== '')
        .join('\n')
        .slice(-LONGEST)
    },
  }
}
