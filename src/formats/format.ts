// What every format is: a name, how the tool writes it, an example, and a parser that never throws and never guesses.

import type { FormatName } from '../domain/reports/format-names.ts'
import { UserError } from '../errors.ts'
import { detectFormat } from './detect.ts'
import { plainText, visible } from './plain-text.ts'
import { createProblems, inFile, type FormatProblem, type Problems } from './problems.ts'

/** Characters over all files of a report. Larger ones are logs, or meant to hurt. */
export const MAX_REPORT = 20_000_000
export const MAX_REPORT_FILES = 5000

/** One report, or the files of one by their paths. */
export type ReportInput = string | ReadonlyMap<string, string>

export interface ParseOptions {
  /** Absolute path of the checkout. Absolute paths in the report are made relative to it; others in it are outside. */
  root?: string | undefined
}

export type Parsed<T> = { ok: T } | { error: UserError; problems: readonly FormatProblem[] }

export interface ReportFile {
  /** Its path, or the empty text where there is only one. */
  path: string
  /** Without BOM and colours, lines ending in `\n`. */
  text: string
  /** Places are told with the file's name. */
  problems: Problems
}

export interface Format<T> {
  name: FormatName
  /** What makes the tool write it. */
  from: string
  /** A small report that is in order. */
  example: string
  /** A report that says less than it announced, or nothing, is an error. Raises nothing for any text. */
  parse(input: ReportInput, options?: ParseOptions): Parsed<T>
}

export interface FormatDefinition<T> extends Omit<Format<T>, 'parse'> {
  /** Reads what it can and adds what is wrong to the problems; its value counts only when there are none. */
  read(files: readonly ReportFile[], problems: Problems, options: ParseOptions): T | undefined
}

function admit(input: ReportInput, problems: Problems): ReportFile[] {
  const files = typeof input === 'string' ? new Map([['', input]]) : input
  const size = [...files.values()].reduce((sum, text) => sum + text.length, 0)
  if (files.size > MAX_REPORT_FILES || size > MAX_REPORT) {
    problems.add(
      'the report',
      `it has ${files.size} files with ${size} characters`,
      `at most ${MAX_REPORT_FILES} files with ${MAX_REPORT} characters together`,
    )
    return []
  }
  if (files.size === 0) problems.add('the report', 'there is no file', 'the files that the tool wrote')
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, text]) => {
      const file = { path, text: plainText(text), problems: inFile(problems, path) }
      if (file.text.trim() === '') {
        file.problems.add(
          'line 1',
          'it is empty',
          'the whole report: did the tool run, and where did it write?',
        )
        return []
      }
      if (file.text.includes('\0')) {
        file.problems.add('line 1', 'it holds NUL characters, as UTF-16 does', 'UTF-8')
        return []
      }
      return [file]
    })
}

function errorOf(format: FormatName, from: string, example: string, problems: Problems): UserError {
  const { list, count } = problems
  const lines = list.map(({ place, message, expected }) => `${place}: ${message}; expected ${expected}`)
  if (count > list.length) lines.push(`and ${count - list.length} more`)
  const head = `the ${format} report cannot be used, ${count} problem${count === 1 ? '' : 's'}:`
  return new UserError([head, ...lines].join('\n  '), `write it with ${from}, for example:\n${example}`)
}

/** Adds what all formats share: limits, clean text, the hint that it is another tool's report, and one error for all problems. */
export function defineFormat<T>({ read, ...format }: FormatDefinition<T>): Format<T> {
  return {
    ...format,
    parse: (input, options = {}) => {
      const problems = createProblems()
      const files = admit(input, problems)
      const value = files.length > 0 ? read(files, problems, options) : undefined
      if (value !== undefined && problems.count === 0) return { ok: value }
      const [first] = files
      const looks = first && detectFormat(first.text)
      const known = createProblems()
      if (looks !== undefined && looks !== format.name) {
        const where = first?.path === undefined || first.path === '' ? 'the report' : visible(first.path, 300)
        known.add(where, `it looks like ${looks}`, `${format.name}, or the format ${looks} in the policy`)
      }
      if (problems.count === 0 && known.count === 0) {
        known.add('the report', 'there is nothing in it that can be read', format.from)
      }
      for (const { place, message, expected } of problems.list) known.add(place, message, expected)
      return { error: errorOf(format.name, format.from, format.example, known), problems: known.list }
    },
  }
}
