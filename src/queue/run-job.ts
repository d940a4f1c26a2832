// The job of an agent run: what it carries, its place among those that wait, and the group that it shares its limits with.

import { z } from 'zod'
import { TaskKey, taskRef } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import type { NewJob } from './boss.ts'

const cap = z.int().min(1)

/** What a job of a run carries. Times are milliseconds since 1970. */
export const RunData = z.strictObject({
  taskKey: TaskKey,
  agent: z.string().min(1).optional(),
  caps: z.strictObject({ agent: cap.optional(), repository: cap.optional() }).optional(),
  queuedAt: z.number().optional(),
  startBy: z.number().optional(),
})
export type RunData = z.infer<typeof RunData>

/** On what terms a run waits. */
export interface RunTerms {
  /** Its place, in milliseconds since 1970: of the runs that wait, the one with the smallest goes first. Now unless given. */
  startBy?: number | undefined
  /** The agent that the limit per agent counts. */
  agent?: string | undefined
  /** Runs at once over all processes: of this agent in the repository, and in the repository. No limit unless given. */
  caps?: { agent?: number | undefined; repository?: number | undefined } | undefined
}

/** Places count from here in seconds, so that they fit into pg-boss's 32 bits until 2093. Jobs without a place come first. */
const EPOCH_MS = Date.UTC(2025, 0, 1)
const INT32 = 2 ** 31 - 1

/** pg-boss takes the highest priority first, and of equal ones the oldest. */
export const jobPriority = (startBy: number): number =>
  Math.max(-INT32, Math.min(INT32, Math.floor((EPOCH_MS - startBy) / 1000)))

export function repositoryOf(data: RunData): string {
  const { owner, repo } = taskRef(data.taskKey)
  return `${owner}/${repo}`
}

/** The same for runs that find or miss a free slot together. */
export const groupOf = (data: RunData): string =>
  [repositoryOf(data), data.agent ?? '', data.caps?.agent ?? '', data.caps?.repository ?? ''].join(' ')

/** The job of a run that carries this. */
export const runJob = (key: string, data: RunData): NewJob => ({
  key,
  data,
  group: groupOf(data),
  ...(data.startBy === undefined ? {} : { priority: jobPriority(data.startBy) }),
})

/** What the job of a run that is queued now is to carry. Raises InternalError for a limit per agent without an agent. */
export function newRunData(taskKey: TaskKey, terms: RunTerms, now: number): RunData {
  const { startBy = now, agent, caps } = terms
  if (caps?.agent !== undefined && agent === undefined)
    throw new InternalError('a limit per agent needs the name of the agent')
  return RunData.parse({ taskKey, agent, caps, queuedAt: now, startBy })
}
