// Escalation as a function of stored times: levels, announcements, being asked again, and clocks that jump.

import { describe, expect, test } from 'vitest'
import { defaultLadder, escalation, type Trouble } from '../../src/domain/escalation/escalation.ts'
import { triggers, type TroubleKind } from '../../src/domain/escalation/triggers.ts'
import { AgentName } from '../../src/domain/ids.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const T = Date.UTC(2026, 10, 21, 12)
const lead = AgentName.parse('lead')
const ladder = defaultLadder(lead)

const trouble = (change: Partial<Trouble> = {}): Trouble => ({
  kind: 'stuck',
  since: T,
  level: 0,
  lastNudge: undefined,
  ...change,
})
/** Level, what is done, and in how many minutes it is looked at again. */
const at = (after: number, change: Partial<Trouble> = {}, factor = 1) => {
  const { level, actions, to, dueIn } = escalation(ladder, trouble(change), factor, T + after)
  return [level, actions.join('+'), to.join('+'), dueIn / MINUTE]
}

describe('the default ladder', () => {
  test.each<[string, number, Partial<Trouble>, unknown[]]>([
    ['at once whoever works on it', 0, {}, [1, 'nudge', '', 120]],
    ['nothing new for two hours', HOUR, { level: 1, lastNudge: T }, [1, '', '', 60]],
    ['then the team', 2 * HOUR, { level: 1, lastNudge: T }, [2, 'investigate', 'lead', 120]],
    [
      'asked again after as long again',
      4 * HOUR,
      { level: 2, lastNudge: T + 2 * HOUR },
      [2, 'nudge', 'lead', 240],
    ],
    ['not before', 4 * HOUR - MINUTE, { level: 2, lastNudge: T + 2 * HOUR }, [2, '', 'lead', 1]],
    ['then growing', 8 * HOUR, { level: 2, lastNudge: T + 4 * HOUR }, [2, 'nudge', 'lead', 480]],
    [
      'until the next level is nearer',
      16 * HOUR,
      { level: 2, lastNudge: T + 8 * HOUR },
      [2, 'nudge', 'lead', 480],
    ],
    [
      'across teams after a day',
      DAY,
      { level: 2, lastNudge: T + 16 * HOUR },
      [3, 'investigate', 'lead', 1440],
    ],
    [
      'people after three days',
      3 * DAY,
      { level: 3, lastNudge: T + 2 * DAY },
      [4, 'ask-people', 'people', 1440],
    ],
    [
      'and every day from then on',
      40 * DAY,
      { level: 4, lastNudge: T + 39 * DAY },
      [4, 'nudge+ask-people', 'people', 1440],
    ],
    ['but once a day', 40 * DAY - 1, { level: 4, lastNudge: T + 39 * DAY }, [4, '', 'people', 1 / MINUTE]],
    [
      'nobody was there for a week: all that were passed over are told',
      7 * DAY,
      { level: 1, lastNudge: T },
      [4, 'investigate+ask-people', 'lead+people', 1440],
    ],
  ])('%s', (_name, after, change, expected) => expect(at(after, change)).toEqual(expected))
})

describe('timers', () => {
  test.each<[string, number, Partial<Trouble>, number, unknown[]]>([
    [
      'a quarter: the team after half an hour',
      HOUR / 2,
      { level: 1, lastNudge: T },
      0.25,
      [2, 'investigate', 'lead', 30],
    ],
    [
      'a quarter: people after 18 hours',
      18 * HOUR,
      { level: 3, lastNudge: T + 17 * HOUR },
      0.25,
      [4, 'ask-people', 'people', 360],
    ],
    [
      'a quarter: asked again every six hours at the end',
      9 * DAY,
      { level: 4, lastNudge: T + 9 * DAY - 6 * HOUR },
      0.25,
      [4, 'nudge+ask-people', 'people', 360],
    ],
    [
      'tenfold: a day stays the longest',
      90 * DAY,
      { level: 4, lastNudge: T + 89 * DAY },
      10,
      [4, 'nudge+ask-people', 'people', 1440],
    ],
    [
      'nonsense counts as one',
      2 * HOUR,
      { level: 1, lastNudge: T },
      Number.NaN,
      [2, 'investigate', 'lead', 120],
    ],
    ['so does nothing', 2 * HOUR, { level: 1, lastNudge: T }, 0, [2, 'investigate', 'lead', 120]],
  ])('%s', (_name, after, change, factor, expected) => expect(at(after, change, factor)).toEqual(expected))
})

describe('levels', () => {
  test.each<[TroubleKind, number, number]>([
    ['blocked', 0, 1],
    ['blocked', DAY, 3],
    ['stuck', DAY - 1, 2],
    ['over-capacity', 0, 2],
    ['failing', 0, 2],
    ['late', 0, 3],
    ['late', 3 * DAY, 4],
  ])('%s after %d ms: level %d', (kind, after, level) => expect(at(after, { kind })[0]).toBe(level))

  test('none goes down, also when the ladder has become shorter', () => {
    expect(at(0, { level: 3, lastNudge: T })).toEqual([3, '', 'lead', 120])
    const short = ladder.slice(0, 1)
    const { level, to } = escalation(short, trouble({ level: 4, lastNudge: T }), 1, T + DAY)
    expect([level, to]).toEqual([4, ['people']])
  })

  test('of any kind, the first answer says who is asked, and a day later somebody is asked again', () => {
    for (const kind of Object.keys(triggers) as TroubleKind[]) {
      const first = escalation(ladder, trouble({ kind }), 1, T)
      expect(first.actions.length, kind).toBeGreaterThan(0)
      const later = escalation(ladder, trouble({ kind, level: first.level, lastNudge: T }), 1, T + DAY)
      expect(later.actions.length, kind).toBeGreaterThan(0)
    }
  })
})

describe('clocks', () => {
  test.each<[string, number, Partial<Trouble>, unknown[], number]>([
    [
      'forward by a year: people',
      365 * DAY,
      { level: 1, lastNudge: T },
      [4, 'investigate+ask-people', 'lead+people', 1440],
      0,
    ],
    ['back behind the beginning: it begins now', -DAY, { level: 1 }, [1, 'nudge', '', 120], -DAY],
    [
      'back behind the last time of asking: asked at once',
      HOUR,
      { level: 2, lastNudge: T + DAY },
      [2, 'nudge', 'lead', 120],
      0,
    ],
    [
      'back behind both',
      -365 * DAY,
      { level: 4, lastNudge: T },
      [4, 'nudge+ask-people', 'people', 120],
      -365 * DAY,
    ],
    [
      'a beginning after the last time of asking counts from that',
      DAY,
      { since: T + DAY, level: 2, lastNudge: T },
      [3, 'investigate', 'lead', 1440],
      0,
    ],
  ])('%s', (_name, after, change, expected, since) => {
    expect(at(after, change)).toEqual(expected)
    expect(escalation(ladder, trouble(change), 1, T + after).since - T).toBe(since)
  })

  test('looked at every hour for ten days, with restarts: told eleven times or more, each level once, never down', () => {
    let state = trouble()
    const told: string[] = []
    for (let hour = 0; hour <= 240; hour += 1) {
      // Stored and read back, as after a restart.
      const seen = escalation(ladder, structuredClone(state), 1, T + hour * HOUR)
      expect(seen.level).toBeGreaterThanOrEqual(state.level)
      expect(seen.dueIn).toBeLessThanOrEqual(DAY)
      if (seen.actions.length > 0) {
        told.push(`${hour}:${seen.level}`)
        state = { ...state, lastNudge: T + hour * HOUR }
      }
      state = { ...state, level: seen.level, since: seen.since }
    }
    expect(told).toEqual([
      '0:1',
      '2:2',
      '4:2',
      '8:2',
      '16:2',
      '24:3',
      '48:3',
      '72:4',
      '96:4',
      '120:4',
      '144:4',
      '168:4',
      '192:4',
      '216:4',
      '240:4',
    ])
  })
})

describe('ladders', () => {
  test.each<[string, typeof ladder, number, unknown[]]>([
    ['none: people at once', [], 0, [1, ['people']]],
    [
      'one that ends without people ends with them',
      [{ name: 'a', after_minutes: 0, to: [lead] }],
      0,
      [1, ['lead', 'people']],
    ],
    ['out of order', ladder.toReversed(), 2 * HOUR, [2, ['lead']]],
    ['one that begins late', [{ name: 'a', after_minutes: 60, to: [] }], 0, [0, []]],
  ])('%s', (_name, given, after, expected) => {
    const { level, to } = escalation(given, trouble({ kind: 'blocked' }), 1, T + after)
    expect([level, to]).toEqual(expected)
  })

  test('says why in words', () => {
    const { why } = escalation(ladder, trouble({ kind: 'failing', level: 1, lastNudge: T }), 1, T + 3 * HOUR)
    expect(reasonMarkdown(why).split('\n')).toEqual([
      '- ▪️ The wave has failed repeatedly for 3 hours',
      '  - ▪️ level 2 of 4: Team',
      '  - ▪️ asked: lead',
      '  - ▪️ Cross-team follows in 21 hours',
    ])
  })
})
