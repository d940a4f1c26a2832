// The slots of the rhythm: which are due, which were missed, what the clocks of a time zone and changes of the policy do to them.

import { describe, expect, test } from 'vitest'
import { Rhythm, schedulesOf } from '../../src/domain/policy/rhythm.ts'
import { comingSlots, slotsOf, toldSlot, type SlotMemory } from '../../src/domain/rhythm/slots.ts'

const OFF = { review: false, integration: false, conflicts: false, assessment: false, sprint: false }
const only = (given: object): Rhythm => Rhythm.parse({ ...OFF, ...given })
const REVIEW = only({ review: 'daily 08:00' })
const at = (text: string): number => Date.parse(text)

/** Looks at each of these moments in turn and tells what is due; returns the names of what was told at each. */
function told(
  rhythm: Rhythm | undefined,
  zone: string,
  moments: readonly string[],
  memory: SlotMemory = {},
): string[][] {
  let known = memory
  return moments.map((moment) => {
    const slots = slotsOf(rhythm, zone, known, at(moment))
    known = slots.due.reduce(toldSlot, slots.memory)
    return slots.due.map(({ kind, name }) => `${kind} ${name}`)
  })
}

describe('a slot', () => {
  test.each<[string, string, string[], string[][]]>([
    ['is not told before it comes', 'UTC', ['2026-11-21T07:00Z', '2026-11-21T07:59Z'], [[], []]],
    [
      'is told at its minute, and once',
      'UTC',
      ['2026-11-21T07:00Z', '2026-11-21T08:00Z', '2026-11-21T23:00Z'],
      [[], ['review 20261121-0800'], []],
    ],
    ['of the time before anybody wanted it is none', 'UTC', ['2026-11-21T12:00Z'], [[]]],
    [
      'that was missed is made up for',
      'UTC',
      ['2026-11-21T07:00Z', '2026-11-21T20:00Z'],
      [[], ['review 20261121-0800']],
    ],
    [
      'is the newest where several were missed',
      'UTC',
      ['2026-11-21T07:00Z', '2026-12-24T09:00Z'],
      [[], ['review 20261224-0800']],
    ],
    [
      'stays told when the clock goes back',
      'UTC',
      ['2026-11-21T07:00Z', '2026-11-21T08:30Z', '2026-11-21T07:30Z', '2026-11-21T08:10Z'],
      [[], ['review 20261121-0800'], [], []],
    ],
    [
      'is of the time on the wall of its zone',
      'Asia/Kathmandu',
      ['2026-11-21T02:00Z', '2026-11-21T02:15Z'],
      [[], ['review 20261121-0800']],
    ],
    // In Berlin the clocks go from 02:00 to 03:00 on 29 March, and from 03:00 back to 02:00 on 25 October.
    [
      'keeps its time on the wall over the change of clocks',
      'Europe/Berlin',
      [
        '2026-03-28T06:30Z',
        '2026-03-28T07:00Z',
        '2026-03-29T06:00Z',
        '2026-10-25T06:59Z',
        '2026-10-25T07:00Z',
      ],
      [
        [],
        ['review 20260328-0800'],
        ['review 20260329-0800'],
        ['review 20261024-0800'],
        ['review 20261025-0800'],
      ],
    ],
  ])('%s', (_, zone, moments, expected) => {
    expect(told(REVIEW, zone, moments)).toEqual(expected)
  })

  test.each<[string, string, string[][]]>([
    ['that is skipped comes an hour later, once', '2026-03-29', [[], ['review 20260329-0230'], []]],
    ['that comes twice is told the first time', '2026-10-25', [[], ['review 20261025-0230'], []]],
  ])('in the hour of the change: one %s', (_, day, expected) => {
    const rhythm = only({ review: 'daily 02:30' })
    const moments = ['T00:10Z', 'T01:30Z', 'T02:30Z'].map((time) => `${day}${time}`)
    expect(told(rhythm, 'Europe/Berlin', moments)).toEqual(expected)
  })

  test('begins anew with another schedule, another zone, or after a time without it', () => {
    let { memory } = slotsOf(REVIEW, 'UTC', {}, at('2026-11-21T07:00Z'))
    const noon = at('2026-11-21T12:00Z')
    for (const [rhythm, zone] of [
      [only({ review: 'daily 09:00' }), 'UTC'],
      [REVIEW, 'Europe/Berlin'],
      [only({ conflicts: 'daily 08:00' }), 'UTC'],
    ] as const)
      expect(slotsOf(rhythm, zone, memory, noon).due).toEqual([])
    expect(slotsOf(REVIEW, 'UTC', memory, noon).due).toHaveLength(1)
    memory = slotsOf(undefined, 'UTC', memory, noon).memory
    expect(memory).toEqual({})
    expect(slotsOf(REVIEW, 'UTC', memory, noon).due).toEqual([])
  })

  test('tells since when: the slot before it, in the middle of a sprint its beginning', () => {
    const rhythm = Rhythm.parse({})
    const { memory } = slotsOf(rhythm, 'UTC', {}, at('2026-11-20T23:00Z'))
    const due = slotsOf(rhythm, 'UTC', memory, at('2026-11-28T00:00Z')).due
    expect(
      due.map(({ kind, name, since }) => [kind, name, new Date(since).toISOString().slice(0, 16)]),
    ).toEqual([
      ['sprint-plan', '20261123-0900', '2026-11-16T09:00'],
      ['sprint-middle', '20261125-1200', '2026-11-23T09:00'],
      ['review', '20261127-0800', '2026-11-26T08:00'],
      ['integration', '20261127-1200', '2026-11-26T12:00'],
      ['conflicts', '20261127-1600', '2026-11-26T16:00'],
      ['sprint-review', '20261127-1600', '2026-11-20T16:00'],
      ['assessment', '20261127-2000', '2026-11-26T20:00'],
    ])
  })

  test('the next is asked for; without any there is none', () => {
    const next = slotsOf(REVIEW, 'UTC', {}, at('2026-11-21T08:00Z')).nextAt
    expect(new Date(next ?? 0).toISOString()).toBe('2026-11-22T08:00:00.000Z')
    expect(slotsOf(only({}), 'UTC', {}, 0).nextAt).toBeUndefined()
  })
})

describe('the policy', () => {
  test('has the usual times, each of which may be another or off', () => {
    expect(schedulesOf(Rhythm.parse({}))).toEqual([
      ['review', 'daily 08:00'],
      ['integration', 'daily 12:00'],
      ['conflicts', 'daily 16:00'],
      ['assessment', 'daily 20:00'],
      ['sprint-plan', 'mon 09:00'],
      ['sprint-middle', 'wed 12:00'],
      ['sprint-review', 'fri 16:00'],
    ])
    const given = Rhythm.parse({ review: 'mon,thu 07:30', conflicts: false, sprint: { middle: false } })
    expect(schedulesOf(given).map(([kind]) => kind)).toEqual([
      'review',
      'integration',
      'assessment',
      'sprint-plan',
      'sprint-review',
    ])
    expect(schedulesOf(Rhythm.parse({ sprint: false })).map(([kind]) => kind)).not.toContain('sprint-plan')
  })

  test.each<[unknown]>([
    [true],
    [[]],
    ['daily 08:00'],
    [{ review: true }],
    [{ review: '' }],
    [{ review: 'daily 8:00' }],
    [{ review: '*/5 * * * *' }],
    [{ review: null }],
    [{ standup: 'daily 09:00' }],
    [{ sprint: { plan: 'mon' } }],
    [{ sprint: { retro: 'fri 17:00' } }],
    [{ sprint: true }],
  ])('refuses %j', (given) => {
    expect(Rhythm.safeParse(given).success).toBe(false)
  })
})

test('the coming slots of a week are in order, over the change of clocks too', () => {
  const coming = comingSlots(
    only({ review: 'daily 08:00', sprint: {} }),
    'Europe/Berlin',
    at('2026-03-27T12:00Z'),
    3,
  )
  expect(coming.map(({ kind, at: when }) => `${kind} ${new Date(when).toISOString().slice(0, 16)}Z`)).toEqual(
    [
      'sprint-review 2026-03-27T15:00Z',
      'review 2026-03-28T07:00Z',
      'review 2026-03-29T06:00Z',
      'review 2026-03-30T06:00Z',
      'sprint-plan 2026-03-30T07:00Z',
    ],
  )
})
