// The pass over somebody's pull request while something is frozen: what it is judged by, until when, and who has it judged anew.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import { WaveKey } from '../../src/domain/plan/names.ts'
import type { GitHub } from '../../src/github/apps.ts'
import type { PullsApi } from '../../src/github/pulls-api.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { checkProposal } from '../../src/reconcile/proposal.ts'
import { Lease } from '../../src/store/leases.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import { link, saveTask } from '../../src/store/tasks.ts'
import { agent } from '../domain/support.ts'
import { commit } from '../forge/code/support.ts'
import { OWNER, REPO, repo, violations } from '../forge/support.ts'
import { type Stage, startStage } from './support.ts'

const DAY = 24 * 60 * 60_000
/** When the stage's freezes begin. */
const BEGIN = 1_000_000

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest
const keyOf = (number: number): TaskKey => TaskKey.parse(`${OWNER}/${REPO}#${number}`)

let count = 0
async function proposal(
  files: Record<string, string>,
  base = 'main',
): Promise<{ branch: string; sha: string; number: number }> {
  count += 1
  const branch = `change-${count}`
  const sha = await commit(stage.t.as('grace'), branch, files, branch)
  const { data } = await person().pulls.create({ ...repo, head: branch, base, title: 'T' })
  return { branch, sha, number: data.number }
}

/** Each file frozen in these tests is that of one test: the store is theirs together. */
async function freeze(paths: string[], days?: number): Promise<WaveKey> {
  count += 1
  const id = WaveKey.parse(`plan-${count}/3`)
  const put: Action = {
    do: 'freeze',
    id,
    wave: 3,
    sha: stage.main,
    paths,
    symbols: [],
    days,
    orchestrator: agent('orchestrator'),
    seats: [agent('critic')],
  }
  await act(put, await stage.context())
  return id
}
const lift = async (id: WaveKey): Promise<boolean> =>
  act({ do: 'lift_freeze', id, by: ['@grace'] }, await stage.context())

async function checkOn(sha: string) {
  const { data } = await person().checks.listForRef({ ...repo, ref: sha, filter: 'all' })
  return data.check_runs.map(({ name, conclusion, output }) => ({
    said: `${name} ${conclusion}: ${output.title}`,
    summary: output.summary,
  }))
}

async function pass(
  number: number,
  now = BEGIN,
  github = stage.github,
): Promise<{ requeueAfterMs?: number }> {
  const { db } = stage.at.store
  const lease = await Lease.acquire(db, keyOf(number), 'test', 60_000)
  if (lease === undefined) throw new Error('the lease is taken')
  const deps = {
    db,
    github,
    configurations: createConfigurations(db, new Map()),
    now: () => now,
    probe: () => undefined,
    onAction: () => undefined,
    log: { info: () => undefined },
  }
  try {
    const seen = await checkProposal(deps, keyOf(number), lease, new AbortController().signal)
    if (seen === undefined) throw new Error(`#${number} is no pull request`)
    return seen
  } finally {
    await Lease.release(db, lease)
  }
}

test('where nothing was ever frozen there is no such check, and no request for it', async () => {
  const { sha, number } = await proposal({ 'src/first.mjs': 'export {}\n' })
  // The first one also asks for a token.
  await pass(number)
  const before = stage.t.forge.requests.length
  expect(await pass(number)).toEqual({})
  expect(stage.t.forge.requests.length - before).toBe(2)
  expect(await checkOn(sha)).toEqual([])
})

test('red while it is frozen, with whose it is, until when and how it is lifted; green once it is lifted', async () => {
  const { sha, number } = await proposal({ 'src/lines.txt': 'other lines\n' })
  const id = await freeze(['src/lines.txt'], 90)
  expect(await pass(number)).toEqual({ requeueAfterMs: 90 * DAY })
  const [red, ...others] = await checkOn(sha)
  expect(others).toEqual([])
  expect(red?.said).toBe('baton/freeze failure: something frozen is touched')
  expect(red?.summary).toContain(`Wave ${id} of ${id.split('/')[0]} (${stage.key}) froze this`)
  expect(red?.summary).toContain('until 1970-04-01 00:16 UTC')
  expect(red?.summary).toContain('`src/lines.txt` is changed')
  expect(red?.summary).toContain(
    'It ends when critic all agree to lift it, or when orchestrator and a person with write permission agree',
  )
  expect(await lift(id)).toBe(true)
  expect(await pass(number)).toEqual({})
  expect(await checkOn(sha)).toMatchObject([
    { said: 'baton/freeze success: nothing frozen is touched', summary: '- ✅ Nothing is frozen' },
  ])
})

test('one that leaves it alone is told so, and one that is over by then as well', async () => {
  const ends = await freeze(['src/ending.mjs'], 1)
  const beside = await proposal({ 'src/beside.mjs': 'export {}\n' })
  const touching = await proposal({ 'src/ending.mjs': 'export {}\n' })
  for (const { number } of [beside, touching]) await pass(number, BEGIN + DAY - 1)
  expect(await checkOn(beside.sha)).toMatchObject([{ summary: '- ✅ 1 freeze kept' }])
  expect(await checkOn(touching.sha)).toMatchObject([
    { said: 'baton/freeze failure: something frozen is touched' },
  ])
  expect(await pass(touching.number, BEGIN + DAY)).toEqual({})
  expect(await checkOn(touching.sha)).toMatchObject([
    { said: 'baton/freeze success: nothing frozen is touched' },
  ])
  await lift(ends)
})

test('into the branch of a wave: what its own task froze does not hold it back, what others froze does', async () => {
  const wave = await proposal({ 'src/wave.mjs': 'export {}\n' })
  await link(stage.at.store.db, [keyOf(wave.number)], stage.key)
  const own = await freeze(['src/wave.mjs'])
  const into = await proposal({ 'src/wave.mjs': 'export default 1\n' }, wave.branch)
  await pass(into.number)
  expect(await checkOn(into.sha)).toEqual([])
  const main = await proposal({ 'src/wave.mjs': 'export default 2\n' })
  await pass(main.number)
  expect(await checkOn(main.sha)).toMatchObject([
    { said: 'baton/freeze failure: something frozen is touched' },
  ])
  await lift(own)
})

test('the branch of a task is the task’s to judge, also before its pull request is known to be', async () => {
  const { sha, number, branch } = await proposal({ 'src/early.mjs': 'export {}\n' })
  const id = await freeze(['src/early.mjs'])
  const { db } = stage.at.store
  const state = { ...emptyTaskState(), waves: [{ index: 1, branch }] }
  await saveTask(db, keyOf(4712), state, true)
  expect(await pass(number)).toEqual({})
  expect(await checkOn(sha)).toEqual([])
  // A task that is over judges nothing any more.
  await saveTask(db, keyOf(4712), state, false)
  await pass(number)
  expect(await checkOn(sha)).toMatchObject([{ said: 'baton/freeze failure: something frozen is touched' }])
  await lift(id)
})

test('a change of which GitHub does not list every file cannot be shown to leave it alone', async () => {
  const id = await freeze(['src/huge.mjs'])
  const { sha, number } = await proposal({ 'src/a.mjs': 'a\n', 'src/b.mjs': 'b\n' })
  const cut: GitHub = {
    ...stage.github,
    async author(at) {
      const client = await stage.github.author(at)
      const pulls: PullsApi = {
        ...client.pulls,
        changed: async (pull) => (await client.pulls.changed(pull)).slice(1),
      }
      return { ...client, pulls }
    },
  }
  await pass(number, BEGIN, cut)
  expect(await checkOn(sha)).toMatchObject([
    {
      said: 'baton/freeze action_required: nobody can tell whether something frozen is touched',
      summary: expect.stringContaining('GitHub does not list 1 file of this change'),
    },
  ])
  await lift(id)
})

test('whoever has a pull request open is woken when something is frozen and when it is lifted, nobody else is', async () => {
  const { number } = await proposal({ 'src/woken.mjs': 'export {}\n' })
  const closed = await proposal({ 'src/closed.mjs': 'export {}\n' })
  await person().pulls.update({ ...repo, pull_number: closed.number, state: 'closed' })
  const ofAnother = await proposal({ 'src/linked.mjs': 'export {}\n' })
  await link(stage.at.store.db, [keyOf(ofAnother.number)], keyOf(4711))
  stage.woken.length = 0
  const id = await freeze(['src/woken.mjs'])
  const froze = stage.woken.splice(0)
  expect(froze).toEqual(expect.arrayContaining([keyOf(number), keyOf(4711)]))
  for (const none of [keyOf(closed.number), keyOf(ofAnother.number), stage.key])
    expect(froze).not.toContain(none)
  await lift(id)
  expect(stage.woken.splice(0)).toEqual(froze)
  await lift(id)
  expect(stage.woken).toEqual([])
})
