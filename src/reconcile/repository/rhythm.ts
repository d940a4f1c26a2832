// When a repository is told where it stands, and when it was told last, as the command line shows it.

import type { Kysely } from 'kysely'
import { BoardMemory, nothingRemembered } from '../../domain/board/memory.ts'
import { repoKey, type RepoRef } from '../../domain/ids.ts'
import type { SlotKind } from '../../domain/policy/rhythm.ts'
import { comingSlots } from '../../domain/rhythm/slots.ts'
import { loadBoard } from '../../store/boards.ts'
import type { Schema } from '../../store/schema.ts'
import type { Configurations } from '../configuration.ts'

export interface RhythmView {
  zone: string
  /** In order; `at` in milliseconds since 1970. */
  slots: { kind: SlotKind; name: string; at: number }[]
  told: { kind: SlotKind; name: string; at: number }[]
}

/** The slots of the next `days` from `now` (milliseconds since 1970), by the last valid policy. Undefined: it has no rhythm. */
export async function rhythmOf(
  db: Kysely<Schema>,
  configurations: Configurations,
  repo: RepoRef,
  now: number,
  days: number,
): Promise<RhythmView | undefined> {
  const { policy } = await configurations.resolve(repo, { policy: undefined, roster: [] })
  if (policy?.rhythm === undefined) return undefined
  const stored = await loadBoard(db, repoKey(repo))
  const { slots } = stored === undefined ? nothingRemembered() : BoardMemory.parse(stored)
  const coming = comingSlots(policy.rhythm, policy.time_zone, now, days)
  const kinds = [...new Set(coming.map(({ kind }) => kind))]
  return {
    zone: policy.time_zone,
    slots: coming,
    told: kinds.flatMap((kind) => {
      const last = slots[kind]?.told
      return last === undefined ? [] : [{ kind, ...last }]
    }),
  }
}
