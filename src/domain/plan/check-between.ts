// What plans get wrong between them: circles, freezes of the same thing, branches that collide.

import type { Finding } from '../roster/problem.ts'
import { planBranchName } from './branch.ts'
import { cyclePath, cyclesOf } from './cycles.ts'
import type { PlanDocument } from './document.ts'
import { freezeConflicts, freezesOf } from './freezes.ts'
import type { PlanEdge } from './graph.ts'
import { waveKey } from './names.ts'

/** A finding in one of several plans. */
export interface PlansFinding extends Finding {
  /** Position of the plan in the list that was checked. */
  at: number
  /** A note needs nobody to act. */
  level: 'problem' | 'note'
}

/** Where the edge of a circle was written. */
function placeOf(plan: PlanDocument, edge: PlanEdge): Finding['path'] {
  const at = plan.waves.findIndex((wave) => waveKey(plan.plan, wave.wave) === edge.to)
  switch (edge.why) {
    case 'plan':
      return ['dependencies']
    case 'signal':
      return ['waves', at, 'waits_for']
    case 'depends_on':
      return ['waves', at, 'depends_on']
    case 'order':
      return ['waves', at]
  }
}

const planOf = (key: string): string => key.slice(0, key.indexOf('/'))

/** Circles that no single plan shows. */
export function checkCycles(plans: readonly PlanDocument[], edges: readonly PlanEdge[]): PlansFinding[] {
  return cyclesOf(edges).flatMap(({ path }): PlansFinding[] => {
    const members = edges.filter((one) => path.some((from, i) => from === one.from && path[i + 1] === one.to))
    // Within one plan `checkPlan` reports it, unless a signal closes it.
    const across = members.find((one) => planOf(one.from) !== planOf(one.to))
    const edge = across ?? members.find((one) => one.why === 'signal')
    if (edge === undefined || edge.from === edge.to) return []
    const at = plans.findIndex((plan) => plan.plan === planOf(edge.to))
    const plan = plans[at]
    if (plan === undefined) return []
    return [
      {
        at,
        level: 'problem',
        path: placeOf(plan, edge),
        message: `these waves wait for each other for ever (${edge.label}): ${cyclePath(path, edge.to)}`,
        expected: 'waits that lead back to a wave without one',
        example:
          edge.why === 'plan'
            ? 'dependencies: []'
            : edge.why === 'signal'
              ? 'waits_for: []'
              : 'depends_on: []',
      },
    ]
  })
}

/** Freezes of different plans that hold the same. */
export function checkFreezes(plans: readonly PlanDocument[]): PlansFinding[] {
  return freezeConflicts(plans.flatMap(freezesOf))
    .filter(({ earlier, later }) => earlier.plan !== later.plan)
    .map(({ earlier, later, what }) => ({
      at: plans.indexOf(later.plan),
      level: 'problem',
      path: ['waves', later.wave, 'freezes', later.freeze],
      message: `${earlier.key} already freezes ${what}`,
      expected: 'each thing frozen once, or a wave that lifts the earlier freeze',
      example: `lifts: [${earlier.key}]`,
    }))
}

/** The folders above a branch: git keeps no branch of their name beside it. */
function foldersOf(branch: string): string[] {
  const parts = branch.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}

/** Plans whose waves would get branches that git cannot keep apart from those of a plan before. */
export function checkBranches(plans: readonly PlanDocument[]): PlansFinding[] {
  const names = new Map<string, PlanDocument>()
  const folders = new Map<string, PlanDocument>()
  return plans.flatMap((plan, at): PlansFinding[] => {
    // Case is ignored, as in `branchesCollide`.
    const own = plan.waves.map((wave) =>
      planBranchName(plan.branch, {
        plan: plan.plan,
        wave: wave.wave,
        agent: wave.agent ?? plan.orchestrator,
        issue: `issue-of-${plan.plan}`,
      }).toLowerCase(),
    )
    const others = own.flatMap((name) => [
      names.get(name),
      folders.get(name),
      ...foldersOf(name).map((folder) => names.get(folder)),
    ])
    // A plan given twice is reported as that.
    const other = others.find((one) => one !== undefined && one.plan !== plan.plan)
    for (const name of own) {
      names.set(name, plan)
      for (const folder of foldersOf(name)) folders.set(folder, plan)
    }
    if (other === undefined) return []
    return [
      {
        at,
        level: 'problem',
        path: ['branch'],
        message: `its waves would get the branches of ${other.plan}: \`${plan.branch}\``,
        expected: 'a pattern of its own, for example with {plan}',
        example: "branch: '{plan}/wave-{wave}'",
      },
    ]
  })
}
