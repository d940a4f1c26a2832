// Waves with whoever a person has put to work on them, and what is stopped because of that.

import type { Action } from '../actions.ts'
import type { Assignment } from '../commands/desired.ts'
import type { OpenWave } from '../commands/facts.ts'
import { checkNamed } from '../roster/check-names.ts'
import { reason, type Reason } from '../reason.ts'
import { packAgent } from '../roster/pack.ts'
import type { Route, RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { isActive } from './stage.ts'

/** The word that counts for a wave; undefined when the agent has left the team or may not do it any more. */
export function assignmentOf({ desired, pack }: Snapshot, wave: RouteWave): Assignment | undefined {
  const found = desired?.assigned.findLast((entry) => entry.wave === wave.index && entry.undone === undefined)
  return found !== undefined && packAgent(pack, found.agent)?.purposes.includes(wave.purpose) === true
    ? found
    : undefined
}

/** The route with assigned agents in place of those that it names; what is finished stays as it was done. */
export function withAssigned(
  snapshot: Snapshot,
  route: Route,
  finished: (wave: RouteWave) => boolean,
): Route {
  if ((snapshot.desired?.assigned ?? []).length === 0) return route
  const why: Reason[] = []
  const waves = route.waves.map((wave): RouteWave => {
    const word = finished(wave) ? undefined : assignmentOf(snapshot, wave)
    if (word === undefined || word.agent === wave.agent) return wave
    why.push(
      reason(
        'info',
        `wave ${waveNumber(wave)} is worked on by ${word.agent} and not ${wave.agent}: assigned by @${word.by}`,
      ),
    )
    return { ...wave, agent: word.agent }
  })
  return why.length === 0 ? route : { ...route, waves, reasons: [...why, ...route.reasons] }
}

/** Everybody's attempts at a wave, oldest first: a wave may have changed hands. */
export const workOn = ({ runs }: Snapshot, wave: Pick<RouteWave, 'index' | 'purpose'>): RunRecord[] =>
  runs.filter((run) => run.wave === wave.index && run.purpose === wave.purpose)

/** Runs of those who have been taken off a wave. */
export const takenOff = (snapshot: Snapshot, { waves }: Pick<Route, 'waves'>): Action[] =>
  waves.flatMap((wave) => {
    const changed = snapshot.desired?.assigned.some((entry) => entry.wave === wave.index) === true
    if (!changed) return []
    return workOn(snapshot, wave)
      .filter((run) => isActive(run) && run.agent !== wave.agent)
      .map(({ id }): Action => ({ do: 'cancel_run', id, why: `the wave is now worked on by ${wave.agent}` }))
  })

/** The waves that are left, for whoever wants to put somebody to work. */
export const openWaves = (
  { pack }: Snapshot,
  { waves }: Pick<Route, 'waves'>,
  finished: (wave: RouteWave) => boolean,
): OpenWave[] =>
  waves
    .filter((wave) => !finished(wave))
    .map((wave) => ({
      index: wave.index,
      number: waveNumber(wave),
      purpose: wave.purpose,
      agent: wave.agent,
      ready: wave.after.every((index) => waves.some((other) => other.index === index && finished(other))),
      able: pack.agents
        .map(({ name }) => name)
        .filter((name) => checkNamed(pack.agents, name, wave.purpose, []).length === 0),
    }))
