// The script player: which requests it refuses, what it plays, what it counts.

import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import type { ScriptBlock, ScriptTurn } from '../../src/rehearsal/model/script.ts'
import { signThinking } from '../../src/rehearsal/model/rules.ts'
import { minimal, playing, post, tool } from './support.ts'

const say = (text: string): ScriptTurn => ({ content: [{ type: 'text', text }] })
const call = (name: string, input: Record<string, unknown> = {}): ScriptBlock => ({
  type: 'tool_use',
  name,
  input,
})
const used = (id: string, name = 'T') => ({ type: 'tool_use', id, name, input: {} })
const result = (id: string, content = 'ok', over = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...over,
})
const user = (...content: unknown[]) => ({ role: 'user', content })
const assistant = (...content: unknown[]) => ({ role: 'assistant', content })
const text = (words: string) => ({ type: 'text', text: words })

describe('refusals', () => {
  const object = (schema: unknown) => ({ output_config: { format: { type: 'json_schema', schema } } })
  const rows: { name: string; body: Record<string, unknown> | string; says: RegExp }[] = [
    { name: 'no JSON', body: '{', says: /not valid JSON/ },
    { name: 'an unknown key', body: { thread: false }, says: /^thread: Extra inputs are not permitted$/ },
    ...['temperature', 'top_p', 'top_k'].map((key) => ({
      name: key,
      body: { [key]: 1 },
      says: /Extra inputs are not permitted/,
    })),
    {
      name: 'an unknown key further in',
      body: { messages: [user({ ...text('x'), bold: true })] },
      says: /messages\[0\].*bold: Extra inputs/,
    },
    { name: 'no messages', body: { messages: [] }, says: /messages/ },
    { name: 'an empty text', body: { messages: [user(text(''))] }, says: /messages/ },
    { name: 'no max_tokens', body: { max_tokens: undefined }, says: /max_tokens/ },
    { name: 'any tool forced', body: { tool_choice: { type: 'any' } }, says: /forced tool use/ },
    { name: 'one tool forced', body: { tool_choice: { type: 'tool', name: 'T' } }, says: /forced tool use/ },
    { name: 'a prefill', body: { messages: [user(text('go')), assistant(text('{'))] }, says: /prefill/ },
    {
      name: 'an assistant who begins',
      body: { messages: [assistant(text('x')), user(text('go'))] },
      says: /first message/,
    },
    { name: 'two tools of one name', body: { tools: [tool('T'), tool('T')] }, says: /must be unique/ },
    {
      name: 'a call without result',
      body: { messages: [user(text('go')), assistant(used('a'), used('b')), user(result('a'))] },
      says: /without `tool_result`.*: b$/,
    },
    {
      name: 'a result without call',
      body: { messages: [user(result('a'))] },
      says: /unexpected `tool_use_id`.*: a$/,
    },
    {
      name: 'two results of one call',
      body: { messages: [user(text('go')), assistant(used('a')), user(result('a'), result('a'))] },
      says: /unexpected `tool_use_id`/,
    },
    {
      name: 'text before results',
      body: { messages: [user(text('go')), assistant(used('a')), user(text('x'), result('a'))] },
      says: /must come first/,
    },
    {
      name: 'one id for two calls',
      body: {
        messages: [
          user(text('go')),
          assistant(used('a')),
          user(result('a')),
          assistant(used('a')),
          user(result('a')),
        ],
      },
      says: /ids must be unique/,
    },
    { name: 'a call by the user', body: { messages: [user(used('a'))] }, says: /only be in `assistant`/ },
    {
      name: 'changed thinking',
      body: {
        messages: [
          user(text('go')),
          assistant(
            { type: 'thinking', thinking: 'b', signature: signThinking(minimal.model, 'a') },
            used('a'),
          ),
          user(result('a')),
        ],
      },
      says: /Invalid `signature`/,
    },
    {
      name: 'thinking of another model',
      body: {
        messages: [
          user(text('go')),
          assistant({ type: 'thinking', thinking: 'a', signature: signThinking('other', 'a') }, used('a')),
          user(result('a')),
        ],
      },
      says: /Invalid `signature`/,
    },
    {
      name: 'an open object in the output schema',
      body: object({ type: 'object', properties: {} }),
      says: /additionalProperties/,
    },
    {
      name: 'a length in the output schema',
      body: object({ anyOf: [{ type: 'array', items: { type: 'string', minLength: 1 } }] }),
      says: /'minLength' is not supported/,
    },
    {
      name: 'a count in the output schema',
      body: object({
        type: 'object',
        additionalProperties: false,
        properties: { a: { type: 'array', minItems: 2 } },
      }),
      says: /minItems/,
    },
  ]
  it.each(rows)('$name', async ({ body, says }) => {
    const model = await playing([say('hi'), say('hi'), say('hi')])
    const answer = await post(model, body)
    expect([answer.status, answer.json?.error?.type]).toEqual([400, 'invalid_request_error'])
    expect(answer.json?.error?.message).toMatch(says)
    expect(model.mismatches).toEqual([])
  })

  it('accepts what these rows differ from', async () => {
    const model = await playing([say('a'), say('b'), say('c')])
    const signature = signThinking(minimal.model, 'a')
    const turn = assistant({ type: 'thinking', thinking: 'a', signature }, used('a'), used('b'))
    const answer = await post(model, {
      messages: [
        user(text('go')),
        turn,
        user(result('b'), result('a', 'x', { is_error: true }), text('and now')),
      ],
      tools: [tool('T')],
      ...object({
        type: 'object',
        additionalProperties: false,
        properties: { a: { type: 'array', minItems: 1, items: { $ref: '#/$defs/a' } } },
        $defs: { a: { enum: [1] } },
      }),
    })
    expect(answer.json).toMatchObject({ content: [{ text: 'b' }], stop_reason: 'end_turn' })
  })

  it('of a caller without key or version, and of unknown paths', async () => {
    const model = await playing([say('hi')])
    expect((await fetch(`${model.url}/v1/models`)).status).toBe(401)
    expect((await fetch(`${model.url}/v1/models`, { headers: { 'x-api-key': 'k' } })).status).toBe(400)
    expect((await post(model, {}, {}, '/v1/complete')).status).toBe(404)
  })
})

describe('playing', () => {
  it('finds the script by header, else by user id, exact keys before patterns', async () => {
    const scripts = [
      { key: /^s/, turns: [say('pattern')] },
      { key: 's', turns: [say('exact')] },
      { key: 'u', turns: [say('user')] },
    ]
    const model = await playing([], { scripts })
    const said = async (headers: Record<string, string>, body = {}) =>
      (await post(model, body, headers)).json?.['content']
    expect(await said({ 'x-rehearsal-script': 's' })).toMatchObject([{ text: 'exact' }])
    expect(await said({ 'x-rehearsal-script': 'st' }, { metadata: { user_id: 'u' } })).toMatchObject([
      { text: 'pattern' },
    ])
    expect(await said({}, { metadata: { user_id: 'u' } })).toMatchObject([{ text: 'user' }])
    // Of several names the first that has a script counts, and it is the one on record.
    expect(await said({ 'x-rehearsal-script': 'none, st, s' })).toMatchObject([{ text: 'pattern' }])
    expect(model.log.at(-1)?.script).toBe('st')
  })

  it('chooses the variant of a turn by the tools on offer', async () => {
    const model = await playing([
      [
        { when: { tools: ['Bash'], without: ['Net'] }, ...say('bash') },
        { when: { without: ['Bash'] }, ...say('none') },
      ],
    ])
    const said = async (...names: string[]) => (await post(model, { tools: names.map(tool) })).json
    expect(await said('Read', 'Bash')).toMatchObject({ content: [{ text: 'bash' }] })
    expect(await said()).toMatchObject({ content: [{ text: 'none' }] })
    expect((await said('Bash', 'Net'))?.error?.message).toMatch(/turn 0: expected a variant.*Bash, Net/)
  })

  it('fills in what earlier turns captured, from the messages alone', async () => {
    const sha = 'abc123'
    const turns: ScriptTurn[] = [
      { capture: { name: /for (\w+)/ }, content: [call('T', { path: ['{{name}}.txt'] })] },
      {
        capture: { sha: /[0-9a-f]{6}/g },
        content: [{ type: 'json', value: { sha: '{{sha}}', name: '{{name}}', plain: '{ {x} }' } }],
      },
    ]
    const first = await post(await playing(turns), { messages: [user(text('do it for ada'))] })
    expect(first.json?.['content']).toMatchObject([{ input: { path: ['ada.txt'] } }])
    // Another player, as after a restart: nothing is remembered but what the request says.
    const model = await playing(turns)
    const messages = [user(text('do it for ada')), assistant(used('a')), user(result('a', `commit ${sha}`))]
    for (let times = 0; times < 2; times += 1) {
      const answer = await post(model, { messages })
      expect(answer.json?.['content']).toMatchObject([
        { text: '{"sha":"abc123","name":"ada","plain":"{ {x} }"}' },
      ])
    }
  })

  const mismatches: { name: string; turn: ScriptTurn; expected: RegExp; got: RegExp }[] = [
    {
      name: 'the system prompt',
      turn: { expect: { system: [/kind/, /cruel/] }, content: [] },
      expected: /^system: \/cruel\/$/,
      got: /be kind/,
    },
    { name: 'the user text', turn: { expect: { user: /stay/ }, content: [] }, expected: /user/, got: /^go$/ },
    {
      name: 'a tool result',
      turn: { expect: { toolResult: /pass/ }, content: [] },
      expected: /toolResult: \/pass\//,
      got: /^fail$/,
    },
    {
      name: 'an error',
      turn: { expect: { isError: false }, content: [] },
      expected: /isError: false/,
      got: /^true: fail/,
    },
    {
      name: 'a text beside results',
      turn: { expect: { text: /again/ }, content: [] },
      expected: /text: /,
      got: /^$/,
    },
    { name: 'a capture', turn: { capture: { x: /(\d+)/ }, content: [] }, expected: /^x: /, got: /fail/ },
    {
      name: 'a name nobody captured',
      turn: { content: [{ type: 'text', text: '{{y}}' }] },
      expected: /captured for y/,
      got: /none/,
    },
  ]
  it.each(mismatches)('says what it expected and got: $name', async ({ turn, expected, got }) => {
    const model = await playing([{ content: [call('T')] }, turn])
    const messages = [user(text('go')), assistant(used('a')), user(result('a', 'fail', { is_error: true }))]
    const answer = await post(model, { system: 'be kind', messages })
    expect(answer.status).toBe(400)
    expect(model.mismatches).toEqual([
      { script: 's', turn: 1, expected: expect.stringMatching(expected), got: expect.stringMatching(got) },
    ])
    expect(answer.json?.error?.message).toContain(model.mismatches[0]?.expected)
  })

  it('has nothing to say past the end, or without a script', async () => {
    const model = await playing([])
    expect((await post(model, {})).json?.error?.message).toMatch(/turn 0: expected at most 0 turns/)
    expect((await post(model, {}, { 'x-rehearsal-script': 'zz' })).json?.error?.message).toMatch(
      /a script among s; got the key "zz"/,
    )
    expect(model.mismatches).toHaveLength(2)
  })
})

describe('failures', () => {
  it('come one per attempt and conversation, with the words and headers of the API', async () => {
    const failures = [{ status: 429, retryAfter: 3 }, { status: 529, message: 'busy' }, { status: 500 }]
    const model = await playing([{ ...say('at last'), failures }])
    const answers = []
    for (let times = 0; times < 4; times += 1) answers.push(await post(model, {}))
    expect(answers.map((answer) => [answer.status, answer.json?.error?.type])).toEqual([
      [429, 'rate_limit_error'],
      [529, 'overloaded_error'],
      [500, 'api_error'],
      [200, undefined],
    ])
    expect(answers[0]?.headers.get('retry-after')).toBe('3')
    expect((await post(model, { messages: [user(text('another'))] })).status).toBe(429)
    expect(model.log.map((entry) => [entry.attempt, entry.status])).toEqual([
      [0, 429],
      [1, 529],
      [2, 500],
      [3, 200],
      [0, 429],
    ])
  })

  it('cut a stream after the given event, and only once it has arrived', async () => {
    const model = await playing([{ ...say('x'.repeat(200)), failures: [{ cutAfterEvents: 4 }] }])
    const headers = { authorization: 'Bearer k', 'anthropic-version': '1', 'x-rehearsal-script': 's' }
    const response = await fetch(`${model.url}/v1/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...minimal, stream: true }),
    })
    let read = ''
    const reading = (async () => {
      for await (const chunk of response.body!) read += new TextDecoder().decode(chunk)
    })()
    await expect(reading).rejects.toThrow()
    expect(read.match(/^event: .*/gm)).toEqual(
      ['message_start', 'ping', 'content_block_start', 'content_block_delta'].map((name) => `event: ${name}`),
    )
    expect(model.usage.output_tokens).toBe(0)
    expect(model.log[0]).toMatchObject({ cut: true, status: 200 })
  })
})

describe('streams and figures', () => {
  const content: ScriptBlock[] = [
    { type: 'thinking', thinking: 'hm '.repeat(40) },
    { type: 'text', text: 'ünï🎼'.repeat(50) },
    call('T', { path: 'a/b.ts', text: 'x"y\n'.repeat(60) }),
  ]
  const client = (url: string) =>
    new Anthropic({
      apiKey: 'k',
      baseURL: url,
      logLevel: 'off',
      defaultHeaders: { 'x-rehearsal-script': 's' },
    })
  const params = { ...minimal, messages: [{ role: 'user' as const, content: 'go' }] }

  it('put together by the SDK, are the same message as without streaming', async () => {
    const model = await playing([{ content, refusal: 'no', stopReason: 'refusal' }])
    const { id: _, ...streamed } = await client(model.url).messages.stream(params).finalMessage()
    const { id: __, ...whole } = await client(model.url).messages.create(params)
    expect(streamed).toEqual({ ...whole, parsed_output: null })
  })

  it('count by a fixed rule, the same on every player', async () => {
    const once = async () => {
      const model = await playing([{ content }])
      await client(model.url).messages.create(params)
      return model.usage
    }
    const first = await once()
    expect(await once()).toEqual(first)
    expect(first.output_tokens).toBeGreaterThan(100)
    expect(first.cache_creation_input_tokens + first.cache_read_input_tokens).toBe(0)
    const counted = await client((await playing([])).url).messages.countTokens({
      model: params.model,
      messages: params.messages,
    })
    expect(counted.input_tokens).toBe(first.input_tokens)
  })

  it('read from the cache what the request before wrote and this one repeats', async () => {
    const model = await playing([{ content: [call('T')] }, say('b'), say('c')])
    const cache = { cache_control: { type: 'ephemeral' } }
    const base = { system: 'be kind', tools: [tool('T')] }
    const turn1 = [user(text('go'))]
    const turn2 = [...turn1, assistant(used('a')), user(result('a'))]
    const usage = async (body: Record<string, unknown>) =>
      (await post(model, { ...base, ...body })).json?.['usage'] as Record<string, number>
    const one = await usage({ messages: turn1, ...cache })
    expect(one).toMatchObject({ input_tokens: 0, cache_read_input_tokens: 0 })
    const two = await usage({ messages: turn2, ...cache })
    expect(two['cache_read_input_tokens']).toBe(one['cache_creation_input_tokens'])
    expect(two['cache_creation_input_tokens']).toBeGreaterThan(0)
    // After a changed system prompt only the tools before it are read; without markers nothing is.
    const changed = await usage({ messages: turn2, system: 'be cruel', ...cache })
    expect(changed['cache_read_input_tokens']).toBeLessThan(one['cache_creation_input_tokens']!)
    expect(changed['cache_creation_input_tokens']).toBeGreaterThan(two['cache_creation_input_tokens']!)
    const plain = await usage({ messages: turn2 })
    expect(plain).toMatchObject({ cache_read_input_tokens: 0, cache_creation_input_tokens: 0 })
  })

  it('give way to the figures of the script', async () => {
    const model = await playing([
      { ...say('x'), usage: { input_tokens: 7, output_tokens: 8, cache_read_input_tokens: 9 } },
    ])
    await post(model, {})
    expect(model.usage).toMatchObject({ input_tokens: 7, output_tokens: 8, cache_read_input_tokens: 9 })
  })
})

it('refuses a port that is taken, and frees its own', async () => {
  const model = await playing([])
  const port = Number(new URL(model.url).port)
  await expect(playing([], { port })).rejects.toThrow(/EADDRINUSE/)
  await model.close()
  const next = await playing([], { port })
  expect(next.url).toBe(model.url)
})
