// The explicit list of actions that the local runner has, by name without version.

import { UserError } from '../../../errors.ts'
import type { Action } from './action.ts'
import { checkout } from './checkout.ts'
import { setupNode } from './setup-node.ts'
import { uploadArtifact } from './upload-artifact.ts'

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['actions/checkout', checkout],
  ['actions/setup-node', setupNode],
  ['actions/upload-artifact', uploadArtifact],
])

/** The action behind `uses:`, in any version. Throws a UserError that names one the runner does not have. */
export function findAction(uses: string): Action {
  const action = ACTIONS.get(uses.split('@')[0] ?? '')
  if (!action)
    throw new UserError(
      `the local runner has no action ${uses}`,
      `It has ${[...ACTIONS.keys()].join(', ')}; write a run step instead.`,
    )
  return action
}
