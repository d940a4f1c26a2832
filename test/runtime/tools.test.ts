// Tools in the loop: abort, order, reach, and secrets that pass through them.

import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { InternalError } from '../../src/errors.ts'
import type { ScriptTurn } from '../../src/rehearsal/model/script.ts'
import { type JournalEvent, memoryJournal } from '../../src/runtime/journal.ts'
import { createRedactor, REDACTED } from '../../src/runtime/redact.ts'
import { type AgentTool, AuthorityFailure } from '../../src/runtime/tool.ts'
import { appends, appendTool, engineOn, patch, patchBlock, player, requestWith, use } from './support.ts'

const done: ScriptTurn = { content: [patchBlock] }

describe('abort', () => {
  it('ends a run whose tool ignores its signal, and leaves it open to be resumed', async () => {
    const stop = new AbortController()
    let began = 0
    const stubborn: AgentTool = {
      name: 'Append',
      description: 'Never ends.',
      input: z.strictObject({ line: z.string() }),
      repeatable: false,
      run: async () => {
        began += 1
        stop.abort(new Error('shutting down'))
        await delay(60_000, undefined, { ref: false })
        return 'late'
      },
    }
    const model = await player([
      ...appends(1),
      { expect: { toolResult: /interrupted/, isError: true }, content: [patchBlock] },
    ])
    const journal = memoryJournal()
    const first = await engineOn(model.url).run(
      requestWith({ tools: [stubborn], signal: stop.signal }),
      journal,
    )
    expect(first.outcome).toEqual({ kind: 'aborted', detail: 'shutting down' })
    const second = await engineOn(model.url).run(requestWith({ tools: [stubborn] }), journal)
    expect(model.mismatches).toEqual([])
    expect(second.outcome.kind).toBe('done')
    expect([began, model.log.length, second.usage.turns]).toEqual([1, 2, 2])
  })

  it('asks nothing when the signal is already aborted', async () => {
    const model = await player([done])
    const { outcome } = await engineOn(model.url).run(
      requestWith({ signal: AbortSignal.abort() }),
      memoryJournal(),
    )
    expect([outcome.kind, model.log.length]).toEqual(['aborted', 0])
  })
})

describe('order, reach and secrets', () => {
  it('runs calls without effect side by side and every other alone, in the order asked', async () => {
    const trace: string[] = []
    const tool = (name: string, repeatable: boolean): AgentTool => ({
      name,
      description: name,
      input: z.strictObject({ n: z.int() }),
      repeatable,
      async run(input) {
        const { n } = input as { n: number }
        trace.push(`+${n}`)
        await delay(5)
        trace.push(`-${n}`)
        return `r${n}`
      },
    })
    const model = await player([
      {
        content: [
          use('Look', { n: 1 }),
          use('Look', { n: 2 }),
          use('Write', { n: 3 }),
          use('Write', { n: 4 }),
          use('Look', { n: 5 }),
        ],
      },
      { expect: { toolResult: /^r1\nr2\nr3\nr4\nr5$/ }, content: [patchBlock] },
    ])
    await engineOn(model.url).run(
      requestWith({ tools: [tool('Look', true), tool('Write', false)] }),
      memoryJournal(),
    )
    expect(model.mismatches).toEqual([])
    expect(trace.slice(0, 2).sort()).toEqual(['+1', '+2'])
    expect(trace.slice(4)).toEqual(['+3', '-3', '+4', '-4', '+5', '-5'])
  })

  it('offers a read-only run nothing that writes, and an agent only its own tools', async () => {
    const look: AgentTool = {
      name: 'Look',
      description: 'x',
      input: z.strictObject({}),
      repeatable: true,
      run: async () => '',
    }
    const model = await player([done])
    const tools = [look, { ...look, name: 'Other' }, appendTool([])]
    const agent = { name: 'a', prompt: 'p', tools: ['Look', 'Append'] }
    await engineOn(model.url).run(requestWith({ tools, agent, readOnly: true }), memoryJournal())
    expect(model.log[0]?.body?.tools?.map((tool) => tool.name)).toEqual(['Look'])
  })

  it('keeps secrets from the journal and from the model', async () => {
    const token = `ghp_${'a'.repeat(36)}`
    const leak: AgentTool = { ...appendTool([]), run: async () => `token ${token} and hunter2-hunter2` }
    const model = await player([
      { content: [{ type: 'thinking', thinking: `I saw ${token}` }, use('Append', { line: token })] },
      { content: [{ type: 'json', value: { ...patch, title: `About ${token}` } }] },
    ])
    const journal = memoryJournal()
    const request = requestWith({
      runId: 'leak',
      label: 'a/implement/1',
      tools: [leak],
      task: `Use ${token}.`,
    })
    const redactor = createRedactor(['hunter2-hunter2'])
    const logged: unknown[] = []
    const note = (...entry: unknown[]): void => void logged.push(entry)
    const log = { info: note, warn: note, error: note }
    const { outcome } = await engineOn(model.url, { redactor, log }).run(request, journal)
    expect(outcome).toMatchObject({ kind: 'done', value: { title: `About ${REDACTED}` } })
    const kept = JSON.stringify([
      await journal.load(request.runId),
      model.log.map((entry) => entry.body),
      logged,
    ])
    expect(kept).toContain(REDACTED)
    expect(kept).not.toContain(token)
    expect(kept).not.toContain('hunter2')
  })

  it('refuses a run id that was begun for something else', async () => {
    const model = await player([done])
    const journal = memoryJournal()
    await engineOn(model.url).run(requestWith(), journal)
    await expect(engineOn(model.url).run(requestWith({ purpose: 'review' }), journal)).rejects.toThrow(
      InternalError,
    )
  })
})

describe('authority', () => {
  const refused = { tool: 'Append', argument: 'L0', rule: 'git:push', breach: true }
  const guarded = (effects: string[], breach: boolean): AgentTool => ({
    ...appendTool(effects),
    run: () => Promise.reject(new AuthorityFailure('not yours to do', { ...refused, breach })),
  })

  it('a refusal is on record with its rule, and the model reads why', async () => {
    const model = await player([
      ...appends(1),
      { expect: { toolResult: /^not yours to do$/, isError: true }, content: [patchBlock] },
    ])
    const journal = memoryJournal()
    const result = await engineOn(model.url).run(requestWith({ tools: [guarded([], false)] }), journal)
    expect(model.mismatches).toEqual([])
    expect(result.outcome.kind).toBe('done')
    const ends = (await journal.load(requestWith().runId)).filter((event) => event.type === 'tool_end')
    expect(ends).toMatchObject([{ content: 'not yours to do', refused: { ...refused, breach: false } }])
  })

  it('a breach ends the run: no further call, no further turn, the same outcome whenever it is asked for', async () => {
    const effects: string[] = []
    const model = await player([{ content: [use('Breach', { line: 'L0' }), use('Append', { line: 'L1' })] }])
    const tools = [{ ...guarded(effects, true), name: 'Breach' }, appendTool(effects)]
    const outcome = { kind: 'breach', what: ['Append `L0` (git:push)'] }
    const journal = memoryJournal()
    // Killed between the refusal and the outcome.
    const cut = {
      load: journal.load,
      append: (id: string, seq: number, event: JournalEvent) =>
        event.type === 'outcome'
          ? Promise.reject(new InternalError('killed'))
          : journal.append(id, seq, event),
    }
    await expect(engineOn(model.url).run(requestWith({ tools }), cut)).rejects.toThrow('killed')
    for (let again = 0; again < 2; again += 1) {
      const result = await engineOn(model.url).run(requestWith({ tools }), journal)
      expect(result.outcome).toEqual(outcome)
    }
    expect([effects, model.log.length]).toEqual([[], 1])
  })
})
