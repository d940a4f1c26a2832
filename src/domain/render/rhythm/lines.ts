// Lines that several reports of the rhythm have: tasks, plans, runs, what is late.

import type { TaskLine } from '../../board/view.ts'
import type { TaskKey } from '../../ids.ts'
import { isLate, type Milestone } from '../../board/milestones.ts'
import type { RhythmFacts } from '../../rhythm/facts.ts'
import type { CoordinationView, PlanLine } from '../../schedule/coordination.ts'
import { atMost, type Section } from '../board/fit.ts'
import { taskLink } from '../board/parts.ts'
import { stateWord } from '../coordination.ts'
import { titleCode } from '../titles.ts'

const MOST_LINES = 25
const MOST_TITLE = 60
const MOST_WORDS = 160

/** A bold title with lines below it; empty without lines. */
export function lines(name: string, title: string, items: readonly string[], noun = 'line'): Section {
  if (items.length === 0) return { name, text: '' }
  const { shown, rest } = atMost(items, MOST_LINES, noun)
  return {
    name,
    text: [`**${title}**`, '', ...[...shown, ...(rest === '' ? [] : [rest])].map((line) => `- ${line}`)].join(
      '\n',
    ),
  }
}

/** `#12 `title``; without a title where nobody knows it. */
export function titled(task: TaskKey, title: string | undefined): string {
  return title === undefined ? taskLink(task) : `${taskLink(task)} ${titleCode(title, MOST_TITLE)}`
}

export const known = ({ titles }: Pick<RhythmFacts, 'titles'>, task: TaskKey): string =>
  titled(task, titles.get(task))

export const words = (text: string): string => titleCode(text, MOST_WORDS)

export function taskWords({ task, title, state, stands }: TaskLine): string {
  const parts = [
    titled(task, title),
    ...(state === undefined ? [] : [state]),
    ...(stands === undefined ? [] : [words(stands)]),
  ]
  return parts.join(' · ')
}

function planWords({ plan, title, merged, of, current, paused, complete }: PlanLine): string {
  const stands =
    current === undefined
      ? complete
        ? 'complete'
        : 'not complete'
      : `${current.id} ${stateWord(current.state)}`
  const held = paused === undefined ? '' : ` · paused: ${words(paused)}`
  return `${plan} ${titleCode(title, MOST_TITLE)}: ${merged} of ${of} waves merged, ${stands}${held}`
}

/** Plans that are not complete. */
export const planLines = (view: CoordinationView | undefined): string[] =>
  (view?.plans ?? []).filter(({ complete, of }) => !complete && of > 0).map(planWords)

export const dueWords = ({ name, title, task, day }: Milestone): string =>
  `${day ?? 'no day'}: ${words(name)} ${titleCode(title, MOST_TITLE)}${task === undefined ? '' : ` (${taskLink(task)})`}`

/** What is over its day, and what the ladder says will be. */
export function lateLines({ milestones, troubles, titles }: RhythmFacts, now: number): string[] {
  const over = milestones.filter((one) => isLate(one, now))
  return [
    ...over.map((one) => `due on ${dueWords(one)}`),
    ...troubles
      .filter(({ kind }) => kind === 'late')
      .map(
        ({ task, why }) => `${titled(task, titles.get(task))}${why === undefined ? '' : `: ${words(why)}`}`,
      ),
  ]
}
