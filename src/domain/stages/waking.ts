// Agents that were woken: each looks into one thing and reports in one comment, beside the waves and never in their way.

import type { Action } from '../actions.ts'
import { wakeBrief, wakeComment, wakeFailedComment } from '../render/wake-text.ts'
import type { Snapshot } from '../snapshot.ts'
import { wakesOf, type Wake } from '../wakes/wakes.ts'
import { WOKEN_RUN } from '../side-runs.ts'
import { stickyComment } from './comments.ts'
import { runProgress, type RunProgress } from './runs.ts'
import { isActive, proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

function progressOf(task: RoutedTask, wake: Wake): RunProgress {
  const { snapshot } = task
  const { agent, scope, on } = wake
  const pull = snapshot.waves.find((seen) => seen.pull?.number === on)?.pull
  const wish = {
    wave: WOKEN_RUN,
    agent,
    purpose: 'research' as const,
    headSha: pull?.state === 'open' ? pull.headSha : snapshot.base.sha,
    baseSha: snapshot.base.sha,
    scope,
    byScope: true as const,
  }
  return runProgress(snapshot, wish, () => wakeBrief(task, wake, pull))
}

function said({ issue, waves }: Snapshot, { agent, scope, on }: Wake, body: string): Action[] {
  const pull = waves.find((seen) => seen.pull?.number === on)?.pull
  return stickyComment(on, pull?.comments ?? issue.comments, `wake/${agent}/${scope}`, body)
}

/**
 * Wakes whoever is to be woken, one a pass so that each run is seen in the budget before the next, and says what came of it. It
 * always proceeds: a report is nobody's condition. The next slot of a schedule asks for a pass of its own.
 */
export function waking(task: RoutedTask): StageResult {
  const { snapshot, now } = task
  const { wakes, dueInMs } = wakesOf(snapshot, now)
  const open = snapshot.issue.state === 'open'
  const actions: Action[] = []
  const failures: string[] = []
  let started = false
  for (const wake of wakes) {
    const progress = progressOf(task, wake)
    if (progress.state === 'start' && open && !started) {
      actions.push(...progress.actions)
      started = true
    }
    if (progress.state === 'parked') {
      failures.push(`${wake.agent}, ${wake.why}, could not report: ${progress.why}`)
      // Who asks waits for an answer; a schedule that fails would say so again and again.
      if (wake.by !== undefined) actions.push(...said(snapshot, wake, wakeFailedComment(wake, progress.why)))
    }
    if (progress.state === 'done' && progress.outcome.purpose === 'research')
      actions.push(...said(snapshot, wake, wakeComment(wake, progress.run, progress.outcome.value)))
  }
  const summary =
    wakes.length === 0 ? 'nobody was woken' : `woken: ${wakes.map(({ agent }) => agent).join(', ')}`
  const result = proceed([summary, ...failures].join('; '), actions)
  return open && dueInMs !== undefined ? { ...result, requeueAfterMs: dueInMs } : result
}

/** The end of a task waits for reports that are under way, as it does for background agents. */
export function wakesEnded(task: RoutedTask): StageResult {
  const { snapshot, now } = task
  const open = snapshot.issue.state === 'open'
  const waiting = open
    ? wakesOf(snapshot, now).wakes.filter((wake) => progressOf(task, wake).state === 'start')
    : []
  const under = snapshot.runs.filter((run) => run.wave === WOKEN_RUN && isActive(run))
  const agents = [...new Set([...under, ...waiting].map(({ agent }) => agent))]
  return agents.length === 0
    ? proceed('nobody who was woken is at work')
    : wait(`${agents.join(', ')}, woken, will report before the task ends`)
}
