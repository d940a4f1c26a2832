// Judges measured samples of a small kernel with the gates, first run and confirming run as a policy would have them.

import { z } from 'zod'
import type { GateEvaluation } from '../../src/domain/gates/gates.ts'
import { WorkflowResult } from '../../src/domain/results.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { judge, measured, validated } from './support.ts'

export const METRIC = 'kernel.us'
export const ROUNDS = 40
/** How much more work the planted version does, in percent; the gate lets changes of less than half of it be. */
export const PLANTED_PCT = 10
export const ALLOWED_PCT = 5

export const Run = WorkflowResult.shape.benchmarks.element
export type Run = z.infer<typeof Run>

/** One question to the gate: a first run, and a confirming one where the first raised a suspicion. */
export const Case = z.strictObject({ first: Run, confirming: Run.optional() })
export type Case = z.infer<typeof Case>

export const Recorded = z.strictObject({
  measured: z.string(),
  rounds: z.literal(ROUNDS),
  same: z.array(Case),
  planted: z.array(Case),
})

const recordOf = (run: Run, more: Partial<ValidationRecord> = {}): ValidationRecord =>
  measured({ benchmarks: [run] }, more)

/** What the gates say of the runs that there are. */
export function evaluate({ first, confirming }: Case): GateEvaluation {
  const second =
    confirming === undefined ? [] : [recordOf(confirming, { confirms: true, workflowRunId: '201' })]
  return judge(
    { gates: { benchmark: [{ metric: METRIC, max_regression_pct: ALLOWED_PCT, strict: true }] } },
    { validations: [validated(), recordOf(first), ...second] },
  )
}

/** Whether the gate wants to see a confirming run before it decides. */
export const asksAgain = (one: Case): boolean => evaluate(one).confirmations.length > 0
