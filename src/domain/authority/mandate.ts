// What an agent is told of its place in a plan: role, constraints, success, workspace, what it waits for and what waits for it.

import { z } from 'zod'

const line = z.string().min(1).max(500)
const lines = z.array(line).max(60).readonly()

/** Stored with the run, so that a resumed run is told the same. Left out lists are left out of the text. */
export const Mandate = z.strictObject({
  role: z.discriminatedUnion('kind', [
    /** Plans, hands on and checks the waves of a plan. */
    z.strictObject({ kind: z.literal('plan'), plan: line, title: line, waves: z.int().min(1) }),
    /** Carries out one wave of a plan. */
    z.strictObject({
      kind: z.literal('wave'),
      plan: line,
      title: line,
      wave: z.int().min(0),
      waves: z.int().min(1),
      /** Who handed the wave on. */
      orchestrator: line,
    }),
  ]),
  constraints: lines.optional(),
  /** What must be true before the work is declared complete. */
  success: lines.optional(),
  /** How the work is validated: the commands or workflows that Baton runs. */
  validation: lines.optional(),
  dependencies: lines.optional(),
  unblocks: lines.optional(),
})
export type Mandate = z.infer<typeof Mandate>
