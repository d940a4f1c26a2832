// How every open pull request of a task stands: its gates and who has agreed, as the checks say it.

import type { GatesOfHead } from '../commands/facts.ts'
import { evaluateGates } from '../gates/gates.ts'
import { allOf, reason, type Reason } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { PullObservation } from '../snapshot.ts'
import { workOn } from './assigned.ts'
import { contradicted } from './conflicting.ts'
import { judgeFreezes } from './freezing.ts'
import { waveFacts } from './gate-facts.ts'
import { consensusOn } from './seated.ts'
import { isActive, type RoutedTask } from './stage.ts'
import { attemptsOn } from './turns.ts'

/** The gates of a pull request's head by name, and who is at work on another head; nothing when it is none of the task's. */
export function gatesOf(task: RoutedTask, number: number): GatesOfHead {
  const { snapshot, route } = task
  const seen = snapshot.waves.find(({ pull }) => pull?.number === number)
  const wave = route.waves.find(({ index }) => index === seen?.index)
  if (seen?.pull?.state !== 'open' || wave === undefined) return { gates: [], atWork: undefined }
  const facts = waveFacts(task, wave, seen.pull, workOn(snapshot, wave))
  return {
    gates: evaluateGates(snapshot.policy, facts).gates,
    atWork: attemptsOn(snapshot, wave).find(isActive)?.agent,
  }
}

/** What the seats say of a head; where they agree, also what it contradicts. */
function agreement(task: RoutedTask, wave: RouteWave, pull: PullObservation): Reason {
  const { consensus } = consensusOn(task, wave, pull, judgeFreezes(task, wave, pull)?.lifting)
  const { verdict } = consensus
  const contradiction = contradicted(task, wave, pull, consensus)
  if (contradiction === undefined) return verdict
  const held =
    'wait' in contradiction
      ? [reason('pending', `it waits for ${contradiction.wait}`)]
      : contradiction.rework.map((text) => reason('fail', text))
  return allOf('the seats agree, and the work contradicts other work', [verdict, ...held])
}

/** The trees of gates and of consensus, one for each open pull request. */
export function standing(task: RoutedTask): { gates: Reason[]; consensus: Reason[] } {
  const { snapshot, route } = task
  const open = route.waves.flatMap((wave) => {
    const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
    return pull?.state === 'open' ? [{ wave, pull, work: workOn(snapshot, wave) }] : []
  })
  const under = (number: number, pull: number, verdict: Reason): Reason =>
    reason(verdict.state, `wave ${number}, #${pull}`, [verdict])
  return {
    gates: open.map(({ wave, pull, work }) => {
      const { verdict } = evaluateGates(snapshot.policy, waveFacts(task, wave, pull, work))
      return under(waveNumber(wave), pull.number, verdict)
    }),
    consensus: open.map(({ wave, pull }) =>
      under(waveNumber(wave), pull.number, agreement(task, wave, pull)),
    ),
  }
}
