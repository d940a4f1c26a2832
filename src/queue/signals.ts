// Tells the other processes that there is work: NOTIFY on one channel. Only a hint; polling finds the work anyway.

import { sql, type Kysely } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { QueueName } from './boss.ts'

export const CHANNEL = 'baton'
export type Topic = QueueName | 'delivery'

/** Sends when the transaction commits. A process does not act on signals with its own name as sender: it has woken itself. */
export async function signal(db: Kysely<Schema>, topic: Topic, sender: string): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${`${topic} ${sender}`})`.execute(db)
}

export function parseSignal(payload: string): { topic: string; sender: string } {
  const [topic = '', sender = ''] = payload.split(' ', 2)
  return { topic, sender }
}
