// Rulings in the store: the first on a conflict stays, and both sides see it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ruling } from '../../src/domain/conflicts/conflict.ts'
import { AgentName, TaskKey } from '../../src/domain/ids.ts'
import { putRuling, rulingsOfTask } from '../../src/store/rulings.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const key = (issue: number): TaskKey => TaskKey.parse(`acme/math#${issue}`)
const side = (issue: number) => ({
  task: key(issue),
  wave: 2,
  agent: AgentName.parse('core'),
  value: 'a NUL \u0000 as models write it',
  measured: '',
})
const ruling: Ruling = {
  conflict: { id: 'f00', kind: 'assumption', about: 'layout', first: side(1), second: side(2) },
  prevails: 'first',
  decision: 'rows',
  rationale: 'measured',
  alternatives: [],
  dissent: [],
  by: AgentName.parse('orchestrator'),
}

test('the first ruling stays, for both sides and nobody else', async () => {
  expect(await putRuling(at.store.db, ruling)).toBe(true)
  expect(await putRuling(at.store.db, { ...ruling, prevails: 'second' })).toBe(false)
  expect(await rulingsOfTask(at.store.db, key(1))).toEqual([ruling])
  expect(await rulingsOfTask(at.store.db, key(2))).toEqual([ruling])
  expect(await rulingsOfTask(at.store.db, key(3))).toEqual([])
})
