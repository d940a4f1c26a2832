// Every effect against the embedded GitHub: carried out twice, or cut short by a crash and repeated, it is there once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { StoredRunRequest } from '../../src/executor/request.ts'
import { RunId, Sha } from '../../src/domain/ids.ts'
import { withMarker } from '../../src/domain/markers.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { link } from '../../src/store/tasks.ts'
import { loadRun, runsOfTask } from '../../src/store/runs.ts'
import { validationsOfTask } from '../../src/store/validations.ts'
import { agent, policy } from '../domain/support.ts'
import { commit } from '../forge/code/support.ts'
import { repo, violations } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest
const carryOut = async (action: Action, crashAt?: string): Promise<boolean> =>
  act(action, await stage.context(crashAt))

let branches = 0
/** A branch of its own with a change in it, and its pull request when wanted. */
async function change(): Promise<{ branch: string; sha: Sha }> {
  branches += 1
  const branch = `baton/issue-1/wave-${branches}-implementer`
  const sha = await commit(stage.t.as('grace'), branch, {
    'src/lines.txt': `line one of ${branches}\nline 2\n`,
  })
  return { branch, sha: Sha.parse(sha) }
}

async function draft(): Promise<{ branch: string; sha: Sha; pull: number; nodeId: string }> {
  const made = await change()
  await carryOut(openPull(made.branch))
  const { data } = await person().pulls.list({ ...repo, head: `ada:${made.branch}` })
  return { ...made, pull: data[0]!.number, nodeId: data[0]!.node_id }
}

const openPull = (branch: string): Action => ({
  do: 'open_pull',
  wave: 1,
  branch,
  base: 'main',
  title: 'A change',
  body: 'Closes #1',
})

describe('on the issue', () => {
  test('labels are made, set and taken off', async () => {
    const names = ['type:bugfix', 'state:running']
    const ensure: Action = { do: 'ensure_labels', names }
    const set: Action = { do: 'set_labels', add: ['type:bugfix', 'state:running'], remove: [] }
    const unset: Action = { do: 'set_labels', add: [], remove: ['state:running'] }
    for (const action of [ensure, ensure, set, set, unset, unset]) await carryOut(action)
    const { data: known } = await person().issues.listLabelsForRepo({ ...repo, per_page: 100 })
    expect(
      known
        .map(({ name }) => name)
        .filter((name) => names.includes(name))
        .sort(),
    ).toEqual(names.toSorted())
    const { data } = await person().issues.listLabelsOnIssue({ ...repo, issue_number: stage.issue })
    expect(data.map(({ name }) => name)).toEqual(['type:bugfix'])
  })

  test('it is closed', async () => {
    for (let i = 0; i < 2; i += 1) await carryOut({ do: 'close_issue' })
    const { data } = await person().issues.get({ ...repo, issue_number: stage.issue })
    expect([data.state, data.state_reason]).toEqual(['closed', 'completed'])
  })
})

describe('comments', () => {
  const comment = (topic: string, text: string, commentId?: number): Action => ({
    do: 'comment',
    on: stage.issue,
    topic,
    body: withMarker(topic, text),
    commentId,
  })
  const bodies = async (topic: string) =>
    (await person().issues.listComments({ ...repo, issue_number: stage.issue })).data.filter(({ body }) =>
      body?.includes(`baton:${topic} `),
    )

  test.each([undefined, 'comment:before', 'comment:after'])(
    'one per topic (crash at %s)',
    async (crashAt) => {
      const topic = `topic-${crashAt?.replace(':', '-') ?? 'none'}`
      const first = carryOut(comment(topic, 'a'), crashAt)
      if (crashAt === undefined) expect(await first).toBe(true)
      else await expect(first).rejects.toThrow(Crash)
      await carryOut(comment(topic, 'a'))
      expect(await bodies(topic)).toHaveLength(1)
    },
  )

  test('somebody else’s comment with our marker is not taken for ours', async () => {
    await person().issues.createComment({
      ...repo,
      issue_number: stage.issue,
      body: withMarker('forged', 'x'),
    })
    await carryOut(comment('forged', 'ours'), 'comment:before').catch(() => undefined)
    await carryOut(comment('forged', 'ours'))
    expect((await bodies('forged')).map(({ user }) => user?.login)).toEqual(['grace', 'baton[bot]'])
  })

  test('is rewritten in place', async () => {
    await carryOut(comment('sticky', 'a'))
    const [made] = await bodies('sticky')
    for (let i = 0; i < 2; i += 1) await carryOut(comment('sticky', 'b', made?.id))
    expect((await bodies('sticky')).map(({ body }) => body)).toEqual([withMarker('sticky', 'b')])
  })
})

describe('branches and pull requests', () => {
  test('a run’s commit is pushed, once, and never over somebody else’s', async () => {
    const { signal } = new AbortController()
    const mirror = await stage.workspaces.mirror(repo, [stage.main], signal)
    const run = RunId.parse(`${stage.key}/push`)
    const tree = await stage.workspaces.worktree(mirror, run, stage.main, signal)
    const theirs = await change()
    await stage.workspaces.mirror(repo, [theirs.sha], signal)
    const branch = 'baton/issue-1/pushed'
    const push = (sha: Sha, expected: Sha | undefined): Action => ({
      do: 'push',
      wave: 1,
      branch,
      sha,
      expected,
    })
    await expect(carryOut(push(theirs.sha, undefined), 'push:after')).rejects.toThrow(Crash)
    await carryOut(push(theirs.sha, undefined))
    const tip = async () => (await person().git.getRef({ ...repo, ref: `heads/${branch}` })).data.object.sha
    expect(await tip()).toBe(theirs.sha)
    await expect(carryOut(push(stage.main, stage.main))).rejects.toThrow()
    expect(await tip()).toBe(theirs.sha)
    await stage.workspaces.discard(tree)
  })

  test.each([undefined, 'open_pull:before', 'open_pull:after'])(
    'one pull request (crash at %s)',
    async (crashAt) => {
      const { branch } = await change()
      const first = carryOut(openPull(branch), crashAt)
      if (crashAt === undefined) expect(await first).toBe(true)
      else await expect(first).rejects.toThrow(Crash)
      await carryOut(openPull(branch))
      const { data } = await person().pulls.list({ ...repo, head: `ada:${branch}`, state: 'all' })
      expect(data.map(({ draft: isDraft, state }) => [isDraft, state])).toEqual([[true, 'open']])
      const linked = await stage.at.store.db.selectFrom('link').selectAll().execute()
      expect(linked).toContainEqual({ ref: `ada/engine#${data[0]?.number}`, task_key: stage.key })
    },
  )

  test('ready, merged, tidied: each twice', async () => {
    const { branch, sha, pull, nodeId } = await draft()
    const steps: Action[] = [
      { do: 'mark_ready', pull, nodeId },
      { do: 'merge', pull, sha, method: 'squash', title: 'A change (#2)', message: 'Closes #1' },
      { do: 'delete_branch', branch, sha },
    ]
    for (const step of steps) for (let i = 0; i < 2; i += 1) await carryOut(step)
    const { data } = await person().pulls.get({ ...repo, pull_number: pull })
    expect([data.merged, data.draft]).toEqual([true, false])
    const commits = await person().repos.listCommits({ ...repo, sha: 'main' })
    expect(commits.data.filter(({ commit: c }) => c.message.startsWith('A change (#2)'))).toHaveLength(1)
    const refs = await person().git.listMatchingRefs({ ...repo, ref: `heads/${branch}` })
    expect(refs.data).toEqual([])
  })

  test('a head that moved is not merged; a rule that says no is remembered with its words', async () => {
    const { branch, sha, pull, nodeId } = await draft()
    const merge = (of: Sha): Action => ({
      do: 'merge',
      pull,
      sha: of,
      method: 'squash',
      title: 't',
      message: 'm',
    })
    stage.remembered.length = 0
    await carryOut(merge(sha))
    expect(stage.remembered).toMatchObject([{ mergeRefusal: { sha, at: 1_000_000 } }])
    await carryOut({ do: 'mark_ready', pull, nodeId })
    const moved = Sha.parse(await commit(stage.t.as('grace'), branch, { 'new.txt': 'x\n' }))
    stage.remembered.length = 0
    await carryOut(merge(sha))
    expect(stage.remembered).toEqual([])
    expect((await person().pulls.get({ ...repo, pull_number: pull })).data).toMatchObject({
      merged: false,
      head: { sha: moved },
    })
  })
})

describe('reviews and checks', () => {
  test.each([
    ['author', 'COMMENT', undefined],
    ['author', 'COMMENT', 'review:after'],
    ['reviewer', 'APPROVE', 'review:before'],
    ['reviewer', 'REQUEST_CHANGES', 'review:after'],
  ] as const)('one review as the %s: %s (crash at %s)', async (as, event, crashAt) => {
    const { pull, sha } = await draft()
    const inside = { path: 'src/lines.txt', line: 1, severity: 'minor' as const, message: 'inside' }
    const topic = 'verdict/critic'
    const review: Action = {
      do: 'review',
      pull,
      sha,
      topic,
      as,
      event,
      body: withMarker(topic, 'The verdict.'),
      findings: [inside, { ...inside, line: 900, message: 'outside' }],
    }
    const first = carryOut(review, crashAt)
    if (crashAt === undefined) expect(await first).toBe(true)
    else await expect(first).rejects.toThrow(Crash)
    await carryOut(review)
    const { data } = await person().pulls.listReviews({ ...repo, pull_number: pull })
    expect(data).toHaveLength(1)
    expect(data[0]?.body).toContain('`src/lines.txt:900` **minor** outside')
    const comments = await person().pulls.listReviewComments({ ...repo, pull_number: pull })
    expect(comments.data.map(({ path, line, body }) => [path, line, body])).toEqual([
      ['src/lines.txt', 1, '**minor** inside'],
    ])
  })

  test.each([undefined, 'check:before', 'check:after'])(
    'one check run, up to date (crash at %s)',
    async (crashAt) => {
      const { sha } = await draft()
      const check = (title: string, checkId?: number): Action => ({
        do: 'check',
        sha,
        name: 'baton/gates',
        status: 'completed',
        conclusion: 'success',
        title,
        summary: 's',
        digest: title,
        checkId,
      })
      const first = carryOut(check('first'), crashAt)
      if (crashAt === undefined) expect(await first).toBe(true)
      else await expect(first).rejects.toThrow(Crash)
      await carryOut(check('second'))
      const listed = async () =>
        (await person().checks.listForRef({ ...repo, ref: sha, filter: 'all' })).data.check_runs
      expect((await listed()).map((run) => [run.output.title, run.external_id])).toEqual([
        ['second', 'second'],
      ])
      await carryOut(check('third', (await listed())[0]?.id))
      expect((await listed()).map((run) => run.output.title)).toEqual(['third'])
    },
  )
})

describe('runs', () => {
  const start = (id: string): Extract<Action, { do: 'start_run' }> => ({
    do: 'start_run',
    id: RunId.parse(`${stage.key}/${id}`),
    wave: 1,
    agent: agent('implementer'),
    purpose: 'implement',
    attempt: 1,
    headSha: stage.main,
    baseSha: stage.main,
    brief: { title: 't', instructions: 'i', untrusted: [], routedBy: 'r' },
  })

  test('one row as it was decided first, and a job for it', async () => {
    const action = start('start')
    stage.enqueued.length = 0
    expect(await carryOut(action)).toBe(true)
    await carryOut({ ...action, brief: { ...action.brief, title: 'another' } })
    expect(new Set(stage.enqueued)).toEqual(new Set([action.id]))
    const rows = (await runsOfTask(stage.at.store.db, stage.key)).filter(({ id }) => id === action.id)
    expect(rows).toMatchObject([{ state: 'queued', request: { brief: { title: 't' } } }])
    expect(StoredRunRequest.parse(rows[0]?.request).authority).toMatchObject({
      allowPaths: ['**'],
      branch: 'baton/issue-1/wave-1-implementer',
      tokenPermissions: 'none',
      limits: { usd: 3 },
    })
  })

  test('what was granted is frozen into the row, with the branch of the plan’s wave', async () => {
    const authority = { paths: { allow: ['src/**'] }, tools: ['Read' as const], max: { usd: 1 } }
    const action = { ...start('granted'), authority, branch: 'agent-1/speed/wave-1' }
    await carryOut(action)
    const row = await loadRun(stage.at.store.db, action.id)
    expect(StoredRunRequest.parse(row?.request).authority).toMatchObject({
      allowPaths: ['src/**'],
      tools: ['Read'],
      branch: 'agent-1/speed/wave-1',
      limits: { usd: 1, turns: 40 },
    })
  })

  test('a crash between row and job leaves neither', async () => {
    const action = start('crash')
    await expect(carryOut(action, 'start_run:between')).rejects.toThrow(Crash)
    expect(await loadRun(stage.at.store.db, action.id)).toBeUndefined()
    await carryOut(action)
    expect(await loadRun(stage.at.store.db, action.id)).toMatchObject({ state: 'queued' })
  })

  test('not where the repository has no room left for it today, and one that has its room keeps it', async () => {
    const [kept, refused] = [start('room'), start('no-room')]
    expect(await carryOut(kept)).toBe(true)
    const rules = policy()
    const limits = { ...rules.limits, repository_day_usd: 0.01 }
    const context = await stage.context(undefined, { policy: { ...rules, limits } })
    expect(await act(refused, context)).toBe(false)
    expect(await loadRun(stage.at.store.db, refused.id)).toBeUndefined()
    expect(await act(kept, context)).toBe(true)
  })

  test('cancelled once; what a run had come to stays', async () => {
    const action = start('cancel')
    await carryOut(action)
    const cancel: Action = { do: 'cancel_run', id: action.id, why: 'the issue is closed' }
    await carryOut(cancel)
    await carryOut({ ...cancel, why: 'again' })
    expect(stage.cancelled).toContain(action.id)
    expect(await loadRun(stage.at.store.db, action.id)).toMatchObject({
      state: 'cancelled',
      outcome: { kind: 'aborted', detail: 'the issue is closed' },
      usage: { turns: 0, usd: 0 },
    })
  })
})

describe('workflows', () => {
  const dispatch = (attempt: number): Action => ({
    do: 'dispatch',
    wave: 1,
    kind: 'validate',
    confirms: false,
    workflow: 'baton-validate.yml',
    headSha: stage.main,
    baseSha: stage.main,
    attempt,
    plan: { setup: [], commands: [{ name: 't', run: 'npm test', report: 'none' }], rounds: 1 },
    platform: { name: 'linux-x64', runner: 'ubuntu-latest', requires: [] },
  })
  const stored = async (attempt: number) =>
    (await validationsOfTask(stage.at.store.db, stage.key)).find(({ id }) => id.endsWith(`/${attempt}`))

  test.each([
    [undefined, 1],
    ['dispatch:before', 2],
    ['dispatch:after', 3],
  ])('one workflow run, found again by its nonce (crash at %s)', async (crashAt, attempt) => {
    const before = stage.repository().runs.length
    const first = carryOut(dispatch(attempt), crashAt)
    if (crashAt === undefined) expect(await first).toBe(true)
    else await expect(first).rejects.toThrow(Crash)
    await carryOut(dispatch(attempt))
    expect(stage.repository().runs.length - before).toBe(1)
    const record = await stored(attempt)
    const run = stage.repository().runs.at(-1)
    expect(record).toMatchObject({ state: 'running', workflowRunId: run?.id })
    expect(record && run?.displayTitle.includes(record.nonce)).toBe(true)
    // It is on record: a third try does not even look.
    expect(await carryOut(dispatch(attempt))).toBe(false)
  })

  test('given up, once', async () => {
    const { id } = (await stored(1))!
    for (const why of ['no result within 90 minutes', 'again'])
      await carryOut({ do: 'give_up_validation', validation: id, why })
    expect(await stored(1)).toMatchObject({ state: 'failed', detail: 'no result within 90 minutes' })
  })
})

test('a link that is there already is no error', async () => {
  await link(stage.at.store.db, [stage.key], stage.key)
  await link(stage.at.store.db, [stage.key], stage.key)
  const rows = await stage.at.store.db.selectFrom('link').selectAll().where('ref', '=', stage.key).execute()
  expect(rows).toHaveLength(1)
})
