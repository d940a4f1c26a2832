// What a change by an agent may contain; every limit can be set per repository, the built-in protections cannot be lifted by accident.

import { z } from 'zod'
import { Glob } from '../domain/policy/glob.ts'

const globs = z.array(Glob).max(500)

export const GatePolicy = z.strictObject({
  maxFiles: z.int().min(1).max(5000).default(50),
  /** Bytes of the patch, binary files counted in full. */
  maxBytes: z.int().min(1).max(50_000_000).default(200_000),
  /** Further protected paths, for example `infra/**`. Matched as the most forgiving file system would. */
  protect: globs.default([]),
  /** Globs of protected paths that may change after all, for example `.github/ISSUE_TEMPLATE/**`. `.git` never can. */
  allow: globs.default([]),
  /** Globs of the only paths that may change: the run's authority. */
  only: globs.default(['**']),
  /** Globs of files that may become executable, for example `scripts/*.sh`. */
  allowExecutable: globs.default([]),
})
export type GatePolicy = z.infer<typeof GatePolicy>
