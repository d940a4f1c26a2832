// Experiments, one row for each that a result tells of. `repository` is `owner/repo` in lower case.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  `create table experiment (
    id text primary key,
    repository text not null,
    task_key text not null,
    wave integer not null,
    name text not null,
    record json not null,
    at timestamptz not null
  )`,
  `create index experiment_repository on experiment (repository, at)`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
