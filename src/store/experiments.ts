// Experiments on record, of all tasks: what `baton experiments` lists, compares and reproduces.

import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Experiment } from '../domain/reports/experiment.ts'
import type { ExperimentRecord } from '../domain/experiments/record.ts'
import { Sha, taskRef, TaskKey } from '../domain/ids.ts'
import { WorkflowResult } from '../domain/results.ts'
import { InternalError } from '../errors.ts'
import type { Schema } from './schema.ts'
import { repositoryName } from './signals.ts'
import { toJson } from './text.ts'

const Stored = z.strictObject({
  ...Experiment.shape,
  id: z.string(),
  taskKey: TaskKey,
  wave: z.int(),
  platform: z.string(),
  sha: Sha,
  environment: WorkflowResult.shape.runner,
  run: z.string().optional(),
  by: z.string(),
  at: z.number(),
})

/** Keeps them; an id that is known is the same experiment of the same result. */
export async function addExperiments(
  trx: Kysely<Schema>,
  experiments: readonly ExperimentRecord[],
): Promise<void> {
  if (experiments.length === 0) return
  await trx
    .insertInto('experiment')
    .values(
      experiments.map((one) => ({
        id: one.id,
        repository: repositoryName(taskRef(one.taskKey)),
        task_key: one.taskKey,
        wave: one.wave,
        name: one.name,
        record: toJson(one),
        at: new Date(one.at),
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

function parse(id: string, value: unknown): ExperimentRecord {
  const parsed = Stored.safeParse(value)
  if (!parsed.success)
    throw new InternalError(
      `the experiment ${id} in the store is malformed:\n${z.prettifyError(parsed.error)}`,
    )
  return { ...parsed.data, run: parsed.data.run }
}

/** All of a repository (`owner/repo`), or of all, oldest first. */
export async function experimentsIn(
  db: Kysely<Schema>,
  repository: string | undefined,
): Promise<ExperimentRecord[]> {
  const query = db.selectFrom('experiment').select(['id', 'record']).orderBy('at').orderBy('id')
  const rows = await (
    repository === undefined ? query : query.where('repository', '=', repository.toLowerCase())
  ).execute()
  return rows.map(({ id, record }) => parse(id, record))
}

/** One by its id, or undefined. */
export async function experimentById(db: Kysely<Schema>, id: string): Promise<ExperimentRecord | undefined> {
  const row = await db.selectFrom('experiment').select('record').where('id', '=', id).executeTakeFirst()
  return row && parse(id, row.record)
}
