// Leases: who may act on a key now. Whatever has effects takes a Lease as an argument, so nothing acts without one.

import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

interface LeaseRow {
  key: string
  owner: string
  until: Date
  fence: number
}

/**
 * Proof that `owner` holds `key` until `until`. Only acquire() and acquireAll() make instances. `fence` is higher than
 * that of every lease handed out before: whoever keeps the highest fence seen can refuse one that came back late.
 */
export class Lease {
  /** Makes the class nominal: an object of the same shape is not a Lease. */
  readonly #row: LeaseRow

  private constructor(row: LeaseRow) {
    this.#row = row
  }

  get key(): string {
    return this.#row.key
  }
  get owner(): string {
    return this.#row.owner
  }
  get until(): Date {
    return this.#row.until
  }
  get fence(): number {
    return this.#row.fence
  }

  /**
   * Takes each key that is free or whose lease ran out, for `ttlMs` milliseconds by the database's clock. Returns the
   * leases got; a missing key is held by someone, the same owner included.
   */
  static async acquireAll(
    db: Kysely<Schema>,
    keys: readonly string[],
    owner: string,
    ttlMs: number,
  ): Promise<Lease[]> {
    if (keys.length === 0) return []
    // Keys in order: two transactions taking the same keys then wait for each other instead of deadlocking.
    const { rows } = await sql<LeaseRow>`
      insert into lease as l (key, owner, until, fence)
      select k, ${owner}, clock_timestamp() + ${ttlMs} * interval '1 ms', nextval('lease_fence')
      from unnest(${[...new Set(keys)].sort()}::text[]) as k order by k
      on conflict (key) do update
        set owner = excluded.owner, until = excluded.until, fence = nextval('lease_fence')
        where l.until <= clock_timestamp()
      returning key, owner, until, fence`.execute(db)
    return rows.map((row) => new Lease(row))
  }

  /** acquireAll() of one key. Undefined when someone holds it. */
  static async acquire(
    db: Kysely<Schema>,
    key: string,
    owner: string,
    ttlMs: number,
  ): Promise<Lease | undefined> {
    return (await Lease.acquireAll(db, [key], owner, ttlMs))[0]
  }

  /** The same lease for another `ttlMs`, or undefined when it was lost: its holder must stop acting. */
  static async renew(db: Kysely<Schema>, lease: Lease, ttlMs: number): Promise<Lease | undefined> {
    const { rows } = await sql<LeaseRow>`
      update lease set until = clock_timestamp() + ${ttlMs} * interval '1 ms'
      where key = ${lease.key} and owner = ${lease.owner} and fence = ${lease.fence} and until > clock_timestamp()
      returning key, owner, until, fence`.execute(db)
    const row = rows[0]
    return row === undefined ? undefined : new Lease(row)
  }

  /** Gives the key back. Returns false when the lease had been lost before. */
  static async release(db: Kysely<Schema>, lease: Lease): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom('lease')
      .where('key', '=', lease.key)
      .where('owner', '=', lease.owner)
      .where('fence', '=', lease.fence)
      .executeTakeFirst()
    return numDeletedRows > 0n
  }
}

/** Extends every lease of one owner. Returns the fences that are still held: a holder whose fence is missing must stop. */
export async function renewAll(db: Kysely<Schema>, owner: string, ttlMs: number): Promise<Set<number>> {
  const { rows } = await sql<{ fence: number }>`
    update lease set until = clock_timestamp() + ${ttlMs} * interval '1 ms'
    where owner = ${owner} and until > clock_timestamp() returning fence`.execute(db)
  return new Set(rows.map((row) => row.fence))
}

/** Gives leases back by their fences, which are unique. */
export async function releaseAll(db: Kysely<Schema>, fences: readonly number[]): Promise<void> {
  if (fences.length === 0) return
  await sql`delete from lease where fence = any(${fences}::bigint[])`.execute(db)
}

/** Takes every lease away from an owner that is known to be gone. Returns the keys. */
export async function revokeAll(db: Kysely<Schema>, owner: string): Promise<string[]> {
  const rows = await db.deleteFrom('lease').where('owner', '=', owner).returning('key').execute()
  return rows.map((row) => row.key)
}

/** Milliseconds until the lease on a key runs out by the database's clock; 0 when nobody holds it. */
export async function heldForMs(db: Kysely<Schema>, key: string): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select greatest(0, ceil(extract(epoch from until - clock_timestamp()) * 1000))::int as ms from lease where key = ${key}`.execute(
    db,
  )
  return rows[0]?.ms ?? 0
}
