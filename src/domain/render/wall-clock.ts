// Moments as the clocks of a repository's time zone show them.

import { wallTime } from '../wakes/time-zone.ts'

/** The last day that a time can be of. */
const LAST = 8.64e15
const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-11-21 08:00`, without the zone: whoever shows several says it once. */
export function wallText(at: number, zone: string): string {
  if (!(Math.abs(at) <= LAST)) return 'an unknown time'
  const { year, month, day, hour, minute } = wallTime(at, zone)
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}

/** `2026-11-21 08:00 (Europe/Berlin)`. */
export const zonedText = (at: number, zone: string): string => `${wallText(at, zone)} (${zone})`
