// Validations and benchmarks asked of Actions, found again by their nonce.

import type { Kysely, Selectable } from 'kysely'
import { TaskKey } from '../domain/ids.ts'
import type { Schema, ValidationState } from './schema.ts'
import { cleanText, toJson } from './text.ts'

export interface ValidationRequest {
  id: string
  taskKey: TaskKey
  wave: number
  kind: string
  platform: string
  confirms: boolean
  headSha: string
  baseSha: string
  /** Unguessable; echoed in the workflow run's name, so it also tells which run is ours. */
  nonce: string
}

export interface ValidationRecord extends ValidationRequest {
  workflowRunId: number | null
  state: ValidationState
  result: unknown
  detail: string | null
  createdAt: Date
  finishedAt: Date | null
}

function toRecord(row: Selectable<Schema['validation']>): ValidationRecord {
  return {
    id: row.id,
    taskKey: TaskKey.parse(row.task_key),
    wave: row.wave,
    kind: row.kind,
    platform: row.platform,
    confirms: row.confirms,
    headSha: row.head_sha,
    baseSha: row.base_sha,
    nonce: row.nonce,
    workflowRunId: row.workflow_run_id,
    state: row.state,
    result: row.result,
    detail: row.detail,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}

/** Stores the request and returns what is stored: for an id known before that is the first request, with its nonce. */
export async function requestValidation(
  db: Kysely<Schema>,
  wanted: ValidationRequest,
): Promise<ValidationRecord> {
  await db
    .insertInto('validation')
    .values({
      id: wanted.id,
      task_key: wanted.taskKey,
      wave: wanted.wave,
      kind: wanted.kind,
      platform: wanted.platform,
      confirms: wanted.confirms,
      head_sha: wanted.headSha,
      base_sha: wanted.baseSha,
      nonce: wanted.nonce,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return toRecord(
    await db.selectFrom('validation').selectAll().where('id', '=', wanted.id).executeTakeFirstOrThrow(),
  )
}

export async function validationByNonce(
  db: Kysely<Schema>,
  nonce: string,
): Promise<ValidationRecord | undefined> {
  const row = await db.selectFrom('validation').selectAll().where('nonce', '=', nonce).executeTakeFirst()
  return row && toRecord(row)
}

/** Every validation of a task, by wave and age. */
export async function validationsOfTask(db: Kysely<Schema>, taskKey: TaskKey): Promise<ValidationRecord[]> {
  const rows = await db
    .selectFrom('validation')
    .selectAll()
    .where('task_key', '=', taskKey)
    .orderBy('wave')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toRecord)
}

/** Notes which workflow run carries the validation. Returns false when it has ended before. */
export async function validationStarted(
  db: Kysely<Schema>,
  id: string,
  workflowRunId: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('validation')
    .set({ workflow_run_id: workflowRunId, state: 'running' })
    .where('id', '=', id)
    .where('state', 'in', ['requested', 'running'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends a validation. `refused`: what came back was not for this head, or not from our run. Returns false when it had ended. */
export async function finishValidation(
  db: Kysely<Schema>,
  id: string,
  end: { state: 'done' | 'failed' | 'refused'; result: unknown; detail: string | undefined },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('validation')
    .set({
      state: end.state,
      result: toJson(end.result),
      detail: end.detail === undefined ? null : cleanText(end.detail),
      finished_at: new Date(),
    })
    .where('id', '=', id)
    .where('state', 'in', ['requested', 'running'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
