// The daily reports: review, integration checkpoint, conflicts, assessment.

import type { BoardView } from '../../board/view.ts'
import { until } from '../../freeze/freeze.ts'
import type { RhythmFacts } from '../../rhythm/facts.ts'
import type { DueSlot } from '../../rhythm/slots.ts'
import type { Section } from '../board/fit.ts'
import { figuresOf, taskLink, waitsForPerson } from '../board/parts.ts'
import { plural, usd } from '../figures.ts'
import { cell } from '../text.ts'
import { titleCode } from '../titles.ts'
import { wallText } from '../wall-clock.ts'
import { known, lines, planLines, taskWords, titled } from './lines.ts'

export interface Told {
  view: BoardView
  facts: RhythmFacts
  due: DueSlot
  zone: string
  now: number
}

/** The sections of a report, and the one line that it is without any. */
export interface Report {
  sections: readonly Section[]
  empty: string
}

const MOST_NAMES = 5

export function review({ view, zone }: Told): Report {
  const waiting = view.tasks.filter(waitsForPerson)
  const others = view.tasks.filter((task) => !waiting.includes(task))
  const busy = view.agents.flatMap(({ agent, at }) =>
    at.map(
      ({ task, purpose, since, working }) =>
        `${agent}: ${taskLink(task)} ${cell(purpose)}, ${working ? 'at work' : 'waiting'} since ${wallText(since, zone)}`,
    ),
  )
  return {
    sections: [
      lines('what waits for a person', 'Waits for a person', waiting.map(taskWords), 'task'),
      lines('what is open', waiting.length === 0 ? 'Open' : 'Open besides', others.map(taskWords), 'task'),
      lines('who works on what', 'Who works on what', busy, 'run'),
    ],
    empty: 'no task is open',
  }
}

export function integration({ view, facts, due, zone }: Told): Report {
  const unmet = view.dependencies.flatMap(({ from, to, needs }) => {
    const missing = needs.filter(({ met }) => !met).map(({ what }) => titleCode(what, 60))
    if (missing.length === 0) return []
    const more = missing.length - MOST_NAMES
    return [
      `${from} waits for ${to}: ${missing.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    ]
  })
  const sent = facts.signals.filter(({ at }) => at >= due.since)
  const touched = facts.touched.filter(({ at }) => at >= due.since)
  const since = wallText(due.since, zone)
  return {
    sections: [
      lines('the plans', 'Plans', planLines(view.coordination), 'plan'),
      lines('dependencies not met', 'Dependencies not met', unmet, 'pair'),
      lines(
        'the signals',
        `Signals since ${since}`,
        sent.map(({ name, task, at }) => `${titleCode(name)} from ${taskLink(task)}, ${wallText(at, zone)}`),
        'signal',
      ),
      lines(
        'the integration points',
        `Integration points touched since ${since}`,
        touched.map(
          ({ point, task, wave, at }) =>
            `${titleCode(point)}: ${taskLink(task)}, wave ${wave}, ${wallText(at, zone)}`,
        ),
        'change',
      ),
    ],
    empty: 'no plan is under way, no signal was sent, and no integration point was touched',
  }
}

const KINDS = {
  assumption: 'opposite assumptions',
  symbol: 'one declaration changed twice',
  path: 'one file changed by several',
  directive: 'contradicting directives',
} as const

export function conflicts({ facts, zone }: Told): Report {
  const some = (names: readonly string[]): string => {
    const more = names.length - MOST_NAMES
    return `${names
      .slice(0, MOST_NAMES)
      .map((name) => titleCode(name))
      .join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  }
  return {
    sections: [
      lines(
        'the contradictions',
        'Contradictions',
        facts.contradictions.map(({ kind, about, first, second }) => {
          const between =
            first.task === second.task
              ? `in ${taskLink(first.task)}`
              : `between ${taskLink(first.task)} and ${taskLink(second.task)}`
          return `${KINDS[kind]} ${between}: ${titleCode(about)}`
        }),
        'contradiction',
      ),
      lines(
        'the branches in conflict',
        'Branches in conflict with their base',
        facts.stuck.map(
          ({ task, branch, files }) => `${known(facts, task)}: ${titleCode(branch)}, ${some(files)}`,
        ),
        'conflict',
      ),
      lines(
        'the freezes',
        'Frozen',
        facts.freezes.map(
          (freeze) => `${freeze.id}: ${some([...freeze.symbols, ...freeze.paths])}, ${until(freeze)}`,
        ),
        'freeze',
      ),
      lines(
        'the directives',
        'Directives to be acted on',
        facts.directives.map(
          ({ task, subject, everywhere, at }) =>
            `${titleCode(subject)}, ${everywhere ? 'for every task, ' : ''}${taskLink(task)}, since ${wallText(at, zone)}`,
        ),
        'directive',
      ),
    ],
    empty: 'nothing contradicts, no branch is in conflict, nothing is frozen, and no directive is open',
  }
}

/** What came of the time since: for the daily report and, over a week, for the sprint's. */
export function outcome({ facts, due }: Told): Section[] {
  const ended = facts.ended.filter(({ at }) => at >= due.since)
  const merged = facts.merged.filter(({ at }) => at >= due.since)
  const runs = facts.runs.filter(({ endedAt }) => endedAt !== undefined && endedAt >= due.since)
  const failed = runs.filter(({ state }) => state === 'failed')
  if (ended.length + merged.length + runs.length === 0) return []
  const done = ended.filter((task) => task.done)
  const cost = runs.reduce((sum, run) => sum + run.usd, 0)
  const counts = [
    `${plural(done.length, 'task')} done`,
    ...(ended.length > done.length ? [`${ended.length - done.length} closed before that`] : []),
    `${plural(merged.length, 'wave')} merged`,
    `${plural(runs.length - failed.length, 'run')} ended well`,
    `${failed.length} failed`,
    `${usd(cost)} spent`,
  ]
  return [
    { name: 'the count', text: `${counts.join(', ')}.` },
    lines(
      'what was done',
      'Done',
      done.map(({ task }) => known(facts, task)),
      'task',
    ),
    lines(
      'what was closed',
      'Closed before it was done',
      ended.filter((task) => !task.done).map(({ task }) => known(facts, task)),
      'task',
    ),
    lines(
      'what was merged',
      'Merged',
      merged.map(({ task, wave }) => `${known(facts, task)}, wave ${wave}`),
      'wave',
    ),
    lines(
      'what failed',
      'Failed',
      failed.map(
        ({ task, agent, purpose }) => `${titled(task, facts.titles.get(task))}: ${agent}, ${cell(purpose)}`,
      ),
      'run',
    ),
  ]
}

export function assessment(told: Told): Report {
  const { facts, due, zone } = told
  const sections = outcome(told)
  return {
    sections:
      sections.length === 0 ? [] : [...sections, { name: 'the key figures', text: figuresOf(facts.day, 1) }],
    empty: `nothing was done, failed or merged since ${wallText(due.since, zone)}`,
  }
}
