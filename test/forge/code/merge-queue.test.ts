// Merge queues: groups with a commit and checks of their own, in order, merged or dropped with a reason.

import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { failure, startReceiver, type Receiver, type TestForge } from '../support.ts'
import { build, dequeue, enqueue, queueOnMain, readyPull, standing, type Method } from './queue-support.ts'
import {
  APPS,
  cloneUrl,
  commit,
  git,
  mergeRefusal,
  openPull,
  repo,
  ruled,
  startCodeForge,
  tip,
} from './support.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EVENTS = [...APPS.baton.events, 'merge_group']
const MINUTE = 60_000

let t: TestForge
let hooks: Receiver
/** How far the clock of the embedded GitHub is ahead. */
let ahead: number

beforeEach(async () => {
  ahead = 0
  const baton = { ...APPS.baton, events: EVENTS }
  t = await startCodeForge({ now: () => Date.now() + ahead, apps: [baton, { ...APPS.reviewer, events: [] }] })
  hooks = await startReceiver()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's' })
})
afterEach(async () => {
  await t.close()
  await hooks[Symbol.asyncDispose]()
})

/** What was announced since, of the events that a queue brings. */
async function announced(): Promise<string[]> {
  await t.forge.drain()
  return hooks
    .names()
    .filter((name) => /^(merge_group|pull_request\.(closed|dequeued|enqueued)|push)/.test(name))
}
const group = async (id: string): Promise<string> => {
  const { group: sha } = await standing(t, id)
  if (sha === undefined) throw new Error('there is no group')
  return sha
}

describe('a branch behind a merge queue', () => {
  beforeEach(() => queueOnMain(t))

  it('is merged to by nobody directly, neither by REST nor by a push', async () => {
    const pull = await readyPull(t, 'a', { 'a.txt': 'a\n' })
    expect(await mergeRefusal(t, pull.number)).toEqual(ruled('Changes must be made through the merge queue'))
    const folder = await mkdtemp(join(tmpdir(), 'clone-'))
    await git(folder, 'clone', '-q', cloneUrl(t, 'ghp_grace'), '.')
    await git(folder, 'commit', '-q', '--allow-empty', '-m', 'x')
    const pushed = await git(folder, 'push', '-q', 'origin', 'main')
    expect(pushed.code).not.toBe(0)
    expect(pushed.output).toContain('Changes must be made through the merge queue')
    await rm(folder, { recursive: true })
  })

  it('waits for the checks of the group, and moves to the group’s commit', async () => {
    const { data: issue } = await t.as('ada').rest.issues.create({ ...repo, title: 'Do it' })
    const pull = await readyPull(t, 'a', { 'a.txt': 'a\n' }, `Closes #${issue.number}`)
    const before = await tip(t.as('ada'), 'main')
    expect(await standing(t, pull.node_id)).toMatchObject({ enabled: true, inside: false })
    expect(await enqueue(t, pull.node_id, 'baton', pull.head.sha)).toBeUndefined()
    const sha = await group(pull.node_id)
    expect(await standing(t, pull.node_id)).toMatchObject({ inside: true, position: 1 })
    const branch = `gh-readonly-queue/main/pr-${pull.number}-${before}`
    expect(await tip(t.as('ada'), branch)).toBe(sha)
    expect(await tip(t.as('ada'), 'main'), 'nothing is merged before the checks').toBe(before)

    await build(t, sha)
    expect(await tip(t.as('ada'), 'main')).toBe(sha)
    const { data: made } = await t.as('ada').rest.git.getCommit({ ...repo, commit_sha: sha })
    expect(made.parents.map((parent) => parent.sha)).toEqual([before, pull.head.sha])
    const { data: merged } = await t.as('ada').rest.pulls.get({ ...repo, pull_number: pull.number })
    expect(merged).toMatchObject({ merged: true, merge_commit_sha: sha, state: 'closed' })
    const closed = await t.as('ada').rest.issues.get({ ...repo, issue_number: issue.number })
    expect(closed.data.state).toBe('closed')
    const branches = await t.as('ada').rest.repos.listBranches(repo)
    expect(branches.data.map(({ name }) => name).sort()).toEqual(['a', 'main'])
    expect((await standing(t, pull.node_id)).removals).toEqual(['merged'])
    const names = await announced()
    expect(names.slice(names.indexOf('pull_request.enqueued'))).toEqual([
      'pull_request.enqueued',
      'push',
      'merge_group.checks_requested',
      'push',
      'pull_request.dequeued',
      'pull_request.closed',
      'merge_group.destroyed',
      'push',
    ])
    const ends = hooks.received.filter(({ name }) => name === 'merge_group.destroyed')
    expect(ends.map(({ payload }) => payload)).toMatchObject([
      { reason: 'merged', merge_group: { head_sha: sha, base_sha: before, base_ref: 'refs/heads/main' } },
    ])
  })

  it('drops what fails, with the reason, and goes on with the next', async () => {
    const bad = await readyPull(t, 'bad', { 'bad.txt': 'b\n' })
    const good = await readyPull(t, 'good', { 'good.txt': 'g\n' })
    await enqueue(t, bad.node_id)
    await enqueue(t, good.node_id)
    expect(await standing(t, good.node_id)).toMatchObject({ inside: true, position: 2, group: undefined })
    const sha = await group(bad.node_id)
    await build(t, sha, 'failure')
    expect(await standing(t, bad.node_id)).toMatchObject({
      inside: false,
      removals: ['failed_checks'],
      lastGroup: sha,
    })
    await t.forge.drain()
    const dropped = hooks.received.filter(({ name }) => /dequeued|destroyed/.test(name))
    expect(dropped.map(({ payload }) => payload)).toMatchObject([
      { action: 'dequeued', number: bad.number, reason: 'CI_FAILURE' },
      { action: 'destroyed', reason: 'dequeued', merge_group: { head_sha: sha } },
    ])
    await build(t, await group(good.node_id))
    const states = await Promise.all(
      [bad, good].map(
        async ({ number }) =>
          (await t.as('ada').rest.pulls.get({ ...repo, pull_number: number })).data.merged,
      ),
    )
    expect(states).toEqual([false, true])
  })

  it('builds each group on what was merged before, and drops what conflicts with it', async () => {
    const one = await readyPull(t, 'one', { 'same.txt': 'one\n' })
    const two = await readyPull(t, 'two', { 'same.txt': 'two\n' })
    await enqueue(t, one.node_id)
    await enqueue(t, two.node_id)
    await build(t, await group(one.node_id))
    expect(await standing(t, two.node_id)).toMatchObject({ inside: false, removals: ['merge_conflict'] })
  })

  it('drops a group whose checks do not come in time', async () => {
    const pull = await readyPull(t, 'slow', { 'slow.txt': 's\n' })
    await enqueue(t, pull.node_id)
    // Anything that is said about any commit has the queue look; a person says it, whose token knows no time.
    const say = (context: string) =>
      t.as('grace').rest.repos.createCommitStatus({ ...repo, sha: pull.head.sha, state: 'success', context })
    ahead = 9 * MINUTE
    await say('one')
    expect((await standing(t, pull.node_id)).inside).toBe(true)
    ahead = 10 * MINUTE
    await say('two')
    expect(await standing(t, pull.node_id)).toMatchObject({ inside: false, removals: ['checks_timed_out'] })
  })

  it('is left by hand, and entered again', async () => {
    const pull = await readyPull(t, 'a', { 'a.txt': 'a\n' })
    expect(await dequeue(t, pull.node_id)).toBe('Pull request is not in the queue')
    await enqueue(t, pull.node_id)
    expect(await dequeue(t, pull.node_id)).toBeUndefined()
    expect(await standing(t, pull.node_id)).toMatchObject({ inside: false, removals: ['manual'] })
    expect(await enqueue(t, pull.node_id)).toBeUndefined()
    expect((await standing(t, pull.node_id)).inside).toBe(true)
  })

  it('refuses pushes to a branch that waits in it', async () => {
    const pull = await readyPull(t, 'a', { 'a.txt': 'a\n' })
    await enqueue(t, pull.node_id)
    const refused = await failure(commit(t.as('grace'), 'a', { 'b.txt': 'b\n' }))
    expect(refused.message).toContain('Branches that are queued for merging cannot be updated.')
    await dequeue(t, pull.node_id)
    await commit(t.as('grace'), 'a', { 'b.txt': 'b\n' })
  })

  it('is entered by what is ready only, and by who may', async () => {
    const pull = await openPull(t.as('grace'), 'a', { 'a.txt': 'a\n' })
    expect(await enqueue(t, pull.node_id)).toBe(
      'UNPROCESSABLE Pull request Required status check "build" is expected.',
    )
    await build(t, pull.head.sha)
    expect(await enqueue(t, pull.node_id, 'baton', '0'.repeat(40))).toMatch(/^UNPROCESSABLE Head branch/)
    expect(await enqueue(t, pull.node_id, 'reviewer')).toMatch(/^FORBIDDEN/)
    expect(await enqueue(t, pull.node_id, 'mallory')).toMatch(/^FORBIDDEN/)
    const draft = await openPull(t.as('grace'), 'b', { 'b.txt': 'b\n' }, { draft: true })
    expect(await enqueue(t, draft.node_id)).toBe('UNPROCESSABLE Pull request is in draft state')
    expect(await enqueue(t, pull.node_id, 'grace')).toBeUndefined()
    expect(await enqueue(t, pull.node_id)).toBe('UNPROCESSABLE Pull request is already in the queue')
  })
})

test.each<[Method, number]>([
  ['SQUASH', 1],
  ['REBASE', 2],
])('%s makes a group without a merge commit, with %i of the branch’s commits', async (method, commits) => {
  await queueOnMain(t, method)
  const pull = await readyPull(t, 'a', { 'a.txt': 'a\n' })
  const head = await commit(t.as('grace'), 'a', { 'b.txt': 'b\n' })
  await build(t, head)
  const before = await tip(t.as('ada'), 'main')
  await enqueue(t, pull.node_id)
  await build(t, await group(pull.node_id))
  const { data } = await t
    .as('ada')
    .rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${before}...main` })
  expect(data.commits.map(({ parents }) => parents.length)).toEqual(Array.from({ length: commits }, () => 1))
  expect(data.files?.map(({ filename }) => filename)).toEqual(['a.txt', 'b.txt'])
})

test('without a queue nothing enters one, and a person’s repository has none', async () => {
  const pull = await readyPull(t, 'a', { 'a.txt': 'a\n' })
  expect(await standing(t, pull.node_id)).toMatchObject({ enabled: false, inside: false })
  expect(await enqueue(t, pull.node_id)).toBe(
    "UNPROCESSABLE Pull request's base branch main has no merge queue",
  )
  const parameters = {
    check_response_timeout_minutes: 10,
    grouping_strategy: 'ALLGREEN',
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: 'MERGE',
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  } as const
  const asked = t.as('ada').request('POST /repos/{owner}/{repo}/rulesets', {
    ...repo,
    name: 'queue',
    enforcement: 'active',
    rules: [{ type: 'merge_queue', parameters }],
  })
  expect(await failure(asked)).toMatchObject({ status: 422, errors: ["Invalid rule 'merge_queue': "] })
})
