// Taking a merge back, on real git and the embedded GitHub: cut short anywhere and repeated, there is one issue and one task.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { AgentName, Sha, taskKey, taskRef } from '../../src/domain/ids.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { RollbackReceipt } from '../../src/reconcile/act/rollback.ts'
import { toRunRecord } from '../../src/reconcile/records.ts'
import { TaskState } from '../../src/reconcile/task-state.ts'
import { Lease } from '../../src/store/leases.ts'
import { receiptsOf } from '../../src/store/ledger.ts'
import { runsOfTask } from '../../src/store/runs.ts'
import { loadTask, saveTask } from '../../src/store/tasks.ts'
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
const tip = async (): Promise<Sha> =>
  Sha.parse((await person().git.getRef({ ...repo, ref: 'heads/main' })).data.object.sha)
/** A commit on main, as a squash merge leaves one. */
const merges = async (path: string, text: string): Promise<{ merge: Sha; parent: Sha }> => {
  const parent = await tip()
  return { merge: Sha.parse(await commit(stage.t.as('grace'), 'main', { [path]: text })), parent }
}

const action = ({ merge, parent }: { merge: Sha; parent: Sha }): Extract<Action, { do: 'roll_back' }> => ({
  do: 'roll_back',
  merge,
  parent,
  base: 'main',
  by: 'grace',
  issue: {
    title: `Revert ${merge.slice(0, 7)}`,
    body: 'It got slower.',
    topic: `rollback/${merge}`,
    labels: ['baton', 'type:bugfix'],
  },
  route: {
    labels: ['type:bugfix'],
    waves: [{ index: 1, purpose: 'implement', agent: AgentName.parse('implementer'), after: [] }],
    dropped: [],
  },
  branch: `baton/rollback/${merge.slice(0, 7)}`,
  patch: { title: `Revert ${merge.slice(0, 7)}`, summary: 'It got slower.', answers: [], notes: [] },
})
const carryOut = async (wanted: Action, crashAt?: string) => act(wanted, await stage.context(crashAt))
const issuesOf = async (title: string) =>
  (await person().issues.listForRepo({ ...repo, state: 'all', per_page: 100 })).data.filter(
    (issue) => issue.title === title,
  )
const receipt = async (merge: Sha) =>
  (await receiptsOf(stage.at.store.db, stage.key, 'rollback'))
    .map((one) => RollbackReceipt.parse(one))
    .find((one) => one.merge === merge)

describe('a merge that stands alone', () => {
  test.each([
    undefined,
    'rollback:before',
    'rollback_issue:before',
    'rollback_issue:after',
    'rollback:opened',
    'rollback:between',
    'rollback:after',
  ])('has one task whose first attempt is the revert (crash at %s)', async (crashAt) => {
    const { db } = stage.at.store
    const change = await merges(`src/${crashAt?.replaceAll(':', '-') ?? 'none'}.txt`, 'slow\n')
    const wanted = action(change)
    if (crashAt !== undefined) await expect(carryOut(wanted, crashAt)).rejects.toThrow(Crash)
    await carryOut(wanted)
    await carryOut(wanted)
    const [issue, ...others] = await issuesOf(wanted.issue.title)
    expect(others).toEqual([])
    const number = issue?.number ?? 0
    expect(await receipt(change.merge)).toEqual({ merge: change.merge, issue: number, conflicts: [] })
    const key = taskKey({ ...taskRef(stage.key), number })
    expect(TaskState.parse((await loadTask(db, key))?.state)).toMatchObject({
      authorisedBy: 'grace',
      rollbackOf: change.merge,
      waves: [{ index: 1, branch: wanted.branch }],
      routed: wanted.route,
    })
    expect(stage.woken.filter((woken) => woken === key)).not.toEqual([])
    const runs = (await runsOfTask(db, key)).map(toRunRecord)
    expect(runs).toMatchObject([{ agent: 'implementer', purpose: 'implement', attempt: 1, state: 'done' }])
    const [run] = runs
    const sha = run?.outcome?.kind === 'done' ? run.outcome.commit : undefined
    expect(run?.headSha).toBe(change.merge)
    // What comes after is as for every wave: it can be pushed.
    const push: Action = {
      do: 'push',
      wave: 1,
      branch: wanted.branch,
      sha: sha ?? change.merge,
      expected: undefined,
    }
    await carryOut(push)
    const { data } = await person().repos.getCommit({ ...repo, ref: wanted.branch })
    expect([data.sha, data.parents.map((one) => one.sha)]).toEqual([sha, [change.merge]])
    expect(data.files?.map(({ filename, status }) => [filename, status])).toEqual([
      [expect.stringMatching(/^src\//), 'removed'],
    ])
    expect(data.commit.message).toContain(`This reverts commit ${change.merge}.`)
  })
})

test('what later changes stand on is left to the agent of the wave', async () => {
  const change = await merges('src/conflict.txt', 'slow\n')
  await merges('src/conflict.txt', 'slow, and more\n')
  const wanted = action(change)
  await carryOut(wanted)
  const [issue] = await issuesOf(wanted.issue.title)
  expect(await receipt(change.merge)).toEqual({
    merge: change.merge,
    issue: issue?.number,
    conflicts: ['src/conflict.txt'],
  })
  const key = taskKey({ ...taskRef(stage.key), number: issue?.number ?? 0 })
  expect(await runsOfTask(stage.at.store.db, key)).toEqual([])
  expect(TaskState.parse((await loadTask(stage.at.store.db, key))?.state).rollbackOf).toBe(change.merge)
})

test('where nothing of it is left no issue is opened', async () => {
  const change = await merges('src/gone.txt', 'slow\n')
  const { data } = await person().repos.getContent({ ...repo, path: 'src/gone.txt' })
  if (!('sha' in data)) throw new Error('not a file')
  await person().repos.deleteFile({ ...repo, path: 'src/gone.txt', message: 'Remove it', sha: data.sha })
  const wanted = action(change)
  await carryOut(wanted)
  expect(await issuesOf(wanted.issue.title)).toEqual([])
  expect(await receipt(change.merge)).toEqual({ merge: change.merge, issue: undefined, conflicts: [] })
})

test('a pass over the new issue that is under way is waited for, and what it remembered is kept', async () => {
  const { db } = stage.at.store
  const change = await merges('src/race.txt', 'slow\n')
  const wanted = action(change)
  await expect(carryOut(wanted, 'rollback:opened')).rejects.toThrow(Crash)
  const [issue] = await issuesOf(wanted.issue.title)
  const key = taskKey({ ...taskRef(stage.key), number: issue?.number ?? 0 })
  const lease = await Lease.acquire(db, key, 'another', 60_000)
  await expect(carryOut(wanted)).rejects.toThrow(/is being looked at/)
  await saveTask(db, key, TaskState.parse({ explanation: ['nobody has handed it over'] }), true)
  if (lease !== undefined) await Lease.release(db, lease)
  await carryOut(wanted)
  expect(TaskState.parse((await loadTask(db, key))?.state)).toMatchObject({
    authorisedBy: 'grace',
    explanation: ['nobody has handed it over'],
  })
})
