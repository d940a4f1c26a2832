// A ruling on a real database: kept once and for both sides, and the other side looks again, whatever crashes in between.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AgentName, TaskKey } from '../../src/domain/ids.ts'
import { act } from '../../src/reconcile/act/index.ts'
import type { ActionOf } from '../../src/reconcile/act/action.ts'
import { startBoss } from '../../src/queue/boss.ts'
import { wakeIn } from '../../src/queue/wake.ts'
import { rulingsOfTask } from '../../src/store/rulings.ts'
import { OWNER, REPO } from '../forge/support.ts'
import { silent } from '../support/postgres.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
let boss: Awaited<ReturnType<typeof startBoss>>
beforeAll(async () => {
  stage = await startStage()
  boss = await startBoss(stage.at.store, silent)
})
afterAll(async () => {
  await boss.stop({ graceful: false })
  await stage[Symbol.asyncDispose]()
})

const other = (n: number): TaskKey => TaskKey.parse(`${OWNER}/${REPO}#${n}`)
const side = (task: TaskKey, value: string) => ({
  task,
  wave: 2,
  agent: AgentName.parse('implementer'),
  value,
  measured: '',
})
const ruling = (id: string, second: TaskKey, decision = 'Rows everywhere.'): ActionOf<'rule'> => ({
  do: 'rule',
  ruling: {
    conflict: {
      id,
      kind: 'assumption',
      about: 'layout',
      first: side(stage.key, 'rows'),
      second: side(second, 'columns'),
    },
    prevails: 'first',
    decision,
    rationale: 'As measured.',
    alternatives: [],
    dissent: [],
    by: AgentName.parse('orchestrator'),
  },
})
/** The context of a pass whose wake-ups are those of the real queue: part of the transaction. */
const context = (crashAt?: string) =>
  stage.context(crashAt, {
    runs: {
      enqueueRunIn: () => Promise.resolve(),
      reprioritise: () => Promise.resolve(),
      cancelRun: () => undefined,
      wakeIn: async (trx, keys) => {
        await wakeIn(boss, trx, keys)
      },
    },
  })
const decisions = async (key: TaskKey, id: string): Promise<string[]> =>
  (await rulingsOfTask(stage.at.store.db, key))
    .filter(({ conflict }) => conflict.id === id)
    .map(({ decision }) => decision)
const isAwake = async (key: TaskKey): Promise<boolean> => {
  const row = await stage.at.store.db
    .selectFrom('subject')
    .select('scheduled')
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.scheduled === true
}

describe('a crash', () => {
  test.each([
    ['rule:before', 21, false],
    ['rule:between', 22, false],
    ['rule:woken', 23, false],
    ['rule:after', 24, true],
  ] as const)('at %s: one ruling for both sides, and the other one looks again', async (point, n, kept) => {
    const second = other(n)
    await expect(act(ruling(point, second), await context(point))).rejects.toThrow(Crash)
    // Neither is there without the other.
    expect((await decisions(second, point)).length === 1).toBe(kept)
    expect(await isAwake(second)).toBe(kept)
    await act(ruling(point, second), await context())
    for (const key of [stage.key, second]) expect(await decisions(key, point)).toEqual(['Rows everywhere.'])
    expect(await isAwake(second)).toBe(true)
  })
})

test('a second ruling on the same conflict changes nothing and wakes nobody', async () => {
  const second = other(31)
  expect(await act(ruling('twice', second), await context())).toBe(true)
  await stage.at.store.db.deleteFrom('subject').where('key', '=', second).execute()
  expect(await act(ruling('twice', second, 'Columns.'), await context())).toBe(false)
  expect(await decisions(second, 'twice')).toEqual(['Rows everywhere.'])
  expect(await isAwake(second)).toBe(false)
})

test('both sides at once: one of the two rulings stays, for both', async () => {
  const second = other(32)
  const [a, b] = [ruling('race', second, 'A'), ruling('race', second, 'B')]
  const kept = await Promise.all([act(a, await context()), act(b, await context())])
  expect(kept.filter(Boolean)).toHaveLength(1)
  const [decision] = await decisions(second, 'race')
  expect(decision).toBe(kept[0] ? 'A' : 'B')
  expect(await decisions(stage.key, 'race')).toEqual([decision])
})
