// The life of a project may turn round: a result asks for another round, and its tasks are added to the plan on the issue.

import { analysisTopic, planVersion } from '../plan/anew.ts'
import { withIteration } from '../render/analysis-comment.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import { sameText } from '../markers.ts'
import { stickyComment } from './comments.ts'
import { budgetProblem } from './runs.ts'
import { proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

/** Bounded by the policy's `max_iterations` and by the issue's budget; what was asked for beyond is said and not done. */
export function nextIteration(task: RoutedTask): StageResult {
  const { snapshot, route } = task
  const { issue, plan, policy, pack } = snapshot
  const wanted = analysisTopic(planVersion(snapshot.desired))
  const comment = issue.comments.find(({ topic }) => topic === wanted)
  if (plan?.document === undefined || comment === undefined) return proceed('nothing comes round')
  const asked = route.waves.flatMap((wave) => {
    if (planWaveOf(plan.document, wave) === undefined) return []
    const outcome = snapshot.runs.findLast(
      (run) => run.wave === wave.index && run.purpose === wave.purpose && run.outcome?.kind === 'done',
    )?.outcome
    if (outcome?.kind !== 'done' || (outcome.purpose !== 'research' && outcome.purpose !== 'implement'))
      return []
    const { next } = outcome.value
    return next === undefined ? [] : [{ wave: wave.plan ?? wave.index, tasks: next }]
  })
  let body = comment.body
  for (const [i, round] of asked.entries()) {
    if (i >= policy.limits.max_iterations) return proceed('the rounds that the policy allows are used up')
    body = withIteration(
      body,
      i + 1,
      round.wave,
      round.tasks,
      (name) => pack.agents.find((agent) => agent.name === name)?.title ?? name,
    )
  }
  if (sameText(body, comment.body)) return proceed('no further round is asked for')
  const budget = budgetProblem(snapshot)
  if (budget !== undefined) return proceed(`no further round: ${budget}`)
  return wait(
    'another round is added to the plan',
    stickyComment(issue.number, issue.comments, wanted, body),
    'running',
    0,
  )
}
