// Which branches open tasks work on, as the database tells it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { hasTaskOn, saveTask } from '../../src/store/tasks.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const REPO = { owner: 'acme', repo: 'math_kit' }
const key = (issue: number, repo = REPO.repo): TaskKey => TaskKey.parse(`acme/${repo}#${issue}`)
const on = (...branches: string[]) => ({
  waves: branches.map((branch, i) => ({ index: i + 1, branch })),
  explanation: ['a NUL \u0000 as models write it'],
})

test('an open task of the repository works on a branch', async () => {
  const { db } = at.store
  await saveTask(db, key(1), on('baton/one', 'baton/two'), true)
  await saveTask(db, key(2), on('baton/closed'), false)
  await saveTask(db, key(3, 'mathXkit'), on('baton/elsewhere'), true)
  await saveTask(db, key(4), {}, true)
  const asked = ['baton/one', 'baton/two', 'baton/closed', 'baton/elsewhere', 'baton', "'; drop table task"]
  const found = await Promise.all(asked.map((branch) => hasTaskOn(db, REPO, branch)))
  expect(found).toEqual([true, true, false, false, false, false])
})
