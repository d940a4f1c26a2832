// The last configuration of a target repository that was valid: it stays in force while a newer one is broken.

import { sql, type QueryExecutorProvider } from 'kysely'

export async function up(db: QueryExecutorProvider): Promise<void> {
  await sql`create table configuration (
    repository text primary key,
    policy text not null,
    roster json not null,
    seen_at timestamptz not null default now()
  )`.execute(db)
}
