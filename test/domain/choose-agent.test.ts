// Who takes a run: the primary while it has room, then the stand-ins by load, fairness, record and age; and no agent starves.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AgentName } from '../../src/domain/ids.ts'
import { IDLE, type Candidate, type TrackRecord, type Workload } from '../../src/domain/priority/candidate.ts'
import { chooseAgent } from '../../src/domain/priority/choose-agent.ts'
import { PASSED_OVER_MS, successRate } from '../../src/domain/priority/stand-ins.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'

const NOON = Date.UTC(2026, 0, 10, 12)
const HOUR = 60 * 60 * 1000

type Change = Partial<Workload> & Partial<TrackRecord> & { cap?: number; type?: string }

/** An agent without work that last ran at noon. */
function candidate(name: string, change: Change = {}): Candidate {
  const { running = 0, waiting = 0, cap = 2, type = 'bugfix' } = change
  const lastStartedAt = 'lastStartedAt' in change ? change.lastStartedAt : NOON
  const { done = 0, failed = 0, meanRounds, meanUsd } = change
  return {
    agent: AgentName.parse(name),
    workload: { running, waiting, lastStartedAt },
    record: new Map([[type, { done, failed, meanRounds, meanUsd }]]),
    cap,
  }
}

const full: Change = { running: 2 }
const choose = (primary: Candidate, ...others: Candidate[]) => chooseAgent([primary, ...others], 'bugfix')
const textOf = (choice: ReturnType<typeof chooseAgent>): string =>
  choice.reasons.map((one) => reasonMarkdown(one)).join('\n')

describe('the primary', () => {
  const best = candidate('best', { done: 100, lastStartedAt: undefined })
  test.each<[string, Candidate, string, string]>([
    [
      'with room, whatever the others are',
      candidate('primary', { running: 1, failed: 50 }),
      'primary',
      'primary has 1 open run (1 at work, 0 waiting) of at most 2: the primary takes it',
    ],
    [
      'without a limit',
      { ...candidate('primary', { running: 90 }), cap: undefined },
      'primary',
      'primary has 90 open runs (90 at work, 0 waiting) and no limit: the primary takes it',
    ],
    [
      'never heard of',
      { ...candidate('primary'), workload: IDLE, record: new Map() },
      'primary',
      'primary has 0 open runs (0 at work, 0 waiting) of at most 2: the primary takes it',
    ],
    [
      'with all places taken',
      candidate('primary', full),
      'best',
      'primary has 2 open runs (2 at work, 0 waiting) of at most 2: the primary is at capacity',
    ],
    [
      'with its last place waited for',
      candidate('primary', { running: 1, waiting: 1 }),
      'best',
      'primary has 2 open runs (1 at work, 1 waiting) of at most 2: the primary is at capacity',
    ],
  ])('%s', (_, primary, expected, words) => {
    const choice = choose(primary, best)
    expect(choice.agent).toBe(expected)
    expect(textOf(choice)).toContain(words)
  })

  test('takes it when nobody has room, and the reasons name everybody', () => {
    const choice = choose(candidate('primary', full), candidate('second', { waiting: 3 }))
    expect(choice.agent).toBe('primary')
    expect(textOf(choice)).toBe(
      [
        '- ▪️ primary has 2 open runs (2 at work, 0 waiting) of at most 2: the primary is at capacity',
        '- ▪️ second has 3 open runs (0 at work, 3 waiting) of at most 2: this stand-in is at capacity',
        '- ✅ no stand-in has room: primary takes it as soon as it has',
      ].join('\n'),
    )
  })
})

describe('stand-ins', () => {
  const primary = candidate('primary', full)
  test.each<[string, Change, Change, string]>([
    [
      'fewer open runs, before any record',
      { running: 1, failed: 9 },
      { running: 1, waiting: 1, done: 9 },
      'fewer open runs: 1 against 2',
    ],
    [
      'passed over for long, before a better record',
      { failed: 9, lastStartedAt: NOON - PASSED_OVER_MS - 1 },
      { done: 9 },
      'passed over for more than 3 days while others ran; its last run: 2026-01-07T11:59:59.999Z',
    ],
    [
      'never asked',
      { lastStartedAt: undefined },
      { done: 9 },
      'passed over for more than 3 days while others ran; its last run: never',
    ],
    [
      'a better record, before a longer wait',
      { done: 3, failed: 1 },
      { done: 1, failed: 1, lastStartedAt: NOON - PASSED_OVER_MS },
      'more runs of bugfix succeeded: 0.667 (3 done, 1 failed) against 0.5 (1 done, 1 failed)',
    ],
    [
      'many good runs, before a lucky one',
      { done: 8, failed: 1 },
      { done: 1 },
      'more runs of bugfix succeeded: 0.818 (8 done, 1 failed) against 0.667 (1 done, 0 failed)',
    ],
    [
      'no record, before a bad one',
      { done: 9, type: 'research' },
      { failed: 1 },
      'more runs of bugfix succeeded: 0.5 (0 done, 0 failed) against 0.333 (0 done, 1 failed)',
    ],
    [
      'fewer rounds for the same success',
      { done: 4, meanRounds: 1.2, meanUsd: 9 },
      { done: 4, meanRounds: 2.1, meanUsd: 1 },
      'fewer rounds in bugfix: 1 against 2',
    ],
    [
      'cheaper by half for as many rounds',
      { done: 4, meanRounds: 1, meanUsd: 0.5 },
      { done: 4, meanRounds: 1.3, meanUsd: 1 },
      'cheaper in bugfix: $0.5000 a run against $1.00',
    ],
    [
      'the longer wait when the cost differs by little',
      { done: 4, meanUsd: 1.1, lastStartedAt: NOON - HOUR },
      { done: 4, meanUsd: 1 },
      'its last run is longer ago: 2026-01-10T11:00:00.000Z against 2026-01-10T12:00:00.000Z',
    ],
    ['the name when all is the same', {}, {}, 'its name comes first'],
  ])('%s', (_, winner, loser, why) => {
    const [first, last] = [candidate('alpha', { cap: 3, ...winner }), candidate('beta', { cap: 3, ...loser })]
    for (const order of [[first, last] as const, [last, first] as const]) {
      const choice = choose(primary, ...order)
      expect(choice.agent).toBe('alpha')
      expect(textOf(choice)).toContain(why)
    }
  })

  test('every comparison is in the reasons, up to the one that decides', () => {
    const slow = candidate('slow', { done: 1, failed: 1 })
    const choice = choose(primary, slow, candidate('full', full), candidate('quick', { done: 2 }), {
      ...candidate('busy', { running: 5 }),
      cap: undefined,
    })
    expect(textOf(choice)).toBe(
      [
        '- ▪️ primary has 2 open runs (2 at work, 0 waiting) of at most 2: the primary is at capacity',
        '- ▪️ full has 2 open runs (2 at work, 0 waiting) of at most 2: this stand-in is at capacity',
        '- ✅ quick has 0 open runs (0 at work, 0 waiting) of at most 2: it stands in',
        '  - ▪️ quick goes before slow',
        '    - ▪️ as many open runs',
        '    - ▪️ neither was passed over for long, or both were',
        '    - ▪️ more runs of bugfix succeeded: 0.75 (2 done, 0 failed) against 0.5 (1 done, 1 failed)',
        '  - ▪️ quick goes before busy',
        '    - ▪️ fewer open runs: 0 against 5',
      ].join('\n'),
    )
  })

  test('the choice does not depend on the order of the stand-ins', () => {
    const change: fc.Arbitrary<Change> = fc.record({
      running: fc.nat(2),
      waiting: fc.nat(1),
      done: fc.nat(3),
      failed: fc.nat(3),
      meanRounds: fc.constantFrom(1, 1.6, 3),
      meanUsd: fc.constantFrom(0, 0.5, 0.6, 4),
      lastStartedAt: fc.constantFrom(undefined, NOON, NOON - PASSED_OVER_MS, NOON - 2 * PASSED_OVER_MS),
    })
    const some = fc.array(change, { minLength: 3, maxLength: 5 })
    fc.assert(
      fc.property(some, fc.nat(), (changes, turn) => {
        const standIns = changes.map((one, i) => candidate(`agent-${i}`, { cap: 4, ...one }))
        const at = turn % standIns.length
        const turned = [...standIns.slice(at), ...standIns.slice(0, at)]
        expect(choose(primary, ...turned).agent).toBe(choose(primary, ...standIns).agent)
        expect(choose(primary, ...turned.toReversed()).agent).toBe(choose(primary, ...standIns).agent)
      }),
    )
  })

  test('no stand-in starves, however bad its record stays', () => {
    const names = ['excellent', 'good', 'bad', 'hopeless']
    const shares = [1, 0.8, 0.3, 0]
    const state = names.map((name) => ({
      name,
      done: 0,
      failed: 0,
      lastStartedAt: undefined as number | undefined,
    }))
    const chosen: string[] = []
    // One run an hour for 30 days; each is over before the next one starts.
    for (let hour = 0; hour < 30 * 24; hour++) {
      const standIns = state.map(({ name, ...change }) => candidate(name, change))
      const { agent } = choose(primary, ...standIns)
      const index = names.indexOf(agent)
      const one = state[index]!
      const succeeds = one.done < shares[index]! * (one.done + one.failed + 1)
      one[succeeds ? 'done' : 'failed']++
      one.lastStartedAt = NOON + hour * HOUR
      chosen.push(agent)
    }
    const longest = PASSED_OVER_MS / HOUR + names.length
    for (const name of names) {
      const turns = chosen.flatMap((agent, hour) => (agent === name ? [hour] : []))
      const gaps = [...turns, chosen.length].map((hour, i) => hour - (turns[i - 1] ?? 0))
      expect(Math.max(...gaps), name).toBeLessThanOrEqual(longest)
    }
    expect(chosen.filter((agent) => agent === 'excellent').length).toBeGreaterThan(chosen.length / 2)
  })
})

test.each([
  [0, 0, 1 / 2],
  [1, 0, 2 / 3],
  [0, 1, 1 / 3],
  [98, 0, 99 / 100],
])('%d done and %d failed count as %d', (done, failed, expected) => {
  expect(successRate({ done, failed, meanRounds: undefined, meanUsd: undefined })).toBe(expected)
})
