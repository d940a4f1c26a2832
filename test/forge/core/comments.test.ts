// Comments and reactions.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APPS, failure, repo, startReceiver, startTestForge } from '../support.ts'
import type { Person, Receiver, TestForge } from '../support.ts'

let t: TestForge
let hooks: Receiver
let issue = 0

beforeAll(async () => {
  hooks = await startReceiver()
  t = await startTestForge()
  issue = (await t.as('ada').rest.issues.create({ ...repo, title: 'discussed' })).data.number
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's3cret' })
})
afterAll(async () => {
  await t[Symbol.asyncDispose]()
  await hooks[Symbol.asyncDispose]()
})

const comment = async (who: Person, body = 'hello') =>
  (await t.as(who).rest.issues.createComment({ ...repo, issue_number: issue, body })).data

describe('comments', () => {
  test('are created, changed and deleted, each announced', async () => {
    hooks.received.length = 0
    const { id } = await comment('grace', 'first')
    const { data } = await t
      .as('grace')
      .rest.issues.updateComment({ ...repo, comment_id: id, body: 'second' })
    expect(data.body).toBe('second')
    await t.as('grace').rest.issues.deleteComment({ ...repo, comment_id: id })
    expect((await failure(t.as('ada').rest.issues.getComment({ ...repo, comment_id: id }))).status).toBe(404)
    await t.forge.drain()
    expect(hooks.names()).toEqual(['issue_comment.created', 'issue_comment.edited', 'issue_comment.deleted'])
    expect(hooks.received[0]?.payload).toMatchObject({
      comment: { body: 'first', user: { login: 'grace' } },
      issue: { number: issue },
    })
    expect(hooks.received[1]?.payload).toMatchObject({ changes: { body: { from: 'first' } } })
  })

  test('an App comments as its bot', async () => {
    const { data } = await t
      .app('baton')
      .rest.issues.createComment({ ...repo, issue_number: issue, body: 'beep' })
    expect(data).toMatchObject({
      user: { login: 'baton[bot]', type: 'Bot' },
      performed_via_github_app: { id: APPS.baton.id },
    })
    // Not the issue's author, but an App with the permission may edit.
    const edited = await t
      .app('baton')
      .rest.issues.updateComment({ ...repo, comment_id: data.id, body: 'boop' })
    expect(edited.data.body).toBe('boop')
  })

  test.each([
    ['empty', ''],
    ['blank', ' \n\t '],
    ['of 65,537 characters', 'x'.repeat(65_537)],
  ])('%s is a 422', async (_, body) => {
    const refused = await failure(
      t.as('ada').rest.issues.createComment({ ...repo, issue_number: issue, body }),
    )
    expect(refused).toMatchObject({ status: 422, errors: [{ resource: 'IssueComment', field: 'body' }] })
  })

  test('65,536 characters are let through', async () => {
    expect((await comment('ada', 'é'.repeat(65_536))).body).toHaveLength(65_536)
  })

  test("nobody changes another's without the write role", async () => {
    const { id } = await comment('ada')
    const change = (who: Person) =>
      t.as(who).rest.issues.updateComment({ ...repo, comment_id: id, body: who })
    expect((await failure(change('mallory'))).status).toBe(403)
    expect((await failure(change('lin'))).status).toBe(403)
    expect((await change('grace')).status).toBe(200)
  })

  test('are listed per issue and for the repository', async () => {
    const other = (await t.as('ada').rest.issues.create({ ...repo, title: 'other' })).data.number
    await t.as('ada').rest.issues.createComment({ ...repo, issue_number: other, body: 'elsewhere' })
    const mine = await t.as('ada').rest.issues.listComments({ ...repo, issue_number: other })
    expect(mine.data.map(({ body }) => body)).toEqual(['elsewhere'])
    const all = await t
      .as('ada')
      .rest.issues.listCommentsForRepo({ ...repo, direction: 'desc', sort: 'created' })
    expect(all.data[0]?.body).toBe('elsewhere')
    const none = await t.as('ada').rest.issues.listCommentsForRepo({ ...repo, since: '2999-01-01T00:00:00Z' })
    expect(none.data).toEqual([])
  })
})

describe('reactions', () => {
  test('count once per person and kind', async () => {
    const { id } = await comment('ada')
    const react = (who: Person, content: '+1' | 'eyes') =>
      t.as(who).rest.reactions.createForIssueComment({ ...repo, comment_id: id, content })
    expect((await react('grace', '+1')).status).toBe(201)
    expect((await react('grace', '+1')).status).toBe(200)
    expect((await react('mallory', '+1')).status).toBe(201)
    expect((await react('grace', 'eyes')).status).toBe(201)
    const { data } = await t.as('ada').rest.issues.getComment({ ...repo, comment_id: id })
    expect(data.reactions).toMatchObject({ total_count: 3, '+1': 2, eyes: 1, heart: 0 })
    const eyes = await t
      .as('ada')
      .rest.reactions.listForIssueComment({ ...repo, comment_id: id, content: 'eyes' })
    expect(eyes.data).toMatchObject([{ user: { login: 'grace' } }])
  })

  test('on an issue can be taken back by who gave them', async () => {
    const at = { ...repo, issue_number: issue }
    const { data } = await t.as('grace').rest.reactions.createForIssue({ ...at, content: 'rocket' })
    const remove = (who: Person) => t.as(who).rest.reactions.deleteForIssue({ ...at, reaction_id: data.id })
    expect((await failure(remove('mallory'))).status).toBe(403)
    expect((await remove('grace')).status).toBe(204)
    expect((await failure(remove('grace'))).status).toBe(404)
  })
})
