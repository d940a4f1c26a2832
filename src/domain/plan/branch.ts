// The branches of a plan's waves: which patterns are usable, and the name that a pattern gives.

import { branchPattern, fillPattern } from '../policy/branch.ts'

export interface PlanBranchParts {
  plan: string
  wave: number
  /** Who is named for the wave in the plan, else the plan's orchestrator: never who happens to execute it. */
  agent: string
  /** The number of the plan's issue. */
  issue: number | string
}

/** The branch of a plan's wave, by the plan's pattern. */
export const planBranchName = (pattern: string, { plan, wave, agent, issue }: PlanBranchParts): string =>
  fillPattern(pattern, { plan, wave, agent, issue })

export const PlanBranchPattern = branchPattern({ plan: 'p', wave: 1, agent: 'a', issue: 1 })

export const DEFAULT_PLAN_BRANCH = '{plan}/wave-{wave}'

/**
 * Whether git could not hold both branches: the same name, or one a folder of the other. Case is ignored, because refs are
 * files and some disks ignore it.
 */
export function branchesCollide(left: string, right: string): boolean {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}
