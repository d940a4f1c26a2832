// Signals between plans of a repository, and the tasks that wait for them.
//
// Sending and waiting take one lock per repository for the rest of the transaction: either the sender sees who waits, or
// whoever begins to wait sees that it was sent. Take other row locks after it.

import { sql, type Kysely } from 'kysely'
import { Sha, TaskKey, type RepoRef } from '../domain/ids.ts'
import { ANY_SIGNAL, AwaitedSignal, SignalName } from '../domain/plan/names.ts'
import { samePayload, SignalPayload } from '../domain/signals/payload.ts'
import { InternalError } from '../errors.ts'
import { audit } from './audit.ts'
import { SIGNAL_LOCK } from './locks.ts'
import type { Schema } from './schema.ts'
import { toJson } from './text.ts'

/** How a repository is written in these tables: GitHub does not tell letter cases apart. */
export const repositoryName = ({ owner, repo }: RepoRef): string => `${owner}/${repo}`.toLowerCase()

/** The queue's wakeIn(): schedules tasks inside the transaction. */
export type WakeIn = (trx: Kysely<Schema>, keys: readonly TaskKey[]) => Promise<void>

export interface NewSignal {
  name: SignalName
  payload: SignalPayload
  taskKey: TaskKey
  /** The wave that sends it; undefined: the plan as a whole. */
  wave: number | undefined
  /** The commit that it was sent with. */
  sha: Sha | undefined
}

export interface Signal extends NewSignal {
  sentAt: Date
}

/** `known`: it was sent before and said the same. `conflict`: it said something else, which stays; the audit log has both. */
export type Sending = 'sent' | 'known' | 'conflict'

const row = (signal: NewSignal) => ({
  name: signal.name,
  payload: toJson(SignalPayload.parse(signal.payload)),
  task_key: signal.taskKey,
  wave: signal.wave ?? null,
  sha: signal.sha ?? null,
})

async function lock(trx: Kysely<Schema>, repository: string): Promise<void> {
  if (!trx.isTransaction) throw new InternalError('signals are sent and waited for inside a transaction')
  await sql`select pg_advisory_xact_lock(${SIGNAL_LOCK}, hashtext(${repository}))`.execute(trx)
}

/** Writes a conflict down once, however often it is tried. */
async function recordConflict(trx: Kysely<Schema>, repository: string, signal: NewSignal): Promise<void> {
  const detail = { repository, name: signal.name, wave: signal.wave ?? null, payload: signal.payload }
  const { rows } = await sql<{ id: number }>`
    select id from audit where task_key = ${signal.taskKey} and what = 'signal conflict'
      and detail::text = ${toJson(detail)} limit 1`.execute(trx)
  if (rows.length > 0) return
  await audit(trx, { taskKey: signal.taskKey, actor: 'baton', what: 'signal conflict', detail })
}

/**
 * Sends a signal and wakes whoever waits for it, all in the caller's transaction: a crash leaves all of it or nothing.
 * The first sender of a name wins. Raises InternalError outside a transaction.
 */
export async function sendSignal(
  trx: Kysely<Schema>,
  repo: RepoRef,
  signal: NewSignal,
  wakeIn: WakeIn,
): Promise<Sending> {
  const repository = repositoryName(repo)
  await lock(trx, repository)
  const known = await trx
    .selectFrom('signal')
    .select('payload')
    .where('repository', '=', repository)
    .where('name', '=', signal.name)
    .executeTakeFirst()
  if (known !== undefined) {
    if (samePayload(SignalPayload.parse(known.payload), signal.payload)) return 'known'
    await recordConflict(trx, repository, signal)
    return 'conflict'
  }
  await trx
    .insertInto('signal')
    .values({ repository, ...row(signal) })
    .execute()
  const waiting = await trx
    .deleteFrom('waiting')
    .where('repository', '=', repository)
    .where('signal', '=', signal.name)
    .returning('task_key')
    .execute()
  // Those that wait for any signal go on waiting.
  const always = await trx
    .selectFrom('waiting')
    .select('task_key')
    .where('repository', '=', repository)
    .where('signal', '=', ANY_SIGNAL)
    .execute()
  const keys = new Set([...waiting, ...always].map(({ task_key }) => TaskKey.parse(task_key)))
  if (keys.size > 0) await wakeIn(trx, [...keys].sort())
  return 'sent'
}

/** Every signal that was sent in a repository, oldest first. */
export async function signalsOf(db: Kysely<Schema>, repo: RepoRef): Promise<Signal[]> {
  const rows = await db
    .selectFrom('signal')
    .selectAll()
    .where('repository', '=', repositoryName(repo))
    .orderBy('sent_at')
    .orderBy('name')
    .execute()
  return rows.map((one) => ({
    name: SignalName.parse(one.name),
    payload: SignalPayload.parse(one.payload),
    taskKey: TaskKey.parse(one.task_key),
    wave: one.wave ?? undefined,
    sha: one.sha === null ? undefined : Sha.parse(one.sha),
    sentAt: one.sent_at,
  }))
}

/**
 * From now on the task is woken when one of these signals is sent, and for no others than these. Returns those that were sent
 * before: nobody will be woken for them, so look again. Raises InternalError outside a transaction.
 */
export async function waitFor(
  trx: Kysely<Schema>,
  repo: RepoRef,
  taskKey: TaskKey,
  names: readonly AwaitedSignal[],
): Promise<SignalName[]> {
  const repository = repositoryName(repo)
  await lock(trx, repository)
  const wanted = [...new Set(names)].sort()
  const sent =
    wanted.length === 0
      ? []
      : await trx
          .selectFrom('signal')
          .select('name')
          .where('repository', '=', repository)
          .where('name', 'in', wanted)
          .orderBy('name')
          .execute()
  const already = new Set<string>(sent.map(({ name }) => name))
  const open = wanted.filter((name) => !already.has(name))
  await trx.deleteFrom('waiting').where('task_key', '=', taskKey).execute()
  if (open.length > 0)
    await trx
      .insertInto('waiting')
      .values(open.map((signal) => ({ repository, signal, task_key: taskKey })))
      .execute()
  return wanted.filter((name): name is SignalName => already.has(name))
}

/** The tasks that wait for any of these signals. */
export async function waitersFor(
  db: Kysely<Schema>,
  repo: RepoRef,
  names: readonly SignalName[],
): Promise<TaskKey[]> {
  if (names.length === 0) return []
  const rows = await db
    .selectFrom('waiting')
    .select('task_key')
    .distinct()
    .where('repository', '=', repositoryName(repo))
    .where('signal', 'in', [...names])
    .orderBy('task_key')
    .execute()
  return rows.map(({ task_key }) => TaskKey.parse(task_key))
}

/** The signals that a task waits for, by name. */
export async function waitsOf(db: Kysely<Schema>, taskKey: TaskKey): Promise<AwaitedSignal[]> {
  const rows = await db
    .selectFrom('waiting')
    .select('signal')
    .where('task_key', '=', taskKey)
    .orderBy('signal')
    .execute()
  return rows.map(({ signal }) => AwaitedSignal.parse(signal))
}
