// A blocked agent is not asked again until somebody has looked into it: a second agent investigates once, then it goes on.

import { investigationBrief } from '../render/blocker-brief.ts'
import { investigationComment } from '../render/findings-comment.ts'
import type { AgentName } from '../ids.ts'
import { mayDo } from '../roster/team.ts'
import type { RouteWave } from '../roster/route.ts'
import { investigationOf } from '../side-runs.ts'
import type { RunRecord } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { runProgress } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** Who looks into it: the plan's orchestrator, those that the route names for trouble, the team, then anybody who may. */
function investigator({ snapshot, route }: RoutedTask, blocked: AgentName): AgentName | undefined {
  const { pack, plan } = snapshot
  const named = [plan?.document?.orchestrator, ...route.escalation, ...route.support, ...route.seats]
  const names = [...named, ...pack.agents.map((agent) => agent.name)]
  return pack.agents
    .map((agent) => agent.name)
    .filter((name) => name !== blocked && mayDo(pack, name, 'research'))
    .toSorted((a, b) => names.indexOf(a) - names.indexOf(b))[0]
}

/**
 * What comes of a blocker: a result while somebody looks into it, `answered` when the agent can be asked again, undefined when
 * nobody can help: then it is for people. A second blocker of the same wave always is.
 */
export function investigate(
  task: RoutedTask,
  wave: RouteWave,
  attempts: readonly RunRecord[],
): StageResult | 'answered' | undefined {
  const { snapshot } = task
  const blockers = attempts.flatMap((run) => (run.outcome?.kind === 'blocked' ? [run] : []))
  const [first, second] = blockers
  if (first?.outcome?.kind !== 'blocked' || second !== undefined) return undefined
  const agent = investigator(task, first.agent)
  if (agent === undefined) return undefined
  const { sha } = snapshot.base
  const wish = {
    wave: investigationOf(wave.index),
    agent,
    purpose: 'research' as const,
    headSha: first.headSha ?? sha,
    baseSha: sha,
    scope: '',
  }
  const { outcome } = first
  const progress = runProgress(snapshot, wish, () => investigationBrief(task, wave, first.agent, outcome))
  switch (progress.state) {
    case 'start':
      return wait(`wave ${wave.index}: ${first.agent} is blocked, ${agent} looks into it`, progress.actions)
    case 'active':
      return wait(`wave ${wave.index}: ${agent} looks into what blocks ${first.agent}`)
    case 'parked':
      return undefined
    case 'done': {
      if (progress.outcome.purpose !== 'research') return undefined
      const { issue } = snapshot
      const body = investigationComment(first.agent, outcome, progress.run, progress.outcome.value)
      const said = stickyComment(issue.number, issue.comments, `blocker-${wave.index}`, body)
      return said.length > 0
        ? wait(`wave ${wave.index}: ${agent} has looked into the blocker`, said)
        : 'answered'
    }
  }
}
