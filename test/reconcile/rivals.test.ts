// What other open tasks take for granted, read only when this one says something about it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunId, taskRef, TaskKey } from '../../src/domain/ids.ts'
import type { RunRecord } from '../../src/domain/snapshot.ts'
import { rivalsOf } from '../../src/reconcile/rivals.ts'
import { createRun, finishRun } from '../../src/store/runs.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { done, HEAD, sha } from '../domain/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
  await other('acme/attention#9', 'Tensor  layout', 'columns')
  await other('acme/attention#10', 'another matter', 'columns')
  await other('acme/attention#11', 'tensor layout', 'tiles', false)
  await other('acme/elsewhere#9', 'tensor layout', 'columns')
})
afterAll(async () => await at.close())

/** A task that has left a patch which takes one thing for granted. */
async function other(key: string, about: string, value: string, open = true): Promise<void> {
  const taskKey = TaskKey.parse(key)
  const id = RunId.parse(`${key}/w2/implementer/implement/1`)
  const { db } = at.store
  await saveTask(db, taskKey, {}, open)
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
  const patch = { title: 't', summary: 's', answers: [], notes: [], assumptions: [{ about, value }] }
  const outcome = { kind: 'done', purpose: 'implement', value: patch, commit: HEAD, paths: ['a.ts'] }
  await finishRun(db, id, { state: 'done', outcome, usage: null })
}

const key = TaskKey.parse('acme/attention#7')
const own = (about: string): RunRecord =>
  done('implementer', 'implement', { commit: HEAD, value: { assumptions: [{ about, value: 'rows' }] } })
const found = async (...runs: RunRecord[]): Promise<string[]> =>
  (await rivalsOf(at.store.db, key, runs)).map(
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
