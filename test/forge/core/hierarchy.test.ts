// Sub-issues and dependencies: GitHub's limits, and the events both sides get.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { APPS, failure, repo, startReceiver, startTestForge } from '../support.ts'
import type { Receiver, TestForge } from '../support.ts'

let t: TestForge
let hooks: Receiver

beforeEach(async () => {
  hooks = await startReceiver()
  t = await startTestForge()
})
afterEach(async () => {
  await t[Symbol.asyncDispose]()
  await hooks[Symbol.asyncDispose]()
})

interface Made {
  id: number
  number: number
}

const make = async (count: number): Promise<Made[]> => {
  const made: Made[] = []
  for (let i = 0; i < count; i += 1) {
    made.push((await t.as('ada').rest.issues.create({ ...repo, title: `issue ${i}` })).data)
  }
  return made
}
const two = async (): Promise<[Made, Made]> => {
  const [a, b] = await make(2)
  return [a!, b!]
}
const three = async (): Promise<[Made, Made, Made]> => {
  const [a, b, c] = await make(3)
  return [a!, b!, c!]
}

const listen = () => t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's3cret' })
const nest = (parent: Made, child: { id: number }, extra: { replace_parent?: boolean } = {}) =>
  t
    .as('ada')
    .rest.issues.addSubIssue({ ...repo, issue_number: parent.number, sub_issue_id: child.id, ...extra })
const childrenOf = async (parent: Made): Promise<number[]> =>
  (await t.as('ada').rest.issues.listSubIssues({ ...repo, issue_number: parent.number })).data.map(
    (one) => one.number,
  )

describe('sub-issues', () => {
  test('are added by id, counted, and lead back to their parent', async () => {
    const [root, a, b] = await three()
    listen()
    expect((await nest(root, a)).status).toBe(201)
    await nest(root, b)
    await t.as('ada').rest.issues.update({ ...repo, issue_number: a.number, state: 'closed' })
    expect(await childrenOf(root)).toEqual([a.number, b.number])
    const { data } = await t.as('ada').rest.issues.get({ ...repo, issue_number: root.number })
    expect(data.sub_issues_summary).toEqual({ total: 2, completed: 1, percent_completed: 50 })
    const parent = await t.as('ada').request(`GET /repos/ada/engine/issues/${a.number}/parent`)
    expect(parent.data).toMatchObject({ number: root.number })
    await t.forge.drain()
    expect(hooks.names().slice(0, 2)).toEqual(['sub_issues.sub_issue_added', 'sub_issues.parent_issue_added'])
    expect(hooks.received[0]?.payload).toMatchObject({ parent_issue_id: root.id, sub_issue: { id: a.id } })
  })

  test('move and leave', async () => {
    const [root, a, b] = await three()
    await nest(root, a)
    await nest(root, b)
    const at = { ...repo, issue_number: root.number }
    await t.as('ada').rest.issues.reprioritizeSubIssue({ ...at, sub_issue_id: b.id, before_id: a.id })
    expect(await childrenOf(root)).toEqual([b.number, a.number])
    await t.as('ada').rest.issues.reprioritizeSubIssue({ ...at, sub_issue_id: b.id, after_id: a.id })
    expect(await childrenOf(root)).toEqual([a.number, b.number])
    await t.as('ada').rest.issues.removeSubIssue({ ...at, sub_issue_id: a.id })
    expect(await childrenOf(root)).toEqual([b.number])
    expect(
      (await failure(t.as('ada').rest.issues.removeSubIssue({ ...at, sub_issue_id: a.id }))).status,
    ).toBe(404)
  })

  test('have one parent, unless it is replaced', async () => {
    const [a, b, child] = await three()
    await nest(a, child)
    expect(await failure(nest(b, child))).toMatchObject({
      status: 422,
      message: 'Sub issue may only have one parent.',
    })
    expect((await nest(b, child, { replace_parent: true })).status).toBe(201)
    expect([await childrenOf(a), await childrenOf(b)]).toEqual([[], [child.number]])
  })

  test('make no cycle and no double', async () => {
    const [a, b, c] = await three()
    await nest(a, b)
    await nest(b, c)
    for (const [parent, child] of [
      [a, a],
      [b, a],
      [c, a],
    ] as const) {
      expect((await failure(nest(parent, child, { replace_parent: true }))).status).toBe(422)
    }
    expect((await failure(nest(a, b))).status).toBe(422)
    expect(await childrenOf(c)).toEqual([])
  })

  test('a number, or the id of something else, is a 404', async () => {
    const [a, b] = await two()
    expect((await failure(nest(a, { id: b.number }))).status).toBe(404)
  })

  test('go eight levels deep, counting what is below the new one', async () => {
    const chain = await make(10)
    for (let i = 0; i + 1 < 9; i += 1) await nest(chain[i]!, chain[i + 1]!)
    const deepest = chain[8]!
    const extra = chain[9]!
    expect(await failure(nest(deepest, extra))).toMatchObject({ status: 422 })
    // From above it does not fit either.
    expect(await failure(nest(extra, chain[0]!))).toMatchObject({ status: 422 })
  })

  test('number a hundred per parent, closed ones included', async () => {
    const [parent, ...children] = await make(102)
    for (const child of children.slice(0, 100)) await nest(parent!, child)
    await t.as('ada').rest.issues.update({ ...repo, issue_number: children[0]!.number, state: 'closed' })
    expect((await failure(nest(parent!, children[100]!))).status).toBe(422)
    expect(await childrenOf(parent!)).toHaveLength(30)
  })
})

describe('dependencies', () => {
  const block = (blocked: Made, blocking: { id: number }) =>
    t.as('ada').request(`POST /repos/ada/engine/issues/${blocked.number}/dependencies/blocked_by`, {
      issue_id: blocking.id,
    })
  const list = async (made: Made, kind: 'blocked_by' | 'blocking'): Promise<unknown> =>
    (await t.as('ada').request(`GET /repos/ada/engine/issues/${made.number}/dependencies/${kind}`)).data

  test('show on both sides, and GitHub enforces nothing', async () => {
    const [a, b] = await two()
    listen()
    expect((await block(a, b)).status).toBe(201)
    expect(await list(a, 'blocked_by')).toMatchObject([{ number: b.number }])
    expect(await list(b, 'blocking')).toMatchObject([{ number: a.number }])
    const closed = await t.as('ada').rest.issues.update({ ...repo, issue_number: a.number, state: 'closed' })
    expect(closed.data).toMatchObject({
      state: 'closed',
      issue_dependencies_summary: { blocked_by: 1, total_blocked_by: 1, blocking: 0, total_blocking: 0 },
    })
    await t.as('ada').request(`DELETE /repos/ada/engine/issues/${a.number}/dependencies/blocked_by/${b.id}`)
    expect(await list(a, 'blocked_by')).toEqual([])
    await t.forge.drain()
    expect(hooks.names()).toEqual([
      'issue_dependencies.blocked_by_added',
      'issue_dependencies.blocking_added',
      'issues.closed',
      'issue_dependencies.blocked_by_removed',
      'issue_dependencies.blocking_removed',
    ])
  })

  test('an issue does not block itself, nor another twice', async () => {
    const [a, b] = await two()
    await block(a, b)
    expect((await failure(block(a, a))).status).toBe(422)
    expect((await failure(block(a, b))).status).toBe(422)
    expect((await failure(block(a, { id: 1 }))).status).toBe(404)
  })
})
