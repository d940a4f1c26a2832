// The agent loop against the script player: every way a run can end, and what the model is told on the way.

import { describe, expect, it } from 'vitest'
import { TerminalError, TransientError, UserError } from '../../src/errors.ts'
import type { ScriptTurn } from '../../src/rehearsal/model/script.ts'
import { memoryJournal } from '../../src/runtime/journal.ts'
import { createPricing } from '../../src/runtime/pricing.ts'
import { appends, appendTool, engineOn, patch, patchBlock, player, requestWith, use } from './support.ts'

const done: ScriptTurn = { content: [patchBlock] }

describe('a run that succeeds', () => {
  it('ends in a typed outcome with the usage that the API counted', async () => {
    const effects: string[] = []
    const model = await player([...appends(2), { expect: { toolResult: /^ok L1$/ }, content: [patchBlock] }])
    const result = await engineOn(model.url).run(
      requestWith({ tools: [appendTool(effects)] }),
      memoryJournal(),
    )
    expect(model.mismatches).toEqual([])
    expect(result.outcome).toEqual({ kind: 'done', value: patch })
    expect(effects).toEqual(['L0', 'L1'])
    const { usage } = model
    expect(result.usage).toMatchObject({
      turns: 3,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens,
      cacheWriteTokens: usage.cache_creation_input_tokens,
    })
    const usd =
      (usage.input_tokens * 2 +
        usage.output_tokens * 10 +
        usage.cache_read_input_tokens * 0.1 +
        usage.cache_creation_input_tokens * 2.5) /
      1e6
    expect(result.usage.usd).toBeCloseTo(usd, 12)
    // The whole conversation so far is read from the cache on the second and third turn.
    expect(usage.cache_read_input_tokens).toBeGreaterThan(0)
  })

  it('answers a recorded run from the journal alone', async () => {
    const model = await player([done])
    const journal = memoryJournal()
    const first = await engineOn(model.url).run(requestWith(), journal)
    const again = await engineOn(model.url).run(requestWith(), journal)
    expect(again).toEqual(first)
    expect(model.log).toHaveLength(1)
  })

  it('takes the blocker form as an outcome of its own', async () => {
    const blocker = { blocked: 'The test data is missing.', needs: 'The file data.csv.' }
    const model = await player([{ content: [{ type: 'json', value: blocker }] }])
    const { outcome } = await engineOn(model.url).run(requestWith(), memoryJournal())
    expect(outcome).toEqual({ kind: 'blocked', ...blocker })
  })

  it('sends no names with the request, and the label only in rehearsal', async () => {
    const model = await player([done], { scripts: [{ key: /^[0-9a-f]{32}$/, turns: [done] }] })
    const { outcome } = await engineOn(model.url, { rehearsal: false }).run(requestWith(), memoryJournal())
    expect(outcome.kind).toBe('done')
    expect(model.log[0]?.script).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('what the model is told when it errs', () => {
  const rows: { name: string; call: Record<string, unknown>; tool?: string; told: RegExp; not?: RegExp }[] = [
    { name: 'a tool refuses', call: { line: 'bad' }, told: /^this line is not allowed; write another$/ },
    {
      name: 'a tool breaks',
      call: { line: 'bug' },
      told: /^Append failed with an internal error/,
      not: /host/,
    },
    {
      name: 'a field is missing',
      call: {},
      told: /- line: Invalid input: expected string[\s\S]*Expected: \{"type":"object"/,
    },
    { name: 'a field is unknown', call: { line: 'x', extra: 1 }, told: /Unrecognized key: "extra"/ },
    {
      name: 'a tool is unknown',
      tool: 'Shell',
      call: {},
      told: /no tool "Shell"\. Your tools are: Append\./,
    },
  ]
  it.each(rows)('$name', async ({ call, tool = 'Append', told, not }) => {
    const effects: string[] = []
    const model = await player([
      { content: [use(tool, call)] },
      { expect: { toolResult: told, isError: true }, content: [patchBlock] },
    ])
    const { outcome } = await engineOn(model.url).run(
      requestWith({ tools: [appendTool(effects)] }),
      memoryJournal(),
    )
    expect(model.mismatches).toEqual([])
    expect(outcome.kind).toBe('done')
    expect(effects).toEqual([])
    if (not) expect(JSON.stringify(model.log[1]?.body)).not.toMatch(not)
  })

  it('lists every fault of an invalid outcome, and takes the repaired one', async () => {
    const model = await player([
      { content: [{ type: 'text', text: 'I am done!' }] },
      {
        expect: { text: /not one JSON object/ },
        content: [{ type: 'json', value: { title: '', answers: [{ finding: 'x' }] } }],
      },
      {
        expect: { text: [/- title: /, /- summary: /, /- answers\[0\]\.response: /, /- notes: /] },
        content: [patchBlock],
      },
    ])
    const { outcome, usage } = await engineOn(model.url).run(requestWith(), memoryJournal())
    expect(model.mismatches).toEqual([])
    expect(outcome.kind).toBe('done')
    expect(usage.turns).toBe(3)
  })

  it.each([[[]], [[{ type: 'text' as const, text: ' ' }]]])(
    'asks again after an empty answer (%j)',
    async (content) => {
      const model = await player([
        { content },
        { expect: { text: /not one JSON object/ }, content: [patchBlock] },
      ])
      const { outcome } = await engineOn(model.url).run(requestWith(), memoryJournal())
      expect(outcome.kind).toBe('done')
    },
  )

  it('ends after two repair turns', async () => {
    const model = await player(
      Array.from({ length: 4 }, () => ({ content: [{ type: 'json', value: { blocked: 1 } }] as const })),
    )
    const { outcome } = await engineOn(model.url).run(requestWith(), memoryJournal())
    expect(outcome).toEqual({
      kind: 'invalid_output',
      detail: expect.stringMatching(/- blocked: [\s\S]*- needs: /),
    })
    expect(model.log).toHaveLength(3)
  })
})

describe('other ways to end', () => {
  const rows: { name: string; turns: ScriptTurn[]; kind: string; detail: RegExp }[] = [
    {
      name: 'refusal',
      turns: [{ content: [], stopReason: 'refusal', refusal: 'no' }],
      kind: 'refused',
      detail: /^no$/,
    },
    {
      name: 'an answer cut by max_tokens, whose tool call is not run',
      turns: [{ content: [use('Append', { line: 'half' })], stopReason: 'max_tokens' }],
      kind: 'max_tokens',
      detail: /longer than one turn/,
    },
    {
      name: 'a full context window',
      turns: [{ content: [], stopReason: 'model_context_window_exceeded' }],
      kind: 'context',
      detail: /context window/,
    },
    {
      name: 'a prompt that is too long',
      turns: [
        { content: [], failures: [{ status: 400, message: 'prompt is too long: 2 tokens > 1 maximum' }] },
      ],
      kind: 'context',
      detail: /too long/,
    },
    {
      name: 'a request the API refuses',
      turns: [{ content: [], failures: [{ status: 400, message: 'odd' }] }],
      kind: 'failed',
      detail: /400 odd/,
    },
    {
      name: 'a script mismatch',
      turns: [{ expect: { user: /nowhere/ }, content: [] }],
      kind: 'failed',
      detail: /expected user: \/nowhere\//,
    },
  ]
  it.each(rows)('$name', async ({ turns, kind, detail }) => {
    const effects: string[] = []
    const model = await player(turns)
    const journal = memoryJournal()
    const request = requestWith({ tools: [appendTool(effects)] })
    const { outcome } = await engineOn(model.url).run(request, journal)
    expect(outcome).toEqual({ kind, detail: expect.stringMatching(detail) })
    expect(effects).toEqual([])
    expect((await journal.load(request.runId)).at(-1)).toMatchObject({ type: 'outcome', outcome: { kind } })
  })

  it('sends a paused turn back as it is', async () => {
    const model = await player([
      { content: [{ type: 'text', text: 'wait' }], stopReason: 'pause_turn' },
      done,
    ])
    const { outcome } = await engineOn(model.url).run(requestWith(), memoryJournal())
    expect(outcome.kind).toBe('done')
    expect(model.log[1]?.body?.messages.map((message) => message.role)).toEqual(['user', 'assistant'])
  })
})

describe('budgets', () => {
  it('stops before the tools of the turn that used up the money', async () => {
    const effects: string[] = []
    const turns = appends(3).map((turn) => ({ ...turn, usage: { output_tokens: 50_000 } }))
    const model = await player(turns)
    const request = requestWith({
      tools: [appendTool(effects)],
      budget: { usd: 1, turns: 9, wallMs: 60_000 },
    })
    const { outcome, usage } = await engineOn(model.url).run(request, memoryJournal())
    expect(outcome).toEqual({ kind: 'budget', detail: expect.stringMatching(/\$1\.0\d+ of the \$1\.00/) })
    expect(usage.turns).toBe(2)
    expect(effects).toEqual(['L0'])
  })

  it('counts an outcome whose own turn went over the budget', async () => {
    const model = await player([{ content: [patchBlock], usage: { output_tokens: 1_000_000 } }])
    const { outcome } = await engineOn(model.url).run(requestWith(), memoryJournal())
    expect(outcome.kind).toBe('done')
  })

  it("stops after the agent's own maximum of turns, with a word on the last one", async () => {
    const effects: string[] = []
    const turns = appends(4)
    const model = await player([
      turns[0]!,
      { ...turns[1]!, expect: { text: /last turn/ } },
      ...turns.slice(2),
    ])
    const agent = { name: 'a', prompt: 'p', model: 'sonnet', maxTurns: 2 }
    const { outcome } = await engineOn(model.url).run(
      requestWith({ agent, tools: [appendTool(effects)] }),
      memoryJournal(),
    )
    expect(model.mismatches).toEqual([])
    expect(outcome).toEqual({ kind: 'budget', detail: 'all 2 turns are used' })
  })

  it('refuses a model without a price, unless no money limit is set', async () => {
    const model = await player([done])
    const agent = { name: 'a', prompt: 'p', model: 'claude-unheard-1' }
    await expect(engineOn(model.url).run(requestWith({ agent }), memoryJournal())).rejects.toThrow(UserError)
    const budget = { usd: undefined, turns: 3, wallMs: 60_000 }
    const { outcome, usage } = await engineOn(model.url).run(requestWith({ agent, budget }), memoryJournal())
    expect([outcome.kind, usage.usd]).toEqual(['done', 0])
    const pricing = createPricing({
      'claude-unheard-1': { input: 1, output: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1 },
    })
    const priced = await engineOn(model.url, { pricing }).run(requestWith({ agent }), memoryJournal())
    expect(priced.usage.usd).toBeGreaterThan(0)
  })

  it('ends at its deadline although the API asks for an hour of patience', async () => {
    const model = await player([{ content: [], failures: [{ status: 429, retryAfter: 3600 }] }])
    const budget = { usd: 1, turns: 3, wallMs: 150 }
    const { outcome } = await engineOn(model.url).run(requestWith({ budget }), memoryJournal())
    expect(outcome).toEqual({ kind: 'budget', detail: expect.stringMatching(/worked for all/) })
  })
})

describe('an unreliable API', () => {
  const rows: { name: string; failures: ScriptTurn['failures'] & {}; requests: number }[] = [
    { name: 'rate limited', failures: [{ status: 429, retryAfter: 0.01 }], requests: 2 },
    {
      name: 'overloaded, then broken',
      failures: [
        { status: 529, retryAfter: 0.01 },
        { status: 500, retryAfter: 0.01 },
      ],
      requests: 3,
    },
    { name: 'a stream cut after its first event', failures: [{ cutAfterEvents: 1 }], requests: 2 },
    {
      name: 'streams cut half-way and before the last event',
      failures: [{ cutAfterEvents: 5 }, { cutAfterEvents: 7 }],
      requests: 3,
    },
  ]
  it.each(rows)('$name: the turn is asked again and paid once', async ({ failures, requests }) => {
    const effects: string[] = []
    const [first] = appends(1)
    const model = await player([
      { ...first!, failures },
      { expect: { toolResult: /ok L0/ }, content: [patchBlock] },
    ])
    const result = await engineOn(model.url).run(
      requestWith({ tools: [appendTool(effects)] }),
      memoryJournal(),
    )
    expect(result.outcome.kind).toBe('done')
    expect(model.log.filter((entry) => entry.turn === 0)).toHaveLength(requests)
    expect(effects).toEqual(['L0'])
    expect(result.usage.turns).toBe(2)
    expect(result.usage.outputTokens).toBe(model.usage.output_tokens)
  })

  it('gives up on a turn for now after bounded tries, and goes on later', async () => {
    const cut = { cutAfterEvents: 3 }
    const model = await player([{ content: [patchBlock], failures: [cut, cut, cut] }])
    const journal = memoryJournal()
    await expect(engineOn(model.url).run(requestWith(), journal)).rejects.toThrow(/broke off 3 times/)
    expect((await engineOn(model.url).run(requestWith(), journal)).outcome.kind).toBe('done')
    expect(model.log).toHaveLength(4)
  })

  const thrown: { status: number; message?: string; error: new (...args: never[]) => Error }[] = [
    { status: 400, message: 'Your credit balance is too low', error: TerminalError },
    { status: 401, error: TerminalError },
    { status: 403, error: TerminalError },
    { status: 404, error: UserError },
    { status: 429, error: TransientError },
    { status: 503, error: TransientError },
    { status: 529, error: TransientError },
  ]
  it.each(thrown)('passes on $status, with the run left open', async ({ error, ...failed }) => {
    const model = await player([{ content: [patchBlock], failures: [{ ...failed, retryAfter: 7 }] }])
    const journal = memoryJournal()
    const failure: unknown = await engineOn(model.url, { maxRetries: 0 })
      .run(requestWith(), journal)
      .catch((caught: unknown) => caught)
    expect(failure).toBeInstanceOf(error)
    if (failure instanceof TransientError) expect(failure.retryAfterMs).toBe(7000)
    expect((await engineOn(model.url).run(requestWith(), journal)).outcome.kind).toBe('done')
  })
})
