// When there is trouble: figures that a pack suggests, and of which the policy has the last word.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'

const minutes = z.int().min(1).max(525_600)

/** Every key may be left out; see DEFAULT_TRIGGERS. */
export const TriggersFile = z.strictObject({
  blocker_minutes: field(
    minutes,
    'how old a blocker may become before it is a matter across teams, in minutes',
    1440,
  ).optional(),
  waiting_minutes: field(
    minutes,
    'how long a run may wait for an agent that is at its cap before there is more work than capacity, in minutes',
    60,
  ).optional(),
  failures: field(
    z.int().min(1).max(10),
    'how many attempts at one wave may fail in a row before somebody else looks into it, 1 to 10',
    2,
  ).optional(),
  directive_minutes: field(
    minutes,
    'how long a directive may stay open before it is escalated, in minutes',
    1440,
  ).optional(),
  validators: field(
    z.array(AgentName).max(10),
    'who looks into repeated failure before people are asked: the first that is not the author',
    ['critic'],
  ).optional(),
  overrun_factor: field(
    z.number().min(1).max(100),
    'how many times its estimate a wave may take before its plan is at risk',
    2,
  ).optional(),
})
export type TriggersFile = z.infer<typeof TriggersFile>

export interface Triggers {
  blocker_minutes: number
  waiting_minutes: number
  failures: number
  directive_minutes: number
  validators: readonly AgentName[]
  overrun_factor: number
}

/** `validators`: whoever is called so, where a pack has them; without any, repeated failure goes to people at once. */
export const DEFAULT_TRIGGERS: Readonly<Triggers> = {
  blocker_minutes: 24 * 60,
  waiting_minutes: 60,
  failures: 2,
  directive_minutes: 24 * 60,
  validators: [AgentName.parse('truth-validator')],
  overrun_factor: 2,
}

/** Each from the first that sets it: the policy, the pack, the default. */
export const effectiveTriggers = (policy: TriggersFile, pack: TriggersFile): Triggers => ({
  blocker_minutes: policy.blocker_minutes ?? pack.blocker_minutes ?? DEFAULT_TRIGGERS.blocker_minutes,
  waiting_minutes: policy.waiting_minutes ?? pack.waiting_minutes ?? DEFAULT_TRIGGERS.waiting_minutes,
  failures: policy.failures ?? pack.failures ?? DEFAULT_TRIGGERS.failures,
  directive_minutes: policy.directive_minutes ?? pack.directive_minutes ?? DEFAULT_TRIGGERS.directive_minutes,
  validators: policy.validators ?? pack.validators ?? DEFAULT_TRIGGERS.validators,
  overrun_factor: policy.overrun_factor ?? pack.overrun_factor ?? DEFAULT_TRIGGERS.overrun_factor,
})
