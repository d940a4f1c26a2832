// The life of a task as hooks look at it, from its snapshot and the waves that it is on.

import type { Life, LifeWave } from '../hooks/life.ts'
import { keysOf } from '../hooks/record.ts'
import type { AgentName } from '../ids.ts'
import { packAgent } from '../roster/pack.ts'
import { waveNumber, type RouteWave } from '../roster/route-waves.ts'
import type { Snapshot } from '../snapshot.ts'
import { hasDone } from './routing.ts'

const WORK: ReadonlySet<string> = new Set(['direct', 'research', 'implement'])

/** `waves`: of the route that is taken, none before there is one; `seats`: those who judge besides. */
export function lifeOf(snapshot: Snapshot, waves: readonly RouteWave[], seats: readonly AgentName[]): Life {
  const { pack, signals, runs } = snapshot
  const over = new Set(waves.filter((wave) => hasDone(snapshot, wave)).map(({ index }) => index))
  // Nobody waits for an agent in the background.
  const past = new Set([
    ...over,
    ...waves.filter(({ agent }) => packAgent(pack, agent)?.background === true).map(({ index }) => index),
  ])
  const seen = waves.map((wave): LifeWave => {
    const own = runs.filter(({ wave: index, purpose }) => index === wave.index && WORK.has(purpose))
    const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
    const begun = own.length > 0 || pull !== undefined
    const waits = wave.waits ?? []
    const free = wave.after.every((index) => past.has(index)) && waits.every((name) => signals.includes(name))
    return {
      index: wave.index,
      number: waveNumber(wave),
      // Whoever did it: a plan's orchestrator may have handed the wave on.
      agent: own.findLast(({ purpose }) => purpose === wave.purpose)?.agent ?? wave.agent,
      after: wave.after,
      waits,
      done: over.has(wave.index),
      begun,
      ready: free && !begun,
      pull,
    }
  })
  return {
    snapshot,
    waves: seen,
    team: [...new Set([...waves.map(({ agent }) => agent), ...seats])],
    seen: (hook) => keysOf(snapshot.hooks ?? {}, hook),
  }
}
