// Pull requests are issues too: their labels, comments and state through the issues API.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { APPS, failure, repo, startReceiver, startTestForge } from '../support.ts'
import type { Receiver, TestForge } from '../support.ts'

let t: TestForge
let hooks: Receiver
let number = 0

beforeAll(async () => {
  hooks = await startReceiver()
  t = await startTestForge()
  const octokit = t.as('ada')
  const main = await octokit.rest.git.getRef({ ...repo, ref: 'heads/main' })
  await octokit.rest.git.createRef({ ...repo, ref: 'refs/heads/work', sha: main.data.object.sha })
  const content = Buffer.from('work\n').toString('base64')
  await octokit.rest.repos.createOrUpdateFileContents({
    ...repo,
    branch: 'work',
    path: 'work.txt',
    message: 'Work',
    content,
  })
  number = (await octokit.rest.pulls.create({ ...repo, title: 'Work', head: 'work', base: 'main' })).data
    .number
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's3cret' })
})
beforeEach(async () => {
  await t.forge.drain()
  hooks.received.length = 0
})
afterAll(async () => {
  await t[Symbol.asyncDispose]()
  await hooks[Symbol.asyncDispose]()
})

const at = () => ({ ...repo, issue_number: number })

test('the issues API shows it, marked as a pull request', async () => {
  const { data } = await t.as('ada').rest.issues.get(at())
  expect(data).toMatchObject({
    title: 'Work',
    draft: false,
    html_url: `${t.forge.url}/ada/engine/pull/${number}`,
    pull_request: { url: `${t.forge.url}/api/v3/repos/ada/engine/pulls/${number}`, merged_at: null },
  })
  const listed = await t.as('ada').rest.issues.listForRepo(repo)
  expect(listed.data.map((issue) => 'pull_request' in issue)).toEqual([true])
})

test('labels and assignees are announced as pull_request', async () => {
  await t.as('lin').rest.issues.addLabels({ ...at(), labels: ['bug'] })
  await t.as('lin').rest.issues.removeLabel({ ...at(), name: 'bug' })
  await t.as('lin').rest.issues.addAssignees({ ...at(), assignees: ['grace'] })
  await t.forge.drain()
  expect(hooks.names()).toEqual(['pull_request.labeled', 'pull_request.unlabeled', 'pull_request.assigned'])
  expect(hooks.received[0]?.payload).toMatchObject({
    number,
    label: { name: 'bug' },
    pull_request: { number, labels: [{ name: 'bug' }], head: { ref: 'work' } },
  })
})

test('comments are issue comments whose issue is a pull request', async () => {
  const { data } = await t.app('reviewer').rest.issues.createComment({ ...at(), body: 'looks right' })
  expect(data.html_url).toBe(`${t.forge.url}/ada/engine/pull/${number}#issuecomment-${data.id}`)
  await t.forge.drain()
  expect(hooks.received).toMatchObject([
    {
      name: 'issue_comment.created',
      payload: {
        issue: { number, pull_request: { merged_at: null } },
        sender: { login: 'baton-reviewer[bot]' },
      },
    },
  ])
})

test('closing and reopening through the issues API', async () => {
  const closed = await t
    .as('ada')
    .rest.issues.update({ ...at(), state: 'closed', state_reason: 'not_planned' })
  expect(closed.data).toMatchObject({ state: 'closed', state_reason: null })
  expect((await t.as('ada').rest.pulls.get({ ...repo, pull_number: number })).data.state).toBe('closed')
  await t.as('ada').rest.issues.update({ ...at(), state: 'open' })
  expect((await t.as('ada').rest.pulls.get({ ...repo, pull_number: number })).data.state).toBe('open')
  await t.forge.drain()
  expect(hooks.names()).toEqual(['pull_request.closed', 'pull_request.reopened'])
})

test('it has no place among sub-issues', async () => {
  const { data: parent } = await t.as('ada').rest.issues.create({ ...repo, title: 'parent' })
  const { data: pull } = await t.as('ada').rest.issues.get(at())
  const adding = t
    .as('ada')
    .rest.issues.addSubIssue({ ...repo, issue_number: parent.number, sub_issue_id: pull.id })
  expect((await failure(adding)).status).toBe(404)
})

test('merged, it stays closed', async () => {
  await t.as('ada').rest.pulls.merge({ ...repo, pull_number: number })
  const { data } = await t.as('ada').rest.issues.get(at())
  expect(data).toMatchObject({ state: 'closed', pull_request: { merged_at: expect.any(String) } })
  expect((await failure(t.as('ada').rest.issues.update({ ...at(), state: 'open' }))).status).toBe(422)
})
