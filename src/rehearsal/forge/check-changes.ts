// What creating and updating a check run have in common: the fields, their limits, and their effect.

import { z } from 'zod'
import type { CheckAnnotation, CheckRun } from './world.ts'

/** https://docs.github.com/rest/checks/runs: characters of summary and text, annotations and buttons per request. */
const MAX_TEXT = 65_535
const MAX_ANNOTATIONS = 50
const MAX_ACTIONS = 3

const annotation = z.strictObject({
  path: z.string().min(1),
  start_line: z.number().int(),
  end_line: z.number().int(),
  start_column: z.number().int().optional(),
  end_column: z.number().int().optional(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string().min(1),
  title: z.string().max(255).optional(),
  raw_details: z.string().optional(),
})

const time = z.iso.datetime({ offset: true })

export const changeSchema = z.strictObject({
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  started_at: time.optional(),
  conclusion: z
    .enum(['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'])
    .optional(),
  completed_at: time.optional(),
  output: z
    .strictObject({
      title: z.string().optional(),
      summary: z.string().max(MAX_TEXT).optional(),
      text: z.string().max(MAX_TEXT).optional(),
      annotations: z.array(annotation).max(MAX_ANNOTATIONS).optional(),
      images: z
        .array(z.strictObject({ alt: z.string(), image_url: z.string(), caption: z.string().optional() }))
        .optional(),
    })
    .optional(),
  actions: z
    .array(
      z.strictObject({
        label: z.string().max(20),
        description: z.string().max(40),
        identifier: z.string().max(20),
      }),
    )
    .max(MAX_ACTIONS)
    .optional(),
})

export type CheckChange = z.infer<typeof changeSchema>

/** Annotations add up over requests; everything else is replaced. A conclusion alone completes the run. */
export function applyChange(run: CheckRun, change: CheckChange, now: string): void {
  run.detailsUrl = change.details_url ?? run.detailsUrl
  run.externalId = change.external_id ?? run.externalId
  run.startedAt = change.started_at ?? run.startedAt
  run.actions = change.actions ?? run.actions
  if (change.output !== undefined) {
    const { title, summary, text, annotations } = change.output
    run.output = {
      title: title ?? run.output.title,
      summary: summary ?? run.output.summary,
      text: text ?? run.output.text,
      annotations: [...run.output.annotations, ...(annotations ?? []).map(kept)],
    }
  }
  const status = change.conclusion === undefined ? change.status : 'completed'
  if (status === undefined) return
  run.status = status
  run.conclusion = status === 'completed' ? (change.conclusion ?? run.conclusion ?? 'neutral') : null
  run.completedAt = status === 'completed' ? (change.completed_at ?? now) : null
}

/** Drops the keys that were sent as undefined, which the world's type does not have. */
function kept(one: z.infer<typeof annotation>): CheckAnnotation {
  const { start_column, end_column, title, raw_details, ...required } = one
  return {
    ...required,
    ...(start_column === undefined ? {} : { start_column }),
    ...(end_column === undefined ? {} : { end_column }),
    ...(title === undefined ? {} : { title }),
    ...(raw_details === undefined ? {} : { raw_details }),
  }
}
