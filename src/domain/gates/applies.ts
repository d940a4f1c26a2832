// Which waves a gate is for.

import { z } from 'zod'
import { field } from '../policy/field.ts'
import { Glob, matchingGlob } from '../policy/glob.ts'
import { heldBy, taskConditions } from '../roster/conditions.ts'
import type { GateFacts } from './gate.ts'

/** All conditions given must hold; within one, any of its values. */
export const GateWhen = z
  .strictObject({
    ...taskConditions,
    waves: field(z.array(z.int().min(0)).min(1).max(50), 'numbers of waves', [1]).optional(),
    paths: field(z.array(Glob).min(1).max(50), 'path patterns of which a changed file matches one', [
      'src/core/**',
    ]).optional(),
  })
  .refine((when) => Object.values(when).some((value) => value !== undefined), {
    message: 'at least one condition must be given',
  })
export type GateWhen = z.infer<typeof GateWhen>

/** Keys that a rule of every kind has. */
export const everyRule = {
  when: field(GateWhen, 'which waves the gate is for; left out: all', { types: ['performance'] }).optional(),
  advisory: field(z.boolean(), 'true: the gate is told and never blocks', true).default(false),
} as const

/** Whether the gate is for this wave. Paths that are not known yet, or never will be, do not keep a gate away. */
export function gateApplies(
  when: GateWhen | undefined,
  facts: Pick<GateFacts, 'gated' | 'changed'>,
): boolean {
  if (when === undefined) return true
  const { gated, changed } = facts
  return (
    heldBy(when, gated, gated.labels) !== undefined &&
    (when.waves === undefined || (gated.wave !== undefined && when.waves.includes(gated.wave))) &&
    (when.paths === undefined ||
      changed === undefined ||
      changed.some(({ path }) => matchingGlob(when.paths ?? [], path) !== undefined))
  )
}
