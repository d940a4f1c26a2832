// What is remembered about a task beside GitHub, the runs and the validations.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'

export const TaskState = z.strictObject({
  /** The person with write permission whose act handed the issue over. */
  authorisedBy: z.string().optional(),
  /** Branches to observe, by wave. */
  waves: z.array(z.strictObject({ index: z.int(), branch: z.string() })).default([]),
  mergeRefusal: z.strictObject({ sha: Sha, message: z.string(), at: z.number() }).optional(),
  /** Where the task stood after the last pass, for status views. */
  explanation: z.array(z.string()).default([]),
})
export type TaskState = z.infer<typeof TaskState>

export const emptyTaskState = (): TaskState => ({ waves: [], explanation: [] })
