// A head into the merge queue, on the embedded GitHub: once, whatever crashes, and never again by itself after a drop.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { UserError } from '../../src/errors.ts'
import { act } from '../../src/reconcile/act/index.ts'
import type { Action } from '../../src/domain/actions.ts'
import type { ActionOf } from '../../src/reconcile/act/action.ts'
import { withMergeGroups } from '../../src/reconcile/merge-queue.ts'
import { installationOn } from '../../src/rehearsal/forge/lookup.ts'
import { build, dequeue, queueOnMain, readyPull, standing } from '../forge/code/queue-support.ts'
import { commit } from '../forge/code/support.ts'
import { APPS, repo, violations } from '../forge/support.ts'
import { pull as pullOf } from '../domain/support.ts'
import { until } from '../support/engine.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  await queueOnMain(stage.t, 'SQUASH')
})
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

let made = 0
async function ready(): Promise<ActionOf<'enqueue'>> {
  made += 1
  const pull = await readyPull(stage.t, `branch-${made}`, { [`${made}.txt`]: 'x\n' })
  const sha = Sha.parse(pull.head.sha)
  return { do: 'enqueue', pull: pull.number, nodeId: pull.node_id, sha, after: undefined }
}
const carryOut = async (action: ActionOf<'enqueue'>, crashAt?: string): Promise<boolean> =>
  act(action, await stage.context(crashAt))
const remembered = async () => {
  let state: unknown
  const context = await stage.context()
  await context.remember(({ enqueued, mergeRefusal }) => {
    state = { enqueued, mergeRefusal }
    return {}
  })
  return state
}
/** What the next pass knows of how a pull request left the queue. */
async function removedOf(nodeId: string) {
  const client = await stage.github.author(repo)
  return (await client.mergeQueue.look(nodeId)).removed
}

test.each([undefined, 'enqueue:before', 'enqueue:after'])(
  'it goes in once (crash at %s)',
  async (crashAt) => {
    const action = await ready()
    const first = carryOut(action, crashAt)
    if (crashAt === undefined) expect(await first).toBe(true)
    else await expect(first).rejects.toThrow(Crash)
    // A second attempt finds it there, and so has nothing to wait for.
    expect(await carryOut(action)).toBe(crashAt === 'enqueue:before')
    const { inside, group, removals } = await standing(stage.t, action.nodeId)
    expect({ inside, removals }).toEqual({ inside: true, removals: [] })
    expect(await remembered()).toMatchObject({
      enqueued: expect.arrayContaining([{ pull: action.pull, sha: action.sha }]),
    })
    await build(stage.t, group ?? '')
    expect((await standing(stage.t, action.nodeId)).removals).toEqual(['merged'])
    expect(await carryOut(action), 'what was merged does not go in again').toBe(false)
  },
)

test('one that was dropped while nobody looked is not put in again; asked for anew, it is', async () => {
  const action = await ready()
  await expect(carryOut(action, 'enqueue:after')).rejects.toThrow(Crash)
  const { group } = await standing(stage.t, action.nodeId)
  await build(stage.t, group ?? '', 'failure')
  expect(await carryOut(action)).toBe(false)
  expect(await standing(stage.t, action.nodeId)).toMatchObject({ inside: false, removals: ['failed_checks'] })
  const removed = await removedOf(action.nodeId)
  expect(removed).toMatchObject({ reason: 'failed_checks', failed: ['build'] })
  // Within a second the same merge is the same commit, and what was said of it still holds.
  const { world } = stage.t.forge
  const then = world.iso()
  await until('a second has passed', () => world.iso() !== then)
  expect(await carryOut({ ...action, after: removed?.id })).toBe(true)
  expect((await standing(stage.t, action.nodeId)).inside).toBe(true)
  await dequeue(stage.t, action.nodeId)
  expect(await removedOf(action.nodeId)).toMatchObject({ reason: 'manual', failed: [] })
})

test('a head that moved does not go in; a rule that says no is remembered with its words', async () => {
  const action = await ready()
  const branch = `branch-${made}`
  const moved = Sha.parse(await commit(stage.t.as('grace'), branch, { 'more.txt': 'x\n' }))
  await carryOut(action)
  expect(await standing(stage.t, action.nodeId)).toMatchObject({ inside: false, removals: [] })
  expect(await remembered()).toMatchObject({ mergeRefusal: undefined })
  await carryOut({ ...action, sha: moved })
  expect(await remembered()).toMatchObject({
    mergeRefusal: { sha: moved, message: expect.stringContaining('"build" is expected'), at: 1_000_000 },
  })
  await build(stage.t, moved)
  expect(await carryOut({ ...action, sha: moved })).toBe(true)
  await dequeue(stage.t, action.nodeId)
})

test.each([undefined, 'dequeue:before', 'dequeue:after'])(
  'what we put in comes out at our word, and is known as that (crash at %s)',
  async (crashAt) => {
    const action = await ready()
    await carryOut(action)
    const out: Action = { do: 'dequeue', pull: action.pull, nodeId: action.nodeId, why: 'held' }
    const first = stage.context(crashAt).then((context) => act(out, context))
    await (crashAt === undefined ? first : expect(first).rejects.toThrow(Crash))
    await act(out, await stage.context())
    expect(await standing(stage.t, action.nodeId)).toMatchObject({ inside: false, removals: ['manual'] })
    const known = { pull: action.pull, sha: action.sha }
    expect(await remembered()).toMatchObject({
      enqueued: expect.arrayContaining([{ ...known, leaving: true }]),
    })
    const removed = await removedOf(action.nodeId)
    expect(await carryOut({ ...action, after: removed?.id })).toBe(true)
    expect(await remembered()).toMatchObject({
      enqueued: expect.arrayContaining([{ ...known, after: removed?.id }]),
    })
    await dequeue(stage.t, action.nodeId)
  },
)

test('an App without the right says which one, to people', async () => {
  const action = await ready()
  const app = stage.t.forge.world.apps.get(APPS.baton.id)
  const installation = app && installationOn(stage.t.forge.world, app, stage.repository())
  if (installation === undefined) throw new Error('the App is not installed')
  const { permissions } = installation
  const { merge_queues: _, ...less } = permissions
  installation.permissions = less
  for (const token of stage.t.forge.world.tokens.values())
    if (token.kind === 'installation' && token.installation === installation) token.permissions = less
  const refused = carryOut(action)
  await expect(refused).rejects.toThrow(UserError)
  await expect(refused).rejects.toMatchObject({ fix: expect.stringContaining('merge_queues: write') })
  installation.permissions = permissions
  for (const token of stage.t.forge.world.tokens.values())
    if (token.kind === 'installation' && token.installation === installation) token.permissions = permissions
})

test('how a pull request left is asked for where it could go in, and nowhere else', async () => {
  const action = await ready()
  await carryOut(action)
  await dequeue(stage.t, action.nodeId)
  const client = await stage.github.author(repo)
  const seen = async (change: Parameters<typeof pullOf>[0]) => {
    const pull = pullOf({ nodeId: action.nodeId, draft: false, ...change })
    const [wave] = await withMergeGroups(client, [{ index: 2, branch: 'b', branchSha: action.sha, pull }])
    return wave?.pull?.mergeQueue
  }
  const outside = { mergeQueue: { inside: false } }
  expect(await seen(outside)).toMatchObject({ inside: false, removed: { reason: 'manual' } })
  expect(await seen({})).toBeUndefined()
  expect(await seen({ ...outside, draft: true })).toEqual({ inside: false })
  expect(await seen({ ...outside, state: 'merged' })).toEqual({ inside: false })
  expect(await seen({ mergeQueue: { inside: true } })).toEqual({ inside: true })
})
