// The rule of every effect: intent, look, do, receipt; whatever crashes in between, it is carried out once.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TransientError } from '../../src/errors.ts'
import { type Effect, once } from '../../src/reconcile/act/context.ts'
import { openIntents } from '../../src/store/ledger.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => await stage[Symbol.asyncDispose]())

/** An effect on a world that is one number; `shows`: whether the world shows what was done. */
function effect(key: string, change: Partial<Effect<number>> = {}, shows = true) {
  const world = { done: 0, looked: 0 }
  const made: Effect<number> = {
    key,
    kind: 'test',
    intent: { key },
    find: () => {
      world.looked += 1
      return Promise.resolve(shows && world.done > 0 ? world.done : undefined)
    },
    carryOut: () => {
      world.done += 1
      return Promise.resolve(world.done)
    },
    ...change,
  }
  return { world, made }
}

test('new: it is done without a look', async () => {
  const { world, made } = effect('new')
  expect(await once(await stage.context(), made)).toEqual({ how: 'done', receipt: 1 })
  expect(world).toEqual({ done: 1, looked: 0 })
})

test('done: it is looked for and not done again', async () => {
  const { world, made } = effect('done')
  await once(await stage.context(), made)
  expect(await once(await stage.context(), made)).toEqual({ how: 'found', receipt: 1 })
  expect(world).toEqual({ done: 1, looked: 1 })
})

test('done and removed by somebody: it is done again', async () => {
  const { world, made } = effect('removed')
  await once(await stage.context(), made)
  world.done = 0
  expect(await once(await stage.context(), made)).toEqual({ how: 'done', receipt: 1 })
})

test('done and not shown, where doing it twice would cost: it is left alone', async () => {
  const { world, made } = effect('costly', { gone: -1 }, false)
  await once(await stage.context(), made)
  expect(await once(await stage.context(), made)).toEqual({ how: 'found', receipt: -1 })
  expect(world.done).toBe(1)
})

test.each([
  ['test:before', 0, 1],
  ['test:after', 1, 1],
])('a crash at %s: the next try finds out what happened', async (point, doneBefore, doneAfter) => {
  const { world, made } = effect(`crash at ${point}`)
  await expect(once(await stage.context(point), made)).rejects.toThrow(Crash)
  expect(world.done).toBe(doneBefore)
  await once(await stage.context(), made)
  expect(world).toEqual({ done: doneAfter, looked: 1 })
  expect(await openIntents(stage.at.store.db, stage.key)).toEqual([])
})

test('a failure is noted, stays open, and the next try looks first', async () => {
  let fails = true
  const { world, made } = effect('fails', {
    carryOut: () => (fails ? Promise.reject(new TransientError('no answer')) : Promise.resolve(7)),
  })
  await expect(once(await stage.context(), made)).rejects.toThrow('no answer')
  expect(await openIntents(stage.at.store.db, stage.key)).toMatchObject([
    { key: `${stage.key}|fails`, kind: 'test', attempts: 1 },
  ])
  fails = false
  expect(await once(await stage.context(), made)).toEqual({ how: 'done', receipt: 7 })
  expect(world.looked).toBe(1)
})

test('a failure after an earlier success does not lose the reason', async () => {
  const { made } = effect('fails later')
  await once(await stage.context(), made)
  const again: Effect<number> = {
    ...made,
    find: () => Promise.resolve(undefined),
    carryOut: () => Promise.reject(new TransientError('gone and no answer')),
  }
  await expect(once(await stage.context(), again)).rejects.toThrow('gone and no answer')
})

test('the same key of two tasks is two effects', async () => {
  const { world, made } = effect('shared')
  await once(await stage.context(), made)
  const other = await stage.context(undefined, { key: `${stage.key}1` as Stage['key'] })
  expect((await once(other, made)).how).toBe('done')
  expect(world.done).toBe(2)
})
