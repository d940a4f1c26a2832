// The agent engine: the loop between a model and its tools, from a task to a typed outcome.
//
// The loop is ours, over the SDK's `messages.stream`, and not the SDK's tool runner: an answer must be on disk before
// any of its tools runs, each tool's start and end before and after its effect, and a resumed run must enter in the
// middle of a turn. The runner executes tools inside its own iteration and cannot be entered half-way or iterated
// again after a cut stream.

import { createHash, randomBytes } from 'node:crypto'
import type Anthropic from '@anthropic-ai/sdk'
import type { Purpose } from '../domain/outcomes.ts'
import { InternalError } from '../errors.ts'
import { abortDetail, ask, type AskOptions } from './ask.ts'
import { exhausted, warning } from './budget.ts'
import { type Journal, JournalConflict, type RecordedOutcome } from './journal.ts'
import { type ModelResolver, tableModels } from './models.ts'
import { MAX_REPAIRS, outputFormat, parseOutcome, readOutcome, repairRequest } from './outcome.ts'
import { type Pricing, unknownPrice } from './pricing.ts'
import { buildPrompt } from './prompt.ts'
import { type Commit, createRecorder } from './recorder.ts'
import { createRedactor, redactingLog, type Redactor } from './redact.ts'
import type { AgentEngine, Log, RunBudget, RunOutcome, RunRequest, RunResult, Stop } from './request.ts'
import { answerCalls } from './tool-calls.ts'
import { toolDefinition } from './tool-definitions.ts'
import type { AgentTool, Sandbox } from './tool.ts'
import { apply, breachesOf, emptyTranscript, type OpenTurn, toolUses, type Transcript } from './transcript.ts'

export interface EngineOptions {
  /** Made with an explicit `apiKey`: without one the SDK reads profiles from the disk. */
  client: Anthropic
  pricing: Pricing
  /** Milliseconds since the epoch. */
  clock: () => number
  log: Log
  /** Resolves the agents' model names; the configured table when left out. */
  models?: ModelResolver
  /** Knows this process's own secrets; the known token forms only when left out. */
  redactor?: Redactor
  /** Where Bash runs; undefined where none can be had. */
  sandbox?: Sandbox | undefined
  /** Sends each run's label as `x-rehearsal-script`, for the script player. */
  rehearsal?: boolean
  /** Upper limit of one answer, thinking included, in tokens. */
  maxOutputTokens?: number
  /** An unguessable id for the fences around untrusted text. */
  fenceId?: () => string
}

/** Room for a long edit and its thinking. */
const MAX_OUTPUT_TOKENS = 32_000

/** One attempt at a run: everything that its steps share. */
interface Attempt<P extends Purpose> {
  request: RunRequest<P>
  run: Transcript
  commit: Commit
  budget: RunBudget
  model: string
  tools: readonly AgentTool[]
  signal: AbortSignal
}

export function createEngine(options: EngineOptions): AgentEngine {
  const { clock } = options
  const models = options.models ?? tableModels()
  const redactor = options.redactor ?? createRedactor()
  const log = redactingLog(options.log, redactor)
  const fenceId = options.fenceId ?? (() => randomBytes(9).toString('base64url'))

  return {
    async run(request, journal) {
      const run = await replay(request, journal)
      if (run.outcome) return { outcome: typedOutcome(request.purpose, run.outcome), usage: run.usage }

      const model = run.request?.model ?? models.resolve(request.agent.model)
      if (request.budget.usd !== undefined && !options.pricing.knows(model)) throw unknownPrice(model)
      const commit = createRecorder(request.runId, journal, run, redactor)
      if (run.request) await commit({ type: 'resumed', at: clock() })
      else await commit(firstEvent(request, model, fenceId(), clock()))

      const deadline = new AbortController()
      const left = request.budget.wallMs - run.workedMs
      if (left <= 0) deadline.abort()
      const timer = setTimeout(() => deadline.abort(), left)
      const turns = Math.min(request.budget.turns, request.agent.maxTurns ?? request.budget.turns)
      const attempt = {
        request,
        run,
        commit,
        model,
        budget: { ...request.budget, turns },
        tools: allowedTools(request),
        signal: AbortSignal.any([request.signal, deadline.signal]),
      }
      try {
        for (;;) {
          const outcome = await step(attempt)
          if (!outcome) continue
          return await end(attempt, outcome)
        }
      } catch (error) {
        if (error instanceof JournalConflict) throw error
        if (request.signal.aborted) {
          return { outcome: { kind: 'aborted', detail: abortDetail(request.signal) }, usage: run.usage }
        }
        if (!deadline.signal.aborted) throw error
        const detail = `the run has worked for all of its ${Math.round(request.budget.wallMs / 1000)} s`
        return await end(attempt, { kind: 'budget', detail })
      } finally {
        clearTimeout(timer)
      }
    },
  }

  /** Records how the run ended, and returns it as recorded: without secrets, and the same whenever it is asked for. */
  async function end<P extends Purpose>(attempt: Attempt<P>, outcome: RunOutcome<P>): Promise<RunResult<P>> {
    const { request, run, commit } = attempt
    await commit({ type: 'outcome', at: clock(), outcome })
    log.info({ run: request.runId, label: request.label, outcome: outcome.kind, ...run.usage }, 'run ended')
    return { outcome: typedOutcome(request.purpose, run.outcome ?? outcome), usage: run.usage }
  }

  /** Carries the run from one recorded state to the next; what to do follows from the state alone. */
  async function step<P extends Purpose>(attempt: Attempt<P>): Promise<RunOutcome<P> | undefined> {
    attempt.signal.throwIfAborted()
    const { open } = attempt.run
    // After `pause_turn` the model goes on by itself when it is sent its own turn back.
    if (open && open.stopReason !== 'pause_turn') return settle(attempt, open)
    return exhaustedOutcome(attempt) ?? askTurn(attempt)
  }

  async function askTurn<P extends Purpose>(attempt: Attempt<P>): Promise<RunOutcome<P> | undefined> {
    const { request, run, model, commit } = attempt
    const answer = await ask(params(attempt), askOptions(request, attempt.signal))
    if (!answer.ok) return answer.stop
    const { ok: _, ...turn } = answer
    const usd = options.pricing.knows(model) ? options.pricing.usd(model, turn.usage) : 0
    await commit({ type: 'assistant', at: clock(), ...turn, usd })
    log.info({ run: request.runId, turn: run.usage.turns, stop: turn.stopReason, ...turn.usage, usd }, 'turn')
    return undefined
  }

  /** Answers the model's last turn, or ends the run with it. */
  async function settle<P extends Purpose>(
    attempt: Attempt<P>,
    open: OpenTurn,
  ): Promise<RunOutcome<P> | undefined> {
    const { request, run, commit, budget } = attempt
    const stopped = stoppedBy(open) ?? breach(open)
    if (stopped) return stopped

    if (toolUses(open).length > 0) {
      const over = exhaustedOutcome(attempt)
      if (over) return over
      const { worktree: root, readOnly } = request
      const context = { root, readOnly, signal: attempt.signal, sandbox: options.sandbox }
      await answerCalls(open, { tools: attempt.tools, context, commit, clock, log })
      const ended = breach(open)
      if (ended) return ended
      const text = warning(budget, run.usage, open.usd) ?? null
      await commit({ type: 'results', at: clock(), text, repair: false })
      return undefined
    }

    // A valid outcome counts even when its own turn went over the budget: it is paid for.
    const read = readOutcome(request.purpose, lastText(open))
    if (read.ok) return read.outcome
    if (run.repairs >= MAX_REPAIRS) return { kind: 'invalid_output', detail: read.errors }
    const over = exhaustedOutcome(attempt)
    if (over) return over
    await commit({ type: 'results', at: clock(), text: repairRequest(read.errors), repair: true })
    return undefined
  }

  function params<P extends Purpose>({
    run,
    request,
    model,
    tools,
  }: Attempt<P>): Anthropic.MessageStreamParams {
    const [stable = '', ...rest] = run.request?.system ?? []
    return {
      model,
      max_tokens: options.maxOutputTokens ?? MAX_OUTPUT_TOKENS,
      // The marker after the first block lets other runs of the same agent read it; the one at the top level moves
      // along with the conversation.
      system: [
        { type: 'text', text: stable, cache_control: { type: 'ephemeral' } },
        ...rest.map((text) => ({ type: 'text' as const, text })),
      ],
      cache_control: { type: 'ephemeral' },
      messages: run.messages,
      ...(tools.length > 0 && { tools: tools.map(toolDefinition) }),
      output_config: { format: outputFormat(request.purpose) },
      // The API asks for an opaque id here, without names.
      metadata: { user_id: createHash('sha256').update(request.runId).digest('hex').slice(0, 32) },
    }
  }

  function askOptions(request: RunRequest, signal: AbortSignal): AskOptions {
    const headers: Record<string, string> = options.rehearsal ? { 'x-rehearsal-script': request.label } : {}
    return { client: options.client, headers, signal, log }
  }

  function firstEvent(request: RunRequest, model: string, id: string, at: number) {
    const { system, user } = buildPrompt(request, id)
    const { label, purpose, agent } = request
    return {
      type: 'request' as const,
      at,
      label,
      agent: agent.name,
      purpose,
      model,
      system: [...system],
      user,
    }
  }
}

async function replay(request: RunRequest, journal: Journal): Promise<Transcript> {
  const run = emptyTranscript()
  for (const event of await journal.load(request.runId)) apply(run, event)
  if (run.request && (run.request.purpose !== request.purpose || run.request.agent !== request.agent.name)) {
    throw new InternalError(
      `the run ${request.runId} was begun as ${run.request.agent}/${run.request.purpose}, not ${request.agent.name}/${request.purpose}`,
    )
  }
  return run
}

/** What the agent's file allows of what the request brings; without anything that writes when the worktree is read-only. */
function allowedTools(request: RunRequest): AgentTool[] {
  const names = request.agent.tools
  return request.tools.filter(
    (tool) => (names === undefined || names.includes(tool.name)) && (tool.repeatable || !request.readOnly),
  )
}

/** The stop reasons that end a run whatever the turn holds: a cut-off tool call must not be run. */
function stoppedBy(turn: OpenTurn): Stop | undefined {
  const said = turn.stopDetail ?? lastText(turn).slice(0, 500)
  switch (turn.stopReason) {
    case 'refusal':
      return { kind: 'refused', detail: said || 'the model declined without saying why' }
    case 'max_tokens':
      return { kind: 'max_tokens', detail: 'an answer was longer than one turn may be' }
    case 'model_context_window_exceeded':
      return { kind: 'context', detail: "the conversation fills the model's context window" }
    default:
      return undefined
  }
}

/** The end of a run that tried what nobody can be granted: the model is not asked again. */
function breach(turn: OpenTurn): Extract<RunOutcome, { kind: 'breach' }> | undefined {
  const what = breachesOf(turn)
  return what.length === 0 ? undefined : { kind: 'breach', what }
}

const lastText = (turn: OpenTurn): string =>
  turn.content.findLast((block) => block.type === 'text')?.text ?? ''

function exhaustedOutcome<P extends Purpose>({ budget, run }: Attempt<P>): RunOutcome<P> | undefined {
  const detail = exhausted(budget, run.usage)
  return detail === undefined ? undefined : { kind: 'budget', detail }
}

function typedOutcome<P extends Purpose>(purpose: P, outcome: RecordedOutcome): RunOutcome<P> {
  return outcome.kind === 'done' ? { kind: 'done', value: parseOutcome(purpose, outcome.value) } : outcome
}
