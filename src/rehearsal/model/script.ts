// What a rehearsal's model says: scripts as plain data, written by hand and played turn by turn.

/** One block of a scripted answer. Strings may hold `{{name}}`, replaced by what an earlier turn captured. */
export type ScriptBlock =
  | { type: 'text'; text: string }
  /** A text block with the value as JSON: how a run ends with its outcome. */
  | { type: 'json'; value: unknown }
  | { type: 'thinking'; thinking: string }
  | { type: 'tool_use'; name: string; input: Record<string, unknown> }

/** What goes wrong at one attempt at a turn, before the turn is answered. */
export type ScriptFailure =
  | { status: number; message?: string; /** Seconds. */ retryAfter?: number }
  /** The connection is closed after this many server-sent events. */
  | { cutAfterEvents: number }

export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded'

/** Tokens, in the names of the Messages API. */
export interface ScriptUsage {
  input_tokens: number
  output_tokens: number
  cache_read_input_tokens: number
  cache_creation_input_tokens: number
}

export interface ScriptTurn {
  /** Plays only when the request offers all of `tools` and none of `without`; with neither, always. */
  when?: { tools?: readonly string[]; without?: readonly string[] }
  /** What must be true of the request; otherwise it is a mismatch. */
  expect?: {
    /** The whole system prompt. */
    system?: RegExp | readonly RegExp[]
    /** The first user message: task, context and untrusted text. */
    user?: RegExp | readonly RegExp[]
    /** The text of the tool results that this turn answers. */
    toolResult?: RegExp | readonly RegExp[]
    /** Whether any of those results is an error. */
    isError?: boolean
    /** The text that came with or instead of tool results, such as a repair request. */
    text?: RegExp | readonly RegExp[]
  }
  /** Values taken from the user message that this turn answers: the first group, or else the whole match. */
  capture?: Readonly<Record<string, RegExp>>
  /** One per attempt, in order; the attempt after the last is answered. */
  failures?: readonly ScriptFailure[]
  content: readonly ScriptBlock[]
  /** Left out: `tool_use` when a tool is called, else `end_turn`. */
  stopReason?: StopReason
  /** For `refusal`. */
  refusal?: string
  /** Left out: computed from the sizes of request and answer. */
  usage?: Partial<ScriptUsage>
}

/** Turns in order; an array is variants of one turn, of which the first whose `when` holds plays. */
export interface Script {
  /** Compared with each name in the header `x-rehearsal-script`, or else with `metadata.user_id`. */
  key: string | RegExp
  turns: readonly (ScriptTurn | readonly ScriptTurn[])[]
  /** Makes calls that a crash has cut off again, outside the turns. Left out: what the turns say of them counts. */
  repeatsInterrupted?: boolean
}

/** A request that the scripts did not foresee. */
export interface Mismatch {
  script: string
  /** Index of the turn, from 0. */
  turn: number
  expected: string
  got: string
}

/** The script for the first of these keys that has one: an exact one first, then the first pattern that fits. */
export function findScript(
  scripts: readonly Script[],
  keys: readonly string[],
): { script: Script; key: string } | undefined {
  for (const key of keys) {
    const script =
      scripts.find((one) => one.key === key) ??
      scripts.find((one) => one.key instanceof RegExp && one.key.test(key))
    if (script !== undefined) return { script, key }
  }
  return undefined
}

/** The variant of a turn for the offered tools; undefined past the end, or where no variant fits. */
export function findTurn(script: Script, index: number, tools: ReadonlySet<string>): ScriptTurn | undefined {
  const entry = script.turns[index]
  if (!entry) return undefined
  const variants: readonly ScriptTurn[] = isVariants(entry) ? entry : [entry]
  return variants.find(
    ({ when }) =>
      (when?.tools ?? []).every((name) => tools.has(name)) &&
      !(when?.without ?? []).some((name) => tools.has(name)),
  )
}

// Array.isArray does not narrow a readonly array.
const isVariants = (entry: ScriptTurn | readonly ScriptTurn[]): entry is readonly ScriptTurn[] =>
  Array.isArray(entry)
