// Pinned issues on the embedded GitHub: three at most, in the order of pinning, told by webhooks and the timeline.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardQuery, pinMutation, unpinMutation } from '../../src/github/board-query.ts'
import { inRepo, query } from './graphql-client.ts'
import { repo, startTestForge, tokenOf, type TestForge } from './support.ts'

let t: TestForge
let ids: string[]

beforeAll(async () => {
  t = await startTestForge({
    repositories: [{ owner: 'ada', name: 'engine', collaborators: { grace: 'write', lin: 'triage' } }],
  })
  ids = []
  for (const title of ['One', 'Two', 'Three', 'Four'])
    ids.push((await t.as('ada').rest.issues.create({ ...repo, title })).data.node_id)
})
afterAll(() => t.close())

const id = (n: number): { id: string } => ({ id: ids[n - 1] ?? '' })
const list = async (): Promise<unknown> =>
  (
    await query(
      t,
      inRepo(
        'pinnedIssues(first: 3) { totalCount nodes { pinnedBy { login } issue { number isPinned } repository { name } } }',
      ),
    )
  ).data?.repository

test('an issue is pinned by whoever may write, and by an App with issues: write', async () => {
  const pinned = await query(t, pinMutation, id(2), tokenOf('grace'))
  expect(pinned.data).toEqual({ pinIssue: { issue: { id: ids[1], isPinned: true } } })
  await query(t, pinMutation, id(1), await t.installationToken('baton'))
  expect(await list()).toEqual({
    pinnedIssues: {
      totalCount: 2,
      nodes: [
        {
          pinnedBy: { login: 'grace' },
          issue: { number: 2, isPinned: true },
          repository: { name: 'engine' },
        },
        {
          pinnedBy: { login: 'baton' },
          issue: { number: 1, isPinned: true },
          repository: { name: 'engine' },
        },
      ],
    },
  })
  const { data: events } = await t.as('ada').rest.issues.listEvents({ ...repo, issue_number: 2 })
  expect(events.map(({ event }) => event)).toEqual(['pinned'])
  expect(t.forge.contract.violations).toEqual([])
})

test('who may only triage is refused, pinning twice changes nothing, a fourth is refused, and one unpinned makes room', async () => {
  expect((await query(t, pinMutation, id(3), tokenOf('lin'))).errors?.[0]?.type).toBe('FORBIDDEN')
  await query(t, pinMutation, id(2))
  await query(t, pinMutation, id(3))
  expect((await query(t, pinMutation, id(4))).errors?.[0]).toMatchObject({
    type: 'UNPROCESSABLE',
    message: 'Maximum 3 pinned issues per repository',
  })
  expect((await query(t, pinMutation, { id: 'I_none' })).errors?.[0]?.type).toBe('NOT_FOUND')
  const gone = await query(t, unpinMutation, id(2))
  expect(gone.data).toEqual({ unpinIssue: { issue: { id: ids[1], isPinned: false } } })
  await query(t, unpinMutation, id(2))
  await query(t, pinMutation, id(4))
  expect(await list()).toMatchObject({
    pinnedIssues: { nodes: [1, 3, 4].map((number) => ({ issue: { number } })) },
  })
})

test('the product’s query of boards is answered, with a known issue and without one', async () => {
  const given = { owner: 'ada', name: 'engine', label: 'baton:board' }
  const { data, errors } = await query(t, boardQuery(true), { ...given, number: 4 })
  expect(errors).toBeUndefined()
  expect(data?.repository).toMatchObject({
    issue: { number: 4, isPinned: true },
    issues: { nodes: [] },
    pinnedIssues: { totalCount: 3 },
  })
  const missing = await query(t, boardQuery(true), { ...given, number: 99 })
  expect(missing.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['repository', 'issue'] }])
})
