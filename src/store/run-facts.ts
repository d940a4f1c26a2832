// The runs of a repository as key figures and boards need them: without what was asked of them, and with little of what came of them.

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { AgentName, TaskKey, type RepoRef } from '../domain/ids.ts'
import type { RunFact } from '../domain/kpis/facts.ts'
import type { RunState, Schema } from './schema.ts'

interface Row {
  task_key: string
  wave: number
  agent: string
  purpose: string
  head_sha: string
  state: RunState
  outcome: unknown
  usd: number | null
  created_at: Date
  finished_at: Date | null
}

/** All that is read of an outcome. */
const Outcome = z.object({ kind: z.string(), paths: z.array(z.string()).optional() })

function toFact(row: Row): RunFact {
  const outcome = row.outcome === null ? undefined : Outcome.parse(row.outcome)
  return {
    task: TaskKey.parse(row.task_key),
    wave: row.wave,
    agent: AgentName.parse(row.agent),
    purpose: row.purpose,
    headSha: row.head_sha,
    state: row.state,
    blocked: outcome?.kind === 'blocked',
    paths: outcome?.paths ?? [],
    usd: row.usd ?? 0,
    createdAt: row.created_at.getTime(),
    endedAt: row.finished_at?.getTime(),
  }
}

/** Every run of these tasks, and of tasks that have one which is open or ended since; the oldest first. */
export async function runFacts(
  db: Kysely<Schema>,
  { owner, repo }: RepoRef,
  since: Date,
  tasks: readonly TaskKey[],
): Promise<RunFact[]> {
  const repository = `${owner}/${repo}`
  const { rows } = await sql<Row>`
    select task_key, wave, agent, purpose, head_sha, state, usd, created_at, finished_at,
      case when purpose = 'implement' or state = 'failed' then outcome end as outcome
    from run where repository = ${repository} and (task_key = any(${[...tasks]}) or task_key in (
      select task_key from run where repository = ${repository}
        and (state in ('queued', 'running') or finished_at >= ${since})))
    order by created_at, id`.execute(db)
  return rows.map(toFact)
}
