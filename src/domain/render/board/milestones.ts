// Risks and milestones in words: the register as a table, and what is said once of a milestone.

import { endOfDay, type Announcement } from '../../board/milestones.ts'
import type { RiskLine } from '../../board/register.ts'
import { plural } from '../figures.ts'
import { titleCode } from '../titles.ts'
import { atMost, table } from './fit.ts'
import { taskLink } from './parts.ts'

const MOST_RISKS = 40
const MOST_WORDS = 160
const MOST_TITLE = 80
const DAY_MS = 24 * 60 * 60_000

const words = (text: string): string => titleCode(text, MOST_WORDS)

export function riskTable(register: readonly RiskLine[]): string {
  const { shown, rest } = atMost(register, MOST_RISKS, 'risk')
  const rows = shown.map(({ what, likelihood, impact, trigger, contingency, owner, from, task }) => [
    words(what),
    likelihood === 'certain' ? '**has come about**' : likelihood,
    impact,
    trigger === undefined ? '–' : words(trigger),
    words(contingency),
    owner ?? '–',
    `${from}${task === undefined ? '' : ` ${taskLink(task)}`}`,
  ])
  return table(['risk', 'likelihood', 'impact', 'trigger', 'contingency', 'owner', 'from'], rows, rest)
}

/** Against its day: before it, on it, or so many days after it. */
function againstDay(at: number, day: string): string {
  const days = Math.floor((at - endOfDay(day)) / DAY_MS) + 1
  if (days === 0) return `on its day, ${day}`
  return days < 0
    ? `${plural(-days, 'day')} before its day, ${day}`
    : `${plural(days, 'day')} after its day, ${day}`
}

/** Without the marker. */
export function announcementText({ milestone, state }: Announcement): string {
  const { name, title, task, day, reachedAt } = milestone
  const what = `${words(name)} ${titleCode(title, MOST_TITLE)}${task === undefined ? '' : ` (${taskLink(task)})`}`
  if (state === 'missed')
    return `### Baton: milestone missed\n\n${what} was due on ${day ?? 'an unknown day'} and is not done.`
  const when = day === undefined || reachedAt === undefined ? '' : `, ${againstDay(reachedAt, day)}`
  return `### Baton: milestone reached\n\n${what} is done${when}.`
}
