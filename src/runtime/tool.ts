// The interface between the agent engine and its tools, and the port of the sandbox that Bash runs in.

import type { z } from 'zod'

/** What a tool is given for one call. */
export interface ToolContext {
  /** Absolute path of the run's worktree: the only folder a tool may touch. */
  root: string
  /** True for reviewers: writing tools must refuse. */
  readOnly: boolean
  /** Aborted when the run is cancelled or its deadline passes. A tool must end soon after. */
  signal: AbortSignal
  /** Undefined where no sandbox can be had: Bash must refuse. */
  sandbox: Sandbox | undefined
  /** The id of the model's `tool_use` block: unique within the run, so it can serve as an idempotency key. */
  toolUseId: string
}

/** A tool as the model sees it (name, description, input schema) and what runs when the model calls it. */
export interface AgentTool {
  name: string
  description: string
  /** An object schema. Its JSON schema is sent to the model and every input is parsed with it before `run`. */
  input: z.ZodType
  /**
   * Has no effect, so it is safe to run again after a crash with no end recorded, and to run next to other calls
   * (Read, Glob, Grep). The engine serialises all others.
   */
  repeatable: boolean
  /** Takes the parsed input, returns the text for the model. Throws ToolFailure for an answer with `is_error`. */
  run(input: unknown, context: ToolContext): Promise<string>
}

/** A refusal or failure that the model should read and act on. Its message is shown to the model as it is. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
}

/** What a rule refused: kept in the journal. */
export interface RefusedCall {
  tool: string
  /** What was tried, shortened. */
  argument: string
  rule: string
  /** True for an act that nobody can be granted: the run ends with it. */
  breach: boolean
}

/** A call that is outside the run's authority. */
export class AuthorityFailure extends ToolFailure {
  readonly refused: RefusedCall

  constructor(message: string, refused: RefusedCall) {
    super(message)
    this.refused = refused
  }
}

/** Where a command runs and what it may use. */
export interface ExecOptions {
  /** Absolute path of the worktree: working directory and, unless `readOnly`, the only writable folder. */
  root: string
  readOnly: boolean
  /** Milliseconds before the whole process tree is killed. */
  timeoutMs: number
  signal: AbortSignal
  /** Added to the scrubbed environment. Never a secret. */
  env?: Record<string, string>
}

export interface ExecResult {
  /** Null when the command was killed. */
  exitCode: number | null
  /** Combined stdout and stderr in the order they came, head and tail kept when it is long. */
  output: string
  timedOut: boolean
}

/** Runs commands confined to a worktree, with no network and no secrets. */
export interface Sandbox {
  /** Whether commands can be confined on this machine, found by running one. */
  probe(): Promise<{ ok: true } | { ok: false; reason: string }>
  /** Rejects only when the command could not be started; a failing command is a result. */
  exec(command: string, options: ExecOptions): Promise<ExecResult>
}
