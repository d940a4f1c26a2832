// Brings a database to the tables this version needs.

import { sql, type Kysely } from 'kysely'
import { UserError } from '../errors.ts'
import { MIGRATION_LOCK } from './locks.ts'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/**
 * Applies what is missing, all in one transaction under an advisory lock, so that processes starting at once do not collide.
 * Returns the names applied. Raises UserError when the database was migrated by a newer version.
 */
export async function migrate(db: Kysely<Schema>): Promise<string[]> {
  return await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK}, 0)`.execute(trx)
    await sql`create table if not exists migration (name text primary key, at timestamptz not null default now())`.execute(
      trx,
    )
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(trx)
    const applied = new Set(rows.map((row) => row.name))
    const known = new Set(migrations.map((migration) => migration.name))
    const newer = [...applied].filter((name) => !known.has(name))
    if (newer.length > 0) {
      throw new UserError(
        `the database was migrated by a newer version of Baton (${newer.join(', ')})`,
        'start that version or a later one; an older one cannot read this database',
      )
    }
    const missing = migrations.filter((migration) => !applied.has(migration.name))
    for (const migration of missing) {
      await migration.up(trx)
      await sql`insert into migration (name) values (${migration.name})`.execute(trx)
    }
    return missing.map((migration) => migration.name)
  })
}
