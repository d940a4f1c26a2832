// A wave of a plan: the plan's orchestrator says who executes it, unless the plan does; then it goes the way of every wave.

import { directBrief } from '../render/plan-briefs.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import type { RouteWave } from '../roster/route.ts'
import { packAgent } from '../roster/pack.ts'
import type { AgentName } from '../ids.ts'
import { assignmentOf } from './assigned.ts'
import { handingOver } from './handing-over.ts'
import { implementWave } from './implement-wave.ts'
import { parked } from './parking.ts'
import { researchWave } from './research-wave.ts'
import { runProgress } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

type Executor = { kind: 'known'; agent: AgentName } | { kind: 'open'; result: StageResult }

const executed = (task: RoutedTask, wave: RouteWave): StageResult =>
  wave.purpose === 'research' ? researchWave(task, wave) : implementWave(task, wave)

/** Why the plan's orchestrator may not hand the wave to this agent, if it may not. */
function refusal(task: RoutedTask, wave: RouteWave, executor: AgentName): string | undefined {
  const { pack, plan } = task.snapshot
  const document = plan?.document
  const agent = packAgent(pack, executor)
  if (agent === undefined) return `there is no agent ${executor}`
  if (!agent.purposes.includes(wave.purpose)) return `${executor} may not ${wave.purpose}`
  const granted = document?.authority?.spawn
  if (executor === document?.orchestrator || granted === undefined) return undefined
  return granted.includes(executor) ? undefined : `the plan grants no delegation to ${executor}`
}

function executorOf(task: RoutedTask, wave: RouteWave): Executor {
  const { snapshot } = task
  const document = snapshot.plan?.document
  const planned = planWaveOf(document, wave)
  const chosen = assignmentOf(snapshot, wave) !== undefined
  if (document === undefined || planned === undefined || planned.agent !== undefined || chosen)
    return { kind: 'known', agent: wave.agent }
  const { sha } = snapshot.base
  const wish = {
    wave: wave.index,
    number: wave.plan,
    agent: document.orchestrator,
    purpose: 'direct' as const,
    headSha: sha,
    baseSha: sha,
    scope: '',
  }
  const open = (result: StageResult): Executor => ({ kind: 'open', result })
  const progress = runProgress(snapshot, wish, () => directBrief(task, wave, document, planned))
  switch (progress.state) {
    case 'start':
      return open(
        wait(`wave ${planned.wave}: ${document.orchestrator} is asked who executes it`, progress.actions),
      )
    case 'active':
      return open(wait(`wave ${planned.wave}: ${document.orchestrator} decides who executes it`))
    case 'parked':
      return open(parked(snapshot, progress.why))
    case 'done': {
      if (progress.outcome.purpose !== 'direct')
        return open(parked(snapshot, 'the run that should direct a wave handed back something else'))
      const { executor } = progress.outcome.value
      const why = refusal(task, wave, executor)
      return why === undefined
        ? { kind: 'known', agent: executor }
        : open(parked(snapshot, `${document.orchestrator} may not delegate wave ${planned.wave}: ${why}`))
    }
  }
}

export function planWave(task: RoutedTask, wave: RouteWave): StageResult {
  const given = handingOver(task, wave)
  if (given !== undefined) return given.before ?? executed(task, given.wave)
  const executor = executorOf(task, wave)
  return executor.kind === 'open' ? executor.result : executed(task, { ...wave, agent: executor.agent })
}
