// What commands about branches and plans come to.

import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain/commands/answers.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { facts, PULL, says, state } from './commands-support.ts'
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
