// Rows of the store on their way to decide(): what fits is read exactly, what does not is a bug that says which row.

import { describe, expect, test } from 'vitest'
import { RunId } from '../../src/domain/ids.ts'
import { InternalError } from '../../src/errors.ts'
import { toRunRecord, toValidationRecord, validationId } from '../../src/reconcile/records.ts'
import type { RunRecord } from '../../src/store/runs.ts'
import type { ValidationRecord } from '../../src/store/validations.ts'
import { HEAD, MAIN, result, snapshot } from '../domain/support.ts'

const { key } = snapshot()
const CREATED = new Date('2026-11-21T12:00:00Z')
const value = { position: 'approve', summary: 's', findings: [], claims: [] }
const done = { kind: 'done', purpose: 'review', value, commit: null, paths: [] }
const usage = {
  turns: 2,
  inputTokens: 10,
  outputTokens: 5,
  cacheReadTokens: 100,
  cacheWriteTokens: 1000,
  usd: 0.5,
}

const run = (change: Partial<RunRecord>): RunRecord => ({
  id: RunId.parse(`${key}/w2/critic/review/1`),
  taskKey: key,
  wave: 2,
  agent: 'critic',
  purpose: 'review',
  attempt: 1,
  headSha: HEAD,
  request: {},
  state: 'done',
  outcome: done,
  usage,
  createdAt: CREATED,
  startedAt: null,
  finishedAt: null,
  ...change,
})

describe('a run', () => {
  test('with its outcome; cached input is input too', () => {
    expect(toRunRecord(run({}))).toMatchObject({
      outcome: { kind: 'done', commit: undefined, value },
      usage: { turns: 2, inputTokens: 1110, outputTokens: 5, usd: 0.5 },
    })
  })

  test('that is under way has neither outcome nor cost', () => {
    const record = toRunRecord(run({ state: 'running', outcome: null, usage: null }))
    expect(record.outcome).toBeUndefined()
    expect(record.usage).toEqual({ turns: 0, inputTokens: 0, outputTokens: 0, usd: 0 })
  })

  test.each([
    { kind: 'blocked', blocked: 'b', needs: 'n' },
    { kind: 'gate_refused', problems: ['p'] },
    { kind: 'breach', what: ['Bash `git push` (git:push)'] },
    { kind: 'budget', detail: 'd' },
    { kind: 'aborted', detail: 'd' },
  ])('that ended otherwise: $kind', (outcome) => {
    expect(toRunRecord(run({ outcome })).outcome).toEqual(outcome)
  })

  test.each<[string, Partial<RunRecord>, string]>([
    ['an agent that could be no agent', { agent: '../etc' }, 'agent'],
    ['a purpose of the future', { purpose: 'audit' }, 'purpose'],
    ['a short head', { headSha: 'abc' }, 'head'],
    ['an outcome of the future', { outcome: { kind: 'paused' } }, 'outcome'],
    ['an outcome with a key too many', { outcome: { ...done, merged: true } }, 'outcome'],
    ['a verdict that is a patch', { outcome: { ...done, purpose: 'implement' } }, 'outcome'],
    ['a commit that is none', { outcome: { ...done, commit: 'main' } }, 'outcome'],
    ['an outcome of text', { outcome: 'done' }, 'outcome'],
    ['usage without a price', { usage: { turns: 1 } }, 'usage'],
  ])('with %s', (_name, change, part) => {
    const read = () => toRunRecord(run(change))
    expect(read).toThrow(InternalError)
    expect(read).toThrow(
      new RegExp(`the ${part} of acme/attention#7/w2/critic/review/1 in the store is malformed`),
    )
  })
})

describe('a validation', () => {
  const row = (change: Partial<ValidationRecord>): ValidationRecord => ({
    id: validationId(key, { kind: 'validate', platform: 'linux-x64', confirms: false }, HEAD, 2),
    taskKey: key,
    wave: 2,
    kind: 'validate',
    platform: 'linux-x64',
    confirms: false,
    headSha: HEAD,
    baseSha: MAIN,
    nonce: 'nonce-1234',
    workflowRunId: 4711,
    state: 'done',
    result: result(),
    detail: null,
    createdAt: CREATED,
    finishedAt: null,
    ...change,
  })

  test('with its attempt from its id', () => {
    expect(toValidationRecord(row({}), true)).toMatchObject({
      attempt: 2,
      workflowRunId: '4711',
      completed: true,
      detail: undefined,
      requestedAt: CREATED.getTime(),
      result: { kind: 'validate' },
    })
  })

  test('that nothing has answered yet', () => {
    const open = row({ state: 'requested', workflowRunId: null, result: null, detail: 'why' })
    expect(toValidationRecord(open, false)).toMatchObject({
      workflowRunId: undefined,
      result: undefined,
      completed: false,
      detail: 'why',
    })
  })

  test.each<[string, Partial<ValidationRecord>]>([
    ['a kind of the future', { kind: 'fuzz' }],
    ['a head that is none', { headSha: 'HEAD' }],
    ['a base that is none', { baseSha: '' }],
    ['a result that does not fit', { result: { version: 1 } }],
  ])('with %s', (_name, change) => {
    expect(() => toValidationRecord(row(change), false)).toThrow(InternalError)
  })
})
