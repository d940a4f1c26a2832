// A format of coverage: its reader fills one record per file, and what is outside the repository is left out.

import {
  MAX_COVERED_FILES,
  MAX_MISSED,
  type Covered,
  type CoveredFile,
  type CoverageReport,
} from '../domain/reports/coverage-report.ts'
import { defineFormat, type Format, type FormatDefinition, type ReportFile } from './format.ts'
import { repositoryPath } from './places.ts'
import type { Problems } from './problems.ts'

export type CoverageFormat = Format<CoverageReport>

const MAX_LINE = 10_000_000

export interface FileCoverage {
  /** How often a line ran; a line that comes twice ran as often as both say. */
  line(number: number, hits: number, place: string, problems: Problems): void
  /** Branches at one place, by a key; of the same key the larger count is taken. */
  branch(key: string, covered: number, total: number): void
  call(name: string, covered: boolean): void
}

interface Kept {
  lines: Map<number, number>
  branches: Map<string, Covered>
  functions: Map<string, boolean>
}

export interface CoverageCollector {
  /** The record of a file, one for all its mentions. Absolute paths are taken relative to the checkout. */
  file(path: string): FileCoverage
}

function recordOf(kept: Kept): FileCoverage {
  return {
    line: (number, hits, place, problems) => {
      if (!Number.isSafeInteger(number) || number < 1 || number > MAX_LINE) {
        problems.add(place, `the line number is ${number}`, 'a whole number from 1')
      } else if (!Number.isFinite(hits) || hits < 0) {
        problems.add(place, `line ${number} ran ${hits} times`, 'a number of at least 0')
      } else kept.lines.set(number, (kept.lines.get(number) ?? 0) + hits)
    },
    branch: (key, covered, total) => {
      const known = kept.branches.get(key)
      kept.branches.set(key, {
        covered: Math.max(known?.covered ?? 0, Math.min(covered, total)),
        total: Math.max(known?.total ?? 0, total),
      })
    },
    call: (name, covered) => kept.functions.set(name, covered || kept.functions.get(name) === true),
  }
}

const sum = (list: readonly Covered[]): Covered => ({
  covered: list.reduce((all, { covered }) => all + covered, 0),
  total: list.reduce((all, { total }) => all + total, 0),
})

function fileOf(path: string, { lines }: Kept): CoveredFile {
  const missed = [...lines].filter(([, hits]) => hits === 0).map(([number]) => number)
  return {
    path,
    lines: { covered: lines.size - missed.length, total: lines.size },
    missed: missed.sort((a, b) => a - b).slice(0, MAX_MISSED),
  }
}

const missing = ({ lines }: CoveredFile): number => lines.total - lines.covered
const byPath = (a: CoveredFile, b: CoveredFile): number => (a.path < b.path ? -1 : 1)

/** Branches and functions are undefined where the report has none of any file. */
function reportOf(all: ReadonlyMap<string, Kept>, outside: number): CoverageReport {
  const files = [...all].map(([path, kept]) => fileOf(path, kept)).sort(byPath)
  const branches = [...all.values()].flatMap((kept) => [...kept.branches.values()])
  const functions = [...all.values()].flatMap((kept) => [...kept.functions.values()])
  const listed =
    files.length <= MAX_COVERED_FILES
      ? files
      : files
          .toSorted((a, b) => missing(b) - missing(a) || byPath(a, b))
          .slice(0, MAX_COVERED_FILES)
          .sort(byPath)
  return {
    lines: sum(files.map(({ lines }) => lines)),
    ...(branches.length > 0 && { branches: sum(branches) }),
    ...(functions.length > 0 && {
      functions: { covered: functions.filter((covered) => covered).length, total: functions.length },
    }),
    files: listed,
    unlisted: files.length - listed.length,
    outside,
  }
}

interface Definition extends Omit<FormatDefinition<CoverageReport>, 'read'> {
  gather(file: ReportFile, coverage: CoverageCollector, root: string | undefined): void
}

/** A report without a line of a file of the repository is a problem. */
export const coverageFormat = ({ gather, ...format }: Definition): CoverageFormat =>
  defineFormat({
    ...format,
    read: (files, problems, { root }) => {
      const all = new Map<string, Kept>()
      const outside = new Map<string, Kept>()
      const collector: CoverageCollector = {
        file: (raw) => {
          const path = repositoryPath(raw, root)
          const where = path === undefined ? outside : all
          const kept = where.get(path ?? raw) ?? {
            lines: new Map(),
            branches: new Map(),
            functions: new Map(),
          }
          where.set(path ?? raw, kept)
          return recordOf(kept)
        },
      }
      for (const file of files) gather(file, collector, root)
      const report = reportOf(all, outside.size)
      if (report.lines.total === 0 && problems.count === 0) {
        const told = outside.size === 0 ? '' : ` (${outside.size} files are outside of it)`
        problems.add(
          'the report',
          `no line of a file of the repository is in it${told}`,
          'paths in the repository',
        )
      }
      return report
    },
  })
