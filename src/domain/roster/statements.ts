// What a pack's project stated of itself and of its ecosystem, each with the day it was checked, as agents are told it.

import { z } from 'zod'
import { field } from '../policy/field.ts'

/** What a project once said. Shown with its date and source, never as a result of this product. */
export const Statement = z.strictObject({
  text: field(z.string().min(1).max(300), 'what was stated, in one sentence', '530 of 531 tests pass'),
  dated: field(
    z.iso.date(),
    'the day it was stated or last checked, YYYY-MM-DD; left out where it is not known',
    '2025-09-11',
  ).optional(),
  source: field(z.string().min(1).max(200), 'who or what stated it', "the project's own status page"),
})
export type Statement = z.infer<typeof Statement>

const DAY_MS = 24 * 60 * 60_000

/** About how long a version, a tool or a count of tests stays what it was. */
const FRESH_DAYS = 90

/** Whole days from one `YYYY-MM-DD` to another; negative when the first is the later. */
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

function ageText({ dated }: Statement, today: string): string {
  if (dated === undefined) return 'on a day that is not known: check it'
  const days = daysBetween(dated, today)
  if (days > FRESH_DAYS) return `${dated}, ${days} days ago: check it`
  return days < 0 ? `${dated}, which is still to come: check it` : dated
}

/**
 * A section of a prompt, without its heading; undefined where there is nothing to tell. `today` is the day of the run, YYYY-MM-DD. Only
 * what is older than about a quarter of a year is to be checked anew: a run that checks everything does nothing else.
 */
export function statedText(statements: readonly Statement[], today: string): string | undefined {
  if (statements.length === 0) return undefined
  const lines = statements.map((one) => `- ${one.text} (${ageText(one, today)}; by ${one.source})`)
  return [
    'The project stated this of itself and of what it builds on. Nothing of it was measured here. Where a line says so, look it up in the repository before you build on it; where it has changed, say so in your answer with the day and where you looked.',
    ...lines,
  ].join('\n')
}
