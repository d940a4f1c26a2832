// Decision records of a repository: each number taken once, by one task for one topic.

import { sql, type Kysely, type Selectable } from 'kysely'
import { adrName, type AdrRecord } from '../domain/adr/adr.ts'
import type { RepoRef, Sha, TaskKey } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import type { Schema } from './schema.ts'
import { repositoryName } from './signals.ts'

const toRecord = (row: Selectable<Schema['adr']>): AdrRecord => ({
  topic: row.topic,
  number: row.number,
  title: row.title,
  path: row.path,
  branch: row.branch,
  sha: row.sha ?? undefined,
  reservedAt: row.reserved_at.getTime(),
})

/** The records of a task, in the order of their numbers. */
export async function adrsOfTask(db: Kysely<Schema>, key: TaskKey): Promise<AdrRecord[]> {
  const rows = await db.selectFrom('adr').selectAll().where('task_key', '=', key).orderBy('number').execute()
  return rows.map(toRecord)
}

export interface AdrRequest {
  taskKey: TaskKey
  topic: string
  title: string
  /** Folder of the repository. */
  dir: string
  /** The highest number that the folder shows. */
  above: number
  at: Date
}

/**
 * Takes the next number of a repository, above all that were taken and all that its folder shows; the same topic of a task keeps the
 * number that it has. To be called in a transaction: the counter's row is locked until its end, so two tasks wait for each other
 * and never get the same number.
 */
export async function reserveAdr(
  trx: Kysely<Schema>,
  repo: RepoRef,
  request: AdrRequest,
): Promise<{ record: AdrRecord; isNew: boolean }> {
  const repository = repositoryName(repo)
  const { taskKey, topic, title, dir, above, at } = request
  const known = await trx
    .selectFrom('adr')
    .selectAll()
    .where('task_key', '=', taskKey)
    .where('topic', '=', topic)
    .executeTakeFirst()
  if (known !== undefined) return { record: toRecord(known), isNew: false }
  const { rows } = await sql<{ last: number }>`
    insert into adr_counter (repository, last) values (${repository}, ${above + 1})
    on conflict (repository) do update set last = greatest(adr_counter.last, ${above}) + 1
    returning last`.execute(trx)
  const number = rows[0]?.last
  if (number === undefined) throw new InternalError('the counter of decision records gave no number')
  const name = adrName(number, title)
  const row = {
    repository,
    number,
    task_key: taskKey,
    topic,
    title,
    path: `${dir}/${name}`,
    branch: `baton/adr-${name.replace(/\.md$/, '')}`,
    sha: null,
    reserved_at: at,
  }
  await trx.insertInto('adr').values(row).execute()
  return { record: toRecord(row), isNew: true }
}

/** Notes the commit that a record was written as. */
export async function noteAdrCommit(
  db: Kysely<Schema>,
  repo: RepoRef,
  number: number,
  sha: Sha,
): Promise<void> {
  await db
    .updateTable('adr')
    .set({ sha })
    .where('repository', '=', repositoryName(repo))
    .where('number', '=', number)
    .execute()
}
