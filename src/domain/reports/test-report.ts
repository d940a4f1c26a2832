// What a test run reported: counts that add up, and the failures by name.

import { z } from 'zod'
import { RepositoryPath } from './repository-path.ts'

export const MAX_FAILURES = 50
export const MAX_TEST_NAME = 500
export const MAX_FAILURE_MESSAGE = 1000

const Count = z.int().min(0)

export const TestFailure = z.strictObject({
  name: z.string().min(1).max(MAX_TEST_NAME),
  message: z.string().max(MAX_FAILURE_MESSAGE),
  /** Where it failed, as far as the report says so inside the repository. */
  path: RepositoryPath.optional(),
  line: z.int().min(1).optional(),
})
export type TestFailure = z.infer<typeof TestFailure>

export const TestReport = z
  .strictObject({
    total: Count.min(1),
    passed: Count,
    failed: Count,
    skipped: Count,
    /** The first MAX_FAILURES of `failed`. */
    failures: z.array(TestFailure).max(MAX_FAILURES),
  })
  .refine(
    ({ total, passed, failed, skipped }) => total === passed + failed + skipped,
    'passed, failed and skipped do not add up to total',
  )
  .refine(
    ({ failed, failures }) => failures.length === Math.min(failed, MAX_FAILURES),
    'the failures are not those that were counted',
  )
export type TestReport = z.infer<typeof TestReport>
