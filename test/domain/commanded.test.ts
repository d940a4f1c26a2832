// Commands as the first stage: what is answered on GitHub, and when the task waits.

import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain/commands/answers.ts'
import { observeCommands } from '../../src/domain/commands/observed.ts'
import type { Role } from '../../src/domain/commands/role.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { commanded, type Commanded } from '../../src/domain/stages/commanded.ts'
import type { BareSnapshot, Snapshot } from '../../src/domain/snapshot.ts'
import { facts as usual } from './commands-support.ts'
import { active, at, NOW, opened, pack, policy, pull, wave } from './support.ts'

const facts: Facts = { ...usual, explanation: [], route: [], priority: undefined, plan: 'none' }
const roles = new Map<string, Role>([['grace', 'write']])

/** The stage on a task where grace wrote this, as comment 50. */
function stage(body: string, from: BareSnapshot = at.handedOver, on = 7): Commanded {
  const author = { login: 'grace', kind: 'person' as const }
  const comment = { id: 50, on, author, association: 'MEMBER', body, at: NOW, edited: false }
  const snapshot: Snapshot = {
    commands: observeCommands([comment]),
    roles,
    ...from,
    policy: policy(),
    pack,
  }
  return commanded(snapshot, facts)
}
const react = (content: 'rocket' | 'confused' | 'eyes', on = 7) => ({
  do: 'react',
  commentId: 50,
  on,
  content,
})

describe('a task', () => {
  test('goes on when nothing was asked', () => {
    expect(stage('thank you')).toEqual({
      desired: nothingDesired(),
      result: { actions: [], explanation: 'no command stands in the way', proceed: true },
    })
  })

  test('that is held waits, and what is at work may end', () => {
    const from = { ...at.triaged, runs: [...at.triaged.runs, active('researcher', 'research')] }
    const { result } = stage('/baton hold', from)
    expect(result).toEqual({
      actions: [react('rocket')],
      explanation: 'held by @grace',
      state: 'blocked',
      proceed: false,
    })
  })

  test('that is held begins nothing that waits in the queue', () => {
    const queued = { ...active('researcher', 'research'), state: 'queued' as const }
    const { result } = stage('/baton hold', { ...at.triaged, runs: [...at.triaged.runs, queued] })
    expect(result.actions).toEqual([
      react('rocket'),
      { do: 'cancel_run', id: queued.id, why: 'held by @grace' },
    ])
  })

  test('that is stopped waits, and what is at work is cancelled', () => {
    const run = active('researcher', 'research')
    const { result } = stage('/baton stop', { ...at.triaged, runs: [...at.triaged.runs, run] })
    expect(result.actions).toEqual([
      react('rocket'),
      { do: 'cancel_run', id: run.id, why: 'stopped by @grace' },
    ])
    expect([result.proceed, result.state]).toEqual([false, 'blocked'])
  })

  test('that was held goes on with a resume', () => {
    const { desired } = stage('/baton hold')
    expect(stage('/baton resume', { ...at.handedOver, desired }).result.proceed).toBe(true)
    expect(stage('', { ...at.handedOver, desired }).result.proceed).toBe(false)
  })

  test('that nobody entitled has handed over is silent', () => {
    const { result, desired } = stage('/baton hold\n/baton help', {
      ...at.handedOver,
      authorisedBy: undefined,
    })
    expect([result.actions, result.proceed, desired]).toEqual([[], true, nothingDesired()])
  })

  test('whose comments were not read goes on as before', () => {
    const { result } = commanded({ ...at.handedOver, policy: policy(), pack }, facts)
    expect([result.actions, result.proceed]).toEqual([[], true])
  })
})

describe('answers', () => {
  test('words come before the reaction that is their receipt, and carry a marker of their own', () => {
    const { actions } = stage('/baton status').result
    expect(actions.map((action) => action.do)).toEqual(['comment', 'react'])
    expect(actions[0]).toMatchObject({ on: 7, topic: 'reply/50', commentId: undefined })
    expect(actions[0]).toHaveProperty('body', expect.stringMatching(/\n\n<!-- baton:reply\/50 -->$/))
  })

  test('words that stand there already are not written again', () => {
    const [written] = stage('/baton status').result.actions
    if (written?.do !== 'comment') throw new Error('no words')
    const { issue } = at.handedOver
    const comments = [{ id: 60, topic: 'reply/50', body: written.body }]
    const again = stage('/baton status', { ...at.handedOver, issue: { ...issue, comments } })
    expect(again.result.actions).toEqual([react('rocket')])
  })

  test('what was answered is not answered again', () => {
    const acknowledged = new Map([[50, 'answered' as const]])
    expect(stage('/baton status', { ...at.handedOver, acknowledged }).result.actions).toEqual([])
  })

  test('a comment on a pull request is answered there', () => {
    const { actions } = stage('/baton status', opened, 8).result
    expect(actions).toMatchObject([{ do: 'comment', on: 8 }, react('rocket', 8)])
  })

  test('a merged pull request has no head to approve', () => {
    const merged = { ...opened, waves: [wave({ pull: pull({ state: 'merged' }) })] }
    const { actions } = stage('/baton approve', merged, 8).result
    expect(actions[0]).toHaveProperty('body', expect.stringContaining('this pull request is closed'))
  })
})
