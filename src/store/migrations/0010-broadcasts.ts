// Directives for a whole repository. `repository` is `owner/repo` in lower case.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  // One row for each issue that is a directive; every pass of a task of the repository reads the open ones.
  `create table broadcast (
    task_key text primary key,
    repository text not null,
    directive json not null,
    given_at timestamptz not null default now(),
    closed_at timestamptz
  )`,
  `create index broadcast_open on broadcast (repository) where closed_at is null`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
