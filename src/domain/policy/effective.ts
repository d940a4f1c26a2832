// The policy that a task is decided by: the repository's file over the pack's suggestions over the defaults.

import { effectiveTriggers, type Triggers } from '../escalation/terms.ts'
import { mergeHooks, type Hooks } from '../hooks/configured.ts'
import type { Gates, PackGates } from '../gates/kinds/index.ts'
import type { Pack } from '../roster/pack.ts'
import type { ConsensusRule } from './consensus-rule.ts'
import type { Limits } from './limits.ts'
import { effectiveLimits } from './limits.ts'
import { overridden, type Overrides } from './overrides.ts'
import { LOCKFILES, PROTECTED_PATHS } from './protected.ts'
import type { Policy } from './schema.ts'

export interface EffectivePolicy extends Readonly<
  Omit<Policy, 'extends' | 'consensus' | 'limits' | 'triggers' | 'commit_gate' | 'hooks' | keyof Overrides>
> {
  /** With the policy's own tables merged in. */
  readonly pack: Pack
  readonly consensus: readonly ConsensusRule[]
  readonly limits: Readonly<Limits>
  readonly triggers: Readonly<Triggers>
  /** What hangs on lifecycle hooks: the pack's steps, then the policy's. */
  readonly hooks: Hooks
  readonly commit_gate: {
    readonly max_files: number
    readonly max_bytes: number
    /** Every protected path pattern: the built-in ones, lock files unless allowed, and the policy's own. */
    readonly protected: readonly string[]
  }
}

/** A rule of the policy replaces the pack's rule of that name in its place; others follow at the end. */
export function mergeRules(
  pack: readonly ConsensusRule[],
  policy: readonly ConsensusRule[],
): ConsensusRule[] {
  const kept = pack.map((rule) => policy.find((own) => own.name === rule.name) ?? rule)
  return [...kept, ...policy.filter((own) => !pack.some((rule) => rule.name === own.name))]
}

/** A kind that the policy has rules of is the policy's alone, every other is as the pack suggests. */
export function mergeGates(pack: PackGates, policy: Gates): Gates {
  const of = <K extends keyof PackGates>(kind: K): Gates[K] | PackGates[K] =>
    policy[kind].length > 0 ? policy[kind] : pack[kind]
  return {
    ...policy,
    documentation: of('documentation'),
    review: of('review'),
    truth: of('truth'),
    readiness: of('readiness'),
  }
}

/** Merges pack and policy. Protected paths only ever grow; limits and rules are the policy's where it gives them. */
export function effectivePolicy(pack: Pack, policy: Policy): EffectivePolicy {
  const {
    extends: _name,
    consensus,
    tiers,
    limits,
    triggers,
    commit_gate: gate,
    hooks,
    gates,
    named_gates: namedGates,
    routing,
    types,
    components,
    complexity,
    intersections,
    expertise,
    patterns,
    integration_points: points,
    roadmap,
    wakes,
    core_files: coreFiles,
    ...rest
  } = policy
  const own = {
    routing,
    types,
    components,
    complexity,
    intersections,
    expertise,
    patterns,
    integration_points: points,
    roadmap,
    wakes,
    core_files: coreFiles,
  }
  return {
    ...rest,
    // The rhythm is told on the board.
    board: rest.board || rest.rhythm !== undefined,
    pack: overridden(pack, own),
    consensus: mergeRules(pack.consensus, consensus),
    tiers: { ...pack.tiers, ...tiers },
    limits: effectiveLimits(limits, pack.budgets),
    triggers: effectiveTriggers(triggers, pack.triggers),
    hooks: mergeHooks(pack.hooks, hooks),
    gates: mergeGates(pack.gates, gates),
    named_gates: { ...pack.named_gates, ...namedGates },
    commit_gate: {
      max_files: gate.max_files,
      max_bytes: gate.max_bytes,
      protected: [...PROTECTED_PATHS, ...(gate.allow_lockfiles ? [] : LOCKFILES), ...gate.protected],
    },
  }
}
