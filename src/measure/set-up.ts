// The set-up commands, run in each checkout before anything is measured.

import { runCommand } from './command.ts'
import type { Side } from './findings.ts'
import type { Bench } from './once.ts'
import { createStep, type Step } from './steps.ts'

/** Adds one step a command. Resolves to false when one failed: nothing after it would mean anything. */
export async function setUp(
  bench: Bench,
  commands: readonly string[],
  sides: readonly Side[],
  steps: Step[],
): Promise<boolean> {
  for (const [index, run] of commands.entries()) {
    const { step, add } = createStep(`set-up ${index + 1}`, run)
    steps.push(step)
    for (const directory of sides) add(await runCommand({ ...bench, run, directory, reportBytes: 0 }))
    if (step.exitCode !== 0) return false
  }
  return true
}
