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
import type { Act } from '../threads/acts.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { isTakenOver } from './takeover.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { investigate } from './blockers.ts'
import { failedInARow, lookInto } from './repeated-failure.ts'
import { feedbackOn, turnOf } from './turns.ts'
import { failuresInARow, failureText, isAfterRetry, startRun } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

export interface Feedback {
  findings: readonly { from: string; summary: string; findings: readonly Finding[] }[]
  failures: readonly { step: string; output: string }[]
  /** Gates that said no, in words. */
  problems: readonly string[]
  /** The base has changed the same lines: both sides, and what the base was then. */
  conflict?: { base: Sha; text: string }
  /** What people asked for on the pull request. */
  acts?: readonly Act[]
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
  const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
  if (pull !== undefined && isTakenOver(pull))
    return wait(
      `wave ${wave.index}: what is open on #${pull.number} is left to whoever took it over`,
      actions,
      'in-review',
    )
  const { limits } = snapshot.policy
  const last = attempts.at(-1)
  // A person's word to try again is a new beginning: what was before does not count against the limits.
  const told = new Set(feedback.acts?.map(({ key }) => key))
  const counted = attempts.filter(
    (run) =>
      isAfterRetry(snapshot, run, wave.plan ?? wave.index) &&
      // So is what they ask for on the pull request: only failures at just that count.
      (told.size === 0 || run.asked?.some((key) => told.has(key)) === true),
  )
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
    const failures = failuresInARow(counted)
    const { triggers } = snapshot.policy
    if (!stopped && failures >= Math.min(triggers.failures, limits.max_attempts)) {
      const texts = failedInARow(snapshot, wave).map((run) => failureText(run.outcome))
      const validated = lookInto(task, wave, 'attempts', texts.slice(0, triggers.failures))
      if (typeof validated === 'object') return { ...validated, actions: [...actions, ...validated.actions] }
    }
    if ((stopped && looked !== 'answered') || failures >= limits.max_attempts) {
      const result = parked(snapshot, `${wave.agent}: ${failureText(last.outcome)}`)
      return { ...result, actions: [...actions, ...breachComment(snapshot, wave, last), ...result.actions] }
    }
  }
  const { taken } = turnOf(wave, attempts)
  // Within a round there is nothing new to be judged yet.
  const said = failed || taken.length > 0 ? [] : roundsSaid(task, wave, counted, headSha, feedback)
  const repeated = repeats(said)
  if (repeated !== undefined || (!failed && rounds >= limits.max_rounds)) {
    const open = [...disagreement(said), ...answersOf(last)]
    const validated = lookInto(task, wave, 'rounds', open)
    if (typeof validated === 'object') return { ...validated, actions: [...actions, ...validated.actions] }
    const why =
      repeated === undefined
        ? `${rounds} rounds did not settle it`
        : `no progress: round ${said.length} came to the same as round ${repeated.round}`
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
    onto: feedback.conflict?.base,
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
