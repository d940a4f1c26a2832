// When a task was last picked by the periodic look at open tasks, so that all have their turn.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [`alter table task add column resynced_at timestamptz`]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
