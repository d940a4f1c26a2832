// What plans tell each other: signals, who waits for them, and freezes. `repository` is `owner/repo` in lower case.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  // Each signal once, by whoever sent it first. Signals stay for ever: a plan may ask for one long after it was sent.
  `create table signal (
    repository text not null,
    name text not null,
    payload json not null,
    task_key text not null,
    wave integer,
    sha text,
    sent_at timestamptz not null default now(),
    primary key (repository, name)
  )`,
  // Tasks to be woken when a signal is sent; the row goes with the wake-up.
  `create table waiting (
    repository text not null,
    signal text not null,
    task_key text not null,
    primary key (repository, signal, task_key)
  )`,
  `create index waiting_task on waiting (task_key)`,
  // What may not change from a wave on; `rule` is who may lift it, as it was when it was frozen.
  `create table api_freeze (
    repository text not null,
    id text not null,
    paths json not null,
    symbols json not null,
    task_key text not null,
    wave integer not null,
    sha text not null,
    rule json not null,
    frozen_at timestamptz not null,
    expires_at timestamptz,
    noticed_at timestamptz,
    lifted_at timestamptz,
    lifted_by json,
    primary key (repository, id)
  )`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
