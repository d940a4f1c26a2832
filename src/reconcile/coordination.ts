// All plans of a repository at a glance, from what their tasks remember.

import type { Kysely } from 'kysely'
import { taskRef, type RepoRef, type TaskKey } from '../domain/ids.ts'
import { planGraph } from '../domain/plan/graph.ts'
import { waveKey, type WaveKey } from '../domain/plan/names.ts'
import type { PlanDocument } from '../domain/plan/document.ts'
import { coordinationView, type CoordinationView } from '../domain/schedule/coordination.ts'
import type { FinishedWave } from '../domain/schedule/durations.ts'
import { NOTHING_BUSY } from '../domain/schedule/ready.ts'
import { schedule } from '../domain/schedule/schedule.ts'
import type { WaveProgress } from '../domain/schedule/state.ts'
import { readPlan } from '../plans/plan-file.ts'
import type { Schema } from '../store/schema.ts'
import { signalsOf } from '../store/signals.ts'
import { tasksOfRepository } from '../store/tasks.ts'
import { TaskState } from './task-state.ts'

export interface Known {
  key: TaskKey
  plan: PlanDocument
  state: TaskState
}

const HOUR_MS = 60 * 60_000

/** Every plan of a repository that is or was worked, as its task has it. */
export async function plansOf(db: Kysely<Schema>, repo: RepoRef): Promise<Known[]> {
  const records = await tasksOfRepository(db, repo)
  return records.flatMap(({ key, state: raw }): Known[] => {
    const state = TaskState.parse(raw)
    if (state.plan === undefined) return []
    const read = readPlan({ path: `#${taskRef(key).number}`, text: state.plan })
    return 'problems' in read ? [] : [{ key, plan: read.plan, state }]
  })
}

/** What finished waves took, for the estimates of those to come. */
function historyOf(known: readonly Known[]): FinishedWave[] {
  return known.flatMap(({ plan, state }) =>
    plan.waves.flatMap((wave) => {
      const { startedAt, endedAt } = state.progress[waveKey(plan.plan, wave.wave)] ?? {}
      if (startedAt === undefined || endedAt === undefined) return []
      const hours = Math.max(0, endedAt - startedAt) / HOUR_MS
      return [{ agent: wave.agent ?? plan.orchestrator, purpose: wave.purpose, hours }]
    }),
  )
}

/** Undefined when the repository has no plan. */
export async function coordinationOf(
  db: Kysely<Schema>,
  repo: RepoRef,
  now: number,
): Promise<CoordinationView | undefined> {
  const known = await plansOf(db, repo)
  if (known.length === 0) return undefined
  const plans = known.map(({ plan }) => plan)
  const progress = new Map<WaveKey, WaveProgress>(
    known.flatMap(({ plan, state }) =>
      plan.waves.flatMap((wave): [WaveKey, WaveProgress][] => {
        const key = waveKey(plan.plan, wave.wave)
        const at = state.progress[key]
        return at === undefined ? [] : [[key, at]]
      }),
    ),
  )
  const paused = known.flatMap(({ plan, state }) => {
    const by = state.desired?.stopped ?? state.desired?.held
    return by === undefined ? [] : [[plan.plan, `held by @${by.by}`] as const]
  })
  const sent = await signalsOf(db, repo)
  const input = {
    graph: planGraph(plans),
    progress,
    orchestrators: new Map(plans.map((plan) => [plan.plan, plan.orchestrator])),
    history: historyOf(known),
    purposes: new Map(
      plans.flatMap((plan) =>
        plan.waves.map((wave) => [waveKey(plan.plan, wave.wave), wave.purpose] as const),
      ),
    ),
    limits: { perAgent: undefined, perRepository: undefined, perInstallation: undefined },
    busy: NOTHING_BUSY,
    places: new Map<WaveKey, number>(),
    paused: new Map(paused),
    sent: new Set<string>(sent.map(({ name }) => name)),
    now,
  }
  const heads = known.map(({ plan, state }) => ({ ...plan, stands: state.explanation.at(-1) }))
  return coordinationView(heads, input, schedule(input))
}
