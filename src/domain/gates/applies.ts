// Which waves a gate is for.

import { z } from 'zod'
import { Complexity, TaskType, Topic } from '../outcomes.ts'
import { field } from '../policy/field.ts'
import { Glob, matchingGlob } from '../policy/glob.ts'
import type { GateFacts } from './gate.ts'

/** All conditions given must hold; within one, any of its values. */
export const GateWhen = z
  .strictObject({
    types: field(
      z.array(TaskType).min(1).max(50),
      'task types, as in the labels type:*; a kind stands for all its types',
      ['performance'],
    ).optional(),
    complexities: field(z.array(Complexity).min(1), 'complexities, as in the labels complexity:*', [
      'critical',
    ]).optional(),
    components: field(z.array(Topic).min(1).max(50), 'components, as in the labels component:*', [
      'core',
    ]).optional(),
    labels: field(z.array(z.string().min(1).max(50)).min(1).max(20), 'any of these labels', [
      'release',
    ]).optional(),
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
  const has = (values: readonly string[], own: readonly string[]): boolean =>
    values.some((value) => own.some((one) => one.toLowerCase() === value.toLowerCase()))
  return (
    (when.types === undefined || has(when.types, [gated.type, gated.kind])) &&
    (when.complexities === undefined || when.complexities.includes(gated.complexity)) &&
    (when.components === undefined || has(when.components, gated.components)) &&
    (when.labels === undefined || has(when.labels, gated.labels)) &&
    (when.waves === undefined || (gated.wave !== undefined && when.waves.includes(gated.wave))) &&
    (when.paths === undefined ||
      changed === undefined ||
      changed.some(({ path }) => matchingGlob(when.paths ?? [], path) !== undefined))
  )
}
