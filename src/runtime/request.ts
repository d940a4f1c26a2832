// What a run is asked to do and what it hands back: the contract of the agent engine.

import type { BlockerOutcome, OutcomeOf, Purpose } from '../domain/outcomes.ts'
import type { Journal } from './journal.ts'
import type { AgentTool } from './tool.ts'

/** The part of a logger that the runtime uses; pino's satisfies it. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** An agent as the roster defines it. */
export interface AgentSpec {
  name: string
  /** The body of the agent's file: its role and standards. Trusted: it comes from the base branch. */
  prompt: string
  /** An alias (sonnet, opus, haiku), `inherit`, or a model id. */
  model?: string | undefined
  /** Names of the tools it may use; undefined means all that the request brings. */
  tools?: readonly string[] | undefined
  /** Caps the budget's turns. */
  maxTurns?: number | undefined
}

/** Limits of one run. Any that is reached ends it with the outcome `budget`. */
export interface RunBudget {
  /** US dollars; undefined means no money limit, which is the only way to use a model without a known price. */
  usd: number | undefined
  /** Answers of the model. */
  turns: number
  /** Milliseconds of work, time between a crash and its resume not counted. */
  wallMs: number
}

/** Text from someone who may not instruct agents: an issue body, a comment, a diff, a log. */
export interface UntrustedText {
  /** Where it comes from, for example `issue #12 body by @octocat`. */
  source: string
  text: string
  /** Prose (the default) loses what the page hides; code (a diff, a log) keeps everything, with hidden characters spelled out. */
  kind?: 'prose' | 'code'
}

/** A titled piece of trusted context, for example the team's decision of the round before. */
export interface ContextSection {
  title: string
  text: string
}

export interface RunRequest<P extends Purpose = Purpose> {
  /** Names the run for ever: the journal is kept under it, and asking again goes on where it stopped. */
  runId: string
  /** Short forms for people and scripts, separated by a comma, such as `3/w2/implementer/implement/1, implementer/implement/2`. */
  label: string
  agent: AgentSpec
  purpose: P
  /** Absolute path; the tools' root. */
  worktree: string
  readOnly: boolean
  /** What to do. Trusted: written by Baton. */
  task: string
  /** Who routed this to the agent and why, for example `label "rust" by @octocat`. */
  routing: string
  /** Today, ISO 8601 (`2026-11-21`). Passed in so that a prompt can be reproduced. */
  date: string
  context: readonly ContextSection[]
  untrusted: readonly UntrustedText[]
  tools: readonly AgentTool[]
  budget: RunBudget
  signal: AbortSignal
}

/** Totals of a run, over all of its attempts. */
export interface RunUsage {
  turns: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  usd: number
}

/**
 * Why a run ended without a result:
 * - `budget`: money, turns or time used up; `refused`: the model declined; `context`: the context window is full;
 *   `max_tokens`: one answer was cut off; `invalid_output`: no valid outcome after the repair turns;
 *   `failed`: the API refused the request itself. All of these are final and recorded.
 * - `aborted`: the request's signal. Not recorded: the same run can be asked for again and goes on.
 */
export const STOP_KINDS = [
  'budget',
  'refused',
  'context',
  'max_tokens',
  'aborted',
  'invalid_output',
  'failed',
] as const
export type StopKind = (typeof STOP_KINDS)[number]
export interface Stop {
  kind: StopKind
  detail: string
}

export type RunOutcome<P extends Purpose = Purpose> =
  | { kind: 'done'; value: OutcomeOf[P] }
  | ({ kind: 'blocked' } & BlockerOutcome)
  /** It tried what nobody can be granted. Each entry: tool, what was tried, rule. */
  | { kind: 'breach'; what: string[] }
  | Stop

export interface RunResult<P extends Purpose = Purpose> {
  outcome: RunOutcome<P>
  usage: RunUsage
}

export interface AgentEngine {
  /**
   * Runs an agent to its outcome, or takes up a run that stopped half-way: nothing paid is asked again, no effect is
   * repeated. Raises UserError (unknown model, no price), TransientError (API unreachable or overloaded: ask again
   * later), TerminalError (key refused, damaged journal) and JournalConflict (another process took the run over).
   */
  run<P extends Purpose>(request: RunRequest<P>, journal: Journal): Promise<RunResult<P>>
}
