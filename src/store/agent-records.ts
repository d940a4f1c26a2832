// What agents of a repository have to do and how they have done, from their runs. One query each, over an index.

import { sql, type Kysely } from 'kysely'
import type { TrackRecord, Workload } from '../domain/priority/candidate.ts'
import type { Schema } from './schema.ts'

/** What every agent that ever had a run in a repository (`owner/repo`) has to do now. A run between two tries is at work. */
export async function workload(db: Kysely<Schema>, repository: string): Promise<Map<string, Workload>> {
  const { rows } = await sql<{ agent: string; running: number; waiting: number; lastStartedAt: Date | null }>`
    select agent, count(*) filter (where state = 'running') as running, count(*) filter (where state = 'queued') as waiting,
      max(started_at) as "lastStartedAt"
    from run where repository = ${repository} group by agent`.execute(db)
  return new Map(
    rows.map(({ agent, running, waiting, lastStartedAt }) => [
      agent,
      { running, waiting, lastStartedAt: lastStartedAt?.getTime() },
    ]),
  )
}

interface RecordRow {
  agent: string
  type: string
  done: number
  failed: number
  meanRounds: number | null
  meanUsd: number | null
}

/** How the agents of a repository (`owner/repo`) have done, by task type. Runs that were created without a type do not count. */
export async function record(
  db: Kysely<Schema>,
  repository: string,
): Promise<Map<string, Map<string, TrackRecord>>> {
  const { rows } = await sql<RecordRow>`
    select agent, task_type as type, count(*) filter (where state = 'done') as done,
      count(*) filter (where state = 'failed') as failed, avg(usd) as "meanUsd",
      count(*) filter (where state = 'done')::float8
        / nullif(count(distinct (task_key, wave, purpose)) filter (where state = 'done'), 0) as "meanRounds"
    from run where repository = ${repository} and state in ('done', 'failed') and task_type is not null
    group by agent, task_type order by agent, task_type`.execute(db)
  const records = new Map<string, Map<string, TrackRecord>>()
  for (const { agent, type, done, failed, meanRounds, meanUsd } of rows) {
    const types = records.get(agent) ?? new Map<string, TrackRecord>()
    types.set(type, { done, failed, meanRounds: meanRounds ?? undefined, meanUsd: meanUsd ?? undefined })
    records.set(agent, types)
  }
  return records
}
