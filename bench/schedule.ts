// What the schedule of a large programme costs: 100 plans of 20 waves with edges across, and the view of it.

import { AgentName } from '../src/domain/ids.ts'
import type { PlanEdge, PlanGraph, PlanNode } from '../src/domain/plan/graph.ts'
import { PlanId, waveKey, type WaveKey } from '../src/domain/plan/names.ts'
import { renderCoordination } from '../src/domain/render/coordination.ts'
import { coordinationView } from '../src/domain/schedule/coordination.ts'
import { hasCircle, schedule, type ScheduleInput } from '../src/domain/schedule/schedule.ts'
import type { WaveProgress } from '../src/domain/schedule/state.ts'
import type { BenchResult } from './support/engine.ts'
import { percentile } from './support/load.ts'

const PLANS = 100
const WAVES = 20
const AGENTS = 12
const NOW = Date.UTC(2026, 6, 1)
const HOUR = 60 * 60 * 1000
/** The first calls, which the engine has not compiled yet, count too: a pass is often the first of a process. */
const CALLS = 40

const plan = (number: number): PlanId => PlanId.parse(`plan-${number}`)
const key = (number: number, wave: number): WaveKey => waveKey(plan(number), wave)
const agent = (number: number): AgentName => AgentName.parse(`agent-${number % AGENTS}`)

/** Chains, and from every wave but the last an edge to a later wave of one of the next plans. */
function programme(): PlanGraph {
  const nodes: PlanNode[] = []
  const edges: PlanEdge[] = []
  for (let number = 0; number < PLANS; number += 1) {
    for (let wave = 0; wave < WAVES; wave += 1) {
      nodes.push({
        id: key(number, wave),
        plan: plan(number),
        wave,
        title: `Wave ${wave} of plan ${number}`,
        agent: wave % 3 === 0 ? undefined : agent(number + wave),
        estimateHours: wave % 2 === 0 ? 1 + ((number * 7 + wave * 3) % 24) : undefined,
      })
      if (wave + 1 === WAVES) continue
      const from = key(number, wave)
      edges.push({ from, to: key(number, wave + 1), why: 'order', label: 'follows' })
      const other = number + 1 + ((number + wave) % 5)
      if (other < PLANS)
        edges.push({ from, to: key(other, wave + 1), why: 'signal', label: `s-${number}-${wave}` })
    }
  }
  return { nodes, edges }
}

/** Halfway: the first ten waves of every plan are merged, some of the next are running. */
function halfway(graph: PlanGraph): ScheduleInput {
  const progress = new Map(
    graph.nodes.flatMap(({ id, wave }, i): [WaveKey, WaveProgress][] =>
      wave < WAVES / 2
        ? [[id, { state: 'merged', startedAt: NOW - 9 * HOUR, endedAt: NOW - 5 * HOUR, attempts: 1 }]]
        : wave === WAVES / 2 && i % 3 === 0
          ? [[id, { state: 'running', startedAt: NOW - HOUR, attempts: 1 }]]
          : [],
    ),
  )
  return {
    graph,
    progress,
    orchestrators: new Map(Array.from({ length: PLANS }, (_, i) => [plan(i), agent(i)])),
    history: Array.from({ length: 1000 }, (_, i) => ({
      agent: agent(i),
      purpose: 'implement' as const,
      hours: 1 + (i % 9),
    })),
    limits: { perAgent: 4, perRepository: 60, perInstallation: 100 },
    busy: { agents: new Map(), repository: 2, installation: 10 },
    places: new Map(graph.nodes.map(({ id }, i) => [id, NOW + ((i * 37) % 50) * HOUR])),
    now: NOW,
  }
}

function timed(body: () => void): { median: number; slowest: number } {
  const times: number[] = []
  for (let call = 0; call < CALLS; call += 1) {
    const from = performance.now()
    body()
    times.push(performance.now() - from)
  }
  return { median: percentile(times, 0.5), slowest: Math.max(...times) }
}

/** Fails when the schedule is not that of the programme, as then something else was measured. */
export function run(): BenchResult {
  const input = halfway(programme())
  let result: ReturnType<typeof schedule> | undefined
  const decided = timed(() => {
    result = schedule(input)
  })
  if (result === undefined || hasCircle(result.critical)) throw new Error('there is a circle')
  const found = result
  if (found.ready.start.length === 0 || found.ready.held.size + found.ready.start.length !== PLANS * WAVES)
    throw new Error(`unexpected: ${found.ready.start.length} waves start, ${found.ready.held.size} are held`)
  const heads = Array.from({ length: PLANS }, (_, i) => ({
    plan: plan(i),
    title: `Plan ${i}`,
    orchestrator: agent(i),
  }))
  const shown = timed(() => {
    renderCoordination(coordinationView(heads, input, found))
  })
  return {
    name: 'schedule',
    rows: [
      { what: `${PLANS} plans of ${WAVES} waves scheduled`, value: decided.median, unit: 'ms' },
      { what: 'the slowest of these calls', value: decided.slowest, unit: 'ms' },
      { what: 'the comment with all of them', value: shown.median, unit: 'ms' },
    ],
  }
}

if (import.meta.main) console.table(run().rows)
