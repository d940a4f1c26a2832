// A seat's verdict as the body of a pull-request review.

import type { Verdict } from '../consensus/verdicts.ts'
import { withMarker } from '../markers.ts'
import { reasonMarkdown } from '../reason.ts'
import type { AgentName, Sha } from '../ids.ts'
import { plural, shortSha } from './figures.ts'
import { fenced, quoted } from './text.ts'

const positions = { approve: 'approves', request_changes: 'requests changes', abstain: 'abstains' } as const

export function verdictBody(verdict: Verdict, topic: string): string {
  const claims =
    verdict.claims.length > 0
      ? `\n\n**Claims, checked against the record**\n${verdict.claims.map((claim) => reasonMarkdown(claim)).join('\n')}`
      : ''
  return withMarker(
    topic,
    `**${verdict.seat}** ${positions[verdict.outcome.position]} at ${shortSha(verdict.sha)}

${quoted(verdict.outcome.summary)}${claims}`,
  )
}

export interface Kept {
  /** Findings that stand in open threads already, and those whose threads a person has resolved. */
  open: number
  closed: number
}

/** Adds what is not posted again, before the marker. */
export function withKept(body: string, { open, closed }: Kept): string {
  const lines = [
    ...(open === 0 ? [] : [`${plural(open, 'finding')} of earlier rounds, still open: see the threads.`]),
    ...(closed === 0
      ? []
      : [`${plural(closed, 'finding')} not raised again, because a person has resolved the thread.`]),
  ]
  return lines.length === 0 ? body : beforeMarker(body, lines.join('\n'))
}

/** Puts a paragraph at the end of a body, but before its marker. */
export function beforeMarker(body: string, text: string): string {
  const marker = body.lastIndexOf('<!-- baton:')
  const at = marker === -1 ? body.length : marker
  return `${body.slice(0, at).trimEnd()}\n\n${text}\n\n${body.slice(at)}`
}

export const findingBody = (finding: { severity: string; message: string }): string =>
  `**${finding.severity}** ${quoted(finding.message)}`

/**
 * A block that GitHub offers to commit in place of the lines that its comment stands on. Nothing in it is read as Markdown, so
 * it stays as it is. https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/commenting-on-a-pull-request
 */
export const suggestionBlock = (suggestion: string): string =>
  suggestion.trim() === '' ? '```suggestion\n```' : fenced(suggestion, 'suggestion')

export const settledBody = (seat: AgentName, sha: Sha, topic: string): string =>
  withMarker(topic, `**${seat}** Settled in ${shortSha(sha)}.`)
