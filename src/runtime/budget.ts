// The limits of a run: money, turns and time, checked after each turn.

import type { RunBudget, RunUsage } from './request.ts'

/** What was used up, in words for the check run's summary; undefined while there is room for another turn. */
export function exhausted(budget: RunBudget, usage: RunUsage): string | undefined {
  if (budget.usd !== undefined && usage.usd >= budget.usd) {
    return `the run has cost $${usage.usd.toFixed(4)} of the $${budget.usd.toFixed(2)} it may cost`
  }
  if (usage.turns >= budget.turns) return `all ${budget.turns} turns are used`
  return undefined
}

/** Below this share of a limit an agent should finish rather than explore. */
const LOW = 0.15

/**
 * A line for the agent when little is left, so that it ends with an outcome instead of being cut off; else undefined.
 * Only on the turn where it becomes so and on the last: repeating it every turn would say nothing new.
 */
export function warning(budget: RunBudget, usage: RunUsage, turnUsd: number): string | undefined {
  const left = budget.turns - usage.turns
  if (left === 1)
    return 'Budget: this is your last turn. Answer with the outcome now, without calling a tool.'
  const before = budget.usd === undefined ? 1 : 1 - (usage.usd - turnUsd) / budget.usd
  const now = budget.usd === undefined ? 1 : 1 - usage.usd / budget.usd
  if (now < LOW && before >= LOW)
    return 'Budget: less than 15 % of the money for this run is left. Finish now.'
  const threshold = Math.max(2, Math.floor(budget.turns * LOW))
  if (left === threshold && budget.turns > threshold)
    return `Budget: ${left} turns are left. Begin to finish.`
  return undefined
}
