// Issues and the webhooks that announce what happens to them.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { APPS, failure, malformed, repo, startReceiver, startTestForge } from '../support.ts'
import type { Receiver, TestForge } from '../support.ts'

let t: TestForge
let hooks: Receiver

beforeEach(async () => {
  hooks = await startReceiver()
  t = await startTestForge()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's3cret' })
})

afterEach(async () => {
  await t[Symbol.asyncDispose]()
  await hooks[Symbol.asyncDispose]()
})

const create = async (
  title = 'A task',
  extra: { labels?: string[]; assignees?: string[]; body?: string } = {},
) => (await t.as('ada').rest.issues.create({ ...repo, title, ...extra })).data

describe('opening', () => {
  test('answers the issue and announces it, then each of its labels', async () => {
    const issue = await create('Speed up', {
      labels: ['bug', 'agent:perf'],
      assignees: ['grace'],
      body: 'please',
    })
    expect(issue).toMatchObject({
      number: 1,
      title: 'Speed up',
      body: 'please',
      state: 'open',
      user: { login: 'ada' },
      author_association: 'OWNER',
      labels: [{ name: 'bug' }, { name: 'agent:perf', color: 'ededed' }],
      assignees: [{ login: 'grace' }],
      performed_via_github_app: null,
    })
    await t.forge.drain()
    expect(hooks.names()).toEqual([
      'label.created',
      'issues.opened',
      'issues.labeled',
      'issues.labeled',
      'issues.assigned',
    ])
    const [, opened, first, second] = hooks.received
    expect(opened?.payload).toMatchObject({
      action: 'opened',
      issue: { number: 1, labels: [{ name: 'bug' }, { name: 'agent:perf' }] },
      repository: { full_name: 'ada/engine' },
      sender: { login: 'ada', type: 'User' },
      installation: { id: APPS.baton.installationId },
    })
    expect(first?.payload).toMatchObject({ label: { name: 'bug' } })
    expect(second?.payload).toMatchObject({ label: { name: 'agent:perf' } })
  })

  test('an App opens issues as its bot', async () => {
    const { data } = await t.app('baton').rest.issues.create({ ...repo, title: 'From the App' })
    expect(data).toMatchObject({
      user: { login: 'baton[bot]', type: 'Bot' },
      performed_via_github_app: { slug: 'baton' },
      author_association: 'NONE',
    })
  })

  test("a stranger's labels and assignees are left out", async () => {
    const { data } = await t
      .as('mallory')
      .rest.issues.create({ ...repo, title: 'Hi', labels: ['agent:perf'], assignees: ['mallory'] })
    expect(data).toMatchObject({ labels: [], assignees: [], author_association: 'NONE' })
    expect(t.forge.world.repositories.get('ada/engine')?.labels.has('agent:perf')).toBe(false)
  })

  test.each([
    ['a blank title', { title: '  ' }, { field: 'title', code: 'missing_field' }],
    ['a title of 257 characters', { title: 'x'.repeat(257) }, { field: 'title' }],
    ['a body of 65,537 characters', { title: 'x', body: 'y'.repeat(65_537) }, { field: 'body' }],
    [
      'a label of 51 characters',
      { title: 'x', labels: ['l'.repeat(51)] },
      { resource: 'Label', field: 'name' },
    ],
    [
      'an assignee who is a stranger',
      { title: 'x', assignees: ['mallory'] },
      { field: 'assignees', value: 'mallory' },
    ],
  ])('%s is a 422 and opens nothing', async (_, input, error) => {
    const refused = await failure(t.as('ada').rest.issues.create({ ...repo, ...input }))
    expect(refused).toMatchObject({ status: 422, message: 'Validation Failed', errors: [error] })
    expect(t.forge.world.repositories.get('ada/engine')?.issues.size).toBe(0)
    await t.forge.drain()
    expect(hooks.received).toEqual([])
  })

  test('a title of 256 characters of two UTF-16 units each is let through', async () => {
    expect((await create('🚀'.repeat(256))).title).toBe('🚀'.repeat(256))
  })
})

describe('changing', () => {
  test.each([
    [
      'closing',
      { state: 'closed' },
      { state: 'closed', state_reason: 'completed', closed_by: { login: 'ada' } },
      'closed',
    ],
    [
      'dismissing',
      { state: 'closed', state_reason: 'not_planned' },
      { state_reason: 'not_planned' },
      'closed',
    ],
    ['a new title', { title: 'B' }, { title: 'B' }, 'edited'],
    ['a number for title', { title: 7 }, { title: '7' }, 'edited'],
    ['a new body', { body: 'text' }, { body: 'text' }, 'edited'],
  ] as const)('%s', async (_, change, result, action) => {
    const { number } = await create()
    const { data } = await t.as('ada').rest.issues.update({ ...repo, issue_number: number, ...change })
    expect(data).toMatchObject(result)
    await t.forge.drain()
    expect(hooks.names()).toEqual(['issues.opened', `issues.${action}`])
  })

  test('edited says what it was before', async () => {
    const { number } = await create('Before')
    await t.as('ada').rest.issues.update({ ...repo, issue_number: number, title: 'After' })
    await t.forge.drain()
    expect(hooks.received.at(-1)?.payload).toMatchObject({
      changes: { title: { from: 'Before' } },
      issue: { title: 'After' },
    })
  })

  test('reopening clears the closing', async () => {
    const { number } = await create()
    const at = { ...repo, issue_number: number }
    await t.as('ada').rest.issues.update({ ...at, state: 'closed' })
    const { data } = await t.as('ada').rest.issues.update({ ...at, state: 'open' })
    expect(data).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null, closed_by: null })
    await t.forge.drain()
    expect(hooks.names()).toEqual(['issues.opened', 'issues.closed', 'issues.reopened'])
  })

  test('closing what is closed announces nothing', async () => {
    const { number } = await create()
    const at = { ...repo, issue_number: number, state: 'closed' } as const
    await t.as('ada').rest.issues.update(at)
    await t.as('ada').rest.issues.update(at)
    await t.forge.drain()
    expect(hooks.names().filter((name) => name === 'issues.closed')).toHaveLength(1)
  })

  test('labels and assignees are replaced, one event for each difference', async () => {
    const { number } = await create('A', { labels: ['bug', 'question'], assignees: ['grace'] })
    const { data } = await t
      .as('ada')
      .rest.issues.update({ ...repo, issue_number: number, labels: ['bug', 'wontfix'], assignees: ['lin'] })
    expect(data.labels).toMatchObject([{ name: 'bug' }, { name: 'wontfix' }])
    expect(data.assignees).toMatchObject([{ login: 'lin' }])
    await t.forge.drain()
    expect(hooks.names().slice(-4)).toEqual([
      'issues.unlabeled',
      'issues.labeled',
      'issues.unassigned',
      'issues.assigned',
    ])
  })

  test.each([
    ['an author closes their own', 'mallory', 'mallory', 200],
    ["a stranger closes another's", 'ada', 'mallory', 403],
    ["triage closes another's", 'ada', 'lin', 200],
  ] as const)('%s', async (_, author, closer, status) => {
    const { data } = await t.as(author).rest.issues.create({ ...repo, title: 'x' })
    const closing = t.as(closer).rest.issues.update({ ...repo, issue_number: data.number, state: 'closed' })
    expect(status === 200 ? (await closing).status : (await failure(closing)).status).toBe(status)
  })

  test.each([
    ['a state there is not', { state: 'done' }],
    ['a key GitHub does not have', { estimate: 3 }],
    ['labels that are no list', { labels: 'bug' }],
  ])('%s is a 422 and changes nothing', async (_, change) => {
    const issue = await create()
    const refused = await malformed(t.forge, () =>
      failure(t.as('ada').request(`PATCH /repos/ada/engine/issues/${issue.number}`, change)),
    )
    expect(refused.status).toBe(422)
    expect(refused.message).toMatch(/^Invalid request\.\n\n/)
    // The contract notices such requests too.
    expect(t.forge.contract.violations.length).toBeGreaterThan(0)
  })
})

describe('locking', () => {
  test('shuts out strangers, not those who write', async () => {
    const { number } = await create()
    const at = { ...repo, issue_number: number }
    await t.as('grace').rest.issues.lock({ ...at, lock_reason: 'too heated' })
    expect((await t.as('ada').rest.issues.get(at)).data).toMatchObject({
      locked: true,
      active_lock_reason: 'too heated',
    })
    expect(await failure(t.as('mallory').rest.issues.createComment({ ...at, body: 'me too' }))).toMatchObject(
      {
        status: 403,
        message: 'Unable to create comment because issue is locked.',
      },
    )
    expect((await t.as('grace').rest.issues.createComment({ ...at, body: 'calm' })).status).toBe(201)
    await t.as('grace').rest.issues.unlock(at)
    expect((await t.as('mallory').rest.issues.createComment({ ...at, body: 'thanks' })).status).toBe(201)
    await t.forge.drain()
    expect(hooks.names()).toEqual(
      expect.arrayContaining(['issues.locked', 'issues.unlocked', 'issue_comment.created']),
    )
  })
})

describe('listing', () => {
  const numbers = async (query: Record<string, string>): Promise<number[]> => {
    const { data } = await t.as('ada').rest.issues.listForRepo({ ...repo, ...query })
    return data.map((issue) => issue.number)
  }

  test.each([
    ['open ones, newest first, by default', {}, [3, 1]],
    ['closed', { state: 'closed' }, [2]],
    ['all', { state: 'all' }, [3, 2, 1]],
    ['ascending', { state: 'all', direction: 'asc' }, [1, 2, 3]],
    ['one label', { labels: 'bug' }, [3, 1]],
    ['labels are joined by and, without case', { labels: 'BUG,question' }, [3]],
    ['by comments', { sort: 'comments' }, [1, 3]],
    ['creator', { state: 'all', creator: 'grace' }, [2]],
    ['nobody assigned', { state: 'all', assignee: 'none' }, [2, 1]],
    ['somebody assigned', { state: 'all', assignee: '*' }, [3]],
    ['since the future', { state: 'all', since: '2999-01-01T00:00:00Z' }, []],
    ['since the past', { since: '2000-01-01T00:00:00Z' }, [3, 1]],
  ])('%s', async (_, query, expected) => {
    await create('one', { labels: ['bug'] })
    await t.as('grace').rest.issues.create({ ...repo, title: 'two' })
    await create('three', { labels: ['bug', 'question'], assignees: ['lin'] })
    await t.as('ada').rest.issues.update({ ...repo, issue_number: 2, state: 'closed' })
    await t.as('ada').rest.issues.createComment({ ...repo, issue_number: 1, body: 'hm' })
    expect(await numbers(query)).toEqual(expected)
  })

  test('pages with Link headers', async () => {
    for (let i = 0; i < 5; i += 1) await create(`issue ${i}`)
    const page = await t.as('ada').rest.issues.listForRepo({ ...repo, per_page: 2, page: 2 })
    expect(page.data.map((issue) => issue.number)).toEqual([3, 2])
    const link = page.headers.link ?? ''
    expect(
      [...link.matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)].map(([, n, rel]) => `${rel} ${n}`),
    ).toEqual(['prev 1', 'next 3', 'last 3', 'first 1'])
    const all = await t.as('ada').paginate(t.as('ada').rest.issues.listForRepo, { ...repo, per_page: 2 })
    expect(all.map((issue) => issue.number)).toEqual([5, 4, 3, 2, 1])
  })

  test('what it cannot filter by is a 501, not a wrong list', async () => {
    expect((await failure(t.as('ada').rest.issues.listForRepo({ ...repo, milestone: '1' }))).status).toBe(501)
  })
})

test('events and timeline tell what happened, with who', async () => {
  const { number } = await create('A', { labels: ['bug'] })
  const at = { ...repo, issue_number: number }
  await t.as('grace').rest.issues.createComment({ ...at, body: 'on it' })
  await t.app('baton').rest.issues.update({ ...at, state: 'closed' })
  const { data: events } = await t.as('ada').rest.issues.listEvents(at)
  expect(events).toMatchObject([
    { event: 'labeled', actor: { login: 'ada' }, label: { name: 'bug' }, performed_via_github_app: null },
    { event: 'closed', actor: { login: 'baton[bot]' }, performed_via_github_app: { slug: 'baton' } },
  ])
  const { data: timeline } = await t.as('ada').rest.issues.listEventsForTimeline(at)
  expect(timeline.map((entry) => entry.event)).toEqual(['labeled', 'commented', 'closed'])
})

describe('assignees', () => {
  test('strangers are left out without an error, collaborators come and go', async () => {
    const { number } = await create()
    const at = { ...repo, issue_number: number }
    const added = await t
      .as('ada')
      .rest.issues.addAssignees({ ...at, assignees: ['grace', 'mallory', 'lin'] })
    expect(added.data.assignees).toMatchObject([{ login: 'grace' }, { login: 'lin' }])
    const removed = await t.as('ada').rest.issues.removeAssignees({ ...at, assignees: ['GRACE'] })
    expect(removed.data.assignees).toMatchObject([{ login: 'lin' }])
  })

  test.each([
    ['lin', 204],
    ['mallory', 404],
    ['nobody', 404],
  ])('%s can be assigned: %i', async (assignee, status) => {
    const { number } = await create()
    const asked = t
      .as('ada')
      .rest.issues.checkUserCanBeAssignedToIssue({ ...repo, issue_number: number, assignee })
    expect(status === 204 ? (await asked).status : (await failure(asked)).status).toBe(status)
    const here = t.as('ada').rest.issues.checkUserCanBeAssigned({ ...repo, assignee })
    expect(status === 204 ? (await here).status : (await failure(here)).status).toBe(status)
  })
})
