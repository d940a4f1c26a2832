// What signals say, and how they stand in a commit message.

import { describe, expect, test } from 'vitest'
import { SignalName } from '../../src/domain/plan/names.ts'
import { samePayload, SignalPayload } from '../../src/domain/signals/payload.ts'
import { signalTrailers } from '../../src/domain/signals/trailers.ts'

const whole = {
  status: 'completed',
  api: 'Expression.explain()',
  commit: 'a'.repeat(40),
  unblocks: ['plan-3/4'],
  note: 'The signature is final',
}

describe('payloads', () => {
  test.each<[string, unknown, boolean]>([
    ['whole', whole, true],
    ['no more than a status', { status: 'info' }, true],
    ['no status', { api: 'x' }, false],
    ['an unknown status', { status: 'done' }, false],
    ['an unknown key', { ...whole, wave: 3 }, false],
    ['a short commit', { ...whole, commit: 'abc1234' }, false],
    ['an empty note', { ...whole, note: '  ' }, false],
    ['a note without end', { ...whole, note: 'x'.repeat(2001) }, false],
    ['many that are unblocked', { ...whole, unblocks: Array.from({ length: 51 }, () => 'x') }, false],
    ['a text', 'completed', false],
    ['nothing', null, false],
  ])('%s', (_name, payload, valid) => expect(SignalPayload.safeParse(payload).success).toBe(valid))

  test.each<[string, object, boolean]>([
    ['the same', {}, true],
    ['twice the same name', { unblocks: ['plan-3/4', 'plan-3/4'] }, true],
    ['another note', { note: 'x' }, false],
    ['no note', { note: undefined }, false],
    ['another name', { unblocks: ['plan-4/3'] }, false],
  ])('%s', (_name, change, same) => {
    const a = SignalPayload.parse(whole)
    expect(samePayload(a, { ...a, ...SignalPayload.partial().parse(change) } as SignalPayload)).toBe(same)
  })
})

test('trailers: one line each, in order, none twice', () => {
  const names = ['plan-2-wave-3-complete', 'explain-api-frozen', 'plan-2-wave-3-complete'].map((name) =>
    SignalName.parse(name),
  )
  expect(signalTrailers(names)).toEqual([
    'Baton-Signal: plan-2-wave-3-complete',
    'Baton-Signal: explain-api-frozen',
  ])
  expect(signalTrailers([])).toEqual([])
})
