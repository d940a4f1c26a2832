// What other open tasks take for granted, read only when this one says something about it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunId, taskRef, TaskKey } from '../../src/domain/ids.ts'
import type { RunRecord } from '../../src/domain/snapshot.ts'
import { rivalsOf } from '../../src/reconcile/rivals.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import { createRun, finishRun } from '../../src/store/runs.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { done, HEAD, sha, wave } from '../domain/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
  await other('acme/attention#9', 'Tensor  layout', 'columns')
  await other('acme/attention#10', 'another matter', 'columns')
  await other('acme/attention#11', 'tensor layout', 'tiles', false)
  await other('acme/elsewhere#9', 'tensor layout', 'columns')
  await changing('acme/attention#12', ['src/a.ts'], ['src/a.ts explain'], 31)
  await changing('acme/attention#13', ['src/a.ts'], ['src/a.ts explain'])
  await changing('acme/attention#14', ['src/b.ts'], [], 33)
})
afterAll(async () => await at.close())

/** A task that has left a patch which takes one thing for granted. */
async function other(key: string, about: string, value: string, open = true): Promise<void> {
  await left(key, {}, open, { assumptions: [{ about, value }] }, {})
}
/** A task that has changed files; `pull`: in review. */
async function changing(key: string, paths: string[], symbols: string[], pull?: number): Promise<void> {
  const waves = [{ index: 2, branch: 'b', ...(pull === undefined ? {} : { pull }) }]
  await left(key, { waves }, true, {}, { paths, symbols })
}
async function left(key: string, state: object, open: boolean, value: object, more: object): Promise<void> {
  const taskKey = TaskKey.parse(key)
  const id = RunId.parse(`${key}/w2/implementer/implement/1`)
  const { db } = at.store
  await saveTask(db, taskKey, { ...emptyTaskState(), ...state }, open)
  await createRun(db, {
    id,
    taskKey,
    wave: 2,
    agent: 'implementer',
    purpose: 'implement',
    attempt: 1,
    headSha: sha('0'),
    request: {},
  })
  const patch = { title: 't', summary: 's', answers: [], notes: [], ...value }
  const outcome = { kind: 'done', purpose: 'implement', value: patch, commit: HEAD, paths: [], ...more }
  await finishRun(db, id, { state: 'done', outcome, usage: null })
}

const key = TaskKey.parse('acme/attention#7')
const own = (about: string): RunRecord =>
  done('implementer', 'implement', { commit: HEAD, value: { assumptions: [{ about, value: 'rows' }] } })
const patched = done('implementer', 'implement', { commit: HEAD, paths: ['src/a.ts'] })
/** In review, with what its patch changes. */
const changes: RunRecord = {
  ...patched,
  outcome: { ...patched.outcome, symbols: ['src/a.ts explain'] } as RunRecord['outcome'],
}
const found = async (...runs: RunRecord[]): Promise<string[]> =>
  (await rivalsOf(at.store.db, key, runs, [])).map(
    ({ task, assumptions }) => `#${taskRef(task).number} ${assumptions.map(({ value }) => value).join()}`,
  )

test('open tasks of the repository that say something about the same matter', async () => {
  expect(await found(own('tensor layout'))).toEqual(['#9 columns'])
})
test.each<[what: string, runs: RunRecord[]]>([
  ['where nothing is assumed', [done('implementer', 'implement', { commit: HEAD })]],
  ['about what nobody else has to do with', [own('memory')]],
])('nothing %s', async (_, runs) => {
  expect(await found(...runs)).toEqual([])
})

test('work in review that changes the same files, with what it changes and whether it is in review', async () => {
  const rivals = await rivalsOf(at.store.db, key, [changes], [wave()])
  expect(rivals.map(({ task, symbols, open }) => [taskRef(task).number, symbols, open])).toEqual([
    [12, ['src/a.ts explain'], true],
    [13, ['src/a.ts explain'], false],
  ])
})
test('nothing while the own change is not in review', async () => {
  expect(await rivalsOf(at.store.db, key, [changes], [wave({ pull: undefined })])).toEqual([])
})
