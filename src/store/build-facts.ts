// Validations that are over, as key figures need them.

import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RepoRef } from '../domain/ids.ts'
import type { BuildFact } from '../domain/kpis/facts.ts'
import type { Schema } from './schema.ts'
import { keysOf } from './tasks.ts'

/** All that is read of a result: the rest was checked when it came in. */
const Result = z.object({
  steps: z.array(z.object({ exitCode: z.int() })),
  tests: z.object({ passed: z.int(), total: z.int() }).nullable(),
})

/** Those of a repository that ended since, the oldest first. */
export async function buildFacts(db: Kysely<Schema>, repo: RepoRef, since: Date): Promise<BuildFact[]> {
  const rows = await db
    .selectFrom('validation')
    .select(['id', 'head_sha', 'platform', 'state', 'result', 'finished_at'])
    .where('task_key', 'like', keysOf(repo))
    .where('kind', '=', 'validate')
    .where('confirms', '=', false)
    .where('finished_at', '>=', since)
    .orderBy('finished_at')
    .orderBy('id')
    .execute()
  return rows.flatMap((row): BuildFact[] => {
    if (row.finished_at === null) return []
    const result = row.state === 'done' && row.result !== null ? Result.parse(row.result) : undefined
    return [
      {
        headSha: row.head_sha,
        platform: row.platform,
        attempt: Number(row.id.slice(row.id.lastIndexOf('/') + 1)),
        endedAt: row.finished_at.getTime(),
        succeeded: result !== undefined && result.steps.every(({ exitCode }) => exitCode === 0),
        tests: result?.tests ?? undefined,
      },
    ]
  })
}
