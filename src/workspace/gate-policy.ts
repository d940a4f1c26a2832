// What a change by an agent may contain; every limit can be set per repository, the built-in protections cannot be lifted by accident.

import { z } from 'zod'

const pattern = z.string().min(1).max(300)

export const GatePolicy = z.strictObject({
  maxFiles: z.int().min(1).max(5000).default(50),
  /** Bytes of the patch, binary files counted in full. */
  maxBytes: z.int().min(1).max(50_000_000).default(200_000),
  /** Further protected paths: a name (any depth) or a path from the root, for example `package-lock.json` or `agents/`. */
  protect: z.array(pattern).max(200).default([]),
  /** Globs of protected paths that may change after all, for example `.github/ISSUE_TEMPLATE/**`. `.git` never can. */
  allow: z.array(pattern).max(200).default([]),
  /** Globs of the only paths that may change; empty means all. Comes from the agent's authority. */
  only: z.array(pattern).max(200).default([]),
  /** Globs of files that may become executable, for example `scripts/*.sh`. */
  allowExecutable: z.array(pattern).max(200).default([]),
})
export type GatePolicy = z.infer<typeof GatePolicy>
