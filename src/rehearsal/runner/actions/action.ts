// What an action of the local runner gets and hands back.

import type { JobLog } from '../job-log.ts'
import type { Claim, RunnerWire } from '../wire.ts'

export interface ActionContext {
  /** `with:` after evaluation. */
  inputs: Readonly<Record<string, string>>
  workspace: string
  /** Environment for programs the action starts. */
  env: Readonly<Record<string, string>>
  claim: Claim
  forgeUrl: string
  wire: RunnerWire
  log: JobLog
  timeoutMs: number
  signal: AbortSignal
}

/** Outputs of the step, and directories to put in front of PATH for the later ones. */
export interface ActionResult {
  outputs?: Readonly<Record<string, string>>
  paths?: readonly string[]
}

/** Throws a UserError when its inputs are wrong or what it was asked for is not there; the step fails with that text. */
export type Action = (context: ActionContext) => Promise<ActionResult>
