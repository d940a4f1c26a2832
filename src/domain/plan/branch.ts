// The branches of a plan's waves: which patterns are usable, and the name that a pattern gives.

import { z } from 'zod'
import { branchProblem } from '../policy/branch.ts'

export interface PlanBranchParts {
  plan: string
  wave: number
  /** Who is named for the wave in the plan, else the plan's orchestrator: never who happens to execute it. */
  agent: string
  /** The number of the plan's issue. */
  issue: number | string
}

/** Fills `{plan}`, `{wave}`, `{agent}` and `{issue}`; everything else is kept as it is. */
export const planBranchName = (pattern: string, parts: PlanBranchParts): string =>
  pattern
    .replaceAll('{plan}', parts.plan)
    .replaceAll('{wave}', String(parts.wave))
    .replaceAll('{agent}', parts.agent)
    .replaceAll('{issue}', String(parts.issue))

/** Nothing that can change, like a title, may be in it: the name is how a wave's pull request is found again. */
export const PlanBranchPattern = z.string().superRefine((pattern, context) => {
  const unknown = pattern.replaceAll(/\{(?:plan|wave|agent|issue)\}/g, '').match(/[{}]/)
  const problem = unknown
    ? 'only {plan}, {wave}, {agent} and {issue} are known'
    : /\}\{/.test(pattern)
      ? 'two placeholders need something between them'
      : branchProblem(planBranchName(pattern, { plan: 'p', wave: 1, agent: 'a', issue: 1 }))
  if (problem !== null)
    context.addIssue({ code: 'custom', message: `not a usable branch pattern: ${problem}` })
})

export const DEFAULT_PLAN_BRANCH = '{plan}/wave-{wave}'

/**
 * Whether git could not hold both branches: the same name, or one a folder of the other. Case is ignored, because refs are
 * files and some disks ignore it.
 */
export function branchesCollide(left: string, right: string): boolean {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}
