// Conditions on a task, as patterns and the roadmap state them: what is given must all hold, and of a list any one does.

import { z } from 'zod'
import { Complexity, TaskType, Topic, type TaskKind } from '../outcomes.ts'
import { field } from '../policy/field.ts'

export const TaskWhen = z
  .strictObject({
    types: field(z.array(TaskType).min(1).max(50), 'task types, as in the labels type:*', ['api']).optional(),
    components: field(z.array(Topic).min(1).max(50), 'components, as in the labels component:*', [
      'core',
    ]).optional(),
    complexities: field(z.array(Complexity).min(1), 'complexities, as in the labels complexity:*', [
      'critical',
    ]).optional(),
    labels: field(z.array(z.string().min(1).max(50)).min(1).max(20), 'any of these labels', [
      'incident',
    ]).optional(),
  })
  .refine((when) => Object.values(when).some((value) => value !== undefined), {
    message: 'at least one condition must be given',
  })
export type TaskWhen = z.infer<typeof TaskWhen>

/** What conditions are about; what nobody has said yet is left out, and no condition on it holds. */
export interface TaskFacts {
  type?: TaskType
  kind?: TaskKind
  complexity?: Complexity
  components: readonly string[]
}

/** What each condition holds by, such as `type bugfix`; undefined when one of those given does not hold. */
export function heldBy(when: TaskWhen, task: TaskFacts, labels: readonly string[]): string[] | undefined {
  const own = new Set(labels.map((label) => label.toLowerCase()))
  const found: [what: string, asked: readonly string[] | undefined, fits: (value: string) => boolean][] = [
    ['type', when.types, (type) => type === task.type || type === task.kind],
    ['component', when.components, (component) => task.components.includes(component)],
    ['complexity', when.complexities, (complexity) => complexity === task.complexity],
    ['label', when.labels, (label) => own.has(label.toLowerCase())],
  ]
  const by: string[] = []
  for (const [what, asked, fits] of found) {
    if (asked === undefined) continue
    const value = asked.find(fits)
    if (value === undefined) return undefined
    by.push(`${what} ${value}`)
  }
  return by
}
