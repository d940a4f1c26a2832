// Where the workflows of a head run: the platforms of the policy, and those that a gate asks for.

import type { EffectivePolicy } from '../policy/effective.ts'
import type { PlatformName, WorkflowKind } from '../results.ts'
import { gateApplies } from './applies.ts'
import type { GateFacts } from './gate.ts'
import type { Question } from './records.ts'

export type Platforms = Readonly<Record<WorkflowKind, readonly PlatformName[]>>

const first = (policy: EffectivePolicy): PlatformName[] => Object.keys(policy.platforms).slice(0, 1)

/** The platforms of each kind of workflow, the policy's own first. Without benchmark commands there is none to measure on. */
export function platformsOf(policy: EffectivePolicy, facts: Pick<GateFacts, 'gated' | 'changed'>): Platforms {
  const { gates, validate, benchmark } = policy
  const more = gates.platforms.filter((rule) => gateApplies(rule.when, facts)).flatMap(({ names }) => names)
  const measured = gates.benchmark
    .filter((rule) => gateApplies(rule.when, facts))
    .flatMap(({ platform }) => platform ?? [])
  return {
    validate: [...new Set([...(validate.platforms ?? first(policy)), ...more])],
    benchmark:
      benchmark === undefined ? [] : [...new Set([...(benchmark.platforms ?? first(policy)), ...measured])],
  }
}

/** What has to be asked about every head, before any suspicion. */
export const questionsOf = (platforms: Platforms): Question[] =>
  (['validate', 'benchmark'] as const).flatMap((kind) =>
    platforms[kind].map((platform) => ({ kind, platform, confirms: false })),
  )
