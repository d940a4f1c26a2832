// What is remembered about the status board and the rhythm of a repository. `key` is `owner/repo#0`.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  `create table board (
    key text primary key,
    state json not null,
    updated_at timestamptz not null default now()
  )`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
