// A seat's verdict as the body of a pull-request review.

import type { Verdict } from '../consensus/verdicts.ts'
import { withMarker } from '../markers.ts'
import { reasonMarkdown } from '../reason.ts'
import { shortSha } from './figures.ts'
import { quoted } from './text.ts'

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

export const findingBody = (finding: { severity: string; message: string }): string =>
  `**${finding.severity}** ${quoted(finding.message)}`
