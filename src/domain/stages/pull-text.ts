// The text of a pull request follows its newest round: what an agent no longer claims must not stand there.

import type { Action } from '../actions.ts'
import { attemptMark, pullBody, pullTitle } from '../render/pull-body.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord } from '../snapshot.ts'
import { closingOf } from './routing.ts'
import type { RoutedTask } from './stage.ts'

/** What a round proposes; undefined when nothing of it was done. */
export function proposal(
  task: RoutedTask,
  wave: RouteWave,
  round: readonly RunRecord[],
): { title: string; body: string; attempt: number } | undefined {
  const patches = round.flatMap(({ agent, attempt, outcome }) =>
    outcome?.kind === 'done' && outcome.purpose === 'implement'
      ? [{ agent, attempt, patch: outcome.value }]
      : [],
  )
  const [first, last] = [patches[0], patches.at(-1)]
  if (first === undefined || last === undefined) return undefined
  return {
    title: pullTitle(first.patch),
    body: pullBody(task.snapshot, closingOf(task, wave), wave, patches),
    attempt: last.attempt,
  }
}

/** None or one action: once for each round whose commit is the head, so that a person's edit stays until the next one. */
export function describeRound(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  round: readonly RunRecord[],
): Action[] {
  const isHead = round.some(({ outcome }) => outcome?.kind === 'done' && outcome.commit === pull.headSha)
  const text = isHead ? proposal(task, wave, round) : undefined
  if (text === undefined || pull.body.includes(attemptMark(text.attempt))) return []
  return [{ do: 'edit_pull', pull: pull.number, body: text.body }]
}
