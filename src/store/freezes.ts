// Freezes of a repository: what may not change, until when, and what became of it.

import { sql, type Kysely, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Freeze, LiftRule } from '../domain/freeze/freeze.ts'
import { AgentName, Sha, TaskKey, type RepoRef } from '../domain/ids.ts'
import { WaveKey, waveOf } from '../domain/plan/names.ts'
import { audit } from './audit.ts'
import type { Schema } from './schema.ts'
import { repositoryName } from './signals.ts'
import { toJson } from './text.ts'

const Rule = z.strictObject({ seats: z.array(AgentName), orchestrator: AgentName })
const Texts = z.array(z.string())

export type NewFreeze = Pick<
  Freeze,
  'id' | 'paths' | 'symbols' | 'taskKey' | 'sha' | 'rule' | 'frozenAt' | 'expiresAt'
>

const time = (date: Date | null): number | undefined => date?.getTime()

function toFreeze(row: Selectable<Schema['api_freeze']>): Freeze {
  return {
    id: WaveKey.parse(row.id),
    paths: Texts.parse(row.paths),
    symbols: Texts.parse(row.symbols),
    taskKey: TaskKey.parse(row.task_key),
    sha: Sha.parse(row.sha),
    rule: Rule.parse(row.rule),
    frozenAt: row.frozen_at.getTime(),
    expiresAt: time(row.expires_at),
    noticedAt: time(row.noticed_at),
    liftedAt: time(row.lifted_at),
    liftedBy: Texts.parse(row.lifted_by ?? []),
  }
}

/** What makes two freezes of one wave the same: not when they were asked for. */
const area = ({ paths, symbols, taskKey }: Pick<Freeze, 'paths' | 'symbols' | 'taskKey'>): string =>
  JSON.stringify([taskKey, paths.toSorted(), symbols.toSorted()])

/**
 * Stores a freeze. The first of a wave stays as it is: `known` when this one holds the same, `conflict` (with a line in the
 * audit log) when it does not.
 */
export async function putFreeze(
  trx: Kysely<Schema>,
  repo: RepoRef,
  freeze: NewFreeze,
): Promise<'frozen' | 'known' | 'conflict'> {
  const repository = repositoryName(repo)
  const rule: LiftRule = { seats: freeze.rule.seats, orchestrator: freeze.rule.orchestrator }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('api_freeze')
    .values({
      repository,
      id: freeze.id,
      paths: toJson(freeze.paths),
      symbols: toJson(freeze.symbols),
      task_key: freeze.taskKey,
      wave: waveOf(freeze.id).wave,
      sha: freeze.sha,
      rule: toJson(rule),
      frozen_at: new Date(freeze.frozenAt),
      expires_at: freeze.expiresAt === undefined ? null : new Date(freeze.expiresAt),
    })
    .onConflict((conflict) => conflict.columns(['repository', 'id']).doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n) return 'frozen'
  const known = await freezeOf(trx, repo, freeze.id)
  if (known !== undefined && area(known) === area(freeze)) return 'known'
  const { id, paths, symbols } = freeze
  await audit(trx, {
    taskKey: freeze.taskKey,
    actor: 'baton',
    what: 'freeze conflict',
    detail: { repository, id, paths, symbols },
  })
  return 'conflict'
}

async function freezeOf(db: Kysely<Schema>, repo: RepoRef, id: WaveKey): Promise<Freeze | undefined> {
  const row = await db
    .selectFrom('api_freeze')
    .selectAll()
    .where('repository', '=', repositoryName(repo))
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toFreeze(row)
}

/** Every freeze of a repository, also those that are over or lifted, oldest first. */
export async function freezesOf(db: Kysely<Schema>, repo: RepoRef): Promise<Freeze[]> {
  const rows = await db
    .selectFrom('api_freeze')
    .selectAll()
    .where('repository', '=', repositoryName(repo))
    .orderBy('frozen_at')
    .orderBy('id')
    .execute()
  return rows.map(toFreeze)
}

/** Notes that the end of a freeze was announced. Returns false when it had been, or there is no such freeze. */
export async function noteNotice(db: Kysely<Schema>, repo: RepoRef, id: WaveKey, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_freeze')
    .set({ noticed_at: at })
    .where('repository', '=', repositoryName(repo))
    .where('id', '=', id)
    .where('noticed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Lifts a freeze; the caller has asked mayLift(). Returns false when it was lifted before, or there is no such freeze: the
 * first lifting stays. With a line in the audit log, so take a transaction.
 */
export async function liftFreeze(
  trx: Kysely<Schema>,
  repo: RepoRef,
  id: WaveKey,
  by: readonly string[],
  at: Date,
): Promise<boolean> {
  const repository = repositoryName(repo)
  const { rows } = await sql<{ task_key: string }>`
    update api_freeze set lifted_at = ${at}, lifted_by = ${toJson(by)}
    where repository = ${repository} and id = ${id} and lifted_at is null returning task_key`.execute(trx)
  const [row] = rows
  if (row === undefined) return false
  await audit(trx, {
    taskKey: TaskKey.parse(row.task_key),
    actor: by.join(', '),
    what: 'freeze lifted',
    detail: { repository, id },
  })
  return true
}
