// What the player's tests share: a player that is closed after the test, and raw requests to it.

import { onTestFinished } from 'vitest'
import { type PlayerOptions, type ScriptPlayer, startScriptPlayer } from '../../src/rehearsal/model/player.ts'
import type { Script } from '../../src/rehearsal/model/script.ts'

export async function playing(
  turns: Script['turns'],
  options: Partial<PlayerOptions> = {},
): Promise<ScriptPlayer> {
  const model = await startScriptPlayer({ scripts: [{ key: 's', turns }], ...options })
  onTestFinished(() => model.close())
  return model
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Undefined where the answer is no JSON. */
  json: { [key: string]: unknown; error?: { type: string; message: string } } | undefined
}

export const tool = (name: string) => ({ name, description: name, input_schema: { type: 'object' } })
export const minimal = {
  model: 'claude-sonnet-5-5',
  max_tokens: 10,
  messages: [{ role: 'user', content: 'go' }] as unknown[],
}

/** Posts the minimal request with the given fields over it. */
export async function post(
  model: ScriptPlayer,
  body: Record<string, unknown> | string,
  headers: Record<string, string> = { 'x-rehearsal-script': 's' },
  path = '/v1/messages',
): Promise<Answer> {
  const response = await fetch(model.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer k', 'anthropic-version': '2026-10-21', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify({ ...minimal, ...body }),
  })
  const text = await response.text()
  const json = response.headers.get('content-type') === 'application/json' ? JSON.parse(text) : undefined
  return { status: response.status, headers: response.headers, text, json }
}
