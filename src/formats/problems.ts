// Everything that is wrong with a report at once, each with its place and what was expected there.

import { visible } from './plain-text.ts'

/** Nobody reads more; a broken report can have millions. */
const MAX_LISTED = 20
const MAX_MESSAGE = 300

export interface FormatProblem {
  /** `line 3`, `line 3, column 5` or `$.benchmarks[2].stats.data[0]`, after the file's name where there are several. */
  place: string
  message: string
  expected: string
}

export interface Problems {
  add(place: string, message: string, expected: string): void
  /** How many there were; only the first are kept. */
  readonly count: number
  /** The first problems, in the order in which they were met. */
  readonly list: readonly FormatProblem[]
  /** Whether more would not be kept: a reader of a long list may stop. */
  readonly full: boolean
}

export function createProblems(): Problems {
  const list: FormatProblem[] = []
  let count = 0
  return {
    add: (place, message, expected) => {
      count += 1
      if (list.length < MAX_LISTED) list.push({ place, message: visible(message, MAX_MESSAGE), expected })
    },
    get count() {
      return count
    },
    get full() {
      return count >= MAX_LISTED
    },
    list,
  }
}

/** The same list, with the name of a file before each place. */
export function inFile(problems: Problems, file: string): Problems {
  if (file === '') return problems
  const prefix = `${visible(file, MAX_MESSAGE)}: `
  return {
    add: (place, message, expected) => problems.add(prefix + place, message, expected),
    get count() {
      return problems.count
    },
    get full() {
      return problems.full
    },
    list: problems.list,
  }
}
