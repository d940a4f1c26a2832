// Measured figures of a repository: written with the result that they come from, saved when their head is merged.

import { sql, type Kysely } from 'kysely'
import { figuresOf } from '../domain/benchmarks/figures-of.ts'
import type { RepoRef, TaskKey } from '../domain/ids.ts'
import { Sha } from '../domain/ids.ts'
import type { WorkflowResult } from '../domain/results.ts'
import type { Schema } from './schema.ts'
import { repositoryName } from './signals.ts'
import { cleanText } from './text.ts'

/** The request whose result is taken in, and where its head is to be merged. */
export interface Measured {
  repo: RepoRef
  /** The branch that the head starts from, or is on. */
  branch: string
  taskKey: TaskKey
  validation: string
  wave: number
  workflowRunId: number | null
  /** The commit that the head is on the branch, when it is there already. */
  mergedAs: Sha | undefined
  at: Date
}

/** Keeps the figures of a result. Take the transaction in which the result is stored; the same request again changes nothing. */
export async function recordMeasurements(
  trx: Kysely<Schema>,
  { repo, branch, taskKey, validation, wave, workflowRunId, mergedAs, at }: Measured,
  result: WorkflowResult,
): Promise<void> {
  const merged = mergedAs === undefined ? {} : { merged_as: mergedAs, merged_at: at, saved_at: at }
  const rows = figuresOf(result).map((figure) => ({
    validation,
    metric: figure.metric,
    repository: repositoryName(repo),
    branch,
    unit: cleanText(figure.unit),
    better: figure.better,
    platform: result.platform,
    machine: figure.machine,
    machine_name: cleanText(figure.machineName),
    head_sha: result.headSha,
    task_key: taskKey,
    wave,
    workflow_run_id: workflowRunId,
    samples: figure.samples,
    median: figure.median,
    at,
    ...merged,
  }))
  if (rows.length === 0) return
  await trx
    .insertInto('measurement')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['validation', 'metric']).doNothing())
    .execute()
}

/** Which of these heads of a task have figures that are not saved as those of a merge yet. */
export async function unmergedHeads(
  db: Kysely<Schema>,
  taskKey: TaskKey,
  heads: readonly Sha[],
): Promise<Sha[]> {
  if (heads.length === 0) return []
  const rows = await db
    .selectFrom('measurement')
    .select('head_sha')
    .distinct()
    .where('task_key', '=', taskKey)
    .where('head_sha', 'in', heads)
    .where('merged_as', 'is', null)
    .execute()
  return rows.map((row) => Sha.parse(row.head_sha))
}

/** From now on the figures of a head are those of the branch. Returns false when they were before, or there are none. */
export async function saveMerged(
  db: Kysely<Schema>,
  taskKey: TaskKey,
  merged: { head: Sha; as: Sha; branch: string },
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('measurement')
    .set({ merged_as: merged.as, branch: merged.branch, merged_at: at, saved_at: at })
    .where('task_key', '=', taskKey)
    .where('head_sha', '=', merged.head)
    .where('merged_as', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

const PRUNE_BATCH = 5000

/** Deletes what was neither merged nor saved and is older; a batch at a time. Returns how many rows went. */
export async function pruneMeasurements(db: Kysely<Schema>, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from measurement where ctid in (
      select ctid from measurement where merged_at is null and saved_at is null and at < ${before} limit ${PRUNE_BATCH}
    )`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
