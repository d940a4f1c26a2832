// The typed end of a run: the schema that is sent with the request, and the strict reading of the last message.

import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import { z } from 'zod'
import { BlockerOutcome, type OutcomeOf, outcomeSchemas, type Purpose } from '../domain/outcomes.ts'

/** Repair turns before a run ends with `invalid_output`. */
export const MAX_REPAIRS = 2

/** Typed per purpose, which a plain index into `outcomeSchemas` is not. */
const schemas: { readonly [P in Purpose]: z.ZodType<OutcomeOf[P]> } = outcomeSchemas

/** The `output_config.format` of the Messages API. */
export interface OutputFormat {
  type: 'json_schema'
  schema: Record<string, unknown>
}

const formats = new Map<Purpose, OutputFormat>()

/**
 * The output format for a purpose: its outcome or the blocker form. The SDK's conversion moves the keywords that the
 * API does not accept (lengths, bounds, patterns) into descriptions; zod still checks them when the answer comes.
 */
export function outputFormat(purpose: Purpose): OutputFormat {
  const known = formats.get(purpose)
  if (known) return known
  // Only these two fields: with the SDK's own parser attached a turn with text before a tool call would raise.
  const { type, schema } = zodOutputFormat(z.union([outcomeSchemas[purpose], BlockerOutcome]))
  const format = { type, schema }
  formats.set(purpose, format)
  return format
}

export type ReadOutcome<P extends Purpose> =
  | { ok: true; outcome: { kind: 'done'; value: OutcomeOf[P] } | ({ kind: 'blocked' } & BlockerOutcome) }
  /** Every fault, with its path, in a form that the model can act on. */
  | { ok: false; errors: string }

/** Parses a value that was recorded as an outcome of this purpose. */
export const parseOutcome = <P extends Purpose>(purpose: P, value: unknown): OutcomeOf[P] =>
  schemas[purpose].parse(value)

/** Reads the last text of an answer. Text in a Markdown code fence is unwrapped, for models without output formats. */
export function readOutcome<P extends Purpose>(purpose: P, text: string): ReadOutcome<P> {
  const body = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, errors: `- the message is not one JSON object: ${reason}` }
  }
  const blocker = BlockerOutcome.safeParse(value)
  if (blocker.success) return { ok: true, outcome: { kind: 'blocked', ...blocker.data } }
  // Which of the two forms was meant decides whose errors help.
  if (typeof value === 'object' && value !== null && 'blocked' in value) {
    return { ok: false, errors: listIssues(blocker.error) }
  }
  const done = schemas[purpose].safeParse(value)
  if (done.success) return { ok: true, outcome: { kind: 'done', value: done.data } }
  return { ok: false, errors: listIssues(done.error) }
}

/** The message of a repair turn. */
export function repairRequest(errors: string): string {
  return `That was not a valid outcome:\n${errors}\n\nAnswer again with the whole corrected JSON object and nothing else.`
}

/** One line per issue: the path from the top, and what was expected. */
export function listIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => `- ${z.core.toDotPath(issue.path) || '(top level)'}: ${issue.message}`)
    .join('\n')
}
