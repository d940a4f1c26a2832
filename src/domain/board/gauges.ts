// How much of what there is in a repository now, as numbers for a monitor.

import type { AgentName } from '../ids.ts'
import type { RunFact } from '../kpis/facts.ts'
import type { TaskLine } from './view.ts'

export interface Gauges {
  /** Open tasks by what the label `state:` says; `new` where nothing was said yet. */
  tasks: ReadonlyMap<string, number>
  runs: readonly { agent: AgentName; queued: number; running: number }[]
  /** US dollars of runs that ended today or are under way. */
  usdToday: number
}

/** `dayStart`: when the day began, in milliseconds since 1970. */
export function gaugesOf(
  tasks: readonly Pick<TaskLine, 'state'>[],
  runs: readonly RunFact[],
  dayStart: number,
): Gauges {
  const states = Map.groupBy(tasks, ({ state }) => state ?? 'new')
  const count = (own: readonly RunFact[], state: RunFact['state']): number =>
    own.filter((run) => run.state === state).length
  return {
    tasks: new Map([...states].map(([state, own]) => [state, own.length])),
    runs: [...Map.groupBy(runs, ({ agent }) => agent)]
      .map(([agent, own]) => ({ agent, queued: count(own, 'queued'), running: count(own, 'running') }))
      .toSorted((a, b) => (a.agent < b.agent ? -1 : 1)),
    usdToday: runs
      .filter(({ endedAt }) => endedAt === undefined || endedAt >= dayStart)
      .reduce((sum, { usd }) => sum + usd, 0),
  }
}
