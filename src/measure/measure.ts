// The action baton-measure: runs a plan on the checked-out commits and writes what came of it.
//
// What cannot be told apart: the commands are code of the candidate and run as the same user as this process, in the same job.
// Code that is written to cheat can read the nonce from this process, trace it, or change files that later steps use. What is
// done here holds against accidents, against output that looks like orders or results, and against what one command does to the
// report of another; a result proves that this job ran, not that the candidate is honest.

import { checkCheckout } from './checkout.ts'
import { benchmark } from './benchmark.ts'
import { createFindings } from './findings.ts'
import { runnerIdentity } from './identity.ts'
import { metalOf } from './metal.ts'
import { RequestError } from './problem.ts'
import { readRequest } from './request.ts'
import { writeResult } from './result-file.ts'
import { setUp } from './set-up.ts'
import { findBash } from './shell.ts'
import type { Step } from './steps.ts'
import { summarise } from './summary.ts'
import { validate } from './validate.ts'
import { addSummary, sayError, setOutput, stopCommands } from './workflow-commands.ts'

/** Runs it. Resolves to the exit code: 0 all passed, 1 something failed (the result says what), 2 there is no result. */
export async function measure(env: NodeJS.ProcessEnv): Promise<0 | 1 | 2> {
  try {
    return await carryOut(env)
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    sayError(error.message)
    return 2
  }
}

async function carryOut(env: NodeJS.ProcessEnv): Promise<0 | 1> {
  const request = readRequest(env)
  const both = request.kind === 'benchmark'
  checkCheckout('candidate', request.headSha)
  if (both) checkCheckout('baseline', request.baseSha)
  const bash = findBash(process.platform, env['PATH'] ?? env['Path'] ?? '')
  if (bash === undefined) throw new RequestError('bash was not found; install Git for Windows with its bash')
  const metal = metalOf(request.platform.requires, request.metal)

  const startedAt = new Date().toISOString()
  const identity = runnerIdentity(request.environment, metal.identity, env)
  const steps: Step[] = []
  const [excused, findings] = [new Set<Step>(), createFindings()]
  if (metal.refusal === undefined) {
    const bench = { bash, timeoutMs: request.timeoutMs, env }
    // What the commands print is text for the log, not orders to the runner.
    const resume = stopCommands()
    const ready = await setUp(
      bench,
      request.plan.setup,
      both ? ['baseline', 'candidate'] : ['candidate'],
      steps,
    )
    if (ready && both) await benchmark(bench, request.plan, findings, steps, excused)
    else if (ready) await validate(bench, request.plan, findings, steps)
    resume()
  } else sayError(metal.refusal)

  const result = {
    version: 2 as const,
    kind: request.kind,
    platform: request.platform.name,
    nonce: request.nonce,
    headSha: request.headSha,
    baseSha: request.baseSha,
    runner: identity,
    startedAt,
    finishedAt: new Date().toISOString(),
    steps,
    ...findings.get(),
  }
  const failed =
    metal.refusal !== undefined || steps.some((step) => step.exitCode !== 0 && !excused.has(step))
  setOutput(env, 'result', writeResult(result, env))
  addSummary(env, summarise(result, failed, metal.refusal))
  return failed ? 1 : 0
}
