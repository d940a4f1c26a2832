// Which comments of a task were seen, and which were answered for good: entries of the ledger, read back.

import type { Kysely } from 'kysely'
import type { TaskKey } from '../domain/ids.ts'
import type { Schema } from './schema.ts'

export type Acknowledgement = 'seen' | 'answered'

const PREFIX = { seen: 'seen/', answered: 'ack/' } as const

/** The effect's key within its task. */
export const acknowledgementKey = (commentId: number, what: Acknowledgement): string =>
  `${PREFIX[what]}${commentId}`

/** Of these comments those that were seen or answered. An answer whose receipt was lost in a crash is not there, and is given again. */
export async function acknowledgements(
  db: Kysely<Schema>,
  key: TaskKey,
  commentIds: Iterable<number>,
): Promise<Map<number, Acknowledgement>> {
  const effects = new Map<string, [commentId: number, what: Acknowledgement]>()
  for (const id of new Set(commentIds)) {
    effects.set(`${key}|${acknowledgementKey(id, 'seen')}`, [id, 'seen'])
    effects.set(`${key}|${acknowledgementKey(id, 'answered')}`, [id, 'answered'])
  }
  const found = new Map<number, Acknowledgement>()
  if (effects.size === 0) return found
  const rows = await db
    .selectFrom('ledger')
    .select('key')
    .where('key', 'in', [...effects.keys()])
    .where('done_at', 'is not', null)
    .execute()
  for (const row of rows) {
    const [id, what] = effects.get(row.key) ?? []
    if (id === undefined || what === undefined) continue
    if (what === 'answered' || !found.has(id)) found.set(id, what)
  }
  return found
}
