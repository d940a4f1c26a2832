// Signals, freezes and the plan as GitHub shows it, against the embedded GitHub and the database: whatever crashes, once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { continuationTopic, subIssueTopic } from '../../src/domain/hierarchy/place.ts'
import { Sha, TaskKey } from '../../src/domain/ids.ts'
import { withMarker } from '../../src/domain/markers.ts'
import { SignalName, WaveKey } from '../../src/domain/plan/names.ts'
import { UserError } from '../../src/errors.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { freezesOf } from '../../src/store/freezes.ts'
import { signalsOf, waitFor } from '../../src/store/signals.ts'
import { agent } from '../domain/support.ts'
import { repo, violations } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest
/** Carries an action out for an issue of its own, or the stage's. */
async function carryOut(action: Action, crashAt?: string, number = stage.issue): Promise<boolean> {
  const key = TaskKey.parse(`ada/engine#${number}`)
  return act(action, await stage.context(crashAt, { key, task: { ...repo, number } }))
}
const issue = async (title: string) => (await person().issues.create({ ...repo, title })).data
const below = async (number: number) =>
  (await person().issues.listSubIssues({ ...repo, issue_number: number, per_page: 100 })).data

const subIssue = (
  task: number,
  name: string,
  change: Partial<Extract<Action, { do: 'ensure_sub_issue' }>> = {},
): Extract<Action, { do: 'ensure_sub_issue' }> => {
  const topic = subIssueTopic(task, name)
  const body = withMarker(topic, 'What the wave does.')
  return {
    do: 'ensure_sub_issue',
    wave: 1,
    title: `Wave ${name}`,
    body,
    topic,
    labels: [],
    number: undefined,
    ...change,
  }
}

describe('sub-issues', () => {
  test.each([undefined, 'sub_issue:before', 'sub_issue:after', 'sub_issue:placed'])(
    'one per wave, in its place and linked to its task (crash at %s)',
    async (crashAt) => {
      const { number } = await issue('a plan')
      const action = subIssue(number, 'plan-2/3', { labels: ['wave'] })
      const first = carryOut(action, crashAt, number)
      if (crashAt === undefined) expect(await first).toBe(true)
      else await expect(first).rejects.toThrow(Crash)
      await carryOut(action, undefined, number)
      expect(await carryOut(action, undefined, number)).toBe(false)
      const children = await below(number)
      expect(children.map((child) => [child.title, child.body, child.labels])).toMatchObject([
        ['Wave plan-2/3', action.body, [{ name: 'wave' }]],
      ])
      const all = await person().issues.listForRepo({ ...repo, state: 'all', per_page: 100 })
      expect(all.data.filter(({ body }) => body === action.body)).toHaveLength(1)
      const ref = `ada/engine#${children[0]?.number}`
      const linked = await stage.at.store.db.selectFrom('link').selectAll().where('ref', '=', ref).execute()
      expect(linked).toEqual([{ ref, task_key: `ada/engine#${number}` }])
    },
  )

  test('one that a person has written with our marker is not taken for ours', async () => {
    const { number } = await issue('a plan')
    const action = subIssue(number, 'forged')
    const forged = (await person().issues.create({ ...repo, title: 'forged', body: action.body })).data
    await person().issues.addSubIssue({ ...repo, issue_number: number, sub_issue_id: forged.id })
    await carryOut(action, 'sub_issue:before', number).catch(() => undefined)
    await carryOut(action, undefined, number)
    expect((await below(number)).map(({ user }) => user?.login)).toEqual(['grace', 'baton[bot]'])
  })

  test('one that a person has moved to another issue is taken back', async () => {
    const { number } = await issue('a plan')
    const other = await issue('another')
    await carryOut(subIssue(number, '1'), undefined, number)
    const [child] = await below(number)
    await person().issues.addSubIssue({
      ...repo,
      issue_number: other.number,
      sub_issue_id: child!.id,
      replace_parent: true,
    })
    expect(await carryOut(subIssue(number, '1'), undefined, number)).toBe(true)
    expect((await below(number)).map((one) => one.number)).toEqual([child!.number])
    expect(await below(other.number)).toEqual([])
  })

  test('is rewritten and closed in place', async () => {
    const { number } = await issue('a plan')
    await carryOut(subIssue(number, '1'), undefined, number)
    const [child] = await below(number)
    const body = withMarker(subIssueTopic(number, '1'), 'Changed.')
    for (let i = 0; i < 2; i += 1) {
      await carryOut(subIssue(number, '1', { title: 'New', body, number: child!.number }), undefined, number)
      await carryOut(
        { do: 'close_sub_issue', wave: 1, number: child!.number, reason: 'not_planned' },
        undefined,
        number,
      )
    }
    expect(await below(number)).toMatchObject([
      { title: 'New', body, state: 'closed', state_reason: 'not_planned' },
    ])
  })

  test('the ninety-first goes below a continuation, also after a crash, and the task without room says so', async () => {
    const { number } = await issue('a long plan')
    const root = stage.repository().issues.get(number)!
    const filler = await Promise.all(Array.from({ length: 100 }, (_, i) => issue(`filler ${i}`)))
    const fill = (count: number): void => {
      for (const one of filler.slice(root.subIssues.length, count)) {
        root.subIssues.push(one.number)
        stage.repository().issues.get(one.number)!.parent = number
      }
    }
    fill(89)
    await carryOut(subIssue(number, '89'), undefined, number)
    await carryOut(subIssue(number, '90'), 'sub_issue:after', number).catch(() => undefined)
    for (const name of ['90', '91', '91']) await carryOut(subIssue(number, name), undefined, number)
    const children = await below(number)
    expect(children.slice(89).map(({ title }) => title)).toEqual(['Wave 89', `Continuation 1 of #${number}`])
    const continuation = children.at(-1)!
    expect(continuation.body).toContain(continuationTopic(number, 1))
    expect((await below(continuation.number)).map(({ title }) => title)).toEqual(['Wave 90', 'Wave 91'])

    root.subIssues = root.subIssues.filter((child) => child !== continuation.number)
    fill(100)
    await expect(carryOut(subIssue(number, '92'), undefined, number)).rejects.toThrow(UserError)
  })
})

describe('dependencies', () => {
  test('are there once and gone once', async () => {
    const [a, b] = [await issue('a'), await issue('b')]
    const is = (present: boolean) =>
      carryOut({ do: 'ensure_dependency', blocked: a.number, blocking: b.number, present })
    const blockers = async () =>
      (await person().issues.listDependenciesBlockedBy({ ...repo, issue_number: a.number })).data.map(
        (one) => one.number,
      )
    expect([await is(true), await is(true)]).toEqual([true, false])
    expect(await blockers()).toEqual([b.number])
    expect([await is(false), await is(false)]).toEqual([true, false])
    expect(await blockers()).toEqual([])
  })
})

describe('the order of sub-issues', () => {
  test('one is moved behind another, first, and taken out; each once', async () => {
    const { number } = await issue('a plan')
    for (const name of ['1', '2', '3']) await carryOut(subIssue(number, name), undefined, number)
    const { hierarchy } = (await stage.context()).author
    const [one, two, three] = await hierarchy.subIssues(number)
    expect(three).toMatchObject({ topic: subIssueTopic(number, '3'), state: 'open' })
    const order = async () => (await hierarchy.subIssues(number)).map(({ title }) => title.slice(5)).join('')
    const move = (child: typeof one, after: typeof one) => hierarchy.moveBehind(number, child!, after)
    expect([await move(three, undefined), await move(three, undefined), await order()]).toEqual([
      true,
      false,
      '312',
    ])
    expect([await move(three, one), await move(three, one), await order()]).toEqual([true, false, '132'])
    const out = () => hierarchy.remove(number, two!)
    expect([await out(), await out(), await order()]).toEqual([true, false, '13'])
    expect(await hierarchy.subIssues(999_999)).toEqual([])
  })
})

describe('signals', () => {
  const sha = Sha.parse('b'.repeat(40))
  const signal = (name: string, note = 'n'): Action => ({
    do: 'send_signal',
    name: SignalName.parse(name),
    wave: 3,
    sha,
    payload: { status: 'completed', commit: sha, note },
  })

  test.each([undefined, 'send_signal:between'])(
    'sent once, and whoever waits is woken (crash at %s)',
    async (crashAt) => {
      const name = `signal-${crashAt === undefined ? 'whole' : 'cut'}`
      const waiting = TaskKey.parse('ada/engine#4711')
      await stage.at.store.db
        .transaction()
        .execute((trx) => waitFor(trx, repo, waiting, [SignalName.parse(name)]))
      stage.woken.length = 0
      const first = carryOut(signal(name), crashAt)
      if (crashAt === undefined) expect(await first).toBe(true)
      else await expect(first).rejects.toThrow(Crash)
      await carryOut(signal(name))
      expect(await carryOut(signal(name, 'another'))).toBe(false)
      expect(stage.woken).toEqual([waiting])
      const sent = (await signalsOf(stage.at.store.db, repo)).filter((one) => one.name === name)
      expect(sent).toMatchObject([{ taskKey: stage.key, wave: 3, payload: { note: 'n' } }])
    },
  )
})

describe('freezes', () => {
  test('put, announced and lifted, each once', async () => {
    const id = WaveKey.parse('plan-2/3')
    const put: Action = {
      do: 'freeze',
      id,
      wave: 3,
      sha: Sha.parse('c'.repeat(40)),
      paths: ['src/lines.txt'],
      symbols: ['explain'],
      days: 90,
      orchestrator: agent('orchestrator'),
      seats: [agent('critic')],
    }
    const noted: Action = { do: 'note_freeze_notice', id }
    const lifted: Action = { do: 'lift_freeze', id, by: ['critic'] }
    for (const action of [put, noted, lifted])
      expect([await carryOut(action), await carryOut(action)]).toEqual([true, false])
    expect(await freezesOf(stage.at.store.db, repo)).toMatchObject([
      {
        id,
        frozenAt: 1_000_000,
        expiresAt: 1_000_000 + 90 * 86_400_000,
        noticedAt: 1_000_000,
        liftedAt: 1_000_000,
        liftedBy: ['critic'],
        rule: { seats: ['critic'], orchestrator: 'orchestrator' },
      },
    ])
  })
})
