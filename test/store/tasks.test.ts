// Which open tasks say something, as the database finds them.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { openStatesWith, saveTask } from '../../src/store/tasks.ts'
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

test('open tasks of the repository are found by what they say, whatever else stands there', async () => {
  const { db } = at.store
  await saveTask(db, key(1), on('baton/one', 'baton/two'), true)
  await saveTask(db, key(2), on('baton/closed'), false)
  await saveTask(db, key(3, 'mathXkit'), on('baton/elsewhere'), true)
  await saveTask(db, key(4), {}, true)
  const asked = [
    'baton/one',
    'baton/two',
    'baton/closed',
    'baton/elsewhere',
    'baton',
    '%',
    "'; drop table task",
  ]
  const found = await Promise.all(asked.map((branch) => openStatesWith(db, REPO, 'branch', branch)))
  const one = [on('baton/one', 'baton/two')]
  expect(found).toEqual([one, one, [], [], [], [], []])
})
