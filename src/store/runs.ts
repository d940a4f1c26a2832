// Agent runs: requested once for ever, then running, then ended with an outcome.

import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { RunId, TaskKey, type RepoRef } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import type { RunState, Schema } from './schema.ts'
import { toJson } from './text.ts'

export interface RunRequest {
  id: RunId
  taskKey: TaskKey
  wave: number
  agent: string
  purpose: string
  attempt: number
  headSha: string
  request: unknown
  /** The type of its task, by which its end counts in the agent's record; undefined for a run that is not to count. */
  taskType?: string | undefined
}

export interface RunRecord extends RunRequest {
  state: RunState
  outcome: unknown
  usage: unknown
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

type Row = Omit<Selectable<Schema['run']>, 'usd' | 'repository' | 'lease_owner' | 'lease_until'>

function toRecord(row: Row): RunRecord {
  return {
    id: RunId.parse(row.id),
    taskKey: TaskKey.parse(row.task_key),
    wave: row.wave,
    agent: row.agent,
    purpose: row.purpose,
    attempt: row.attempt,
    headSha: row.head_sha,
    request: row.request,
    taskType: row.task_type ?? undefined,
    state: row.state,
    outcome: row.outcome,
    usage: row.usage,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

/** Stores a run as queued. Returns false when it is known already: the first request stays. */
export async function createRun(db: Kysely<Schema>, run: RunRequest): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('run')
    .values({
      id: run.id,
      task_key: run.taskKey,
      wave: run.wave,
      agent: run.agent,
      purpose: run.purpose,
      attempt: run.attempt,
      head_sha: run.headSha,
      request: toJson(run.request),
      task_type: run.taskType ?? null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function loadRun(db: Kysely<Schema>, id: RunId): Promise<RunRecord | undefined> {
  const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toRecord(row)
}

/** Every run of a task, by wave and age. */
export async function runsOfTask(db: Kysely<Schema>, taskKey: TaskKey): Promise<RunRecord[]> {
  const rows = await db
    .selectFrom('run')
    .selectAll()
    .where('task_key', '=', taskKey)
    .orderBy('wave')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toRecord)
}

/** How many runs of other tasks are looked at: the newest. */
const MOST_BESIDE = 500

/** Reports and patches of the other open tasks of a repository, oldest first; without what was asked of them, which is large. */
export async function runsBeside(
  db: Kysely<Schema>,
  { owner, repo }: RepoRef,
  key: TaskKey,
): Promise<RunRecord[]> {
  const rows = await db
    .selectFrom('run')
    .innerJoin('task', 'task.key', 'run.task_key')
    .select([
      'run.id',
      'run.task_key',
      'run.wave',
      'run.agent',
      'run.purpose',
      'run.attempt',
      'run.head_sha',
      'run.task_type',
      'run.state',
      'run.outcome',
      'run.usage',
      'run.created_at',
      'run.started_at',
      'run.finished_at',
    ])
    .where('run.repository', '=', `${owner}/${repo}`)
    .where('run.state', '=', 'done')
    .where('run.purpose', 'in', ['research', 'implement'])
    .where('run.task_key', '!=', key)
    .where('task.open', '=', true)
    .orderBy('run.created_at', 'desc')
    .orderBy('run.id')
    .limit(MOST_BESIDE)
    .execute()
  return rows.toReversed().map((row) => toRecord({ ...row, request: null }))
}

/**
 * Marks a run as running, also when a crash left it so (the start time stays). Returns false when it has ended or is not
 * known: do not run it.
 */
export async function startRun(db: Kysely<Schema>, id: RunId): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('run')
    .set((eb) => ({ state: 'running', started_at: eb.fn.coalesce('started_at', eb.fn<Date>('now')) }))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

const Usage = z.object({ usd: z.number() })

/** The columns that hold what a run has used. */
function usageColumns(usage: unknown): { usage: string; usd: number | null } {
  return { usage: toJson(usage), usd: Usage.safeParse(usage).data?.usd ?? null }
}

/** Ends a run. Returns false when it had ended before: that outcome stays. */
export async function finishRun(
  db: Kysely<Schema>,
  id: RunId,
  end: { state: 'done' | 'failed' | 'cancelled'; outcome: unknown; usage: unknown },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('run')
    .set({
      state: end.state,
      outcome: toJson(end.outcome),
      ...usageColumns(end.usage),
      finished_at: new Date(),
      lease_owner: null,
      lease_until: null,
    })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Moves every queued or running run of a task to cancelled. Returns their ids, for whoever must stop them. */
export async function cancelRuns(db: Kysely<Schema>, taskKey: TaskKey): Promise<RunId[]> {
  const rows = await db
    .updateTable('run')
    .set({ state: 'cancelled', finished_at: new Date() })
    .where('task_key', '=', taskKey)
    .where('state', 'in', ['queued', 'running'])
    .returning('id')
    .execute()
  return rows.map((row) => RunId.parse(row.id))
}

/** The spend recorded so far. Raises InternalError for an unknown run. */
export async function recordUsage(db: Kysely<Schema>, id: RunId, usage: unknown): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('run')
    .set(usageColumns(usage))
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new InternalError(`run ${id} is not known`)
}

/** Marks a run whose job was given up as failed, with no outcome, unless it has ended. */
export async function failRun(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('run')
    .set({ state: 'failed', finished_at: new Date() })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .execute()
}

/** Opens a run again that failRun() had closed; one with an outcome stays closed. */
export async function reopenRun(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('run')
    .set({ state: 'queued', finished_at: null })
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .where('outcome', 'is', null)
    .execute()
}

/** Every run of any task that is queued or running. */
export async function openRuns(db: Kysely<Schema>): Promise<RunId[]> {
  const rows = await db.selectFrom('run').select('id').where('state', 'in', ['queued', 'running']).execute()
  return rows.map((row) => RunId.parse(row.id))
}

/** Whether a run may still do something: it is queued or running. */
export async function isRunOpen(db: Kysely<Schema>, id: RunId): Promise<boolean> {
  const row = await db.selectFrom('run').select('state').where('id', '=', id).executeTakeFirst()
  return row?.state === 'queued' || row?.state === 'running'
}
