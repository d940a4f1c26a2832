// A format of test reports: its reader tells a collector what passed, failed and was skipped.

import {
  MAX_FAILURE_MESSAGE,
  MAX_FAILURES,
  MAX_TEST_NAME,
  type TestFailure,
  type TestReport,
} from '../domain/reports/test-report.ts'
import { defineFormat, type Format, type FormatDefinition, type ReportFile } from './format.ts'
import { message, visible } from './plain-text.ts'
import { placeIn, repositoryPath } from './places.ts'

export type TestFormat = Format<TestReport>

export interface Failed {
  name: string
  /** What the tool says of it. */
  message: string
  /** As the report names it. */
  path?: string | undefined
  line?: number | undefined
  /** Where a place is looked for when there is no path: the message, if nothing else. */
  trace?: string
}

export interface TestCollector {
  pass(count?: number): void
  skip(count?: number): void
  fail(failed: Failed): void
}

function createTestCollector(root: string | undefined): TestCollector & { report(): TestReport } {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const failures: TestFailure[] = []
  return {
    pass: (count = 1) => {
      counts.passed += count
    },
    skip: (count = 1) => {
      counts.skipped += count
    },
    fail: ({ name, message: said, path, line, trace }) => {
      counts.failed += 1
      if (failures.length >= MAX_FAILURES) return
      const named = path === undefined ? undefined : repositoryPath(path, root)
      const own =
        named === undefined ? undefined : { path: named, ...(line !== undefined && line > 0 && { line }) }
      failures.push({
        name: visible(name, MAX_TEST_NAME) || 'unnamed test',
        message: message(said, MAX_FAILURE_MESSAGE),
        ...(own?.line === undefined ? (placeIn(trace ?? said, root) ?? own) : own),
      })
    },
    report: () => ({ total: counts.passed + counts.failed + counts.skipped, ...counts, failures }),
  }
}

interface Definition extends Omit<FormatDefinition<TestReport>, 'read'> {
  gather(file: ReportFile, tests: TestCollector): void
}

/** A report without any test is a problem: it proves nothing. */
export const testFormat = ({ gather, ...format }: Definition): TestFormat =>
  defineFormat({
    ...format,
    read: (files, problems, { root }) => {
      const collector = createTestCollector(root)
      for (const file of files) gather(file, collector)
      const report = collector.report()
      if (report.total === 0 && problems.count === 0) {
        problems.add('the report', 'no test is in it', 'at least one: a run of nothing proves nothing')
      }
      return report
    },
  })
