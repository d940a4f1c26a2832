// The route that a task is on: recorded, so that it changes only when somebody changes its labels, and finished work is kept.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import type { RouteWave } from './route-waves.ts'

const Wave = z.strictObject({
  index: z.int().min(1),
  purpose: z.enum(['research', 'implement']),
  agent: AgentName,
  owners: z.array(AgentName).min(2).readonly().optional(),
  after: z.array(z.int()).readonly(),
  postMortem: z.literal(true).optional(),
  optional: z.literal(true).optional(),
  plan: z.int().min(0).optional(),
  waits: z.array(z.string()).readonly().optional(),
})

export const RecordedRoute = z.strictObject({
  /** The labels that it was made from, sorted. */
  labels: z.array(z.string()).readonly(),
  /** Those it was made from before, where it was made anew. */
  before: z.array(z.string()).readonly().optional(),
  /** The agent chosen to lead, by workload and record; kept, because both change all the time. */
  primary: AgentName.optional(),
  waves: z.array(Wave).readonly(),
  /** Where the indexes of a plan's waves start; undefined: the waves are of a chain or pattern. */
  offset: z.int().min(0).optional(),
  /** Waves of an earlier route that were begun and are not wanted any more. */
  dropped: z.array(Wave).readonly(),
})
export type RecordedRoute = z.infer<typeof RecordedRoute>

export interface Progress {
  finished: (wave: RouteWave) => boolean
  begun: (wave: RouteWave) => boolean
}

/**
 * Fits a new plan to what an old one has done. A planned wave of the same purpose and agent takes the old one's place, with its
 * branch and its runs; finished waves are kept in front; what is neither wanted nor finished is dropped. Indexes are never
 * given twice.
 */
export function refit(
  old: Pick<RecordedRoute, 'waves' | 'dropped'>,
  planned: readonly RouteWave[],
  { finished, begun }: Progress,
): { waves: RouteWave[]; dropped: RouteWave[] } {
  const left = [...old.waves, ...old.dropped].toSorted((a, b) => a.index - b.index)
  let next = Math.max(0, ...left.map((wave) => wave.index))
  const indexes = new Map<number, number>()
  const fitted = planned.map((wave) => {
    const at = left.findIndex(
      (known) =>
        known.purpose === wave.purpose &&
        known.agent === wave.agent &&
        (known.postMortem ?? false) === (wave.postMortem ?? false),
    )
    const [known] = at < 0 ? [] : left.splice(at, 1)
    const index = known?.index ?? (next += 1)
    indexes.set(wave.index, index)
    return { ...wave, index }
  })
  // What is finished waits for nothing, least of all for a wave that is no more.
  const kept = left.filter((wave) => finished(wave)).map((wave) => ({ ...wave, after: [] }))
  return {
    waves: [
      ...kept,
      ...fitted.map((wave) => ({ ...wave, after: wave.after.flatMap((index) => indexes.get(index) ?? []) })),
    ],
    dropped: left.filter((wave) => !finished(wave) && begun(wave)),
  }
}

/**
 * The same for the waves of a plan, which keep their numbers whatever else is edited: `planned` is numbered already. Finished
 * waves that the plan has no more are kept in front, begun ones are dropped.
 */
export function refitPlan(
  old: Pick<RecordedRoute, 'waves' | 'dropped'>,
  planned: readonly RouteWave[],
  { finished, begun }: Progress,
): { waves: RouteWave[]; dropped: RouteWave[] } {
  const wanted = new Set(planned.map((wave) => wave.index))
  const left = [...old.waves, ...old.dropped].filter((wave) => !wanted.has(wave.index))
  return {
    waves: [...left.filter(finished).map((wave) => ({ ...wave, after: [] })), ...planned],
    dropped: left.filter((wave) => !finished(wave) && begun(wave)),
  }
}
