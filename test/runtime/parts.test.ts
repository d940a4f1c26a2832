// The small parts of the runtime, by tables: redaction, prices, model names, budgets, outcomes, tool definitions.

import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { outcomeSchemas, type Purpose } from '../../src/domain/outcomes.ts'
import { InternalError, UserError } from '../../src/errors.ts'
import { startScriptPlayer } from '../../src/rehearsal/model/player.ts'
import { exhausted, warning } from '../../src/runtime/budget.ts'
import { loadModels, tableModels } from '../../src/runtime/models.ts'
import { outputFormat, readOutcome } from '../../src/runtime/outcome.ts'
import { createPricing } from '../../src/runtime/pricing.ts'
import { createRedactor, REDACTED, redactingLog } from '../../src/runtime/redact.ts'
import { toolDefinition } from '../../src/runtime/tool-definitions.ts'
import { appendTool, patch, player, silent } from './support.ts'

describe('redaction', () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEA'.repeat(4)}\nabc=\n-----END RSA PRIVATE KEY-----`
  const hidden = [
    `ghp_${'a1'.repeat(18)}`,
    `ghs_${'Z'.repeat(36)}`,
    `github_pat_${'a_1'.repeat(20)}`,
    `sk-ant-api03-${'x-_'.repeat(20)}`,
    'AKIAIOSFODNN7EXAMPLE',
    key,
    JSON.stringify(key),
    key
      .split('\n')
      .map((line, index) => `${String(index + 1).padStart(6)}\t${line}`)
      .join('\n'),
    key.slice(0, 90),
    's3cr3t"value\\',
    JSON.stringify('s3cr3t"value\\'),
    Buffer.from('s3cr3t"value\\').toString('base64'),
    encodeURIComponent('s3cr3t"value\\'),
  ]
  const redactor = createRedactor(['s3cr3t"value\\', 'short'])
  it.each(hidden)('takes out %j', (secret) => {
    const out = redactor.text(`before ${secret} after, and again ${secret}!`)
    expect(out).toMatch(/^before /)
    expect(out).toContain(REDACTED)
    expect(out).not.toContain(secret)
    expect(out).not.toMatch(/MIIE/)
  })

  const kept = [
    'ghp_short',
    'a short word',
    'task-ant-hill',
    "if (text.includes('-----BEGIN PRIVATE KEY-----')) return // x",
    'AKIA is a prefix',
  ]
  it.each(kept)('leaves %j', (text) => expect(redactor.text(text)).toBe(text))

  it('reaches into JSON, keys included, and returns what needs no change as it is', () => {
    const clean = { a: [1, { b: 'x' }], c: null }
    expect(redactor.json(clean)).toBe(clean)
    expect(redactor.json({ a: [hidden[0]], [`${hidden[1]}`]: { b: 1 } })).toEqual({
      a: [REDACTED],
      [REDACTED]: { b: 1 },
    })
  })
})

it('a redacting log shows no secret, in message or fields', () => {
  const lines: unknown[] = []
  const note = (...line: unknown[]): void => void lines.push(line)
  const log = redactingLog({ info: note, warn: note, error: note }, createRedactor(['hunter2-hunter2']))
  for (const level of ['info', 'warn', 'error'] as const)
    log[level]({ deep: [{ x: 'a hunter2-hunter2' }] }, 'b hunter2-hunter2')
  expect(lines).toEqual(
    Array.from({ length: 3 }, () => [{ deep: [{ x: `a ${REDACTED}` }] }, `b ${REDACTED}`]),
  )
})

describe('pricing', () => {
  const million = {
    inputTokens: 1e6,
    outputTokens: 1e6,
    cacheReadTokens: 1e6,
    cacheWrite5mTokens: 1e6,
    cacheWrite1hTokens: 1e6,
  }
  const rows: [string, number][] = [
    ['claude-sonnet-5-5', 2 + 10 + 0.1 + 2.5 + 4],
    ['claude-opus-5-5', 4 + 20 + 0.2 + 5 + 8],
    ['claude-haiku-5-5', 0.1 + 0.5 + 0.01 + 0.125 + 0.2],
    ['claude-haiku-5-5-20260928', 0.1 + 0.5 + 0.01 + 0.125 + 0.2],
  ]
  it.each(rows)('%s', (model, usd) => expect(createPricing().usd(model, million)).toBeCloseTo(usd, 10))
  it.each(['claude-sonnet-9', 'claude-sonnet-5-5-beta', '', '__proto__'])(
    'knows no price for %j',
    (model) => {
      expect(createPricing().knows(model)).toBe(false)
      expect(() => createPricing().usd(model, million)).toThrow(UserError)
    },
  )
})

describe('model names', () => {
  const models = tableModels(undefined, 'opus')
  const rows: [string | undefined, string][] = [
    ['sonnet', 'claude-sonnet-5-5'],
    ['Haiku', 'claude-haiku-5-5'],
    ['inherit', 'claude-opus-5-5'],
    [undefined, 'claude-opus-5-5'],
    [' claude-future-7 ', 'claude-future-7'],
  ]
  it.each(rows)('%s is %s', (name, id) => expect(models.resolve(name)).toBe(id))
  it.each(['gpt', '', 'claude', 'claude-x; rm', 'constructor'])('refuses %j', (name) => {
    expect(() => models.resolve(name)).toThrow(UserError)
  })

  const client = (baseURL: string) => new Anthropic({ apiKey: 'k', baseURL, logLevel: 'off', maxRetries: 0 })
  it("takes the newest active model of each line from the API's list, and the table for the rest", async () => {
    const list = [
      { id: 'claude-sonnet-8', line: 'sonnet', lifecycle: 'deprecated' as const },
      { id: 'claude-sonnet-7', line: 'sonnet', lifecycle: 'active' as const },
      { id: 'claude-sonnet-6', line: 'sonnet', lifecycle: 'active' as const },
      { id: 'claude-opus-named-by-nobody', line: null, lifecycle: 'active' as const },
    ]
    const model = await player([], { models: list })
    const resolver = await loadModels(client(model.url), { signal: AbortSignal.timeout(5000), log: silent })
    expect([resolver.resolve('sonnet'), resolver.resolve('opus')]).toEqual([
      'claude-sonnet-7',
      'claude-opus-5-5',
    ])
  })
  it('falls back to the table, with a warning, when the list cannot be read', async () => {
    const gone = await startScriptPlayer({ scripts: [] })
    await gone.close()
    const warnings: string[] = []
    const log = { ...silent, warn: (_: object, message: string) => void warnings.push(message) }
    const resolver = await loadModels(client(gone.url), {
      signal: AbortSignal.timeout(5000),
      log,
      inherited: 'haiku',
    })
    expect([resolver.resolve('inherit'), warnings.length]).toEqual(['claude-haiku-5-5', 1])
  })
})

describe('budget', () => {
  const usage = { turns: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, usd: 0 }
  const budget = { usd: 1, turns: 20, wallMs: 1 }
  const rows: [number, number, RegExp | undefined][] = [
    [0, 0, undefined],
    [19, 0.99, undefined],
    [20, 0, /all 20 turns/],
    [1, 1, /\$1\.0000 of the \$1\.00/],
  ]
  it.each(rows)('%i turns and $%d', (turns, usd, expected) => {
    const said = exhausted(budget, { ...usage, turns, usd })
    if (expected) expect(said).toMatch(expected)
    else expect(said).toBeUndefined()
  })
  const warnings: [number, number, number, RegExp | undefined][] = [
    [1, 0.1, 0.1, undefined],
    [19, 0.1, 0.1, /last turn/],
    [17, 0.1, 0.1, /3 turns are left/],
    [18, 0.1, 0.1, undefined],
    [5, 0.9, 0.1, /money/],
    [6, 0.95, 0.05, undefined],
  ]
  it.each(warnings)('after %i turns and $%d, $%d of it just now', (turns, usd, last, expected) => {
    const said = warning(budget, { ...usage, turns, usd }, last)
    if (expected) expect(said).toMatch(expected)
    else expect(said).toBeUndefined()
  })
})

describe('outcomes', () => {
  const purposes: Purpose[] = ['triage', 'research', 'implement', 'review', 'synthesise']
  it.each(purposes)('%s: the schema that is sent has no keyword that the API refuses', async (purpose) => {
    expect(Object.keys(outcomeSchemas)).toContain(purpose)
    const model = await player([{ content: [{ type: 'text', text: 'ok' }] }])
    const client = new Anthropic({ apiKey: 'k', baseURL: model.url, logLevel: 'off', maxRetries: 0 })
    const answer = await client.messages.create(
      {
        model: 'm',
        max_tokens: 1,
        messages: [{ role: 'user', content: 'x' }],
        output_config: { format: outputFormat(purpose) },
      },
      { headers: { 'x-rehearsal-script': 'a/implement/1' } },
    )
    expect(answer.content).toMatchObject([{ text: 'ok' }])
    const sent = JSON.stringify(outputFormat(purpose).schema)
    expect(sent).not.toMatch(/"(minLength|maxLength|maxItems|pattern|minimum|maximum|\$schema)":/)
    expect(sent).toContain('"blocked"')
  })

  const rows: { name: string; text: string; expected: unknown }[] = [
    {
      name: 'the plain object',
      text: JSON.stringify(patch),
      expected: { ok: true, outcome: { kind: 'done', value: patch } },
    },
    {
      name: 'a fenced object',
      text: `\`\`\`json\n${JSON.stringify(patch)}\n\`\`\``,
      expected: { ok: true, outcome: { kind: 'done', value: patch } },
    },
    {
      name: 'an unknown key',
      text: JSON.stringify({ ...patch, x: 1 }),
      expected: { ok: false, errors: expect.stringContaining('Unrecognized key: "x"') },
    },
    {
      name: 'half a blocker',
      text: '{"blocked":"x"}',
      expected: { ok: false, errors: expect.stringMatching(/^- needs: /) },
    },
    {
      name: 'nothing',
      text: '',
      expected: { ok: false, errors: expect.stringContaining('not one JSON object') },
    },
    { name: 'null', text: 'null', expected: { ok: false, errors: expect.stringContaining('(top level)') } },
    {
      name: 'two objects',
      text: '{}{}',
      expected: { ok: false, errors: expect.stringContaining('not one JSON object') },
    },
  ]
  it.each(rows)('reads $name', ({ text, expected }) =>
    expect(readOutcome('implement', text)).toEqual(expected),
  )
})

describe('tool definitions', () => {
  it('are made once, without the dialect', () => {
    const tool = appendTool([])
    expect(toolDefinition(tool)).toBe(toolDefinition(tool))
    expect(toolDefinition(tool).input_schema).toEqual({
      type: 'object',
      properties: { line: { type: 'string' } },
      required: ['line'],
      additionalProperties: false,
    })
  })
  it('must take an object', () => {
    expect(() => toolDefinition({ ...appendTool([]), input: z.string() })).toThrow(InternalError)
  })
})
