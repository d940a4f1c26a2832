// A run killed with SIGKILL and taken up by another process: no effect doubled, no turn paid twice.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import type { ScriptTurn } from '../../src/rehearsal/model/script.ts'
import { fileJournal } from '../../src/runtime/journal-file.ts'
import { type Journal, JournalConflict, memoryJournal } from '../../src/runtime/journal.ts'
import { appends, appendTool, engineOn, patch, patchBlock, player, requestWith, use } from './support.ts'

// The pinned Node of the project, which runs TypeScript: the one that runs the tests may be older.
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url))

async function child(...args: string[]): Promise<{ signal: string | null; out: string }> {
  const process = spawn(NODE, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = new Promise<string | null>((resolve) => process.on('close', (_, signal) => resolve(signal)))
  const out = await text(process.stdout)
  return { signal: await closed, out }
}

/** Three effects, whatever the model is told about the one that was interrupted, and then the outcome. */
const turns: ScriptTurn[] = [
  ...appends(3).map((turn) => ({ content: turn.content })),
  { expect: { toolResult: /ok L2|interrupted/ }, content: [patchBlock] },
]

describe('kill -9', () => {
  const points: { at: string; count: number; told: RegExp; effects: string[] }[] = [
    { at: 'assistant', count: 2, told: /^ok L1$/, effects: ['L0', 'L1', 'L2'] },
    { at: 'mid-tool', count: 2, told: /was interrupted.*Inspect the state/, effects: ['L0', 'L1', 'L2'] },
    { at: 'tool_end', count: 2, told: /^ok L1$/, effects: ['L0', 'L1', 'L2'] },
    { at: 'results', count: 2, told: /^ok L1$/, effects: ['L0', 'L1', 'L2'] },
    // The effect never came; the model is told that nobody knows, and may look and repeat it.
    { at: 'before-tool', count: 2, told: /was interrupted/, effects: ['L0', 'L2'] },
    { at: 'request', count: 1, told: /^ok L1$/, effects: ['L0', 'L1', 'L2'] },
    { at: 'outcome', count: 1, told: /^ok L1$/, effects: ['L0', 'L1', 'L2'] },
  ]
  it.each(points)('after $at', async ({ at, count, told, effects }) => {
    const folder = await mkdtemp(join(tmpdir(), 'baton-resume-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const model = await player(turns)
    const file = join(folder, 'effects.log')

    const first = await child(model.url, folder, file, at, String(count))
    expect(first).toEqual({ signal: 'SIGKILL', out: '' })
    const second = await child(model.url, folder, file)
    const result = JSON.parse(second.out) as {
      outcome: unknown
      usage: { turns: number; outputTokens: number }
    }

    expect(result.outcome).toEqual({ kind: 'done', value: patch })
    expect(model.mismatches).toEqual([])
    const lines = existsSync(file) ? (await readFile(file, 'utf8')).trim().split('\n') : []
    expect(lines.map((line) => line.split(':')[1])).toEqual(effects)
    // Every turn was asked and answered once, over both processes.
    expect(model.log.map((entry) => [entry.turn, entry.status])).toEqual(
      [0, 1, 2, 3].map((turn) => [turn, 200]),
    )
    expect(result.usage).toMatchObject({ turns: 4, outputTokens: model.usage.output_tokens })
    const body = JSON.stringify(model.log[2]?.body?.messages.at(-1))
    expect(JSON.parse(body)).toMatchObject({ content: [{ content: expect.stringMatching(told) }] })
    // One conversation to the byte: each turn reads the whole one before from the cache.
    const firsts = new Set(
      model.log.map((entry) => JSON.stringify([entry.body?.system, entry.body?.messages[0]])),
    )
    expect(firsts.size).toBe(1)
  })
})

describe('taking a run up in the same process', () => {
  it('completes half-answered calls: ended ones kept, looks repeated, an interrupted write not', async () => {
    const looked: string[] = []
    const effects: string[] = []
    const look = {
      name: 'Look',
      description: 'Looks.',
      input: z.strictObject({ n: z.int() }),
      repeatable: true,
      run: async (input: unknown) => {
        looked.push(JSON.stringify(input))
        return 'seen again'
      },
    }
    const model = await player([
      {
        content: [
          use('Append', { line: 'kept' }),
          use('Look', { n: 1 }),
          use('Append', { line: 'torn' }),
          use('Append', { line: 'new' }),
        ],
      },
      {
        expect: { toolResult: /^ok kept\nseen again\nThis call was interrupted[^\n]*\nok new$/ },
        content: [patchBlock],
      },
    ])
    const request = requestWith({ tools: [look, appendTool(effects)] })
    const whole = memoryJournal()
    await engineOn(model.url).run(request, whole)
    const events = await whole.load(request.runId)
    // The journal as a crash in the third call would have left it, with the second begun only.
    const cutAt = events.findIndex((event) => event.type === 'tool_start' && event.id === 'toolu_0_2')
    const torn = memoryJournal()
    const kept = events
      .slice(0, cutAt + 1)
      .filter((event) => event.type !== 'tool_end' || event.id !== 'toolu_0_1')
    for (const [seq, event] of kept.entries()) await torn.append(request.runId, seq, event)
    effects.length = 0
    looked.length = 0
    const { outcome } = await engineOn(model.url).run(request, torn)
    expect(outcome.kind).toBe('done')
    expect([looked, effects]).toEqual([['{"n":1}'], ['new']])
  })

  it('counts the time worked before a crash, and not the time between', async () => {
    const model = await player([{ content: [patchBlock] }])
    const request = requestWith({ budget: { usd: 1, turns: 9, wallMs: 1000 } })
    const journal = memoryJournal()
    const first = {
      type: 'request' as const,
      label: 'x',
      agent: 'a',
      purpose: 'implement',
      model: 'claude-sonnet-5-5',
      system: ['s'],
      user: 'u',
    }
    await journal.append(request.runId, 0, { ...first, at: 0 })
    await journal.append(request.runId, 1, { type: 'resumed', at: 5_000_000 })
    const open = await engineOn(model.url).run(request, journal)
    expect(open.outcome.kind).toBe('done')

    const spent = { ...request, runId: 'other' }
    await journal.append('other', 0, { ...first, at: 0 })
    await journal.append('other', 1, { type: 'resumed', at: 0 })
    await journal.append('other', 2, { type: 'tool_end', at: 1000, id: 'x', content: '', isError: false })
    const { outcome } = await engineOn(model.url).run(spent, journal)
    expect(outcome.kind).toBe('budget')
    expect(model.log).toHaveLength(1)
  })
})

describe('a zombie', () => {
  const kinds: { name: string; journals: () => Promise<[Journal, Journal]> }[] = [
    {
      name: 'in memory',
      journals: async () => {
        const shared = memoryJournal()
        return [shared, shared]
      },
    },
    {
      name: 'on files, from two processes',
      journals: async () => {
        const folder = await mkdtemp(join(tmpdir(), 'baton-zombie-'))
        onTestFinished(() => rm(folder, { recursive: true }))
        return [fileJournal(folder), fileJournal(folder)]
      },
    },
  ]
  it.each(kinds)('is refused at its next event ($name)', async ({ journals }) => {
    const [old, fresh] = await journals()
    const effects: string[] = []
    const model = await player(turns)
    let rival: Promise<unknown> | undefined
    const overtaken = {
      ...appendTool(effects),
      run: async (): Promise<string> => {
        rival ??= engineOn(model.url).run(requestWith({ tools: [appendTool(effects)] }), fresh)
        await rival
        return 'too late'
      },
    }
    await expect(engineOn(model.url).run(requestWith({ tools: [overtaken] }), old)).rejects.toThrow(
      JournalConflict,
    )
    expect(await rival).toMatchObject({ outcome: { kind: 'done' } })
    // The rival was told that the first call was interrupted, and made the other two.
    expect(effects).toEqual(['L1', 'L2'])
    expect(model.log.map((entry) => entry.turn)).toEqual([0, 1, 2, 3])
  })
})
