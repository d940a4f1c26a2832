// A validation: every command once, on the candidate.

import type { WorkflowPlan } from '../domain/results.ts'
import type { Findings } from './findings.ts'
import { measureOnce, type Bench } from './once.ts'
import { createStep, type Step } from './steps.ts'

/** Adds one step a command; a failing one does not keep the others from running. */
export async function validate(
  bench: Bench,
  plan: WorkflowPlan,
  findings: Findings,
  steps: Step[],
): Promise<void> {
  for (const command of plan.commands) {
    const { step, add } = createStep(command.name, command.run)
    steps.push(step)
    const { run, reading } = await measureOnce(bench, command, 'candidate')
    const problems = [...reading.problems]
    if (reading.tests) {
      findings.addTests(reading.tests)
      if (reading.tests.failed > 0) problems.push(`${reading.tests.failed} tests failed`)
    }
    if (reading.coverage) problems.push(...findings.addCoverage(reading.coverage))
    if (reading.series) problems.push(...findings.addSeries(reading.series, command.name, 'candidate'))
    if (reading.experiments) problems.push(...findings.addExperiments(reading.experiments, command.run))
    add(run, problems)
  }
}
