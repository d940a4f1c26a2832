// What waits, and what was given up on, in numbers.

import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

export interface Backlog {
  /** Webhooks that were taken in and not looked at yet. */
  deliveries: number
  /** Jobs that are not retried any more. */
  deadLetters: number
}

export async function backlog(db: Kysely<Schema>): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select (select count(*)::integer from delivery where state = 'stored') as deliveries,
      (select count(*)::integer from dead_letter) as "deadLetters"`.execute(db)
  return rows[0] ?? { deliveries: 0, deadLetters: 0 }
}
