// One report of the rhythm as a comment on the board: its heading, its sections, or one line where there is nothing to tell.

import type { SlotKind } from '../../policy/rhythm.ts'
import { spanText } from '../../priority/explain.ts'
import { fitted } from '../board/fit.ts'
import { zonedText } from '../wall-clock.ts'
import { assessment, conflicts, integration, review, type Report, type Told } from './daily.ts'
import { sprintMiddle, sprintPlan, sprintReview } from './sprint.ts'

const REPORTS: Readonly<Record<SlotKind, { title: string; of: (told: Told) => Report }>> = {
  review: { title: 'daily review', of: review },
  integration: { title: 'integration checkpoint', of: integration },
  conflicts: { title: 'conflicts', of: conflicts },
  assessment: { title: 'daily report', of: assessment },
  'sprint-plan': { title: 'plan of the week', of: sprintPlan },
  'sprint-middle': { title: 'middle of the week', of: sprintMiddle },
  'sprint-review': { title: 'weekly report', of: sprintReview },
}

/** A slot that is told later than this was missed: it says so, because what it tells is of now. */
const LATE_MS = 10 * 60_000

/** Without the marker. */
export function renderSlot(told: Told): string {
  const { due, zone, now } = told
  const { title, of } = REPORTS[due.kind]
  const { sections, empty } = of(told)
  const name = `Baton: ${title}, ${zonedText(due.at, zone)}`
  const late = now - due.at > LATE_MS ? `Told ${spanText(now - due.at)} late; it says what is true now.` : ''
  if (sections.every(({ text }) => text === ''))
    return `**${name}**: ${empty}.${late === '' ? '' : ` ${late}`}`
  return fitted(late === '' ? `### ${name}` : `### ${name}\n\n${late}`, sections)
}
