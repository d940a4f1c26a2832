// Milestones: opened, listed and changed over REST, shown by issues over REST, GraphQL and webhooks.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { inRepo, query } from '../graphql-client.ts'
import { failure, repo, startReceiver, startTestForge, tokenOf, APPS } from '../support.ts'
import type { Receiver, TestForge } from '../support.ts'

let t: TestForge
beforeAll(async () => (t = await startTestForge()))
afterAll(() => t.close())

const grace = () => t.as('grace').rest
const open = async (title: string, due?: string) =>
  (await grace().issues.createMilestone({ ...repo, title, ...(due === undefined ? {} : { due_on: due }) }))
    .data

test('one is opened with a day, listed by it, changed, and closed', async () => {
  const later = await open('later', '2026-12-18T22:30:00Z')
  const soon = await open('soon', '2026-12-01T00:00:00Z')
  const some = await open('some day')
  expect([later.due_on, some.due_on]).toEqual(['2026-12-18T08:00:00Z', null])
  const list = async (state?: 'open' | 'closed') =>
    (await grace().issues.listMilestones({ ...repo, ...(state && { state }) })).data.map(({ title }) => title)
  expect(await list()).toEqual(['soon', 'later', 'some day'])
  const change = { ...repo, milestone_number: soon.number, state: 'closed', title: 'was soon' } as const
  expect((await grace().issues.updateMilestone(change)).data).toMatchObject({
    title: 'was soon',
    state: 'closed',
    due_on: '2026-12-01T08:00:00Z',
  })
  expect([await list(), await list('closed')]).toEqual([['later', 'some day'], ['was soon']])
})

test('what GitHub refuses is refused', async () => {
  await open('once')
  expect(await failure(open('once'))).toMatchObject({
    status: 422,
    errors: [{ resource: 'Milestone', code: 'already_exists' }],
  })
  expect(await failure(open(' '))).toMatchObject({ status: 422 })
  const unknown = { ...repo, milestone_number: 99 }
  expect(await failure(grace().issues.getMilestone(unknown))).toMatchObject({ status: 404 })
  expect(await failure(t.as('lin').rest.issues.createMilestone({ ...repo, title: 'lin’s' }))).toMatchObject({
    status: 403,
  })
  expect(await failure(grace().issues.create({ ...repo, title: 'T', milestone: 99 }))).toMatchObject({
    status: 422,
    errors: [{ resource: 'Issue', field: 'milestone', code: 'invalid' }],
  })
})

test('an issue is put into one and taken out: the API, GraphQL and the webhook agree', async () => {
  await using receiver: Receiver = await startReceiver()
  await using hooked = await startTestForge({
    apps: [
      {
        ...APPS.baton,
        events: ['issues'],
        privateKeyPem: t.forge.privateKey(APPS.baton.id),
        webhook: { url: receiver.url, secret: 's' },
      },
    ],
  })
  const { issues } = hooked.as('grace').rest
  const { number: milestone } = (
    await issues.createMilestone({ ...repo, title: 'v1', due_on: '2026-12-18T08:00:00Z' })
  ).data
  const issue = (await issues.create({ ...repo, title: 'T', milestone })).data
  const shown = async (): Promise<unknown> =>
    (
      await query(
        hooked,
        inRepo(`issue(number: ${issue.number}) { milestone { number title state dueOn } }`),
        {},
        tokenOf('grace'),
      )
    ).data?.repository
  const at = { ...repo, issue_number: issue.number }
  expect((await issues.get(at)).data.milestone).toMatchObject({ title: 'v1', open_issues: 1 })
  expect(await shown()).toMatchObject({
    issue: { milestone: { number: milestone, title: 'v1', state: 'OPEN', dueOn: '2026-12-18T08:00:00Z' } },
  })
  await issues.update({ ...at, milestone: null })
  expect((await issues.get(at)).data.milestone).toBeNull()
  expect(await shown()).toMatchObject({ issue: { milestone: null } })
  const events = (await issues.listEventsForTimeline(at)).data.map(({ event }) => event)
  expect(events).toEqual(['milestoned', 'demilestoned'])
  await hooked.forge.drain()
  expect(receiver.names()).toEqual(['issues.opened', 'issues.milestoned', 'issues.demilestoned'])
})
