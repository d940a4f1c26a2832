// `hooks` in policy and pack: for each hook by name, what hangs on it; and how the two are put together.

import { z } from 'zod'
import { field } from '../policy/field.ts'
import { HOOKS, HOOK_NAMES } from './moments/index.ts'
import type { HookName } from './names.ts'
import { HookStep } from './step.ts'

const EXAMPLE = [{ do: 'comment', text: 'Issue #{issue} at {sha}' }]
const steps = z.array(HookStep).min(1).max(20)

const shape = <S extends z.ZodType>(value: S): Record<HookName, z.ZodOptional<S>> => {
  const of = (name: HookName) => {
    const { moment, holds, judges } = HOOKS[name]
    const may = judges ? '; may block, and demand gates' : holds ? '; may block' : ''
    return field(value, `${moment}${may}`, EXAMPLE).optional()
  }
  return {
    PRE_TASK_SETUP: of('PRE_TASK_SETUP'),
    PRE_TASK_VALIDATION: of('PRE_TASK_VALIDATION'),
    COLLABORATION_INIT: of('COLLABORATION_INIT'),
    COLLABORATION_SYNC: of('COLLABORATION_SYNC'),
    COLLABORATION_COORDINATION: of('COLLABORATION_COORDINATION'),
    POST_TASK_VALIDATION: of('POST_TASK_VALIDATION'),
    POST_TASK_CLEANUP: of('POST_TASK_CLEANUP'),
    HANDOFF_PREPARATION: of('HANDOFF_PREPARATION'),
    AGENT_HANDOFF_PREPARE: of('AGENT_HANDOFF_PREPARE'),
    AGENT_HANDOFF_EXECUTE: of('AGENT_HANDOFF_EXECUTE'),
    WORKFLOW_STATE_MANAGEMENT: of('WORKFLOW_STATE_MANAGEMENT'),
    ERROR_DETECTION: of('ERROR_DETECTION'),
    BLOCKER_ESCALATION: of('BLOCKER_ESCALATION'),
    RECOVERY_COORDINATION: of('RECOVERY_COORDINATION'),
  }
}

/** Of a pack. */
export const PackHooks = z.strictObject(shape(steps))
export type PackHooks = z.infer<typeof PackHooks>

/** Of a policy: what hangs on a hook comes after the pack's; null takes the pack's away. */
export const PolicyHooks = z.strictObject(shape(steps.nullable()))
export type PolicyHooks = z.infer<typeof PolicyHooks>

export type Hooks = Readonly<Partial<Record<HookName, readonly HookStep[]>>>

/** The pack's steps of each hook, then the policy's. */
export function mergeHooks(pack: PackHooks, policy: PolicyHooks): Hooks {
  const merged: Partial<Record<HookName, readonly HookStep[]>> = {}
  for (const name of HOOK_NAMES) {
    const own = policy[name]
    const all = own === null ? [] : [...(pack[name] ?? []), ...(own ?? [])]
    if (all.length > 0) merged[name] = all
  }
  return merged
}

/** The steps of every hook, each with where it stands in its list. */
export const everyStep = (
  hooks: PackHooks | PolicyHooks | Hooks,
): { hook: HookName; index: number; step: HookStep }[] =>
  HOOK_NAMES.flatMap((hook) => (hooks[hook] ?? []).map((step, index) => ({ hook, index, step })))
