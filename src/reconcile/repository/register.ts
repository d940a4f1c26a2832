// What milestones and the register of risks are told from, read from the store and from what GitHub shows of its milestones.

import type { Kysely } from 'kysely'
import type { Milestone } from '../../domain/board/milestones.ts'
import { registerOf, type OpenTrouble, type RiskLine } from '../../domain/board/register.ts'
import type { RepoRef, TaskKey } from '../../domain/ids.ts'
import { planSignal } from '../../domain/plan/names.ts'
import type { GitHubMilestone } from '../../github/board-api.ts'
import { freezesOf } from '../../store/freezes.ts'
import type { Schema } from '../../store/schema.ts'
import { signalsOf } from '../../store/signals.ts'
import { tasksOfRepository } from '../../store/tasks.ts'
import { plansOf } from '../coordination.ts'
import { TaskState } from '../task-state.ts'

/** Troubles of a task that are not over. */
export const troublesOf = (task: TaskKey, { trouble, troubles }: TaskState): OpenTrouble[] =>
  [trouble, ...Object.values(troubles)].flatMap((one) =>
    one === undefined || one.over === true ? [] : [{ task, kind: one.kind, since: one.since, why: one.why }],
  )

/** A closed one without a time was closed before GitHub kept it. */
const ofGitHub = ({ number, title, open, due, closedAt }: GitHubMilestone): Milestone => ({
  id: `github-${number}`,
  name: 'milestone',
  title,
  task: undefined,
  day: due,
  reachedAt: open ? undefined : (closedAt ?? 0),
})

/** `now` in milliseconds since 1970. */
export async function registerFacts(
  db: Kysely<Schema>,
  repo: RepoRef,
  shown: readonly GitHubMilestone[],
  now: number,
): Promise<{ milestones: Milestone[]; register: RiskLine[] }> {
  const sent = new Map<string, number>(
    (await signalsOf(db, repo)).map(({ name, sentAt }) => [name, sentAt.getTime()]),
  )
  const plans = await plansOf(db, repo)
  const tasks = await tasksOfRepository(db, repo)
  const open = tasks.flatMap(({ key, state: raw, open: is }) => {
    const state = TaskState.parse(raw)
    return is && state.shown?.endedAt === undefined ? [{ key, state }] : []
  })
  const milestones = [
    ...plans.map(({ key, plan: { plan, title, due } }): Milestone => {
      const reachedAt = sent.get(planSignal(plan))
      return { id: plan, name: plan, title, task: key, day: due, reachedAt }
    }),
    ...shown.map(ofGitHub),
  ]
  return {
    milestones,
    register: registerOf({
      // One whose issue was closed before the end was given up.
      plans: plans
        .filter(({ key, plan }) => !sent.has(planSignal(plan.plan)) && open.some((task) => task.key === key))
        .map(({ key, plan }) => ({ task: key, plan })),
      troubles: open.flatMap(({ key, state }) => troublesOf(key, state)),
      freezes: (await freezesOf(db, repo)).filter(({ liftedAt }) => liftedAt === undefined),
      milestones: milestones.filter(({ task }) => task === undefined || open.some(({ key }) => key === task)),
      now,
    }),
  }
}
