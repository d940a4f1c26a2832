// What the runtime's tests share: a player with scripts, an engine on it, a request with everything filled in.

import Anthropic from '@anthropic-ai/sdk'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Purpose } from '../../src/domain/outcomes.ts'
import { type PlayerOptions, type ScriptPlayer, startScriptPlayer } from '../../src/rehearsal/model/player.ts'
import type { Script, ScriptBlock, ScriptTurn } from '../../src/rehearsal/model/script.ts'
import { createEngine, type EngineOptions } from '../../src/runtime/engine.ts'
import { createPricing } from '../../src/runtime/pricing.ts'
import type { AgentEngine, Log, RunRequest } from '../../src/runtime/request.ts'
import { type AgentTool, ToolFailure } from '../../src/runtime/tool.ts'

export const patch = { title: 'Add a line', summary: 'One line added.', answers: [], notes: [] }
export const patchBlock: ScriptBlock = { type: 'json', value: patch }
export const use = (name: string, input: Record<string, unknown>): ScriptBlock => ({
  type: 'tool_use',
  name,
  input,
})

export async function player(
  turns: Script['turns'],
  options: Partial<PlayerOptions> = {},
): Promise<ScriptPlayer> {
  const started = await startScriptPlayer({
    scripts: [{ key: 'a/implement/1', turns }],
    keepBodies: true,
    ...options,
  })
  onTestFinished(() => started.close())
  return started
}

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

export function engineOn(
  url: string,
  options: Partial<EngineOptions> & { maxRetries?: number } = {},
): AgentEngine {
  const { maxRetries = 2, ...rest } = options
  const client = new Anthropic({ apiKey: 'rehearsal', baseURL: url, maxRetries, logLevel: 'off' })
  return createEngine({
    client,
    pricing: createPricing(),
    clock: Date.now,
    log: silent,
    rehearsal: true,
    ...rest,
  })
}

export function requestWith<P extends Purpose = 'implement'>(
  over: Partial<RunRequest<P>> = {},
): RunRequest<P> {
  const base: RunRequest<'implement'> = {
    runId: 'acme/widgets#1/w1/a/implement/1',
    label: 'a/implement/1',
    agent: { name: 'a', prompt: 'You add lines.', model: 'sonnet' },
    purpose: 'implement',
    worktree: '/nonexistent',
    readOnly: false,
    task: 'Add a line.',
    routing: 'label "lines" by @octocat',
    date: '2026-11-21',
    context: [],
    untrusted: [],
    tools: [],
    budget: { usd: 3, turns: 40, wallMs: 60_000 },
    signal: new AbortController().signal,
  }
  return { ...base, ...over } as RunRequest<P>
}

/** A tool whose effect is a line in a list, so that effects can be counted. */
export function appendTool(effects: string[]): AgentTool {
  return {
    name: 'Append',
    description: 'Adds a line.',
    input: z.strictObject({ line: z.string() }),
    repeatable: false,
    async run(input) {
      const { line } = input as { line: string }
      if (line === 'bad') throw new ToolFailure('this line is not allowed; write another')
      if (line === 'bug') throw new Error('/host/path broke')
      effects.push(line)
      return `ok ${line}`
    },
  }
}

export const appends = (count: number): ScriptTurn[] =>
  Array.from({ length: count }, (_, index) => ({
    ...(index > 0 && { expect: { toolResult: new RegExp(`^ok L${index - 1}$`) } }),
    content: [{ type: 'thinking', thinking: `step ${index}` }, use('Append', { line: `L${index}` })],
  }))
