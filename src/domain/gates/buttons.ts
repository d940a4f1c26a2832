// The buttons of `baton/gates`: each asks for one kind of workflow once more on the head that the check is about.

import type { CheckButton } from '../actions.ts'
import type { WorkflowKind } from '../results.ts'

/** GitHub takes at most 3, with labels and identifiers of 20 characters and descriptions of 40 (https://docs.github.com/rest/checks/runs). */
const BUTTONS: Readonly<Record<WorkflowKind, CheckButton>> = {
  validate: {
    label: 'Run tests again',
    description: 'Validates this commit once more',
    identifier: 'run-validate',
  },
  benchmark: {
    label: 'Benchmark again',
    description: 'Measures this commit once more',
    identifier: 'run-bench',
  },
}

const KINDS: readonly WorkflowKind[] = ['validate', 'benchmark']

/** The buttons of a check whose head runs these kinds of workflows. */
export const buttonsFor = (kinds: readonly WorkflowKind[]): CheckButton[] =>
  kinds.map((kind) => BUTTONS[kind])

/** What GitHub's own "Re-run" asks for. */
export const EVERY_KIND = KINDS

/** What a button asks for; none for one that is not ours, or of a version that had others. */
export const kindsOfButton = (identifier: string): WorkflowKind[] =>
  KINDS.filter((kind) => BUTTONS[kind].identifier === identifier)
