// The life of a project may turn round: a result asks for another round, and its tasks are added to the plan on the issue.

import { analysisTopic, planVersion } from '../plan/anew.ts'
import { withIteration } from '../render/analysis-comment.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import type { AgentName } from '../ids.ts'
import { plural } from '../render/figures.ts'
import { furtherRoundComment } from '../render/plan-comments.ts'
import { stickyComment } from './comments.ts'
import { budgetProblem } from './runs.ts'
import { proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

interface Round {
  /** The number of the wave that asks. */
  wave: number
  tasks: readonly { agent: AgentName; task: string }[]
}

/** Finished waves of the plan in force that ask for more, in the order of the route. */
function askedFor({ snapshot, route }: RoutedTask): Round[] {
  return route.waves.flatMap((wave): Round[] => {
    if (planWaveOf(snapshot.plan?.document, wave) === undefined) return []
    const outcome = snapshot.runs.findLast(
      (run) => run.wave === wave.index && run.purpose === wave.purpose && run.outcome?.kind === 'done',
    )?.outcome
    if (outcome?.kind !== 'done' || (outcome.purpose !== 'research' && outcome.purpose !== 'implement'))
      return []
    const { next } = outcome.value
    return next === undefined ? [] : [{ wave: wave.plan ?? wave.index, tasks: next }]
  })
}

/** What was asked for and is not done stands on the issue, so that a person can have it done. */
function refusedRounds(task: RoutedTask, rounds: readonly Round[], why: string): StageResult {
  const { issue } = task.snapshot
  const body = furtherRoundComment(rounds, why)
  return proceed(
    `no further round: ${why}`,
    stickyComment(issue.number, issue.comments, 'no-further-round', body),
  )
}

/** Bounded by the policy's `max_iterations` and by the issue's budget; what was asked for beyond is said and not done. */
export function nextIteration(task: RoutedTask): StageResult {
  const { snapshot } = task
  const { issue, plan, policy, pack } = snapshot
  const wanted = analysisTopic(planVersion(snapshot.desired))
  const comment = issue.comments.find(({ topic }) => topic === wanted)
  if (plan?.document === undefined || comment === undefined) return proceed('nothing comes round')
  const asked = askedFor(task)
  const { max_iterations: most } = policy.limits
  const bodies = [comment.body]
  for (const [i, round] of asked.slice(0, most).entries()) {
    bodies.push(
      withIteration(
        bodies.at(-1) ?? '',
        i + 1,
        round.wave,
        round.tasks,
        (name) => pack.agents.find((agent) => agent.name === name)?.title ?? name,
      ),
    )
  }
  const added = asked.filter((_, i) => i < most && bodies[i] !== bodies[i + 1])
  const beyond = asked.slice(most)
  if (added.length === 0) {
    return beyond.length === 0
      ? proceed('no further round is asked for')
      : refusedRounds(task, beyond, `the policy allows ${plural(most, 'round')} (limits.max_iterations)`)
  }
  const budget = budgetProblem(snapshot)
  if (budget !== undefined) return refusedRounds(task, [...added, ...beyond], budget)
  return wait(
    'another round is added to the plan',
    stickyComment(issue.number, issue.comments, wanted, bodies.at(-1) ?? ''),
    'running',
    0,
  )
}
