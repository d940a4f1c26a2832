// Numbers of decision records, and rulings on conflicts. `repository` is `owner/repo` in lower case.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  // The last number that was taken in a repository; its row is the lock under which the next is.
  `create table adr_counter (
    repository text primary key,
    last integer not null
  )`,
  // One row for each record, for ever: a number is never given twice, also where its pull request was closed.
  `create table adr (
    repository text not null,
    number integer not null,
    task_key text not null,
    topic text not null,
    title text not null,
    path text not null,
    branch text not null,
    sha text,
    reserved_at timestamptz not null,
    primary key (repository, number),
    unique (task_key, topic)
  )`,
  // What was decided between two pieces of work that contradict each other; both tasks read it.
  `create table ruling (
    id text not null,
    first_task text not null,
    second_task text not null,
    ruling json not null,
    ruled_at timestamptz not null default now(),
    primary key (first_task, id)
  )`,
  `create index ruling_second on ruling (second_task)`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
