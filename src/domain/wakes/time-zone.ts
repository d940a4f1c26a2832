// The time on a wall in some place of the world, and back: pure, with the rules of the IANA time zones that the engine brings.

import { z } from 'zod'

/** A moment as a calendar and a clock show it. `month` counts from 1. */
export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const NAME = /^[A-Za-z][A-Za-z0-9_+-]{0,30}(?:\/[A-Za-z0-9_+-]{1,30}){0,2}$/

const formats = new Map<string, Intl.DateTimeFormat>()
/** Making one costs more than using it a thousand times. Raises RangeError for a zone that there is not. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(timeZone, made)
  return made
}

const isZone = (name: string): boolean => {
  if (!NAME.test(name)) return false
  try {
    formatOf(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The name of a time zone: https://data.iana.org/time-zones/tz-link.html */
export const TimeZone = z
  .string()
  .max(100)
  .refine(isZone, 'expected the name of a time zone, for example Europe/Berlin or UTC')

/** What the clocks of a zone show at a moment (milliseconds since 1970). */
export function wallTime(at: number, timeZone: string): WallTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  }
}

const asUtc = ({ year, month, day, hour, minute }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute)

const DAY = 24 * 60 * 60_000

/**
 * The moment at which the clocks of a zone show a time. Where clocks are put back and show it twice, the first; where they are
 * put forward and never show it, as much later as they are put forward.
 */
export function momentOf(wall: WallTime, timeZone: string): number {
  const utc = asUtc(wall)
  const offsetAt = (at: number): number => asUtc(wallTime(at, timeZone)) - Math.floor(at / 60_000) * 60_000
  const [before, after] = [utc - offsetAt(utc - DAY), utc - offsetAt(utc + DAY)]
  const shown = [before, after].filter((at) => asUtc(wallTime(at, timeZone)) === utc)
  return shown.length > 0 ? Math.min(...shown) : before
}
