// Buttons of checks that people pressed: GitHub tells of a press once, so it is kept until it is answered, and after that.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  `create table request (
    id integer generated always as identity primary key,
    guid text not null,
    task_key text not null,
    sha text not null,
    branch text,
    kinds json not null,
    actor text not null,
    bot boolean not null,
    requested_at timestamptz not null,
    outcome text,
    answered_at timestamptz,
    unique (guid, task_key)
  )`,
  `create index request_open on request (task_key) where answered_at is null`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
