// What the runs of a repository have cost and may still cost.

import { sql, type Kysely } from 'kysely'
import { InternalError } from '../errors.ts'
import { BUDGET_LOCK } from './locks.ts'
import type { Schema } from './schema.ts'

/**
 * US dollars of all runs of a repository (`owner/repo`) that ended since a time, plus what those under way may cost: what they
 * have cost, and at least `runUsd`.
 */
export async function committedSince(
  db: Kysely<Schema>,
  repository: string,
  since: Date,
  runUsd: number,
): Promise<number> {
  const { rows } = await sql<{ usd: number }>`
    select coalesce(sum(case when state in ('queued', 'running') then greatest(coalesce(usd, 0), ${runUsd}::float8)
      else coalesce(usd, 0) end), 0) as usd
    from run where repository = ${repository} and (state in ('queued', 'running') or finished_at >= ${since})`.execute(
    db,
  )
  return rows[0]?.usd ?? 0
}

/**
 * Whether a repository's budget has room for another run, for the rest of the caller's transaction: two tasks that ask at the
 * same time are not both told so. Take other row locks after it. Raises InternalError outside a transaction.
 */
export async function hasRoom(
  trx: Kysely<Schema>,
  repository: string,
  { since, runUsd, limitUsd }: { since: Date; runUsd: number; limitUsd: number },
): Promise<boolean> {
  if (!trx.isTransaction) throw new InternalError('room in a budget is taken inside a transaction')
  await sql`select pg_advisory_xact_lock(${BUDGET_LOCK}, hashtext(${repository}))`.execute(trx)
  return (await committedSince(trx, repository, since, runUsd)) + runUsd <= limitUsd
}
