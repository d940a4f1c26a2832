// Answers to people on a pull request: in the conversation where they spoke, each once, by whoever works on the wave.

import type { Action } from '../actions.ts'
import { changeAnswer, noAnswer, questionAnswer, questionBrief } from '../render/act-text.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord } from '../snapshot.ts'
import { answerTopic, openActs, owedAnswers, type Act } from '../threads/acts.ts'
import { stickyComment } from './comments.ts'
import { runProgress, type RunProgress } from './runs.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'
import { isTakenOver } from './takeover.ts'

/** Runs that answer questions have a number of their own, so that nobody takes one for a wave's. */
const ANSWERING = 210_000

function say(pull: PullObservation, act: Act, body: string, resolve: boolean): Action[] {
  const topic = answerTopic(act.key)
  const { place } = act
  // The text carries its marker already.
  if (place === undefined)
    return stickyComment(pull.number, pull.comments, topic, body.slice(0, body.lastIndexOf('<!-- baton:')))
  const { thread, comment } = place
  return [{ do: 'answer_thread', pull: pull.number, thread, comment, topic, as: 'author', body, resolve }]
}

/** What finished attempts at a wave owe people. A conversation about what was changed is resolved; one about a no stays open. */
export const changeAnswers = (pull: PullObservation, attempts: readonly RunRecord[]): Action[] =>
  owedAnswers(pull, attempts).flatMap(({ act, run }) => {
    const { outcome } = run
    if (outcome?.kind !== 'done' || outcome.purpose !== 'implement') return []
    return say(pull, act, changeAnswer(act, run, outcome.value), outcome.commit !== undefined)
  })

function asking(task: RoutedTask, wave: RouteWave, pull: PullObservation, act: Act): RunProgress {
  const wish = {
    wave: ANSWERING,
    agent: wave.agent,
    purpose: 'research' as const,
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    scope: act.key,
    byScope: true as const,
  }
  return runProgress(task.snapshot, wish, () => questionBrief(task, act, pull))
}

/** Questions without an answer on a pull request, whether somebody is at work on one or not. */
export const openQuestions = (pull: PullObservation): Act[] => openActs(pull, [], 'answer')

/**
 * Has questions on open pull requests answered by a look at the code, one run a pass so that each is seen in the budget before
 * the next. It always proceeds: work goes on meanwhile, only the merge waits (merging.ts).
 */
export function answering(task: RoutedTask): StageResult {
  const { snapshot, route } = task
  const actions: Action[] = []
  const under: string[] = []
  let started = false
  for (const wave of route.waves) {
    const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
    if (pull?.state !== 'open' || wave.purpose !== 'implement' || isTakenOver(pull)) continue
    for (const act of openQuestions(pull)) {
      const progress = asking(task, wave, pull, act)
      if (progress.state === 'done' && progress.outcome.purpose === 'research')
        actions.push(...say(pull, act, questionAnswer(act, progress.run, progress.outcome.value), false))
      else if (progress.state === 'parked')
        actions.push(...say(pull, act, noAnswer(act, wave.agent, progress.why), false))
      else under.push(`@${act.by} (${act.key})`)
      if (progress.state === 'start' && !started) {
        actions.push(...progress.actions)
        started = true
      }
    }
  }
  return proceed(
    under.length === 0 ? 'no question is open' : `questions are looked into: ${under.join(', ')}`,
    actions,
  )
}
