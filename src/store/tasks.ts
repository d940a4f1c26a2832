// What is remembered about a task beside GitHub, and which pull requests and sub-issues belong to it.

import { sql, type Kysely } from 'kysely'
import { isTaskKey, SubjectKey, TaskKey, taskRef, type RepoRef } from '../domain/ids.ts'
import type { Schema } from './schema.ts'
import { toJson } from './text.ts'

export interface TaskRecord {
  key: TaskKey
  state: unknown
  open: boolean
  updatedAt: Date
}

/** The record of a task, or undefined. The caller parses `state`. */
export async function loadTask(db: Kysely<Schema>, key: TaskKey): Promise<TaskRecord | undefined> {
  const row = await db.selectFrom('task').selectAll().where('key', '=', key).executeTakeFirst()
  return row && { key: TaskKey.parse(row.key), state: row.state, open: row.open, updatedAt: row.updated_at }
}

/** Writes the record of a task. `open: false` takes it out of resync and of repository-wide wake-ups. */
export async function saveTask(
  db: Kysely<Schema>,
  key: TaskKey,
  state: unknown,
  open: boolean,
): Promise<void> {
  const values = { state: toJson(state), open, updated_at: new Date() }
  await db
    .insertInto('task')
    .values({ key, ...values })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute()
}

/**
 * Open tasks that nobody has looked at for longest, those first that have waited most. A look is a pass, or having been picked here: a task
 * whose passes fail must not be the oldest for ever. Of each owner at most `perOwner` now, and `perHour` within an hour, whoever picks.
 */
export async function longestUnseen(
  db: Kysely<Schema>,
  { perOwner, perHour }: { perOwner: number; perHour: number },
): Promise<TaskKey[]> {
  const { rows } = await sql<{ key: string }>`
    select key from (
      select key, seen, recent, row_number() over (partition by owner order by seen, key) as place
      from (
        select key, owner, greatest(updated_at, resynced_at) as seen,
          count(*) filter (where resynced_at > now() - interval '1 hour') over (partition by owner) as recent
        from (select *, lower(split_part(key, '/', 1)) as owner from task where open) as owned
      ) as looked
    ) as placed
    where place <= least(${perOwner}::bigint, ${perHour}::bigint - recent)
    order by seen, key`.execute(db)
  return rows.map(({ key }) => TaskKey.parse(key))
}

/** Notes that these were picked now. */
export async function notePicked(db: Kysely<Schema>, keys: readonly TaskKey[]): Promise<void> {
  if (keys.length === 0) return
  await sql`update task set resynced_at = now() where key = any(${[...keys]}::text[])`.execute(db)
}

/** The repositories that have tasks, by name. */
export async function repositoriesOfTasks(db: Kysely<Schema>): Promise<RepoRef[]> {
  const rows = await db.selectFrom('task').select('key').execute()
  const names = new Map(
    rows.map(({ key }) => {
      const { owner, repo } = taskRef(TaskKey.parse(key))
      return [`${owner}/${repo}`, { owner, repo }] as const
    }),
  )
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, repo]) => repo)
}

/** The keys of a repository's tasks, as a pattern of `like`. */
export const keysOf = ({ owner, repo }: RepoRef): string => `${owner}/${repo}#%`.replaceAll(/[\\_]/g, '\\$&')

/**
 * The states of open tasks of a repository in whose text this value stands behind this key: few of thousands, for the caller to look at
 * closely. As text, because PostgreSQL's JSON operators refuse states in which somebody's words hold a NUL.
 */
export async function openStatesWith(
  db: Kysely<Schema>,
  repo: RepoRef,
  key: string,
  value: string,
): Promise<unknown[]> {
  const part = `${toJson(key)}:${toJson(value)}`
  const rows = await db
    .selectFrom('task')
    .select('state')
    .where('key', 'like', keysOf(repo))
    .where('open', '=', true)
    .where(sql<boolean>`position(${part} in state::text) > 0`)
    .execute()
  return rows.map(({ state }) => state)
}

/** Every task of a repository, open or not, by number. */
export async function tasksOfRepository(
  db: Kysely<Schema>,
  repo: RepoRef,
): Promise<{ key: TaskKey; state: unknown; open: boolean }[]> {
  const rows = await db
    .selectFrom('task')
    .select(['key', 'state', 'open'])
    .where('key', 'like', keysOf(repo))
    .execute()
  return rows
    .map((row) => ({ key: TaskKey.parse(row.key), state: row.state, open: row.open }))
    .sort((a, b) => taskRef(a.key).number - taskRef(b.key).number)
}

/** The tasks of a repository that are open, or were closed or last changed since, by number. */
export async function tasksSince(db: Kysely<Schema>, repo: RepoRef, since: Date): Promise<TaskRecord[]> {
  const rows = await db
    .selectFrom('task')
    .selectAll()
    .where('key', 'like', keysOf(repo))
    .where((eb) => eb.or([eb('open', '=', true), eb('updated_at', '>=', since)]))
    .execute()
  return rows
    .map((row) => ({
      key: TaskKey.parse(row.key),
      state: row.state,
      open: row.open,
      updatedAt: row.updated_at,
    }))
    .sort((a, b) => taskRef(a.key).number - taskRef(b.key).number)
}

/** `owner/repo#number`, the name of an issue or pull request: the two share their numbers. */
export function refOf(at: RepoRef & { number: number }): string {
  return `${at.owner}/${at.repo}#${at.number}`
}

/** Records that pull requests or issues belong to a task, or to the repository as a whole. A later link replaces an earlier one. */
export async function link(db: Kysely<Schema>, refs: readonly string[], taskKey: SubjectKey): Promise<void> {
  if (refs.length === 0) return
  await db
    .insertInto('link')
    .values([...new Set(refs)].sort().map((ref) => ({ ref, task_key: taskKey })))
    .onConflict((conflict) => conflict.column('ref').doUpdateSet({ task_key: taskKey }))
    .execute()
}

/** The tasks that issues and pull requests belong to, by ref; one that is linked to none is left out. */
export async function linkedTasks(
  db: Kysely<Schema>,
  refs: readonly string[],
): Promise<Map<string, TaskKey>> {
  if (refs.length === 0) return new Map()
  const rows = await db
    .selectFrom('link')
    .selectAll()
    .where('ref', 'in', [...refs])
    .orderBy('ref')
    .execute()
  return new Map(
    rows.flatMap((row) => {
      const key = SubjectKey.parse(row.task_key)
      return isTaskKey(key) ? [[row.ref, key] as const] : []
    }),
  )
}

/** Forgets that an issue or pull request belongs to a task. */
export async function unlink(db: Kysely<Schema>, ref: string): Promise<void> {
  await db.deleteFrom('link').where('ref', '=', ref).execute()
}
