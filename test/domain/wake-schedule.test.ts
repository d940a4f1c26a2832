// Schedules and time zones: what may be written, and which slot is the last and the next, whatever the clocks do.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Schedule, slotsAround } from '../../src/domain/wakes/schedule.ts'
import { momentOf, TimeZone, wallTime } from '../../src/domain/wakes/time-zone.ts'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]
const around = (schedule: string, zone: string, now: string) => {
  const { last, next } = slotsAround(Schedule.parse(schedule), zone, Date.parse(now))
  const shown = (slot: { at: number; name: string }) =>
    `${slot.name} = ${new Date(slot.at).toISOString().slice(0, 16)}Z`
  return [shown(last), shown(next)]
}

describe('a schedule', () => {
  test.each([
    'daily 00:00',
    'daily 23:59',
    'mon 08:00',
    'mon,thu 16:00',
    'sun,mon,tue,wed,thu,fri,sat 12:30',
  ])('%j is one', (text) => {
    expect(Schedule.safeParse(text).success).toBe(true)
  })

  test.each([
    '',
    'daily',
    '08:00',
    'daily 8:00',
    'daily 24:00',
    'daily 08:60',
    'daily 08:00:00',
    'daily  08:00',
    ' daily 08:00',
    'daily 08:00 ',
    'Daily 08:00',
    'daily 08:00\n',
    'mon 08:00\nmon 09:00',
    'mon,mon 08:00',
    'mon, thu 08:00',
    'mon, 08:00',
    ',mon 08:00',
    'monday 08:00',
    'foo 08:00',
    'daily,mon 08:00',
    'mon;thu 08:00',
    'daily ०८:००',
    'daily 08：00',
    '* * * * *',
    '@daily',
    `${'mon,'.repeat(5000)}mon 08:00`,
    'daily 08:00; rm -rf /',
  ])('%j is none', (text) => {
    expect(Schedule.safeParse(text).success).toBe(false)
  })
})

describe('a time zone', () => {
  test.each([...ZONES, 'Etc/GMT+5', 'America/Argentina/Buenos_Aires'])('%s is one', (name) => {
    expect(TimeZone.safeParse(name).success).toBe(true)
  })

  test.each([
    '',
    'Europe/Berln',
    'Mars/Olympus',
    '+01:00',
    'UTC+1',
    '../../etc/passwd',
    'Europe/Berlin\n',
    ' UTC',
    'a'.repeat(10_000),
    'Europe/'.repeat(2000),
  ])('%j is none', (name) => {
    expect(TimeZone.safeParse(name).success).toBe(false)
  })
})

describe('the slots around a moment', () => {
  test.each<[what: string, schedule: string, zone: string, now: string, slots: [string, string]]>([
    [
      'before',
      'daily 08:00',
      'UTC',
      '2026-11-21T07:59:59Z',
      ['20261120-0800 = 2026-11-20T08:00Z', '20261121-0800 = 2026-11-21T08:00Z'],
    ],
    [
      'at it',
      'daily 08:00',
      'UTC',
      '2026-11-21T08:00:00Z',
      ['20261121-0800 = 2026-11-21T08:00Z', '20261122-0800 = 2026-11-22T08:00Z'],
    ],
    [
      'midnight',
      'daily 00:00',
      'UTC',
      '2026-11-20T23:59:59.999Z',
      ['20261120-0000 = 2026-11-20T00:00Z', '20261121-0000 = 2026-11-21T00:00Z'],
    ],
    [
      'midnight elsewhere',
      'daily 00:00',
      'Asia/Kathmandu',
      '2026-11-20T18:15:00Z',
      ['20261121-0000 = 2026-11-20T18:15Z', '20261122-0000 = 2026-11-21T18:15Z'],
    ],
    [
      'another day there',
      'sat 01:00',
      'Asia/Kathmandu',
      '2026-11-20T20:00:00Z',
      ['20261121-0100 = 2026-11-20T19:15Z', '20261128-0100 = 2026-11-27T19:15Z'],
    ],
    [
      'the last day of a year',
      'daily 08:00',
      'America/New_York',
      '2027-01-01T01:00:00Z',
      ['20261231-0800 = 2026-12-31T13:00Z', '20270101-0800 = 2027-01-01T13:00Z'],
    ],
    [
      'a leap day',
      'daily 08:00',
      'UTC',
      '2028-02-28T12:00:00Z',
      ['20280228-0800 = 2028-02-28T08:00Z', '20280229-0800 = 2028-02-29T08:00Z'],
    ],
    [
      'two days of a week',
      'mon,thu 16:00',
      'UTC',
      '2026-11-21T12:00:00Z',
      ['20261119-1600 = 2026-11-19T16:00Z', '20261123-1600 = 2026-11-23T16:00Z'],
    ],
    [
      'once a week, a minute before',
      'mon 16:00',
      'UTC',
      '2026-11-23T15:59:00Z',
      ['20261116-1600 = 2026-11-16T16:00Z', '20261123-1600 = 2026-11-23T16:00Z'],
    ],
    // Clocks are put forward at 01:00 UTC on 29 March 2026: 02:30 is not shown that day.
    [
      'a time that is skipped is an hour later',
      'daily 02:30',
      'Europe/Berlin',
      '2026-03-29T12:00:00Z',
      ['20260329-0230 = 2026-03-29T01:30Z', '20260330-0230 = 2026-03-30T00:30Z'],
    ],
    [
      'the day after it is put forward',
      'daily 08:00',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['20260328-0800 = 2026-03-28T07:00Z', '20260329-0800 = 2026-03-29T06:00Z'],
    ],
    // Clocks are put back at 01:00 UTC on 25 October 2026: 02:30 is shown at 00:30 and at 01:30 UTC.
    [
      'a time that is shown twice is the first',
      'daily 02:30',
      'Europe/Berlin',
      '2026-10-25T00:30:00Z',
      ['20261025-0230 = 2026-10-25T00:30Z', '20261026-0230 = 2026-10-26T01:30Z'],
    ],
    [
      'and not the second',
      'daily 02:30',
      'Europe/Berlin',
      '2026-10-25T01:30:00Z',
      ['20261025-0230 = 2026-10-25T00:30Z', '20261026-0230 = 2026-10-26T01:30Z'],
    ],
    [
      'half an hour of summer time',
      'daily 02:15',
      'Australia/Lord_Howe',
      '2026-10-03T20:00:00Z',
      ['20261004-0215 = 2026-10-03T15:45Z', '20261005-0215 = 2026-10-04T15:15Z'],
    ],
  ])('%s', (_what, schedule, zone, now, slots) => {
    expect(around(schedule, zone, now)).toEqual(slots)
  })

  const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
  const schedule = fc
    .tuple(
      fc.subarray(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], { minLength: 1 }),
      fc.nat(23),
      fc.nat(59),
    )
    .map(([days, hour, minute]) => {
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
      return Schedule.parse(`${days.length === 7 ? 'daily' : days.join(',')} ${time}`)
    })

  test('one is not later than the moment, one is, and none lies between them', () => {
    fc.assert(
      fc.property(schedule, fc.constantFrom(...ZONES), moment, (text, zone, now) => {
        const { last, next } = slotsAround(text, zone, now)
        expect(last.at).toBeLessThanOrEqual(now)
        expect(next.at).toBeGreaterThan(now)
        expect(slotsAround(text, zone, next.at).last).toEqual(next)
        expect(slotsAround(text, zone, next.at - 1).last).toEqual(last)
      }),
      { numRuns: 60 },
    )
  })

  test('a time on the wall that is shown comes back as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), moment, (zone, at) => {
        const wall = wallTime(at, zone)
        expect(wallTime(momentOf(wall, zone), zone)).toEqual(wall)
      }),
      { numRuns: 100 },
    )
  })
})
