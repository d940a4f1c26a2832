// A scripted model that is told of calls which a crash cut off.

import { expect, test } from 'vitest'
import type { Script } from '../../src/rehearsal/model/script.ts'
import { playing, post, tool } from './support.ts'

test('makes calls again that a crash has cut off, and goes on with what they gave, where the script says so', async () => {
  const write = (id: string, name: string) => ({ type: 'tool_use', id, name, input: { at: name } })
  const result = (id: string, content: string, is_error = false) => ({
    type: 'tool_result',
    tool_use_id: id,
    content,
    is_error,
  })
  const lost = 'This call was interrupted: it was started, but whether it took effect is not known.'
  const turns: Script['turns'] = [
    { content: ['One', 'Two'].map((name) => ({ type: 'tool_use', name, input: { at: name } })) },
    {
      expect: { toolResult: [/first/, /second/], isError: false },
      content: [{ type: 'text', text: 'both' }],
    },
  ]
  const model = await playing([], {
    scripts: [
      { key: 's', turns, repeatsInterrupted: true },
      { key: 'u', turns },
    ],
  })
  const cut: unknown[] = [
    { role: 'user', content: 'go' },
    { role: 'assistant', content: [write('toolu_1', 'One'), write('toolu_2', 'Two')] },
    { role: 'user', content: [result('toolu_1', 'first'), result('toolu_2', lost, true)] },
  ]
  const tools = ['One', 'Two'].map(tool)
  const again = (await post(model, { messages: cut, tools })).json
  expect(again).toMatchObject({
    stop_reason: 'tool_use',
    content: [{ type: 'tool_use', name: 'Two', input: { at: 'Two' } }],
  })
  const repeated = [
    ...cut,
    { role: 'assistant', content: [write('toolu_3', 'Two')] },
    { role: 'user', content: [result('toolu_3', 'second')] },
  ]
  expect((await post(model, { messages: repeated, tools })).json).toMatchObject({
    content: [{ text: 'both' }],
  })
  expect(model.mismatches).toEqual([])
  const other = await post(model, { messages: cut, tools }, { 'x-rehearsal-script': 'u' })
  expect(other.json?.error?.message).toContain('turn 1')
})
