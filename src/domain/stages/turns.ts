// Turns on a wave: a wave of one agent has one turn a round; owners of a joint wave each have one, on the commit of the one before.

import { verdictsOn } from '../consensus/verdicts.ts'
import { actsNamed } from '../threads/acts.ts'
import type { AgentName, Sha } from '../ids.ts'
import { workersOf } from '../roster/joint-wave.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import type { Feedback } from './rework.ts'
import type { RoutedTask } from './stage.ts'
import { gateFeedback } from './validation.ts'

/** Every run that implements the wave, whoever's turn it was, in order. */
export function attemptsOn({ runs }: Snapshot, wave: RouteWave): RunRecord[] {
  const workers = workersOf(wave)
  return runs
    .filter((run) => run.wave === wave.index && run.purpose === 'implement' && workers.includes(run.agent))
    .toSorted((a, b) => a.attempt - b.attempt)
}

export interface Turn {
  /** Whose turn is next. A failed turn is the same agent's again. */
  agent: AgentName
  /** Runs that ended well since the round began; none: a round begins, or the one before is complete. */
  taken: readonly RunRecord[]
}

const endedWell = (attempts: readonly RunRecord[]): RunRecord[] =>
  attempts.filter((run) => run.outcome?.kind === 'done')

export function turnOf(wave: RouteWave, attempts: readonly RunRecord[]): Turn {
  const workers = workersOf(wave)
  const done = endedWell(attempts)
  const at = done.length % workers.length
  return { agent: workers[at] ?? wave.agent, taken: at === 0 ? [] : done.slice(-at) }
}

/** The turns of the last round that is complete. */
export const lastRound = (wave: RouteWave, attempts: readonly RunRecord[]): RunRecord[] =>
  endedWell(attempts).slice(-workersOf(wave).length)

/** What seats object to on a head. */
export const objectionsAt = (
  { runs, validations }: Snapshot,
  wave: RouteWave,
  head: Sha,
): Feedback['findings'] =>
  verdictsOn(head, wave.index, runs, validations)
    .filter(({ outcome }) => outcome.position === 'request_changes')
    .map(({ seat, outcome }) => ({ from: seat, summary: outcome.summary, findings: outcome.findings }))

/** What the round that is under way answers: those whose turn comes later are told the same as the first. */
export function roundFeedback(
  task: RoutedTask,
  wave: RouteWave,
  attempts: readonly RunRecord[],
  { taken }: Turn,
): Feedback {
  const head = taken[0]?.headSha
  const first = taken.length === endedWell(attempts).length
  if (head === undefined || first) return { findings: [], failures: [], problems: [] }
  return feedbackOn(task, wave, head, taken[0]?.asked)
}

/** What was said of a head that was reworked since: by seats, by people, by gates. `asked`: what people asked for by name. */
export function feedbackOn(
  task: RoutedTask,
  wave: RouteWave,
  head: Sha,
  asked: readonly string[] = [],
): Feedback {
  const { snapshot } = task
  const rejected = (snapshot.desired?.rejected ?? []).filter(({ sha }) => sha === head)
  const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
  const acts = actsNamed(pull, asked)
  return {
    ...gateFeedback(task, wave, head),
    ...(acts.length === 0 ? {} : { acts }),
    findings: [
      ...objectionsAt(snapshot, wave, head),
      ...rejected.map(({ by, reason }) => ({ from: `@${by}`, summary: reason, findings: [] })),
    ],
  }
}
