// Which slots of the rhythm are to be told now: of each kind at most the newest that was missed, and none twice.

import { z } from 'zod'
import { digest } from '../digest.ts'
import { SLOT_KINDS, schedulesOf, type Rhythm, type SlotKind } from '../policy/rhythm.ts'
import { slotsAround, type Schedule } from '../wakes/schedule.ts'

/** What is remembered of each kind. */
export const SlotMemory = z.partialRecord(
  z.enum(SLOT_KINDS),
  z.strictObject({
    /** The schedule and the time zone that this is about: with others it begins anew. */
    rule: z.string(),
    /** Slots up to this time are over: told, or of a time when nobody wanted them. Milliseconds since 1970. */
    heard: z.number(),
    told: z.strictObject({ name: z.string(), at: z.number() }).optional(),
  }),
)
export type SlotMemory = z.infer<typeof SlotMemory>

export interface DueSlot {
  kind: SlotKind
  /** Day and time on the wall: `20261121-0800`. */
  name: string
  /** When it was due, in milliseconds since 1970. */
  at: number
  /** What happened since then is news: the slot of the same kind before it, in the middle of a sprint its beginning. */
  since: number
}

export interface Slots {
  due: DueSlot[]
  memory: SlotMemory
  /** When the next one is due; undefined when none is on. */
  nextAt: number | undefined
}

/** The topic of the comment that tells a slot. A schedule that is changed back and forth does not tell it again. */
export const slotTopic = ({ kind, name }: Pick<DueSlot, 'kind' | 'name'>): string => `rhythm-${kind}-${name}`

const ruleOf = (schedule: Schedule, zone: string): string => digest(`${schedule} ${zone}`)

/**
 * `memory` is what was remembered last time; a kind that is new or changed begins now, so that nothing is told of the time before.
 * The clock may stand still or go back: what was told stays told.
 */
export function slotsOf(rhythm: Rhythm | undefined, zone: string, memory: SlotMemory, now: number): Slots {
  const kept: SlotMemory = {}
  const due: DueSlot[] = []
  const nexts: number[] = []
  const all = new Map(rhythm === undefined ? [] : schedulesOf(rhythm))
  for (const [kind, schedule] of all) {
    const rule = ruleOf(schedule, zone)
    const known = memory[kind]
    const own = known?.rule === rule ? known : { rule, heard: now }
    kept[kind] = own
    const { last, next } = slotsAround(schedule, zone, now)
    nexts.push(next.at)
    if (last.at <= own.heard) continue
    const began = kind === 'sprint-middle' ? all.get('sprint-plan') : undefined
    // A millisecond before it: the slot before is the last one then.
    due.push({ kind, ...last, since: slotsAround(began ?? schedule, zone, last.at - 1).last.at })
  }
  // In the order of their times: those of one moment in that of their kinds.
  due.sort((a, b) => a.at - b.at)
  return { due, memory: kept, nextAt: nexts.length === 0 ? undefined : Math.min(...nexts) }
}

/** The memory once a slot was told. */
export function toldSlot(memory: SlotMemory, { kind, name, at }: DueSlot): SlotMemory {
  const own = memory[kind]
  return own === undefined ? memory : { ...memory, [kind]: { ...own, heard: at, told: { name, at } } }
}

/** All slots of the coming days, in order, at most `days` of 24 hours from now. */
export function comingSlots(
  rhythm: Rhythm,
  zone: string,
  now: number,
  days: number,
): Pick<DueSlot, 'kind' | 'name' | 'at'>[] {
  const end = now + days * 24 * 60 * 60_000
  const found = schedulesOf(rhythm).flatMap(([kind, schedule]) => {
    const slots: Pick<DueSlot, 'kind' | 'name' | 'at'>[] = []
    let { next } = slotsAround(schedule, zone, now)
    while (next.at <= end) {
      slots.push({ kind, ...next })
      ;({ next } = slotsAround(schedule, zone, next.at))
    }
    return slots
  })
  return found.sort((a, b) => a.at - b.at || SLOT_KINDS.indexOf(a.kind) - SLOT_KINDS.indexOf(b.kind))
}
