// Says on the issue that something does not go on, since when, and who is asked now. A comment of its own, because edits notify nobody.

import type { Escalation } from '../escalation/escalation.ts'
import { reasonMarkdown } from '../reason.ts'
import { quoted } from './text.ts'

/** `person`: whose decision is asked for now; mentioned, so that they are told. */
export function escalationComment(due: Escalation, why: string, person: string | undefined): string {
  const ask =
    person === undefined
      ? `Asked: ${due.to.join(', ') || 'whoever works on it'}.`
      : `@${person}, this needs a person: answer here, change the labels or the issue, or write \`/baton retry\`.`
  return `### Baton: escalated to level ${due.level}

${quoted(why)}

${ask}

${reasonMarkdown(due.why)}`
}

/** `to`: agents and `people`, as the ladder names them. */
export function escalatedByHand(
  by: string,
  level: number,
  to: readonly string[],
  reason: string | undefined,
  person: string | undefined,
): string {
  const names = to.map((name) => (name === 'people' && person !== undefined ? `@${person}` : name))
  const why = reason === undefined ? '' : `\n\n${quoted(reason)}`
  return `### Baton: escalated to level ${level} by @${by}${why}

Asked: ${names.join(', ') || 'whoever works on it'}.`
}
