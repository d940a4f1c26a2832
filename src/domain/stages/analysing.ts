// A larger task is planned first: the orchestrator writes an analysis, people edit and approve it, then its lines become waves.

import type { Action } from '../actions.ts'
import { analysisTopic, planningWave, planVersion } from '../plan/anew.ts'
import { analysisBrief, analysisComment } from '../render/analysis-comment.ts'
import { planProblemsComment } from '../render/plan-comments.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { attemptsOf, runProgress, startRun } from './runs.ts'
import { isActive, proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

/** The plan's last word before anybody approved it: what the orchestrator wrote cannot be read. */
function again(task: RoutedTask, problems: readonly string[]): StageResult {
  const { snapshot } = task
  const wish = wishOf(snapshot)
  const attempts = attemptsOf(snapshot, wish)
  if (attempts.length >= snapshot.policy.limits.max_attempts)
    return parked(snapshot, `${wish.agent} wrote a plan that cannot be read: ${problems.join(' ')}`)
  const progress = startRun(
    snapshot,
    wish,
    (attempts.at(-1)?.attempt ?? 0) + 1,
    analysisBrief(task, problems),
  )
  return progress.state === 'start'
    ? wait(`${wish.agent} is told what is wrong with its plan`, progress.actions)
    : parked(snapshot, progress.state === 'parked' ? progress.why : 'the run could not be started')
}

const wishOf = ({ pack, base, desired }: Snapshot) => ({
  wave: planningWave(planVersion(desired)),
  agent: pack.orchestrator,
  purpose: 'plan' as const,
  headSha: base.sha,
  baseSha: base.sha,
  scope: '',
})

/** A run that still writes an earlier version of the plan writes for nobody. */
const outlived = ({ runs, desired }: Snapshot): Action[] =>
  runs
    .filter(
      (run) => isActive(run) && run.purpose === 'plan' && run.wave !== planningWave(planVersion(desired)),
    )
    .map(({ id }) => ({ do: 'cancel_run', id, why: 'the plan was asked for anew' }))

/** Waits until somebody entitled has approved the analysis as it stands on the issue; then the plan that it makes is in force. */
export function analysing(task: RoutedTask): StageResult {
  const { snapshot, route } = task
  const { issue, analysis, desired, plan } = snapshot
  const asked = route.planned || desired?.planned !== undefined || desired?.replan !== undefined
  if (!asked) return proceed('no plan is asked for')
  if (plan?.document !== undefined && plan.outdated !== true)
    return proceed(`the plan ${plan.document.plan} is approved`)
  if (analysis === undefined) {
    const progress = runProgress(snapshot, wishOf(snapshot), () => analysisBrief(task, []))
    switch (progress.state) {
      case 'start':
        return wait(`${snapshot.pack.orchestrator} is asked for a plan`, [
          ...outlived(snapshot),
          ...progress.actions,
        ])
      case 'active':
        return wait(`${snapshot.pack.orchestrator} writes a plan`)
      case 'parked':
        return parked(snapshot, progress.why)
      case 'done':
        return parked(snapshot, 'the run that should plan handed back something else')
    }
  }
  if (analysis.on === 'run') {
    const { outcome } = attemptsOf(snapshot, wishOf(snapshot)).at(-1) ?? {}
    if (outcome === undefined) return wait(`${snapshot.pack.orchestrator} writes its plan anew`)
    if (analysis.problems.length > 0) return again(task, analysis.problems)
    const body = analysisComment(analysis.text, analysis.warnings, planVersion(desired))
    return wait(
      'the plan is on the issue, to be edited and approved',
      stickyComment(issue.number, issue.comments, analysisTopic(planVersion(desired)), body),
    )
  }
  const reported = issue.comments.some(({ topic }) => topic === 'plan-problems')
  const said =
    analysis.problems.length > 0 || reported
      ? stickyComment(
          issue.number,
          issue.comments,
          'plan-problems',
          planProblemsComment(analysis.problems, false),
        )
      : []
  const why =
    analysis.problems.length > 0
      ? 'the plan on the issue cannot be read'
      : 'the plan waits for `/baton approve`'
  return wait(why, said, 'blocked')
}
