// The webhooks that the product lives on: each is understood by its intake, has what GitHub's recordings have, and comes in order.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mapDelivery } from '../../../src/intake/map-delivery.ts'
import { startReceiver, type Receiver, type TestForge } from '../support.ts'
import { APPS, commit, openPull, repo, startCodeForge, tip } from './support.ts'

const recordings = z
  .array(z.object({ name: z.string(), examples: z.array(z.looseObject({ action: z.string().optional() })) }))
  .parse(
    JSON.parse(
      gunzipSync(
        readFileSync(new URL('../../fixtures/webhooks/examples.json.gz', import.meta.url)),
      ).toString(),
    ),
  )

let t: TestForge
let hooks: Receiver
/** Names of the webhooks that the merge brought. */
let merged: string[]
let heads: { before: string; after: string }

beforeAll(async () => {
  t = await startCodeForge()
  hooks = await startReceiver()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's' })
  const [ada, grace, baton] = [t.as('ada').rest, t.as('grace').rest, t.app('baton').rest]
  const { data: issue } = await ada.issues.create({ ...repo, title: 'Do it', labels: ['bug'] })
  const { data: part } = await ada.issues.create({ ...repo, title: 'Part' })
  await ada.issues.createComment({ ...repo, issue_number: issue.number, body: '/baton status' })
  await ada.issues.addSubIssue({ ...repo, issue_number: issue.number, sub_issue_id: part.id })
  const blocked = { ...repo, issue_number: part.number, issue_id: issue.id }
  const dependencies = '/repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by'
  await t.as('ada').request(`POST ${dependencies}`, blocked)
  const pull = await openPull(
    t.app('baton'),
    'topic',
    { 'a.txt': 'a\n' },
    { body: `Closes #${issue.number}` },
  )
  const after = await commit(t.app('baton'), 'topic', { 'b.txt': 'b\n' })
  heads = { before: pull.head.sha, after }
  const at = { ...repo, pull_number: pull.number }
  const comments = [{ path: 'a.txt', line: 1, body: 'why?' }]
  await grace.pulls.createReview({ ...at, event: 'COMMENT', body: 'hm', comments })
  await baton.checks.create({ ...repo, name: 'baton/gates', head_sha: after, conclusion: 'success' })
  await grace.repos.createCommitStatus({ ...repo, sha: after, state: 'success', context: 'ci' })
  const inputs = { nonce: 'n-12345678' }
  await baton.actions.createWorkflowDispatch({ ...repo, workflow_id: 'check.yml', ref: 'main', inputs })
  await t.forge.drain()
  const known = hooks.received.length
  await baton.pulls.merge({ ...at, merge_method: 'squash' })
  await t.forge.drain()
  merged = hooks.names().slice(known)
  await baton.git.deleteRef({ ...repo, ref: 'heads/topic' })
  await t.forge.drain()
})
afterAll(async () => {
  await t.close()
  await hooks[Symbol.asyncDispose]()
})

/** Payloads of one webhook, oldest first. */
const payloads = (name: string): unknown[] =>
  hooks.received.filter((one) => one.name === name).map(({ payload }) => payload)

it('are of every kind that the product reads', () => {
  expect([...new Set(hooks.received.map(({ event }) => event))].sort()).toEqual(
    [
      'check_run',
      'check_suite',
      'create',
      'delete',
      'issue_comment',
      'issue_dependencies',
      'issues',
      'pull_request',
      'pull_request_review',
      'pull_request_review_comment',
      'push',
      'status',
      'sub_issues',
      'workflow_job',
      'workflow_run',
    ].sort(),
  )
})

it('are all understood by the intake', () => {
  for (const { name, event, payload } of hooks.received) {
    expect({ name, targets: mapDelivery(event, payload) }).toEqual({
      name,
      targets: expect.arrayContaining([expect.objectContaining({ kind: expect.any(String) })]),
    })
  }
})

/** What recordings of other installations have and this one has no use for. */
const elsewhere = new Set(['organization', 'enterprise', 'installation', 'performed_via_github_app'])

it("have every key that all of GitHub's recordings of the same webhook have", () => {
  let compared = 0
  for (const { name, event, payload } of hooks.received) {
    const action = name.slice(event.length + 1)
    const examples = (recordings.find((one) => one.name === event)?.examples ?? []).filter(
      (example) => (example.action ?? '') === action,
    )
    const [first, ...others] = examples.map((example) => Object.keys(example))
    const always = (first ?? []).filter(
      (key) => !elsewhere.has(key) && others.every((keys) => keys.includes(key)),
    )
    if (first !== undefined) compared += 1
    const missing = always.filter((key) => !Object.keys(z.looseObject({}).parse(payload)).includes(key))
    expect({ name, missing }).toEqual({ name, missing: [] })
  }
  expect(compared).toBeGreaterThan(15)
})

describe('what they say', () => {
  it('synchronize names the heads before and after', () => {
    expect(payloads('pull_request.synchronize')).toMatchObject([
      { ...heads, pull_request: { head: { sha: heads.after, ref: 'topic' } } },
    ])
  })

  it('a workflow run has its run-name, nonce and all, from the first webhook on', () => {
    expect(payloads('workflow_run.requested')).toMatchObject([
      {
        workflow_run: { display_title: 'check n-12345678', event: 'workflow_dispatch', head_branch: 'main' },
      },
    ])
  })

  it('a check run names its App, suite and pull request', () => {
    expect(payloads('check_run.completed')).toMatchObject([
      {
        check_run: {
          app: { id: APPS.baton.id, slug: 'baton' },
          check_suite: { head_branch: 'topic', head_sha: heads.after },
          pull_requests: [{ number: 3, head: { ref: 'topic', sha: heads.after } }],
        },
      },
    ])
  })

  it('an App asks only itself to fill a new suite', () => {
    const asked = z.array(z.object({ check_suite: z.object({ app: z.object({ id: z.number() }) }) }))
    const apps = asked.parse(payloads('check_suite.requested')).map(({ check_suite }) => check_suite.app.id)
    expect(new Set(apps)).toEqual(new Set([APPS.baton.id]))
  })

  it('an App acts under its name with [bot]', () => {
    const bot = { login: 'baton[bot]', type: 'Bot' }
    expect(payloads('pull_request.opened')).toMatchObject([{ sender: bot, pull_request: { user: bot } }])
  })
})

it('of a merge come as push, closed pull request, closed issue', async () => {
  expect(merged.filter((name) => !name.startsWith('check_suite'))).toEqual([
    'push',
    'pull_request.closed',
    'issues.closed',
  ])
  const sha = await tip(t.as('ada'), 'main')
  expect(payloads('push').at(-2)).toMatchObject({ ref: 'refs/heads/main', after: sha })
  expect(payloads('pull_request.closed')).toMatchObject([
    { pull_request: { merged: true, merge_commit_sha: sha, state: 'closed' } },
  ])
})

it.each([
  ['baton', true],
  ['reviewer', false],
] as const)('GraphQL: the pull request was written by the viewer for %s: %s', async (app, own) => {
  const answer = await t
    .app(app)
    .graphql(
      '{ repository(owner: "ada", name: "engine") { pullRequest(number: 3) { viewerDidAuthor author { login } } } }',
    )
  expect(answer).toEqual({
    repository: { pullRequest: { viewerDidAuthor: own, author: { login: 'baton' } } },
  })
  const { data } = await t.app(app).rest.pulls.get({ ...repo, pull_number: 3 })
  expect(data.user.login).toBe('baton[bot]')
})
