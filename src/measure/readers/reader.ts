// What reads the report of a command.

import type { ReportedExperiment } from '../../formats/experiment-lines.ts'
import type { Coverage, TestFailure } from '../../domain/results.ts'

/** One document: what a command printed, or a file that it wrote. */
export interface ReportText {
  /** Relative to the checkout, with slashes; undefined for what was printed. */
  path: string | undefined
  text: string
}

/** One metric of one run. */
export interface Series {
  metric: string
  unit: string
  better: 'lower' | 'higher'
  /** All samples of that run, at least one. */
  values: readonly number[]
}

export interface TestCounts {
  total: number
  passed: number
  failed: number
  skipped: number
  failures: readonly TestFailure[]
}

/** What one run of one command reported. A run with problems counts as failed. */
export interface Reading {
  series?: readonly Series[]
  tests?: TestCounts
  coverage?: Coverage
  experiments?: readonly ReportedExperiment[]
  problems: readonly string[]
}

/**
 * Reads the documents of one run, at least one. `root` is the absolute path of the checkout, to which paths are made relative. Never
 * throws: what it cannot read is a problem.
 */
export type Reader = (documents: readonly ReportText[], root: string) => Reading
