// The report files of a command: found by pattern below its checkout, never outside of it, and only those that it wrote itself.

import { constants } from 'node:fs'
import { glob, lstat, open, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep, win32 } from 'node:path'
import { MAX_REPORT, MAX_REPORT_FILES } from '../formats/format.ts'
import type { ReportText } from './readers/reader.ts'

// What the formats take, and a little less for one file.
const MOST_FILES = MAX_REPORT_FILES
const LARGEST_BYTES = 16_000_000
const MOST_BYTES = MAX_REPORT

/** State of the files that a pattern names, by path: a file that was written since has another one. */
export type Seen = ReadonlyMap<string, string>

/** What is wrong with a pattern, or undefined. */
export function patternProblem(pattern: string): string | undefined {
  if (isAbsolute(pattern) || win32.isAbsolute(pattern) || /^[A-Za-z]:/.test(pattern))
    return `the report path ${pattern} is absolute; expected one relative to the checkout`
  if (pattern.split(/[/\\]/).includes('..'))
    return `the report path ${pattern} leads out of the checkout; expected one below it`
  return undefined
}

/** The files that a pattern names before the command runs: a report that lies there already says nothing about it. */
export async function look(directory: string, pattern: string): Promise<Seen> {
  const seen = new Map<string, string>()
  for await (const path of glob(pattern, { cwd: directory })) {
    const state = await lstat(join(directory, path), { bigint: true }).catch(() => undefined)
    // The time of change cannot be set by a program, unlike the time of modification.
    if (state !== undefined && !state.isDirectory())
      seen.set(path, `${state.dev}:${state.ino}:${state.size}:${state.ctimeNs}`)
  }
  return seen
}

/**
 * Reads the files that were written since `before`, sorted by path. Links, other things than files, files over 16 MB, more than
 * 5000 files and more than 20 MB altogether are problems; so is none.
 */
export async function readReports(
  directory: string,
  pattern: string,
  before: Seen,
): Promise<{ documents: ReportText[]; problems: string[] }> {
  const home = await realpath(directory)
  const after = await look(directory, pattern)
  const written = [...after.keys()].filter((path) => after.get(path) !== before.get(path)).sort()
  if (written.length === 0) {
    const old = after.size === 0 ? '' : `; ${after.size} that lay there before do not count`
    return { documents: [], problems: [`the command wrote no report file ${pattern}${old}`] }
  }
  if (written.length > MOST_FILES)
    return { documents: [], problems: [`${written.length} report files; expected at most ${MOST_FILES}`] }
  const documents: ReportText[] = []
  const problems: string[] = []
  let total = 0
  for (const path of written) {
    const shown = path.split(sep).join('/')
    const text = await readOne(home, path)
    if ('problem' in text) problems.push(`${shown}: ${text.problem}`)
    else {
      total += text.bytes
      if (total > MOST_BYTES)
        return { documents: [], problems: [`the report files are larger than ${MOST_BYTES} bytes together`] }
      documents.push({ path: shown, text: text.text })
    }
  }
  return { documents, problems }
}

async function readOne(
  home: string,
  path: string,
): Promise<{ text: string; bytes: number } | { problem: string }> {
  const full = join(home, path)
  try {
    // A link anywhere on the way makes the real path another one.
    if (relative(full, await realpath(full)) !== '') return { problem: 'it is, or lies behind, a link' }
    // Not waiting for a writer, should it be a pipe; no link, should it have become one. Windows has neither flag.
    const flags =
      process.platform === 'win32'
        ? constants.O_RDONLY
        : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    await using file = await open(full, flags)
    const state = await file.stat()
    if (!state.isFile()) return { problem: 'it is not a file' }
    if (state.size > LARGEST_BYTES) return { problem: `it is larger than ${LARGEST_BYTES} bytes` }
    // No more than its size was, should it still grow.
    const buffer = Buffer.alloc(state.size)
    const { bytesRead } = await file.read(buffer, 0, state.size, 0)
    return { text: buffer.subarray(0, bytesRead).toString('utf8'), bytes: bytesRead }
  } catch (error) {
    return { problem: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}
