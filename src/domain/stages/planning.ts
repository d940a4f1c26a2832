// Whether the task's plan can be gone by: a broken one stops a task that has no good one, and is only reported otherwise.

import { planProblemsComment } from '../render/plan-comments.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { proceed, wait, type StageResult } from './stage.ts'

export function planning({ issue, plan }: Snapshot): StageResult {
  if (plan === undefined) return proceed('the task has no plan')
  const reported = issue.comments.some((comment) => comment.topic === 'plan-problems')
  const { document, problems } = plan
  const says =
    problems.length > 0 || reported
      ? stickyComment(
          issue.number,
          issue.comments,
          'plan-problems',
          planProblemsComment(problems, document !== undefined),
        )
      : []
  if (document === undefined) return wait('the plan cannot be read', says, 'blocked')
  return proceed(
    problems.length > 0 ? 'the last good plan is in force' : `the plan ${document.plan} is in force`,
    says,
  )
}
