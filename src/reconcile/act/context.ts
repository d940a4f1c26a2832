// What carrying out an action needs, and the rule that every effect follows: intent, look, do, receipt.

import type { Kysely } from 'kysely'
import type { RepoRef, RunId, Sha, SubjectKey, TaskKey, TaskRef } from '../../domain/ids.ts'
import type { Pack } from '../../domain/roster/pack.ts'
import type { EffectivePolicy } from '../../domain/policy/effective.ts'
import { asError, InternalError } from '../../errors.ts'
import type { RepoClient } from '../../github/repo-client.ts'
import type { RunTerms } from '../../queue/run-job.ts'
import type { Lease } from '../../store/leases.ts'
import { begin, fail, finish } from '../../store/ledger.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reverted } from '../../workspace/revert.ts'
import type { AddFile } from '../../workspace/add-file.ts'
import type { TaskState } from '../task-state.ts'

/** Host-side git: puts a commit that a run left in the mirror on its branch. */
export interface Publisher {
  push(
    task: RepoRef,
    input: { sha: Sha; branch: string; expected: Sha | undefined; signal: AbortSignal },
  ): Promise<void>
  /**
   * Merges a base into a branch whose tip is `head`, and pushes the result with an exact lease. `current`: the branch holds the
   * base already. `conflict`: nothing was pushed; both sides are in `text`.
   */
  update(
    task: RepoRef,
    input: { branch: string; head: Sha; base: Sha; signal: AbortSignal },
  ): Promise<{ kind: 'pushed' | 'current' } | { kind: 'conflict'; files: string[]; text: string }>
  /** Makes the revert of a merged change in the mirror, on what the branch is now. */
  revert(
    repo: RepoRef,
    input: { merge: Sha; parent: Sha; branch: string; message: string; signal: AbortSignal },
  ): Promise<Reverted>
  /** Names of what is in a folder at a commit; none where there is no such folder. */
  files(task: TaskRef, input: { sha: Sha; dir: string; signal: AbortSignal }): Promise<string[]>
  /** Writes a commit that adds one file, to be pushed. */
  addFile(task: TaskRef, input: AddFile & { signal: AbortSignal }): Promise<Sha>
}

export interface RunQueue {
  /** Queues a run inside the caller's transaction, unless it waits or is at work already. */
  enqueueRunIn(trx: Kysely<Schema>, id: RunId, key: TaskKey, terms: RunTerms): Promise<void>
  /** Schedules passes over other tasks inside the caller's transaction. */
  wakeIn(trx: Kysely<Schema>, keys: readonly TaskKey[]): Promise<void>
  /** Gives the task's waiting runs another place; `startBy` is told when each was queued. */
  reprioritise(key: TaskKey, startBy: (queuedAtMs: number) => number): Promise<void>
  cancelRun(id: RunId): void
}

export interface ActContext {
  /** Proof that nobody else acts on this task now. */
  lease: Lease
  signal: AbortSignal
  key: TaskKey
  task: TaskRef
  db: Kysely<Schema>
  author: RepoClient
  reviewer: RepoClient | undefined
  publisher: Publisher
  runs: RunQueue
  policy: EffectivePolicy | undefined
  pack: Pack | undefined
  defaultBranch: string
  now: () => number
  /** Changes what is remembered about the task; saved at once. A function is told what is remembered by then. */
  remember(change: Partial<TaskState> | ((state: TaskState) => Partial<TaskState>)): Promise<void>
  /** Named moments, for crash tests: called right before and right after each effect. */
  probe(point: string): void
}

/** As much of it as an effect needs to happen once. */
export interface EffectContext extends Pick<ActContext, 'db' | 'probe'> {
  key: SubjectKey
}

export interface Effect<R> {
  /** Unique within the task; the same effect has the same key, whoever computes it. */
  key: string
  kind: string
  intent: unknown
  /** Looks for the effect in the world: it may have been carried out by an attempt that never wrote its receipt. */
  find: () => Promise<R | undefined>
  carryOut: () => Promise<R>
  /** What to answer when it was carried out and does not show: then it is not carried out again. */
  gone?: R
}

/** `found`: it was there already; `done`: it was carried out now. */
export type Once<R> = { how: 'found' | 'done'; receipt: R }

/**
 * Carries an effect out once, whatever crashes in between: intent, look, do, receipt. decide() asks only for what it does
 * not see, so an effect whose receipt is known is looked for too: it may only have been slow to show, or somebody has
 * removed it, and then it is carried out again.
 */
export async function once<R>(context: EffectContext, effect: Effect<R>): Promise<Once<R>> {
  const key = `${context.key}|${effect.key}`
  const entry = await begin(context.db, key, context.key, effect.kind, effect.intent)
  context.probe(`${effect.kind}:before`)
  const found = entry.state === 'new' ? undefined : await effect.find()
  if (found === undefined && entry.state === 'done' && effect.gone !== undefined) {
    return { how: 'found', receipt: effect.gone }
  }
  const outcome: Once<R> =
    found === undefined
      ? { how: 'done', receipt: await carryOut(context, key, effect) }
      : { how: 'found', receipt: found }
  context.probe(`${effect.kind}:after`)
  await finish(context.db, key, outcome.receipt ?? null)
  return outcome
}

async function carryOut<R>(context: EffectContext, key: string, effect: Effect<R>): Promise<R> {
  try {
    return await effect.carryOut()
  } catch (error) {
    await noteFailure(context, key, error)
    throw error
  }
}

/** The ledger keeps the reason of an open intent; one that was finished before has no place for it. */
async function noteFailure(context: EffectContext, key: string, error: unknown): Promise<void> {
  try {
    await fail(context.db, key, asError(error).message)
  } catch (cause) {
    if (!(cause instanceof InternalError)) throw cause
  }
}
