// Buttons that were pressed, from the delivery that told of it to the answer.

import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Sha, type TaskKey } from '../domain/ids.ts'
import type { ObservedRequest } from '../domain/commands/requests.ts'
import { WorkflowKind } from '../domain/results.ts'
import { audit } from './audit.ts'
import type { Schema } from './schema.ts'
import { cleanText, toJson } from './text.ts'

export interface NewRequest {
  /** Of the delivery: one press is one request, however often it is delivered. */
  guid: string
  taskKey: TaskKey
  sha: string
  branch: string | null
  kinds: readonly WorkflowKind[]
  actor: string
  bot: boolean
  requestedAt: Date
}

/** Keeps them; those that are known change nothing. */
export async function addRequests(trx: Kysely<Schema>, requests: readonly NewRequest[]): Promise<void> {
  if (requests.length === 0) return
  await trx
    .insertInto('request')
    .values(
      requests.map(({ guid, taskKey, sha, branch, kinds, actor, bot, requestedAt }) => ({
        guid,
        task_key: taskKey,
        sha,
        branch: branch === null ? null : cleanText(branch),
        kinds: toJson(kinds),
        actor: cleanText(actor),
        bot,
        requested_at: requestedAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['guid', 'task_key']).doNothing())
    .execute()
}

const Row = z.object({ sha: Sha, kinds: z.array(WorkflowKind) })

/** Those of a task that were not answered yet, oldest first. */
export async function openRequests(db: Kysely<Schema>, taskKey: TaskKey): Promise<ObservedRequest[]> {
  const rows = await db
    .selectFrom('request')
    .selectAll()
    .where('task_key', '=', taskKey)
    .where('answered_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...Row.parse(row),
    id: row.id,
    branch: row.branch ?? undefined,
    author: { login: row.actor, kind: row.bot ? 'bot' : 'person' },
    at: row.requested_at.getTime(),
  }))
}

/** Writes the answer down, in the audit log too. Returns false when it was answered before. */
export async function answerRequest(
  db: Kysely<Schema>,
  taskKey: TaskKey,
  { id, by, outcome }: { id: number; by: string; outcome: string },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('request')
      .set({ outcome: cleanText(outcome), answered_at: new Date() })
      .where('id', '=', id)
      .where('answered_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await audit(trx, { taskKey, actor: by, what: 'run again', detail: { request: id, outcome } })
    return true
  })
}
