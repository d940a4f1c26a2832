// The experiments of a task: which commands its plan asks for, and the table of what is on record.

import type { Action } from '../actions.ts'
import { experimentName } from '../reports/experiment.ts'
import { experimentsOf } from '../experiments/record.ts'
import { gateApplies } from '../gates/applies.ts'
import type { GateFacts } from '../gates/gate.ts'
import { experimentsComment } from '../render/experiments-comment.ts'
import type { WorkflowPlan } from '../results.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'

/** A workflow takes 90 commands in all. */
const MOST_RUNS = 20

/**
 * A command for each baseline and ablation of the plan's experiment plan: the policy's, with `{name}` in its place. None where the
 * plan names none and nobody has asked, or the policy does not say how they are run.
 */
export function experimentCommands(
  { policy, plan, desired }: Pick<Snapshot, 'policy' | 'plan' | 'desired'>,
  facts: Pick<GateFacts, 'gated' | 'changed'>,
): WorkflowPlan['commands'] {
  const { experiments } = policy
  if (experiments === undefined) return []
  const { baselines = [], ablations = [] } = plan?.document?.experiments ?? {}
  const planned = gateApplies(experiments.when, facts)
    ? [...baselines, ...ablations].flatMap((text) => experimentName(text) ?? [])
    : []
  // People may want one on any wave.
  const names = [...(desired?.experiments ?? []).map(({ name }) => name), ...planned]
  return [...new Set(names)].slice(0, MOST_RUNS).map((name) => ({
    name: `experiment ${name}`,
    // A name has letters, digits and dashes only: nothing in it is anything to a shell.
    run: experiments.command.replaceAll('{name}', name),
    report: 'baton-json' as const,
  }))
}

/** The table on the issue, from the results on record; nothing where no command has told of an experiment. */
export function experimentTable({ key, issue, validations }: Snapshot): Action[] {
  const body = experimentsComment(experimentsOf(key, validations))
  return body === '' ? [] : stickyComment(issue.number, issue.comments, 'experiments', body)
}
