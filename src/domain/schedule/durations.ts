// How long waves take: what they took, what is left of them, what the plan says, what history suggests, or a guess.

import { median } from '../benchmarks/order.ts'
import type { AgentName } from '../ids.ts'
import type { PlanGraph, PlanNode } from '../plan/graph.ts'
import type { WaveKey } from '../plan/names.ts'
import { UNTOUCHED, type ProgressOf, type WaveProgress } from './state.ts'

type WavePurpose = 'implement' | 'research'

/** A wave that is complete, of any plan that ever was. */
export interface FinishedWave {
  agent: AgentName
  purpose: WavePurpose
  hours: number
}

/** Half a working day, for a wave that neither its plan nor history says anything about. */
export const DEFAULT_HOURS = 4

/** What a wave under way has left at least, also when it is over its estimate: a quarter of an hour. */
export const LEAST_LEFT_MINUTES = 15

/** Where the figure comes from. Only `guess` knows nothing at all. */
export type Basis = 'taken' | 'plan' | 'history' | 'guess' | 'none'

/** In whole minutes, so that sums along different paths can be compared exactly. */
export interface Duration {
  /** From its start to its end. */
  whole: number
  /** From now to its end: 0 when it is over. */
  left: number
  basis: Basis
}

const MINUTE = 60 * 1000
const isLength = (hours: number): boolean => Number.isFinite(hours) && hours > 0

const minutesOf = (hours: number): number => Math.max(1, Math.round(hours * 60))

/**
 * The hours that a wave of an agent is expected to take: the median of the agent's waves of that purpose, else of all of the
 * agent's, else of everybody's; undefined without any history. Lengths that are not positive do not count.
 */
export function estimate(
  history: readonly FinishedWave[],
  agent: AgentName | undefined,
  purpose: WavePurpose | undefined,
): number | undefined {
  const known = history.filter(({ hours }) => isLength(hours))
  const own = known.filter((wave) => wave.agent === agent)
  const alike = own.filter((wave) => wave.purpose === purpose)
  const nearest = [alike, own, known].find((waves) => waves.length > 0)
  return nearest && median(nearest.map(({ hours }) => hours))
}

export interface DurationInput {
  graph: PlanGraph
  progress: ProgressOf<WaveKey>
  history: readonly FinishedWave[]
  /** Whose wave it is where the plan names nobody. */
  agentOf: (node: PlanNode) => AgentName | undefined
  purposes?: ReadonlyMap<WaveKey, WavePurpose> | undefined
  now: number
}

/** Minutes between two times, never negative: clocks are set back. 0 when one of them is no time. */
const between = (from: number, to: number): number => Math.max(0, Math.round((to - from) / MINUTE) || 0)

function durationOf(progress: WaveProgress, expected: Omit<Duration, 'left'>, now: number): Duration {
  const { state, startedAt, endedAt } = progress
  switch (state) {
    case 'merged':
      return startedAt === undefined || endedAt === undefined
        ? { ...expected, left: 0 }
        : { whole: between(startedAt, endedAt), left: 0, basis: 'taken' }
    case 'cancelled':
      return { whole: 0, left: 0, basis: 'none' }
    case 'running':
    case 'validating':
    case 'in-review': {
      const elapsed = startedAt === undefined ? 0 : between(startedAt, now)
      const left = Math.max(LEAST_LEFT_MINUTES, expected.whole - elapsed)
      return { whole: elapsed + left, left, basis: expected.basis }
    }
    // A wave that starts again may have everything to do again.
    case 'planned':
    case 'waiting':
    case 'ready':
    case 'blocked':
      return { ...expected, left: expected.whole }
  }
}

/** Every wave's duration. */
export function durationsOf(input: DurationInput): Map<WaveKey, Duration> {
  const { graph, progress, history, agentOf, purposes, now } = input
  const seen = new Map<string, number | undefined>()
  const fromHistory = (
    agent: AgentName | undefined,
    purpose: WavePurpose | undefined,
  ): number | undefined => {
    const key = `${agent ?? ''} ${purpose ?? ''}`
    if (!seen.has(key)) seen.set(key, estimate(history, agent, purpose))
    return seen.get(key)
  }
  const expected = (node: PlanNode): Omit<Duration, 'left'> => {
    if (node.estimateHours !== undefined) return { whole: minutesOf(node.estimateHours), basis: 'plan' }
    const hours = fromHistory(agentOf(node), purposes?.get(node.id))
    return hours === undefined
      ? { whole: minutesOf(DEFAULT_HOURS), basis: 'guess' }
      : { whole: minutesOf(hours), basis: 'history' }
  }
  return new Map(
    graph.nodes.map((node) => [node.id, durationOf(progress.get(node.id) ?? UNTOUCHED, expected(node), now)]),
  )
}

const pick = (durations: ReadonlyMap<WaveKey, Duration>, key: 'left' | 'whole'): Map<WaveKey, number> =>
  new Map([...durations].map(([id, duration]) => [id, duration[key]]))

/** What decides when everything is complete: a wave that is over takes no more time, however long it took. */
export const fromNow = (durations: ReadonlyMap<WaveKey, Duration>): Map<WaveKey, number> =>
  pick(durations, 'left')

/** The whole course, with what finished waves took. */
export const fromStart = (durations: ReadonlyMap<WaveKey, Duration>): Map<WaveKey, number> =>
  pick(durations, 'whole')
