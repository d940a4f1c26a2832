// Which moments of a task have come, and what became of what hung on them: kept with the task, so that nothing happens twice.

import { z } from 'zod'
import { AgentName, Sha } from '../ids.ts'
import type { HookName } from './names.ts'
import { HookStep } from './step.ts'

const RecordedStep = z.strictObject({
  /** As it was configured when the moment came: an edit changes later moments only. */
  does: HookStep,
  /** The index that its agent's runs are recorded under. */
  run: z.int().optional(),
  /** When it was over, in milliseconds since 1970; left out: it is not. */
  at: z.number().optional(),
  /** How it ended, in words. */
  result: z.string().optional(),
  failed: z.literal(true).optional(),
})
export type RecordedStep = z.infer<typeof RecordedStep>

export const RecordedMoment = z.strictObject({
  /** When it came, in milliseconds since 1970. */
  at: z.number(),
  wave: z.int().optional(),
  agent: AgentName.optional(),
  sha: Sha,
  steps: z.array(RecordedStep).readonly(),
})
export type RecordedMoment = z.infer<typeof RecordedMoment>

/** By `HOOK/key`, oldest first. A moment that nothing hung on is there too: what is configured later is not for it. */
export const HookRecord = z.record(z.string(), RecordedMoment)
export type HookRecord = Readonly<z.infer<typeof HookRecord>>

export const momentId = (hook: HookName, key: string): string => `${hook}/${key}`

/** The keys of one hook's moments on record, oldest first. */
export const keysOf = (record: HookRecord, hook: HookName): string[] =>
  Object.keys(record).flatMap((id) => (id.startsWith(`${hook}/`) ? [id.slice(hook.length + 1)] : []))

export interface StepEnd {
  /** In milliseconds since 1970. */
  at: number
  result: string
  failed: boolean
}

/** The record with a step ended; unchanged where there is no such step, or it has ended. */
export function ended(record: HookRecord, id: string, step: number, end: StepEnd): HookRecord {
  const moment = record[id]
  if (moment === undefined || moment.steps[step]?.at !== undefined) return record
  const { at, result, failed } = end
  const steps = moment.steps.map((one, i) =>
    i === step ? { ...one, at, result, ...(failed ? { failed: true as const } : {}) } : one,
  )
  return { ...record, [id]: { ...moment, steps } }
}
