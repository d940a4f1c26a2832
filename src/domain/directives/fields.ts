// The fields of each kind of directive as people write them: headings, which must be there, and an example of each.

import type { DirectiveKind } from './directive.ts'

export interface FieldSpec {
  /** Key of the directive, or `to` for its addressees. */
  key: string
  /** As the text has it, in capitals, before a colon; in an issue form after `###`, in any case. */
  heading: string
  required: boolean
  example: string
}

const field = (key: string, heading: string, example: string, required = true): FieldSpec => ({
  key,
  heading,
  required,
  example,
})

/** Left out: everybody. */
const TO = field('to', 'TO', 'core, metal', false)

/** The first field of each opens the directive and says which kind it is. */
export const FIELDS: Readonly<Record<DirectiveKind, readonly [FieldSpec, ...FieldSpec[]]>> = {
  alignment: [
    field('topic', 'TECHNICAL ALIGNMENT', 'Tensor memory layout'),
    field('context', 'CONTEXT', 'core stores rows, the Metal kernels expect columns'),
    field('impact', 'IMPACT', 'Every matrix is transposed before it is multiplied'),
    field('order', 'DIRECTIVE', 'Standardize on row-major tensors'),
    field('rationale', 'RATIONALE', 'Conversions then need no reshaping'),
    field('action', 'ACTION REQUIRED', 'metal to read rows directly'),
    TO,
  ],
  'priority-shift': [
    field('component', 'PRIORITY SHIFT', 'Memory-mapped tensor operations'),
    field('previous', 'PREVIOUS PRIORITY', 'Medium'),
    field('level', 'NEW PRIORITY', 'Critical'),
    field('justification', 'JUSTIFICATION', 'Much of the time goes into memory transfers'),
    field('impact', 'IMPACT', 'Format validation comes a day later'),
    field('action', 'ACTION REQUIRED', 'core to work on memory mapping first'),
    TO,
  ],
  checkpoint: [
    field('component', 'INTEGRATION CHECKPOINT', 'Matrix multiplication pipeline'),
    field('status', 'STATUS', 'Partial - the CPU side is complete'),
    field('metrics', 'METRICS', 'matmul.ms as last recorded'),
    field('gaps', 'CURRENT GAPS', 'No path for large matrices yet'),
    field('steps', 'NEXT STEPS', 'Complete the fusion of kernels'),
    field('assignments', 'AGENT ASSIGNMENTS', '- core: tiling of large matrices'),
    field('conditions', 'CONDITIONS', 'gates, validation layout tests, point Tensor representation', false),
    TO,
  ],
}

export const titleOf = (kind: DirectiveKind): string => FIELDS[kind][0].heading
