// The bodies that create and change issues, and the limits on what they say.

import { z } from 'zod'
import { characters } from './body.ts'
import { invalid } from './http-error.ts'
import type { FieldError } from './http-error.ts'

/** github.com's limits, in characters. */
const MAX_TITLE = 256
export const MAX_BODY = 65_536

const title = z.union([z.string(), z.number().transform(String)])
const label = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])

/** A milestone by number, which may be written as a string; null: none. */
const milestone = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .nullish()

/** POST …/issues, apart from types and fields, which this forge has not. */
export const newIssue = z.strictObject({
  title,
  body: z.string().nullish(),
  labels: z.array(label).optional(),
  assignee: z.string().nullish(),
  assignees: z.array(z.string()).optional(),
  milestone,
})

/** PATCH …/issues/{issue_number}, with the same exceptions. */
export const changedIssue = z.strictObject({
  title: title.nullish(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
  labels: z.array(label).optional(),
  assignee: z.string().nullish(),
  assignees: z.array(z.string()).optional(),
  milestone,
})

const tooLong = (field: string, most: number): FieldError => ({
  resource: 'Issue',
  field,
  code: 'custom',
  message: `${field} is too long (maximum is ${most} characters)`,
})

/** Throws 422 for a title or body GitHub refuses. */
export function checkText(text: {
  title?: string | null | undefined
  body?: string | null | undefined
}): void {
  const { title, body } = text
  if (typeof title === 'string' && title.trim() === '') {
    throw invalid([{ resource: 'Issue', field: 'title', code: 'missing_field' }])
  }
  if (characters(title ?? '') > MAX_TITLE) throw invalid([tooLong('title', MAX_TITLE)])
  if (characters(body ?? '') > MAX_BODY) throw invalid([tooLong('body', MAX_BODY)])
}
