// The recorded workflow runs of one head: which is in force, and what became of it.

import type { Sha } from '../ids.ts'
import type { PlatformName, WorkflowKind, WorkflowResult } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'

/** What is asked of Actions for one head: a kind of workflow on a platform, perhaps once more to confirm a suspicion. */
export interface Question {
  kind: WorkflowKind
  platform: PlatformName
  confirms: boolean
}

/** The newest attempt at a question about this head, if any. */
export function latestValidation(
  validations: readonly ValidationRecord[],
  question: Question,
  head: Sha,
): ValidationRecord | undefined {
  const { kind, platform, confirms } = question
  return validations
    .filter(
      (record) =>
        record.kind === kind &&
        record.headSha === head &&
        record.platform === platform &&
        record.confirms === confirms,
    )
    .toSorted((a, b) => b.attempt - a.attempt)[0]
}

/** The result in force of a question, when there is one. */
export const resultOf = (
  validations: readonly ValidationRecord[],
  question: Question,
  head: Sha,
): WorkflowResult | undefined => {
  const record = latestValidation(validations, question, head)
  return record?.state === 'done' ? record.result : undefined
}
