// Directives for a repository in the store: the first of an issue stays, and each ends with its issue.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Broadcast } from '../../src/domain/directives/broadcast.ts'
import { TaskKey, taskRef } from '../../src/domain/ids.ts'
import { closeBroadcast, openBroadcasts, putBroadcast } from '../../src/store/broadcasts.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const given = (issue: number, order = 'rows'): Broadcast => ({
  issue,
  by: 'grace',
  at: 1,
  to: [],
  said: { kind: 'alignment', topic: 'a NUL \u0000 as people paste it', order },
  tasks: [TaskKey.parse('Acme/Math#1')],
})
/** An issue that is a directive; its record is there, as after every pass. */
async function give(key: TaskKey, order?: string): Promise<void> {
  const { db } = at.store
  await saveTask(db, key, {}, true)
  await putBroadcast(db, key, given(taskRef(key).number, order))
}
const orders = async (repo = 'math'): Promise<string[]> =>
  (await openBroadcasts(at.store.db, { owner: 'acme', repo })).map(
    ({ issue, said }) => `#${issue} ${said.kind === 'alignment' ? said.order : said.kind}`,
  )

test('open ones of the repository, the first of each issue, until it is closed or its issue is no more', async () => {
  const { db } = at.store
  const [one, two, gone] = [11, 12, 13].map((n) => TaskKey.parse(`Acme/Math#${n}`)) as [
    TaskKey,
    TaskKey,
    TaskKey,
  ]
  for (const key of [one, two, gone, TaskKey.parse('acme/elsewhere#11')]) await give(key)
  await give(one, 'columns')
  expect(await orders()).toEqual(['#11 rows', '#12 rows', '#13 rows'])
  expect(await orders('elsewhere')).toEqual(['#11 rows'])
  expect((await openBroadcasts(db, { owner: 'acme', repo: 'math' }))[0]).toEqual(given(11))
  await saveTask(db, gone, {}, false)
  await closeBroadcast(db, two)
  await closeBroadcast(db, two)
  expect(await orders()).toEqual(['#11 rows'])
  // Given once: an issue that is opened again gives nothing anew.
  await give(two)
  expect(await orders()).toEqual(['#11 rows'])
})
