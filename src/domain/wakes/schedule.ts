// Schedules such as `daily 08:00` or `mon,thu 16:00`: their slots, each named by the day and time on the wall.

import { z } from 'zod'
import { momentOf, wallTime, type WallTime } from './time-zone.ts'

/** As `Date.prototype.getUTCDay` counts them. */
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const WRITTEN = /^(daily|[a-z]{3}(?:,[a-z]{3}){0,6}) ([01]\d|2[0-3]):([0-5]\d)$/

interface Times {
  days: ReadonlySet<number>
  hour: number
  minute: number
}

function read(text: string): Times | undefined {
  const [, on = '', hour, minute] = WRITTEN.exec(text) ?? []
  if (hour === undefined || minute === undefined) return undefined
  const named =
    on === 'daily' ? DAYS.map((_, i) => i) : on.split(',').map((day) => DAYS.findIndex((one) => one === day))
  const days = new Set(named)
  if (days.has(-1) || days.size < named.length) return undefined
  return { days, hour: Number(hour), minute: Number(minute) }
}

export const Schedule = z
  .string()
  .max(60)
  .refine(
    (text) => read(text) !== undefined,
    'expected daily or days of the week, each once, and a time of 24 hours, for example daily 08:00 or mon,thu 16:00',
  )
  .brand<'Schedule'>()
export type Schedule = z.infer<typeof Schedule>

export interface Slot {
  /** Milliseconds since 1970. */
  at: number
  /** Day and time on the wall, such as `20261121-0800`: what identifies the slot, whatever the clocks do. */
  name: string
}

const two = (value: number): string => String(value).padStart(2, '0')

/** The slot of a day, counted in days from the day of `from`; undefined when the schedule leaves that day out. */
function slotOn(
  { days, hour, minute }: Times,
  from: WallTime,
  offset: number,
  zone: string,
): Slot | undefined {
  // Noon: a day counted from there stays the same day.
  const date = new Date(Date.UTC(from.year, from.month - 1, from.day + offset, 12))
  if (!days.has(date.getUTCDay())) return undefined
  const wall = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour,
    minute,
  }
  const name = `${wall.year}${two(wall.month)}${two(wall.day)}-${two(hour)}${two(minute)}`
  return { at: momentOf(wall, zone), name }
}

/** The last slot up to a moment, and the first after it. A week holds at least one, and clocks move by a day at most. */
export function slotsAround(schedule: Schedule, zone: string, now: number): { last: Slot; next: Slot } {
  const times = read(schedule)
  if (times === undefined) throw new RangeError(`not a schedule: ${schedule}`)
  const today = wallTime(now, zone)
  const slots = Array.from({ length: 19 }, (_, i) => slotOn(times, today, i - 9, zone)).flatMap(
    (slot) => slot ?? [],
  )
  const last = slots.findLast(({ at }) => at <= now)
  const next = slots.find(({ at }) => at > now)
  if (last === undefined || next === undefined) throw new RangeError(`${schedule} has no slot around ${now}`)
  return { last, next }
}
