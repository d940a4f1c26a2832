// Who is at work, who has work waiting, and how each has done.

import type { AgentName } from '../ids.ts'
import { within, type RunFact, type Window } from '../kpis/facts.ts'
import type { AgentLine, AgentState } from './view.ts'

const RANK: Readonly<Record<AgentState, number>> = { working: 0, queued: 1, idle: 2 }

/** A line for each of the team and for whoever else had a run; those at work first, then by name. `since` is when a run was asked for. */
export function agentLines(
  team: readonly AgentName[],
  runs: readonly RunFact[],
  window: Window,
): AgentLine[] {
  const byAgent = Map.groupBy(runs, ({ agent }) => agent)
  const names = new Set([...team, ...byAgent.keys()])
  return [...names]
    .flatMap((agent): AgentLine[] => {
      const own = byAgent.get(agent) ?? []
      const at = own
        .filter(({ state }) => state === 'running' || state === 'queued')
        .map(({ task, wave, purpose, createdAt, state }) => ({
          task,
          wave,
          purpose,
          since: createdAt,
          working: state === 'running',
        }))
        .toSorted((a, b) => Number(b.working) - Number(a.working) || a.since - b.since)
      const ended = own.filter(({ endedAt }) => endedAt !== undefined && within(window, endedAt))
      if (at.length === 0 && ended.length === 0 && !team.includes(agent)) return []
      return [
        {
          agent,
          state: at[0] === undefined ? 'idle' : at[0].working ? 'working' : 'queued',
          at,
          done: ended.filter(({ state }) => state === 'done').length,
          failed: ended.filter(({ state }) => state === 'failed').length,
          usd: ended.reduce((sum, { usd }) => sum + usd, 0),
        },
      ]
    })
    .toSorted((a, b) => RANK[a.state] - RANK[b.state] || (a.agent < b.agent ? -1 : 1))
}
