// A priority in words: every factor with its source, the score, the level, and what waiting does.

import { reason, type Reason } from '../reason.ts'
import { figure, plural } from '../render/figures.ts'
import type { RoadmapLevel } from '../roster/routing-tables.ts'
import { FACTOR_NAMES, type Factors } from './factors.ts'
import { levelAbove, outranksAfterMs, patienceMs } from './order.ts'
import type { Priority, Sourced } from './read.ts'

const MINUTE = 60 * 1000
const units: readonly [noun: string, ms: number][] = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
]

/** `1 day 6 hours`, in whole minutes and never too short. */
export function spanText(ms: number): string {
  let rest = Math.ceil(ms / MINUTE) * MINUTE
  const parts = units.flatMap(([noun, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [plural(count, noun)]
  })
  return parts.join(' ') || '0 minutes'
}

const sourced = (text: string, { source, notes }: Sourced<unknown>): Reason =>
  reason(
    'info',
    `${text} (${source})`,
    notes.map((note) => reason('fail', note)),
  )

const formula = ({ impact, urgency, dependencies, resources, risk }: Factors, score: number): string =>
  `(impact ${impact} × urgency ${urgency} × dependencies ${dependencies}) / (resources ${resources} × risk ${risk}) = ${figure(score)}`

function ageing(level: RoadmapLevel, score: number): Reason {
  const above = levelAbove(level)
  const target = above ?? level
  const after = spanText(outranksAfterMs({ level, score }, target))
  const whom = `every task of the level ${target} that becomes ready later`
  return reason('info', `after waiting ${after} it goes before ${whom}, whatever its score`)
}

/** Takes a priority and explains it. The text does not depend on the time, so it changes only when the priority does. */
export function explainPriority(priority: Priority): Reason {
  const { factors, from, score, level, levelFrom } = priority
  return reason('info', `priority ${figure(score)} at the level ${level}`, [
    sourced(`level ${level}`, levelFrom),
    reason(
      'info',
      `score: ${formula(factors, score)}`,
      FACTOR_NAMES.map((name) => sourced(`${name} ${factors[name]}`, from[name])),
    ),
    reason(
      'info',
      `place in the queue: as if it had to start within ${spanText(patienceMs(level, score))} of becoming ready; the earliest goes first`,
      [ageing(level, score)],
    ),
  ])
}
