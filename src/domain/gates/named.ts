// The four gates that teams know by name: each stands for kinds of gates, which trees and checks then show under it.

import { z } from 'zod'
import { field } from '../policy/field.ts'
import { allOf, reason, type Reason } from '../reason.ts'
import type { GateName } from './kinds/index.ts'

/** What a named gate, or a hook, may refer to: the kinds, and the validation commands themselves. */
const PARTS = {
  validate: 'validate',
  tests: 'tests',
  benchmark: 'benchmark',
  metric: 'metric',
  coverage: 'coverage',
  documentation: 'documentation',
  script: 'script',
  platforms: 'platforms',
  checks: 'checks',
  review: 'review',
  truth: 'truth',
  readiness: 'readiness',
} as const satisfies { [Name in GateName | 'validate']: Name }
export type GatePart = keyof typeof PARTS

const NAMES = {
  CODE_QUALITY_GATE: 'CODE_QUALITY_GATE',
  INTEGRATION_QUALITY_GATE: 'INTEGRATION_QUALITY_GATE',
  TRUTH_VALIDATION_CHECK: 'TRUTH_VALIDATION_CHECK',
  COMMERCIAL_READINESS_VALIDATION: 'COMMERCIAL_READINESS_VALIDATION',
} as const
export type NamedGate = keyof typeof NAMES

/** What a hook may demand. */
export const GateReference = z.enum({ ...NAMES, ...PARTS })
export type GateReference = z.infer<typeof GateReference>

const parts = (expected: string, example: GatePart[]) =>
  field(
    z
      .array(z.enum(PARTS))
      .min(1)
      .max(Object.keys(PARTS).length)
      .refine((names) => new Set(names).size === names.length, { message: 'each kind may be named once' }),
    `the kinds of gates that it stands for: ${expected}`,
    example,
  ).optional()

export const NamedGates = z.strictObject({
  CODE_QUALITY_GATE: parts('the work compiles and is clean', ['validate', 'checks']),
  INTEGRATION_QUALITY_GATE: parts('the parts work together', ['tests', 'coverage', 'platforms']),
  TRUTH_VALIDATION_CHECK: parts('what is said is borne out by the record', ['truth']),
  COMMERCIAL_READINESS_VALIDATION: parts('customers may get it', ['readiness']),
} satisfies Record<NamedGate, z.ZodType>)
export type NamedGates = z.infer<typeof NamedGates>

/** A verdict of a head, and the part that it belongs to. */
export interface PartVerdict {
  part: GatePart
  reason: Reason
}

const namesOf = (named: NamedGates): [NamedGate, readonly GatePart[]][] =>
  Object.values(NAMES).flatMap((name) => (named[name] === undefined ? [] : [[name, named[name]] as const]))

const together = (name: string, verdicts: readonly PartVerdict[]): Reason =>
  verdicts.length === 0
    ? reason('info', `${name}: nothing of it is for this wave`)
    : allOf(
        name,
        verdicts.map((one) => one.reason),
      )

/** The verdicts under the names of the gates they belong to, the others behind them in their order. */
export function underNames(named: NamedGates, verdicts: readonly PartVerdict[]): Reason[] {
  const names = namesOf(named)
  const taken = new Set(names.flatMap(([, own]) => own))
  return [
    ...names.map(([name, own]) =>
      together(
        name,
        verdicts.filter(({ part }) => own.includes(part)),
      ),
    ),
    ...verdicts.filter(({ part }) => !taken.has(part)).map((one) => one.reason),
  ]
}

/** What the verdicts come to for one gate, by its name or its kind. Information only where none of it is for this wave. */
export function verdictOf(
  reference: GateReference,
  named: NamedGates,
  verdicts: readonly PartVerdict[],
): Reason {
  const own = namesOf(named).find(([name]) => name === reference)?.[1]
  return together(
    reference,
    verdicts.filter(({ part }) => (own === undefined ? part === reference : own.includes(part))),
  )
}

/** The kinds that a reference stands for. */
export const partsOf = (reference: GateReference, named: NamedGates): readonly GatePart[] =>
  namesOf(named).find(([name]) => name === reference)?.[1] ??
  Object.values(PARTS).filter((part) => part === reference)
