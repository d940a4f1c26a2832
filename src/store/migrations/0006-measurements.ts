// Figures that workflow runs measured: the history behind baselines and trends. `repository` is `owner/repo` in lower case.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  // One row per metric of a result. `branch` is the one that the head was to be merged to, `merged_as` the commit that it became
  // there; `saved_at` is when it came to be what later heads are compared with.
  `create table measurement (
    validation text not null,
    metric text not null,
    repository text not null,
    branch text not null,
    unit text not null,
    better text not null check (better in ('lower', 'higher')),
    platform text not null,
    machine text not null,
    machine_name text not null,
    head_sha text not null,
    task_key text not null,
    wave integer not null,
    workflow_run_id bigint,
    samples integer not null check (samples > 0),
    median double precision not null,
    at timestamptz not null,
    merged_as text,
    merged_at timestamptz,
    saved_at timestamptz,
    primary key (validation, metric)
  )`,
  `create index measurement_saved on measurement (repository, branch, metric, platform, machine, saved_at desc)
    where saved_at is not null`,
  `create index measurement_merged on measurement (repository, metric, merged_at) where merged_at is not null`,
  `create index measurement_head on measurement (task_key, head_sha)`,
  // What is thrown away some day.
  `create index measurement_passing on measurement (at) where merged_at is null and saved_at is null`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
