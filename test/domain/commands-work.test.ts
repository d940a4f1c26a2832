// What commands about branches and plans come to.

import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain/commands/answers.ts'
import type { CommandInput } from '../../src/domain/commands/command-state.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { by, facts, ISSUE, PULL, says, state } from './commands-support.ts'
import { HEAD, sha } from './support.ts'

const OLD = sha('b')

describe('the newest base', () => {
  test('is asked for by the head that the pull request has', () => {
    const asked = says('/baton rebase', { on: PULL })
    const { desired, replies } = state([asked])
    expect(desired.updates).toMatchObject([{ on: PULL, sha: HEAD, by: 'grace' }])
    expect(replies).toMatchObject([{ reaction: 'rocket' }])
    expect(state([asked], { before: desired }).desired).toEqual(desired)
    const moved = { before: desired, pulls: new Map([[PULL, OLD]]) }
    expect(state([says('/baton rebase', { on: PULL })], moved).desired.updates).toMatchObject([{ sha: OLD }])
  })

  test('belongs on an open pull request', () => {
    expect(state([says('/baton rebase')]).replies[0]?.body).toContain('belongs on a pull request')
    const closed = state([says('/baton rebase', { on: PULL })], { pulls: new Map([[PULL, undefined]]) })
    expect(closed.replies[0]?.body).toContain('is closed')
  })
})

describe('a plan', () => {
  test.each<[string, Facts['plan'], string]>([
    ['plan', 'filed', 'edit it there'],
    ['plan', 'approved', '/baton replan'],
    ['replan', 'filed', 'edit it there'],
    ['replan', 'none', '/baton plan'],
  ])('%s of one that is %s is answered with what helps', (verb, has, words) => {
    const { replies, desired } = state([says(`/baton ${verb}`)], { facts: { ...facts, plan: has } })
    expect(replies[0]?.reaction).toBe('confused')
    expect(replies[0]?.body).toContain(words)
    expect(desired).toEqual(nothingDesired())
  })

  test('is asked for anew nine times, each once, however often it is folded', () => {
    const words = Array.from({ length: 10 }, (_, i) => says(`/baton replan because ${i}`))
    const { desired, replies } = state(words)
    expect(desired.replan).toMatchObject({ nth: 9, reason: 'because 8' })
    expect(replies.map(({ reaction }) => reaction)).toEqual([...Array(9).fill('rocket'), 'confused'])
    expect(state(words.slice(0, 9), { before: desired }).desired).toEqual(desired)
  })
})

describe('rollback', () => {
  const MERGE = sha('c')
  const done = { pulls: new Map([[PULL, undefined]]), merged: new Map([[PULL, MERGE]]) }
  const ask = (change: Partial<CommandInput>, on = PULL, who = 'grace') =>
    state([says('/baton rollback the benchmark got slower', { on, ...by(who) })], change)

  test('takes a merged pull request back, also of a closed issue', () => {
    const { desired, replies } = ask({ ...done, issue: { state: 'closed', locked: false } })
    expect(desired.rollbacks).toMatchObject([
      { by: 'grace', merge: MERGE, reason: 'the benchmark got slower' },
    ])
    expect(replies).toMatchObject([{ reaction: 'rocket' }])
  })

  test('counts the first word on a merge', () => {
    const before = ask(done).desired
    expect(ask({ ...done, before }, PULL, 'ada').desired).toEqual(before)
  })

  test.each<[string, Partial<CommandInput>, number, string, RegExp]>([
    ['what is not merged', {}, PULL, 'grace', /belongs on a merged pull request of this task/],
    ['on the issue', done, ISSUE, 'grace', /belongs on a merged pull request of this task/],
    ['a pull request that was closed', { ...done, merged: new Map() }, PULL, 'grace', /merged pull request/],
    ['by somebody who may not write', done, PULL, 'lin', /needs the permission write/],
    [
      'in a locked conversation',
      { ...done, issue: { state: 'open', locked: true } },
      PULL,
      'grace',
      /is locked/,
    ],
  ])('refuses %s', (_, change, on, who, why) => {
    const { desired, replies } = ask(change, on, who)
    expect(desired.rollbacks).toEqual([])
    expect(replies[0]?.reaction).toBe('confused')
    expect(replies[0]?.body).toMatch(why)
  })
})
