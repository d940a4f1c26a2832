// The waves of a plan as waves of a route: what each waits for within the plan and, as signals, outside of it.

import type { RouteWave } from '../roster/route-waves.ts'
import type { PlanDocument, PlanDocumentWave } from './document.ts'
import { byNumber, dependency, planGraph } from './graph.ts'
import { planSignal, waveKey, waveOf, waveSignal, type SignalName } from './names.ts'

/** Numbers of waves start at 0, indexes of routes at 1; `offset` keeps clear of indexes that the task has used before. */
export const indexOf = (offset: number, wave: number): number => offset + wave + 1

/** Signals that must have been sent before a wave may begin, beside the waves of its own plan. */
export function waitsOf(plan: PlanDocument, wave: PlanDocumentWave): SignalName[] {
  const foreign = (wave.depends_on ?? [])
    .map((entry) => waveOf(dependency(plan.plan, entry)))
    .filter((other) => other.plan !== plan.plan)
    .map((other) => waveSignal(other.plan, other.wave))
  return [...new Set([...plan.dependencies.map(planSignal), ...foreign, ...wave.waits_for])]
}

/** Signals that a wave sends when it is complete. */
export const signalsOf = (plan: PlanDocument, wave: PlanDocumentWave): SignalName[] => [
  ...new Set([waveSignal(plan.plan, wave.wave), ...wave.signals]),
]

/** Waves in order of their numbers; a checked plan has no circle. */
export function planRouteWaves(plan: PlanDocument, offset: number): RouteWave[] {
  const { edges } = planGraph([plan])
  return byNumber(plan).map((wave) => {
    const key = waveKey(plan.plan, wave.wave)
    const waits = waitsOf(plan, wave)
    return {
      index: indexOf(offset, wave.wave),
      purpose: wave.purpose,
      agent: wave.agent ?? plan.orchestrator,
      after: edges.filter((edge) => edge.to === key).map((edge) => indexOf(offset, waveOf(edge.from).wave)),
      plan: wave.wave,
      ...(waits.length > 0 ? { waits } : {}),
    }
  })
}

/** The document's wave behind a wave of the route; undefined when the plan has it no more. */
export const planWaveOf = (
  plan: PlanDocument | undefined,
  wave: Pick<RouteWave, 'plan'>,
): PlanDocumentWave | undefined =>
  wave.plan === undefined ? undefined : plan?.waves.find((one) => one.wave === wave.plan)
