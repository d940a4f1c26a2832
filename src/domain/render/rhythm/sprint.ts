// The reports of the week: what is on for it, how far it has come, what came of it.

import { endOfDay } from '../../board/milestones.ts'
import { figuresOf } from '../board/parts.ts'
import { wallText } from '../wall-clock.ts'
import { outcome, type Report, type Told } from './daily.ts'
import { dueWords, lateLines, lines, planLines, taskWords, words } from './lines.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000
/** A roadmap is read from its top: what comes later is not on for the week. */
const MOST_GOALS = 10

export function sprintPlan({ view, facts, now }: Told): Report {
  const coming = facts.milestones.filter(
    ({ day, reachedAt }) =>
      day !== undefined && reachedAt === undefined && endOfDay(day) > now && endOfDay(day) <= now + WEEK_MS,
  )
  return {
    sections: [
      lines('what is late', 'Late already', lateLines(facts, now), 'plan'),
      lines('what is due', 'Due within a week', coming.map(dueWords), 'plan'),
      lines('the plans', 'Plans under way', planLines(view.coordination), 'plan'),
      lines('the open tasks', 'Open tasks', view.tasks.map(taskWords), 'task'),
      lines(
        'the roadmap',
        'Roadmap',
        facts.roadmap.slice(0, MOST_GOALS).map(({ level, title }) => `${level}: ${words(title)}`),
        'item',
      ),
    ],
    empty: 'no task is open, no plan is under way, and the roadmap is empty',
  }
}

export function sprintMiddle(told: Told): Report {
  const { view, facts, now, due, zone } = told
  return {
    sections: [
      lines('what is late', 'Late', lateLines(facts, now), 'plan'),
      ...outcome(told),
      lines('the plans', 'Plans under way', planLines(view.coordination), 'plan'),
      lines('what is open', 'Still open', view.tasks.map(taskWords), 'task'),
    ],
    empty: `nothing has happened since ${wallText(due.since, zone)}, and nothing is open`,
  }
}

export function sprintReview(told: Told): Report {
  const { view, facts, now, due, zone } = told
  const sections = [
    ...outcome(told),
    lines('what is not done', 'Not done, and why', view.tasks.map(taskWords), 'task'),
    lines('what is late', 'Late', lateLines(facts, now), 'plan'),
    lines('the plans', 'Plans under way', planLines(view.coordination), 'plan'),
  ].filter(({ text }) => text !== '')
  return {
    sections:
      sections.length === 0 ? [] : [...sections, { name: 'the key figures', text: figuresOf(facts.week, 7) }],
    empty: `nothing was done, failed or merged since ${wallText(due.since, zone)}, and nothing is open`,
  }
}
