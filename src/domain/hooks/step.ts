// What may hang on a hook: an agent that is asked, a workflow that is started, words, labels, a gate that has to pass.

import { z } from 'zod'
import { GateWhen } from '../gates/applies.ts'
import { GateReference } from '../gates/named.ts'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'

const words = (expected: string, example: string) =>
  field(
    z.string().trim().min(1).max(4000),
    `${expected}; {issue}, {wave}, {agent} and {sha} are filled in`,
    example,
  )
const when = {
  when: field(GateWhen, 'which tasks and waves it is for; left out: all', {
    complexities: ['critical'],
  }).optional(),
}
/** Outside the groups that Baton sets itself: a hook that changed them would fight with it, or set itself off. */
const label = z
  .string()
  .max(50)
  .regex(
    /^(?!(?:type|complexity|component|needs|expertise|pattern|priority|impact|urgency|resources|risk|dependencies|wave|state):)[^\s,][^,\r\n]*$/i,
    'expected a label outside the groups that Baton manages, such as type: and state:',
  )

const AgentStep = z.strictObject({
  do: field(
    z.literal('agent'),
    'agent: an agent looks into it, reads only, and reports on the issue',
    'agent',
  ),
  agent: field(AgentName, 'the agent that is asked; it needs the purpose research', 'truth-validator'),
  words: words('what it is asked', 'Is every acceptance line of #{issue} one that can be checked?'),
  blocking: field(z.boolean(), 'true: the task waits for the report', true).default(false),
  ...when,
})

const WorkflowStep = z.strictObject({
  do: field(
    z.literal('workflow'),
    'workflow: a workflow of the repository is started on its default branch; what comes of it counts for nothing here',
    'workflow',
  ),
  workflow: field(
    z
      .string()
      .regex(/^[\w][\w.-]{0,95}\.ya?ml$/, 'expected a file name in .github/workflows, ending in .yml'),
    'its file name; it takes the inputs hook, task, wave, sha and nonce, and shows the nonce in its run-name',
    'notify.yml',
  ),
  ...when,
})

const CommentStep = z.strictObject({
  do: field(z.literal('comment'), 'comment: words on the issue', 'comment'),
  text: words('the words, as Markdown', 'Wave {wave} by {agent} is done at {sha}.'),
  ...when,
})

const LabelStep = z
  .strictObject({
    do: field(z.literal('label'), 'label: labels are put on the issue or taken off', 'label'),
    add: field(z.array(label).max(10), 'labels to put on', ['needs-a-look']).default([]),
    remove: field(z.array(label).max(10), 'labels to take off', ['needs-a-look']).default([]),
    ...when,
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, { message: 'add or remove must be given' })

const GateStep = z.strictObject({
  do: field(z.literal('gate'), 'gate: a gate must pass on the head', 'gate'),
  gate: field(
    GateReference,
    'a kind of gate, validate for the validation commands, or the name of one of the named gates',
    'CODE_QUALITY_GATE',
  ),
  blocking: field(z.boolean(), 'false: what it says is recorded, and the task goes on', false).default(true),
  ...when,
})

export const HookStep = z
  .discriminatedUnion('do', [AgentStep, WorkflowStep, CommentStep, LabelStep, GateStep])
  // One definition in the JSON Schemas, however many hooks refer to it.
  .meta({ id: 'HookStep' })
export type HookStep = z.infer<typeof HookStep>

/** Whether the task waits for the step. */
export const isBlocking = (step: HookStep): boolean =>
  (step.do === 'agent' || step.do === 'gate') && step.blocking

/** What a step does, in a few words. */
export function stepText(step: HookStep): string {
  switch (step.do) {
    case 'agent':
      return `asks ${step.agent}`
    case 'workflow':
      return `starts ${step.workflow}`
    case 'comment':
      return 'comments'
    case 'label':
      return [...step.add.map((name) => `+${name}`), ...step.remove.map((name) => `−${name}`)].join(', ')
    case 'gate':
      return `demands ${step.gate}`
  }
}
