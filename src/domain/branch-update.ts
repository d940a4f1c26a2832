// What came of merging the newest base into a wave's branch.

import { z } from 'zod'
import { Sha } from './ids.ts'

/** Without a conflict the branch held the base already; where it was pushed, the branch has another head since. */
export const BranchUpdate = z.strictObject({
  branch: z.string(),
  head: Sha,
  base: Sha,
  conflict: z.strictObject({ files: z.array(z.string()), text: z.string() }).optional(),
})
export type BranchUpdate = z.infer<typeof BranchUpdate>
