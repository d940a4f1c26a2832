// Turns stored deliveries into scheduled tasks, behind the answer: many deliveries become one job per task.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { isTaskKey, type SubjectKey, type TaskKey } from '../domain/ids.ts'
import { Targets, type Target } from '../intake/targets.ts'
import { markDrained, takeStored, type Drained } from '../store/deliveries.ts'
import { addRequests, type NewRequest } from '../store/requests.ts'
import type { Schema } from '../store/schema.ts'
import { RECONCILE } from './boss.ts'
import { resolveTargets, type TaskOfBranch } from './resolve.ts'
import { signal } from './signals.ts'
import { wakeIn } from './wake.ts'

/** Deliveries per transaction. */
const BATCH = 200

export interface DrainResult {
  /** How many deliveries were looked at; BATCH of them means there may be more. */
  taken: number
  full: boolean
  jobs: number
}

/** What a delivery asks of a task, beside bringing its next pass forward. */
const requestsFor = (
  targets: readonly Target[] | undefined,
  guid: string,
  taskKey: TaskKey,
  requestedAt: Date,
): NewRequest[] =>
  (targets ?? []).flatMap((target) =>
    target.kind === 'request'
      ? [
          {
            guid,
            taskKey,
            requestedAt,
            sha: target.sha,
            branch: target.branch,
            kinds: target.kinds,
            actor: target.by,
            bot: target.bot,
          },
        ]
      : [],
  )

/**
 * Drains one batch in one transaction. Deliveries are locked first, passing over those of another drain, so nobody waits for
 * them; then the subjects in order, then links and jobs. `sender`: see signal().
 */
export async function drainOnce(
  db: Kysely<Schema>,
  boss: PgBoss,
  taskOfBranch: TaskOfBranch,
  sender: string,
): Promise<DrainResult> {
  return await db.transaction().execute(async (trx) => {
    const stored = await takeStored(trx, BATCH)
    if (stored.length === 0) return { taken: 0, full: false, jobs: 0 }
    const parsed = stored.map(({ targets }) => Targets.safeParse(targets))
    const resolved = await resolveTargets(
      trx,
      parsed.map((result) => result.data ?? []),
      taskOfBranch,
    )

    const keys = new Set<SubjectKey>()
    const links = new Map<string, SubjectKey>()
    const requests: NewRequest[] = []
    const drained = stored.map(({ guid, receivedAt }, index): Drained => {
      const outcome = parsed[index]?.error ?? resolved[index]
      if (outcome === undefined || outcome instanceof Error) {
        return { guid, state: 'failed', taskKey: undefined, error: outcome?.message ?? 'not resolved' }
      }
      for (const key of outcome.keys) keys.add(key)
      for (const [ref, task] of outcome.links) links.set(ref, task)
      for (const taskKey of [...outcome.keys].filter(isTaskKey))
        requests.push(...requestsFor(parsed[index]?.data, guid, taskKey, receivedAt))
      const [first] = outcome.keys
      return { guid, state: first === undefined ? 'ignored' : 'drained', taskKey: first, error: undefined }
    })

    const jobs = await wakeIn(boss, trx, [...keys])
    await addRequests(trx, requests)
    if (links.size > 0) {
      const rows = [...links]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([ref, task]) => ({ ref, task_key: task }))
      await trx
        .insertInto('link')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('ref').doUpdateSet((eb) => ({ task_key: eb.ref('excluded.task_key') })),
        )
        .execute()
    }
    await markDrained(trx, drained)
    if (jobs > 0) await signal(trx, RECONCILE, sender)
    return { taken: stored.length, full: stored.length === BATCH, jobs }
  })
}
