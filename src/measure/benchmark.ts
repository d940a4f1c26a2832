// A benchmark: every command in both checkouts, round by round.

import type { WorkflowPlan } from '../domain/results.ts'
import type { Findings, Side } from './findings.ts'
import { measureOnce, type Bench, type Command } from './once.ts'
import { createStep, type Step, type StepRecord } from './steps.ts'

interface Lane extends StepRecord {
  /** Names of the metrics of its first good round; later rounds must have the same. */
  metrics?: string
}

/**
 * The order turns each round (base first, candidate first, …) so that a machine that warms up or slows down does so for both. A
 * side that fails is not run again; its samples so far stay, sample i of both sides is round i all the same.
 * A base that cannot run a command (a new benchmark, say) is recorded, but it is not the candidate's failure: those steps are
 * added to `excused`.
 */
export async function benchmark(
  bench: Bench,
  plan: WorkflowPlan,
  findings: Findings,
  steps: Step[],
  excused: Set<Step>,
): Promise<void> {
  const lanes = plan.commands.map((command) => {
    const lane = (side: Side): Lane => {
      const made = createStep(`${command.name.slice(0, 88)} (${side})`, command.run)
      steps.push(made.step)
      return made
    }
    const sides = { baseline: lane('baseline'), candidate: lane('candidate') }
    excused.add(sides.baseline.step)
    return { command, sides }
  })
  for (let round = 0; round < plan.rounds; round += 1) {
    const order: readonly Side[] = round % 2 === 0 ? ['baseline', 'candidate'] : ['candidate', 'baseline']
    for (const { command, sides } of lanes) {
      for (const side of order) {
        if (sides[side].step.exitCode === 0)
          await oneRound(bench, command, side, round, sides[side], findings)
      }
    }
  }
}

async function oneRound(
  bench: Bench,
  command: Command,
  side: Side,
  round: number,
  lane: Lane,
  findings: Findings,
): Promise<void> {
  const { run, reading } = await measureOnce(bench, command, side)
  const problems = [...reading.problems]
  if (reading.tests) {
    if (side === 'candidate' && round === 0) findings.addTests(reading.tests)
    if (reading.tests.failed > 0) problems.push(`${reading.tests.failed} tests failed`)
  }
  if (reading.coverage && side === 'candidate' && round === 0)
    problems.push(...findings.addCoverage(reading.coverage))
  if (reading.series && run.exitCode === 0 && problems.length === 0) {
    const names = reading.series
      .map(({ metric }) => metric)
      .sort()
      .join(', ')
    lane.metrics ??= names
    if (lane.metrics === names) problems.push(...findings.addSeries(reading.series, command.name, side))
    else problems.push(`round ${round + 1} printed ${names}, the rounds before ${lane.metrics}`)
  }
  if (reading.experiments && side === 'candidate' && run.exitCode === 0)
    problems.push(...findings.addExperiments(reading.experiments, command.run))
  lane.add(run, problems)
}
