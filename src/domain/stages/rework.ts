// The next round of an implementer: the first, one after a failure, or one that answers findings; bounded, then parked.

import type { Action } from '../actions.ts'
import { disagreement, repeats, type RoundSaid } from '../consensus/progress.ts'
import type { Sha } from '../ids.ts'
import type { Finding } from '../outcomes.ts'
import { implementBrief } from '../render/implement-brief.ts'
import { breachText } from '../render/parked-comment.ts'
import { oneLine } from '../render/text.ts'
import type { RouteWave } from '../roster/route.ts'
import { workersOf } from '../roster/joint-wave.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { investigate } from './blockers.ts'
import { feedbackOn, turnOf } from './turns.ts'
import { failuresInARow, failureText, isAfterRetry, startRun } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

export interface Feedback {
  findings: readonly { from: string; summary: string; findings: readonly Finding[] }[]
  failures: readonly { step: string; output: string }[]
  /** Gates that said no, in words. */
  problems: readonly string[]
}

/** What was tried stays on the issue, also when the task goes on. */
function breachComment(
  { issue }: Snapshot,
  wave: RouteWave,
  { agent, attempt, outcome }: RunRecord,
): Action[] {
  if (outcome?.kind !== 'breach') return []
  const topic = `breach-${wave.index}-${attempt}`
  return stickyComment(issue.number, issue.comments, topic, breachText(agent, waveNumber(wave), outcome.what))
}

/** What each round came to, this one last. An attempt begins at the head that was judged before it. */
function roundsSaid(
  task: RoutedTask,
  wave: RouteWave,
  counted: readonly RunRecord[],
  headSha: Sha,
  feedback: Feedback,
): RoundSaid[] {
  const heads = new Set(counted.flatMap((run) => run.headSha ?? []))
  heads.delete(headSha)
  const before = [...heads]
    .map((head) => feedbackOn(task, wave, head))
    .filter(({ findings, problems }) => findings.length + problems.length > 0)
  return [...before, feedback].map((said, at) => ({ round: at + 1, ...said }))
}

const MOST_ANSWERS = 10
const LONGEST_ANSWER = 300

/** What the implementer said to the findings of the round before. */
function answersOf(last: RunRecord | undefined): string[] {
  if (last?.outcome?.kind !== 'done' || last.outcome.purpose !== 'implement') return []
  return last.outcome.value.answers
    .slice(0, MOST_ANSWERS)
    .map(
      ({ finding, response }) =>
        `${last.agent} answered “${oneLine(finding)}”: ${oneLine(response).slice(0, LONGEST_ANSWER)}`,
    )
}

/**
 * Starts the next attempt at `headSha` with what was learnt, or parks. `maxRounds` bounds attempts that ended in a
 * patch, `maxAttempts` failures in a row; neither counts lines or files, so a loop cannot hide in moved code. Rounds that come to the
 * same are not gone on with at all.
 */
export function nextRound(
  task: RoutedTask,
  wave: RouteWave,
  headSha: Sha,
  attempts: readonly RunRecord[],
  feedback: Feedback,
  actions: readonly Action[],
): StageResult {
  const { snapshot } = task
  const { limits } = snapshot.policy
  const last = attempts.at(-1)
  // A person's word to try again is a new beginning: what was before does not count against the limits.
  const counted = attempts.filter((run) => isAfterRetry(snapshot, run, wave.plan ?? wave.index))
  // Owners of a joint wave have a turn each before a round is complete.
  const rounds = Math.floor(
    counted.filter((run) => run.outcome?.kind === 'done').length / workersOf(wave).length,
  )
  const failed = last !== undefined && last.outcome?.kind !== 'done'
  if (failed && counted.includes(last)) {
    const stopped = last.outcome?.kind === 'blocked' || last.outcome?.kind === 'breach'
    const looked = last.outcome?.kind === 'blocked' ? investigate(task, wave, counted) : undefined
    if (looked !== undefined && looked !== 'answered')
      return { ...looked, actions: [...actions, ...looked.actions] }
    if ((stopped && looked !== 'answered') || failuresInARow(counted) >= limits.max_attempts) {
      const result = parked(snapshot, `${wave.agent}: ${failureText(last.outcome)}`)
      return { ...result, actions: [...actions, ...breachComment(snapshot, wave, last), ...result.actions] }
    }
  }
  const { taken } = turnOf(wave, attempts)
  // Within a round there is nothing new to be judged yet.
  const said = failed || taken.length > 0 ? [] : roundsSaid(task, wave, counted, headSha, feedback)
  const repeated = repeats(said)
  if (repeated !== undefined || (!failed && rounds >= limits.max_rounds)) {
    const why =
      repeated === undefined
        ? `${rounds} rounds did not settle it`
        : `no progress: round ${said.length} came to the same as round ${repeated.round}`
    const open = [...disagreement(said), ...answersOf(last)]
    const result = parked(snapshot, `${why}. Still open: ${open.join(' — ')}`)
    return { ...result, actions: [...actions, ...result.actions] }
  }
  const attempt = (last?.attempt ?? 0) + 1
  const wish = {
    wave: wave.index,
    agent: wave.agent,
    purpose: 'implement' as const,
    headSha,
    baseSha: snapshot.base.sha,
    scope: '',
  }
  const brief = implementBrief(
    task,
    wave,
    { attempt, taken },
    feedback,
    failed ? failureText(last.outcome) : undefined,
  )
  const progress = startRun(snapshot, wish, attempt, brief)
  if (progress.state !== 'start') {
    return parked(snapshot, progress.state === 'parked' ? progress.why : 'the run could not be started')
  }
  return wait(`wave ${wave.index}: ${wave.agent} starts attempt ${attempt}`, [
    ...actions,
    ...progress.actions,
  ])
}
