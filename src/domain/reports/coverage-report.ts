// What a coverage tool reported: totals over the files of the repository, and each file with the lines that were missed.

import { z } from 'zod'
import { RepositoryPath } from './repository-path.ts'

export const MAX_COVERED_FILES = 2000
export const MAX_MISSED = 500

const Count = z.int().min(0)

export const Covered = z
  .strictObject({ covered: Count, total: Count })
  .refine(({ covered, total }) => covered <= total, 'more is covered than there is')
export type Covered = z.infer<typeof Covered>

export const CoveredFile = z
  .strictObject({
    path: RepositoryPath,
    lines: Covered,
    /** Ascending, the first MAX_MISSED. */
    missed: z.array(z.int().min(1)).max(MAX_MISSED),
  })
  .refine(
    ({ lines, missed }) => missed.length <= lines.total - lines.covered,
    'more lines are listed as missed than were',
  )
export type CoveredFile = z.infer<typeof CoveredFile>

export const CoverageReport = z.strictObject({
  lines: Covered,
  branches: Covered.optional(),
  functions: Covered.optional(),
  /** Sorted by path. With more than MAX_COVERED_FILES, those that miss most lines. */
  files: z.array(CoveredFile).min(1).max(MAX_COVERED_FILES),
  /** Files that count in the totals and are not listed. */
  unlisted: Count,
  /** Files outside the repository (system headers, dependencies), which count nowhere. */
  outside: Count,
})
export type CoverageReport = z.infer<typeof CoverageReport>
