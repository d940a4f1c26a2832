// New places for runs that wait, when the priority of their task has changed.

import { sql, type Kysely } from 'kysely'
import type { TaskKey } from '../domain/ids.ts'
import type { Schema } from '../store/schema.ts'
import { AGENT_RUN } from './boss.ts'
import { jobPriority } from './run-job.ts'

interface WaitingRun {
  id: string
  queuedAt: number
  priority: number
}

/**
 * Gives every waiting run of a task the place that `startByOf` computes from when it was queued; both are milliseconds since
 * 1970. Runs at work stay as they are. Returns how many moved: none when nothing has changed, so it may be called in every pass.
 */
export async function reprioritise(
  db: Kysely<Schema>,
  taskKey: TaskKey,
  startByOf: (queuedAtMs: number) => number,
): Promise<number> {
  const { rows } = await sql<WaitingRun>`
    select id, priority, coalesce((data->>'queuedAt')::float8, extract(epoch from created_on)::float8 * 1000) as "queuedAt"
    from pgboss.job where name = ${AGENT_RUN} and state in ('created', 'retry') and data->>'taskKey' = ${taskKey}`.execute(
    db,
  )
  const moved = rows
    .map(({ id, queuedAt, priority }) => ({ id, startBy: startByOf(queuedAt), priority }))
    .filter(({ startBy, priority }) => jobPriority(startBy) !== priority)
  if (moved.length === 0) return 0
  const places = moved.map(({ startBy }) => startBy)
  // One that was claimed meanwhile is left alone. The data keeps the place for a redrive.
  const { numAffectedRows } = await sql`
    update pgboss.job j set priority = new.priority, data = j.data || jsonb_build_object('startBy', new.start_by)
    from unnest(${moved.map(({ id }) => id)}::uuid[], ${places.map(jobPriority)}::int[], ${places}::float8[])
      as new (id, priority, start_by)
    where j.name = ${AGENT_RUN} and j.id = new.id and j.state in ('created', 'retry')`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
