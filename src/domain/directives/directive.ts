// A directive: what a person orders the agents of a task to do, in one of three kinds, as plain data.

import { z } from 'zod'
import { Sha } from '../ids.ts'
import { RoadmapLevel } from '../roster/routing-tables.ts'

export const DIRECTIVE_KINDS = ['alignment', 'priority-shift', 'checkpoint'] as const
export type DirectiveKind = (typeof DIRECTIVE_KINDS)[number]

/** The longest value of a field, in characters: all of them together still fit into a brief. */
export const MOST_CHARACTERS = 2000

const text = z.string().trim().min(1).max(MOST_CHARACTERS)

/** What must hold at a head before a checkpoint is reached: all its gates, one validation, or one integration point. */
export const Condition = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('gates') }),
  z.strictObject({ on: z.literal('validation'), name: text }),
  z.strictObject({ on: z.literal('point'), name: text }),
])
export type Condition = z.infer<typeof Condition>

export const Directive = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('alignment'),
    topic: text,
    context: text.optional(),
    impact: text.optional(),
    order: text,
    rationale: text.optional(),
    action: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('priority-shift'),
    component: text,
    previous: RoadmapLevel.optional(),
    level: RoadmapLevel,
    justification: text.optional(),
    impact: text.optional(),
    action: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('checkpoint'),
    component: text,
    status: text.optional(),
    metrics: text.optional(),
    gaps: text.optional(),
    steps: text.optional(),
    assignments: text.optional(),
    conditions: z.array(Condition).min(1).max(20),
  }),
])
export type Directive = z.infer<typeof Directive>

/** The head at which the conditions of a checkpoint held, and when (milliseconds since 1970). */
export const Held = z.strictObject({ sha: Sha, at: z.number() })

/** What it is about: two with one subject may contradict each other. */
export const subjectOf = (directive: Directive): string =>
  directive.kind === 'alignment' ? directive.topic : directive.component

/** What it orders, in the words it was given. */
export function orderOf(directive: Directive): string {
  switch (directive.kind) {
    case 'alignment':
      return directive.order
    case 'priority-shift':
      return `priority ${directive.level}`
    case 'checkpoint':
      return directive.steps ?? directive.assignments ?? conditionsText(directive.conditions)
  }
}

export const conditionsText = (conditions: readonly Condition[]): string =>
  conditions
    .map((condition) => (condition.on === 'gates' ? 'gates' : `${condition.on} ${condition.name}`))
    .join(', ')
