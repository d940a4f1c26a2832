// Rulings on conflicts: one for each, kept for both tasks.

import type { Kysely } from 'kysely'
import { Ruling } from '../domain/conflicts/conflict.ts'
import type { TaskKey } from '../domain/ids.ts'
import type { Schema } from './schema.ts'
import { toJson } from './text.ts'

/** Keeps a ruling. The first on a conflict stays; returns whether this was it. */
export async function putRuling(trx: Kysely<Schema>, ruling: Ruling): Promise<boolean> {
  const { id, first, second } = ruling.conflict
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('ruling')
    .values({ id, first_task: first.task, second_task: second.task, ruling: toJson(ruling) })
    .onConflict((conflict) => conflict.columns(['first_task', 'id']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The rulings that a task is a side of, oldest first. */
export async function rulingsOfTask(db: Kysely<Schema>, key: TaskKey): Promise<Ruling[]> {
  const rows = await db
    .selectFrom('ruling')
    .select('ruling')
    .where((eb) => eb.or([eb('first_task', '=', key), eb('second_task', '=', key)]))
    .orderBy('ruled_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => Ruling.parse(row.ruling))
}
