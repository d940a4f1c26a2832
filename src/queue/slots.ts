// Slots: how many agent runs are at work at once per owner, per repository and per agent. Each is a lease, so it ends with its worker.

import { sql, type Kysely } from 'kysely'
import { taskRef } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import { Lease } from '../store/leases.ts'
import { RUN_SLOT_LOCK } from '../store/locks.ts'
import type { Schema } from '../store/schema.ts'
import { repositoryOf, type RunData } from './run-job.ts'

interface Limit {
  /** The slots that count are `${prefix}:0`, `${prefix}:1` and so on. */
  prefix: string
  most: number
}

/** The slots in use, as one claim sees them. */
export interface Slots {
  /** Whether a run that carries this finds one of its limits reached. */
  full(data: RunData): boolean
  /** Takes a slot under each limit of the run, or none at all when one of them is reached. */
  take(data: RunData): Promise<readonly Lease[] | undefined>
}

function limitsOf(data: RunData, runsPerOwner: number | undefined): Limit[] {
  const repository = repositoryOf(data)
  const limits = [
    { prefix: `slot:owner:${taskRef(data.taskKey).owner}`, most: runsPerOwner },
    { prefix: `slot:repository:${repository}`, most: data.caps?.repository },
    { prefix: `slot:agent:${repository}:${data.agent ?? ''}`, most: data.caps?.agent },
  ]
  return limits.flatMap(({ prefix, most }) => (most === undefined ? [] : [{ prefix, most }]))
}

function firstFree(used: ReadonlySet<number>): number {
  let index = 0
  while (used.has(index)) index++
  return index
}

/**
 * Reads which slots are in use. Holds a lock until the transaction ends: claims of runs take turns, so a slot that is seen
 * free stays free, and limits hold although each run brings its own.
 */
export async function openSlots(
  trx: Kysely<Schema>,
  owner: string,
  leaseMs: number,
  runsPerOwner: number | undefined,
): Promise<Slots> {
  await sql`select pg_advisory_xact_lock(${RUN_SLOT_LOCK}, 0)`.execute(trx)
  const { rows } = await sql<{ key: string }>`
    select key from lease where starts_with(key, 'slot:') and until > clock_timestamp()`.execute(trx)
  const inUse = new Map<string, Set<number>>()
  const usedOf = (prefix: string): Set<number> => {
    const used = inUse.get(prefix) ?? new Set()
    inUse.set(prefix, used)
    return used
  }
  for (const { key } of rows) {
    const colon = key.lastIndexOf(':')
    usedOf(key.slice(0, colon)).add(Number(key.slice(colon + 1)))
  }
  const full = (data: RunData): boolean =>
    limitsOf(data, runsPerOwner).some(({ prefix, most }) => usedOf(prefix).size >= most)
  return {
    full,
    take: async (data) => {
      if (full(data)) return undefined
      const chosen = limitsOf(data, runsPerOwner).map(({ prefix }) => ({
        used: usedOf(prefix),
        index: firstFree(usedOf(prefix)),
        prefix,
      }))
      const keys = chosen.map(({ prefix, index }) => `${prefix}:${index}`)
      const leases = await Lease.acquireAll(trx, keys, owner, leaseMs)
      if (leases.length < keys.length) throw new InternalError(`a free slot was taken: ${keys.join(', ')}`)
      for (const { used, index } of chosen) used.add(index)
      return leases
    },
  }
}
