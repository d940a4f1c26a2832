// What is remembered about the status board and the rhythm of each repository.

import type { Kysely } from 'kysely'
import { RepoKey } from '../domain/ids.ts'
import type { Schema } from './schema.ts'
import { toJson } from './text.ts'

/** Undefined when the repository never had a board. The caller parses it. */
export async function loadBoard(db: Kysely<Schema>, key: RepoKey): Promise<unknown> {
  const row = await db.selectFrom('board').select('state').where('key', '=', key).executeTakeFirst()
  return row?.state
}

export async function saveBoard(db: Kysely<Schema>, key: RepoKey, state: unknown): Promise<void> {
  const values = { state: toJson(state), updated_at: new Date() }
  await db
    .insertInto('board')
    .values({ key, ...values })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute()
}

/** The repositories that have or had a board, by key. */
export async function boardKeys(db: Kysely<Schema>): Promise<RepoKey[]> {
  const rows = await db.selectFrom('board').select('key').orderBy('key').execute()
  return rows.map(({ key }) => RepoKey.parse(key))
}
