// What choosing among agents needs to know of their runs: the repository, the type of the task, and the cost as a number.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  `alter table run
    add column repository text not null generated always as (split_part(task_key, '#', 1)) stored,
    add column task_type text,
    add column usd double precision`,
  // The workload of an agent, and when it last ran.
  `create index run_workload on run (repository, agent, state, started_at)`,
  // The record of an agent by task type; runs from before this migration have none.
  `create index run_record on run (repository, agent, task_type) include (state, usd, task_key, wave, purpose)
    where state in ('done', 'failed') and task_type is not null`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
