// The lines of a result: all runs of one command on one side.

import type { WorkflowResult } from '../domain/results.ts'
import type { CommandRun } from './command.ts'

export type Step = WorkflowResult['steps'][number]

export interface StepRecord {
  readonly step: Step
  /** Adds a run; problems with its report make it fail. Keeps the first failure, else the last output. */
  add(run: CommandRun, problems?: readonly string[]): void
}

/** Problems that a step shows; a hostile report has as many as it likes. */
const MOST_PROBLEMS = 20

export function createStep(name: string, command: string): StepRecord {
  const step: Step = { name: name.slice(0, 100), command, exitCode: 0, durationMs: 0, outputTail: '' }
  return {
    step,
    add: (run, problems = []) => {
      for (const problem of problems.slice(0, MOST_PROBLEMS)) run.tail.note(problem.slice(0, 300))
      if (problems.length > MOST_PROBLEMS)
        run.tail.note(`and ${problems.length - MOST_PROBLEMS} more problems`)
      step.durationMs += run.durationMs
      if (step.exitCode !== 0) return
      step.outputTail = run.tail.text()
      step.exitCode = run.exitCode === 0 && problems.length > 0 ? 1 : run.exitCode
    },
  }
}
