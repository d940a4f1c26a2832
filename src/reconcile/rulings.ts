// Words of people that let something pass: kept in the audit log together with the state that they change.

import type { Kysely } from 'kysely'
import type { Desired } from '../domain/commands/desired.ts'
import { sameStamp, type Stamp } from '../domain/commands/desired.ts'
import type { TaskKey } from '../domain/ids.ts'
import { audit } from '../store/audit.ts'
import type { Schema } from '../store/schema.ts'

export interface Ruling {
  actor: string
  what: 'override' | 'merge asked'
  detail: { pull: number; sha: string; gate?: string; reason?: string; comment: number }
}

const fresh = <T extends Stamp>(before: readonly T[], now: readonly T[]): T[] =>
  now.filter((entry) => !before.some((known) => sameStamp(known, entry)))

/** What is wanted now and was not before, of what belongs on record; in the order in which it was written. */
export function newRulings(before: Desired | undefined, now: Desired | undefined): Ruling[] {
  if (now === undefined) return []
  return [
    ...fresh(before?.overrides ?? [], now.overrides).map(
      ({ by, on, sha, gate, reason, comment }): Ruling => ({
        actor: by,
        what: 'override',
        detail: { pull: on, sha, gate, reason, comment },
      }),
    ),
    ...fresh(before?.merges ?? [], now.merges).map(({ by, on, sha, comment }): Ruling => ({
      actor: by,
      what: 'merge asked',
      detail: { pull: on, sha, comment },
    })),
  ]
}

/** Adds them to the audit log. The caller writes the state in the same transaction, so that each is there once. */
export async function auditRulings(
  trx: Kysely<Schema>,
  taskKey: TaskKey,
  rulings: readonly Ruling[],
): Promise<void> {
  for (const ruling of rulings) await audit(trx, { taskKey, ...ruling })
}
