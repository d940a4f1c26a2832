// Checks stand on a commit, not on a pull request. Two of them with one head would share what was agreed for one, so neither goes on.

import { CONSENSUS_CHECK, GATES_CHECK, siblingCheck } from '../render/checks.ts'
import type { PullObservation } from '../snapshot.ts'
import { requiredCheck } from './checks.ts'
import { parked } from './parking.ts'
import type { RoutedTask, StageResult } from './stage.ts'

const named = (numbers: readonly number[]): string => numbers.map((number) => `#${number}`).join(', ')

/** Undefined while no other open pull request has this head. What it says is the same whichever of them is looked at. */
export function heldBySiblings({ snapshot }: RoutedTask, pull: PullObservation): StageResult | undefined {
  const { siblings = [], number, headSha } = pull
  if (siblings.length === 0) return undefined
  const all = [...siblings, number].toSorted((a, b) => a - b)
  const checks = [GATES_CHECK, CONSENSUS_CHECK].flatMap((name) =>
    requiredCheck(pull, siblingCheck(headSha, name, named(all))),
  )
  const result = parked(
    snapshot,
    `${named(all)} have the same head ${headSha.slice(0, 7)}, and a check on it would count for each of them. Close all but one, or push a commit to one`,
  )
  return { ...result, actions: [...checks, ...result.actions] }
}
