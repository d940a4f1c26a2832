// The seed's three plans on their way, and the view of them.

import {
  coordinationView,
  type CoordinationView,
  type PlanHead,
} from '../../src/domain/schedule/coordination.ts'
import { schedule, type ScheduleInput } from '../../src/domain/schedule/schedule.ts'
import { agent, graph, HOUR, input, node, NOW, plan, progress } from './support.ts'

const at = (hours: number): number => NOW + hours * HOUR

/** The seed's three plans: 2 works on its wave 3, 3 waits for it, 7 is stuck in its first. */
export const heads = [
  { plan: plan('plan-2'), title: 'Educational integration', orchestrator: agent('rust-engineer') },
  { plan: plan('plan-3'), title: 'Python API', orchestrator: agent('python-expert') },
  { plan: plan('plan-7'), title: 'Solvers', orchestrator: agent('math-expert') },
]
export const seed = input({
  graph: graph(
    [
      node('plan-2/2', { title: 'Explain operations', estimateHours: 4 }),
      node('plan-2/3', { title: 'Implementing EducationalOperation', estimateHours: 8 }),
      node('plan-3/3', { title: 'Bindings', agent: agent('py-binder') }),
      node('plan-3/4', { title: 'Step-by-step in Python' }),
      node('plan-7/1', { title: 'ODE solvers' }),
      node('plan-7/2', { title: 'PDE solvers' }),
    ],
    [
      'plan-2/2 > plan-2/3',
      'plan-3/3 > plan-3/4',
      'plan-2/3 > plan-3/4 signal plan-2-wave-3-complete',
      'plan-7/1 > plan-7/2',
    ],
  ),
  orchestrators: new Map(heads.map((head) => [head.plan, head.orchestrator])),
  progress: progress({
    'plan-2/2': { state: 'merged', startedAt: at(-9), endedAt: at(-6), attempts: 1 },
    'plan-2/3': { state: 'running', startedAt: at(-2), attempts: 2 },
    'plan-3/3': { state: 'merged', startedAt: at(-40), endedAt: at(-30), attempts: 1 },
    'plan-7/1': {
      state: 'blocked',
      startedAt: at(-50),
      since: at(-48),
      attempts: 1,
      why: '4 ODE tests fail',
    },
  }),
  history: [{ agent: agent('python-expert'), purpose: 'implement', hours: 5 }],
})

export const view = (
  change: Partial<ScheduleInput> = {},
  of: readonly PlanHead[] = heads,
): CoordinationView => {
  const given = { ...seed, ...change }
  return coordinationView(of, given, schedule(given))
}
