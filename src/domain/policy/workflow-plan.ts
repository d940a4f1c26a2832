// What a validation or benchmark workflow run is told to do: the policy's commands in the form the workflow takes.

import { scriptStep } from '../gates/kinds/script.ts'
import { WorkflowPlan } from '../results.ts'
import type { WorkflowKind } from '../results.ts'
import type { Policy } from './schema.ts'

/**
 * The `plan` input of the workflow, or null when the policy has no benchmark. A validation runs its commands once, and after
 * them those that the change itself brings in.
 */
export function workflowPlan(
  policy: Pick<Policy, 'validate' | 'benchmark' | 'gates'>,
  kind: WorkflowKind,
  besides: WorkflowPlan['commands'] = [],
): WorkflowPlan | null {
  if (kind === 'validate') {
    const { setup, commands } = policy.validate
    const scripts = policy.gates.script.map(({ script, run }) => ({
      name: scriptStep(script),
      run,
      report: 'none' as const,
    }))
    return WorkflowPlan.parse({ setup, commands: [...commands, ...scripts, ...besides], rounds: 1 })
  }
  if (!policy.benchmark) return null
  const { setup, commands, rounds } = policy.benchmark
  return WorkflowPlan.parse({ setup, commands, rounds })
}
