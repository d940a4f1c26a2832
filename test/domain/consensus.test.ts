// Consensus: truth tables of quorum, veto, abstention, people and claims, and what holds for every mixture of them.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateConsensus } from '../../src/domain/consensus/consensus.ts'
import { peopleApproving, verdictsOn } from '../../src/domain/consensus/verdicts.ts'
import type { AgentName } from '../../src/domain/ids.ts'
import type { Claim, VerdictOutcome } from '../../src/domain/outcomes.ts'
import type { ReasonState } from '../../src/domain/reason.ts'
import type { Requirement } from '../../src/domain/roster/seats.ts'
import type { ReviewObservation, RunRecord } from '../../src/domain/snapshot.ts'
import { active, agent, done, failed, HEAD, sha, validation } from './support.ts'

const SEATS = ['critic', 'benchmarker', 'researcher']
const records = [validation('benchmark')]
const claim = (value: number): Claim => ({
  metric: 'attention.ms',
  comparison: 'ratio',
  op: '>=',
  value,
  run: '200',
})

/** a: approve, r: request changes, 0: abstain, u: approve on a false claim, t: on a true one, -: silent. */
type Stance = 'a' | 'r' | '0' | 'u' | 't' | '-'
const position = { a: 'approve', u: 'approve', t: 'approve', r: 'request_changes', '0': 'abstain' } as const

function verdict(seat: string, stance: Stance, more: Partial<RunRecord> = {}): RunRecord[] {
  if (stance === '-') return []
  const value: Partial<VerdictOutcome> = {
    position: position[stance],
    claims: stance === 'u' ? [claim(40)] : stance === 't' ? [claim(2)] : [],
  }
  return [done(seat, 'review', { headSha: HEAD, value, ...more })]
}

const requirement = (change: Partial<Requirement> = {}): Requirement => ({
  rule: 'reviewers',
  seats: SEATS.map(agent),
  quorum: 2,
  veto: [],
  people: 0,
  ...change,
})

function consensus(runs: readonly RunRecord[], requirements: readonly Requirement[], people: string[] = []) {
  const seats = [...new Set(requirements.flatMap((one) => one.seats))]
  return evaluateConsensus({ seats, requirements }, verdictsOn(HEAD, 2, runs, records), HEAD, { people })
}

const runsOf = (stances: string): RunRecord[] =>
  SEATS.flatMap((seat, i) => verdict(seat, (stances[i] ?? '-') as Stance))

describe('two of three seats', () => {
  test.each<[string, ReasonState, Partial<Requirement>?]>([
    ['---', 'pending'],
    ['a--', 'pending'],
    ['aa-', 'pass'],
    ['aaa', 'pass'],
    ['aar', 'pass'],
    ['aa0', 'pass'],
    ['a0-', 'pending'],
    ['a00', 'fail'],
    ['ar-', 'pending'],
    ['arr', 'fail'],
    ['00-', 'fail'],
    ['au-', 'pending'],
    ['auu', 'fail'],
    ['at-', 'pass'],
    ['-aa', 'pending', { veto: [agent('critic')] }],
    ['raa', 'fail', { veto: [agent('critic')] }],
    ['r--', 'fail', { veto: [agent('critic')] }],
    ['0aa', 'pass', { veto: [agent('critic')] }],
    ['uaa', 'pass', { veto: [agent('critic')] }],
    ['aa-', 'pending', { veto: [agent('researcher')] }],
    ['aaa', 'pending', { people: 1 }],
    ['a00', 'fail', { people: 1 }],
    ['aa-', 'pending', { quorum: 3 }],
    ['aa0', 'fail', { quorum: 3 }],
    ['a--', 'pass', { quorum: 1 }],
  ])('%s → %s', (stances, expected, change) => {
    expect(consensus(runsOf(stances), [requirement(change)]).verdict.state).toBe(expected)
  })

  test('people count once each, beside the seats', () => {
    const needed = [requirement({ people: 2 })]
    expect(consensus(runsOf('aa-'), needed, ['grace']).verdict.state).toBe('pending')
    expect(consensus(runsOf('aa-'), needed, ['grace', 'lin']).verdict.state).toBe('pass')
    expect(consensus(runsOf('a--'), needed, ['grace', 'lin']).verdict.state).toBe('pending')
  })

  test('every requirement must stand', () => {
    const strict = requirement({ rule: 'strict', seats: [agent('researcher')], quorum: 1 })
    expect(consensus(runsOf('aa-'), [requirement(), strict]).verdict.state).toBe('pending')
    expect(consensus(runsOf('aar'), [requirement(), strict]).verdict.state).toBe('fail')
    expect(consensus(runsOf('aaa'), [requirement(), strict]).verdict.state).toBe('pass')
  })

  test('a change that nobody has to agree to is not agreed', () => {
    expect(consensus(runsOf('aaa'), []).verdict.state).toBe('fail')
  })

  test('what is said of each seat', () => {
    const said = consensus(runsOf('ur-'), [requirement()])
    expect(said.missing).toEqual(['researcher'])
    expect(said.unproven).toEqual(['critic'])
    expect(said.objections.map(({ seat }) => seat)).toEqual(['benchmarker'])
  })
})

describe('which verdicts count', () => {
  test.each<[string, RunRecord[]]>([
    ['of another head', verdict('critic', 'a', { headSha: sha('b') })],
    ['of another wave', verdict('critic', 'a', { wave: 1 })],
    ['of a run under way', [active('critic', 'review', { headSha: HEAD })]],
    [
      'of a run that failed',
      [{ ...failed('critic', 'review', { kind: 'failed', detail: 'x' }), headSha: HEAD }],
    ],
    ['of a run with another purpose', [done('critic', 'research', { headSha: HEAD, wave: 2 })]],
    ['of a run that was cancelled after all', verdict('critic', 'a', { state: 'cancelled' })],
  ])('not one %s', (_name, runs) => {
    expect(verdictsOn(HEAD, 2, runs, records)).toEqual([])
  })

  test('the newest attempt of a seat, in whatever order they are stored', () => {
    const runs = [...verdict('critic', 'r', { attempt: 2 }), ...verdict('critic', 'a', { attempt: 1 })]
    for (const order of [runs, runs.toReversed()]) {
      expect(verdictsOn(HEAD, 2, order, records).map((one) => one.outcome.position)).toEqual([
        'request_changes',
      ])
    }
  })
})

describe('people', () => {
  const review = (
    login: string,
    state: ReviewObservation['state'],
    more: Partial<ReviewObservation> = {},
  ) => ({
    id: 1,
    author: { login, kind: 'person' as const },
    state,
    sha: HEAD,
    topic: undefined,
    ...more,
  })

  test.each<[string, ReviewObservation[], string[]]>([
    ['an approval', [review('grace', 'APPROVED')], ['grace']],
    ['an approval and a remark', [review('grace', 'APPROVED'), review('grace', 'COMMENTED')], ['grace']],
    ['taken back', [review('grace', 'APPROVED'), review('grace', 'CHANGES_REQUESTED')], []],
    ['given after all', [review('grace', 'CHANGES_REQUESTED'), review('grace', 'APPROVED')], ['grace']],
    ['dismissed', [review('grace', 'DISMISSED')], []],
    ['of an earlier head', [review('grace', 'APPROVED', { sha: sha('b') })], []],
    ['of no head', [review('grace', 'APPROVED', { sha: undefined })], []],
    ['by a bot', [review('baton-reviewer', 'APPROVED', { author: { login: 'x', kind: 'bot' } })], []],
    ['not sent off', [review('grace', 'PENDING')], []],
  ])('%s', (_name, reviews, expected) => {
    expect(peopleApproving(reviews, HEAD)).toEqual(expected)
  })
})

describe('for every mixture of verdicts', () => {
  const entries = fc.array(
    fc.record({
      seat: fc.constantFrom(...SEATS, 'implementer'),
      stance: fc.constantFrom<Stance>('a', 'r', '0', 'u', 't'),
      head: fc.constantFrom(HEAD, HEAD, sha('b')),
      attempt: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 12 },
  )
  const requirements = fc.array(
    fc.record({
      rule: fc.constant('rule'),
      seats: fc.uniqueArray(fc.constantFrom<AgentName>(...SEATS.map(agent)), { minLength: 1 }),
      quorum: fc.integer({ min: 1, max: 3 }),
      veto: fc.uniqueArray(fc.constantFrom<AgentName>(...SEATS.map(agent)), { maxLength: 2 }),
      people: fc.nat(1),
    }),
    { minLength: 1, maxLength: 3 },
  )
  type Entry = { seat: string; stance: Stance; head: typeof HEAD; attempt: number }
  /** One run per seat, head and attempt, as the store has it. */
  const unique = (list: readonly Entry[]): Entry[] => [
    ...new Map(list.map((entry) => [`${entry.seat}/${entry.head}/${entry.attempt}`, entry])).values(),
  ]
  const runs = (list: readonly Entry[]): RunRecord[] =>
    list.flatMap(({ seat, stance, head, attempt }) => verdict(seat, stance, { headSha: head, attempt }))

  test('it is never green without every quorum at this head, nor over a veto', () => {
    fc.assert(
      fc.property(entries, requirements, fc.nat(1), (list, needed, persons) => {
        const kept = unique(list)
        const state = consensus(runs(kept), needed, persons === 1 ? ['grace'] : []).verdict.state
        const newest = new Map<string, Stance>()
        for (const entry of kept.toSorted((a, b) => a.attempt - b.attempt))
          if (entry.head === HEAD) newest.set(entry.seat, entry.stance)
        const stands = needed.every(
          ({ seats, quorum, veto, people }) =>
            seats.filter((seat) => ['a', 't'].includes(newest.get(seat) ?? '-')).length >= quorum &&
            veto.every((seat) => newest.has(seat) && newest.get(seat) !== 'r') &&
            persons >= people,
        )
        expect(state === 'pass').toBe(stands)
      }),
      { numRuns: 1000 },
    )
  })

  test('the order of the verdicts changes nothing, and those of another head change nothing', () => {
    fc.assert(
      fc.property(entries, requirements, (list, needed) => {
        const kept = unique(list)
        const here = consensus(runs(kept), needed).verdict
        expect(consensus(runs(kept.toReversed()), needed).verdict).toEqual(here)
        expect(consensus(runs(kept.filter(({ head }) => head === HEAD)), needed).verdict).toEqual(here)
      }),
      { numRuns: 500 },
    )
  })
})
