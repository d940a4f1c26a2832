// Consensus beyond a plain count: weights, named people, code owners, authors who fall away, verdicts that a rebase keeps.

import { describe, expect, test } from 'vitest'
import { evaluateConsensus, type Voices } from '../../src/domain/consensus/consensus.ts'
import { patchIdentity, samePatchHeads } from '../../src/domain/consensus/same-patch.ts'
import { peopleApproving, verdictsOn } from '../../src/domain/consensus/verdicts.ts'
import type { ChangedFile } from '../../src/domain/freeze/violations.ts'
import type { Sha } from '../../src/domain/ids.ts'
import type { Position } from '../../src/domain/outcomes.ts'
import { ConsensusRule } from '../../src/domain/policy/consensus-rule.ts'
import { reasonMarkdown, type ReasonState } from '../../src/domain/reason.ts'
import {
  ruleRequirement,
  seating,
  withoutAuthors,
  type Requirement,
  type SeatingFacts,
} from '../../src/domain/roster/seats.ts'
import type { RunRecord } from '../../src/domain/snapshot.ts'
import { agent, done, HEAD, sha } from './support.ts'

const rule = (change: object = {}): ConsensusRule =>
  ConsensusRule.parse({
    name: 'own',
    when: { paths: ['src/**'] },
    seats: ['critic', 'benchmarker', 'researcher'],
    ...change,
  })
const positions: Record<string, Position> = { a: 'approve', r: 'request_changes', '0': 'abstain' }
const verdict = (seat: string, position: string, more: Partial<RunRecord> = {}): RunRecord =>
  done(seat, 'review', {
    headSha: HEAD,
    value: { position: positions[position] ?? 'approve', summary: `${seat} says so` },
    ...more,
  })
const runs = (stances: string, seats = ['critic', 'benchmarker', 'researcher']): RunRecord[] =>
  seats.flatMap((seat, i) =>
    ['a', 'r', '0'].includes(stances[i] ?? '-') ? [verdict(seat, stances[i]!)] : [],
  )

const judge = (requirement: Requirement, list: readonly RunRecord[], voices: Partial<Voices> = {}) =>
  evaluateConsensus(
    { seats: requirement.seats, requirements: [requirement] },
    verdictsOn(HEAD, 2, list, []),
    HEAD,
    {
      people: [],
      ...voices,
    },
  ).verdict

describe('weights: the critic weighs 2, 3 are needed', () => {
  const weighed = ruleRequirement(rule({ quorum: { weights: { critic: 2 }, threshold: 3 } }))
  test.each<[stances: string, expected: ReasonState]>([
    ['---', 'pending'],
    ['a--', 'pending'],
    ['aa-', 'pass'],
    ['a-a', 'pass'],
    ['-aa', 'pending'],
    ['raa', 'fail'],
    ['0aa', 'fail'],
    ['ar-', 'pending'],
    ['arr', 'fail'],
    ['ara', 'pass'],
    ['a00', 'fail'],
  ])('%s → %s', (stances, expected) => {
    expect(judge(weighed, runs(stances)).state).toBe(expected)
  })

  test('says what each weighs, and why it can no longer be reached', () => {
    const said = reasonMarkdown(judge(weighed, runs('0r-')))
    expect(said).toContain('approvals weigh 0, 3 needed')
    expect(said).toContain('critic (weight 2) abstains, and does not count: critic says so')
    expect(said).toContain('benchmarker (weight 1) requests changes (0 findings): benchmarker says so')
    expect(said).toContain(
      'the quorum can no longer be reached: critic abstains, benchmarker requests changes',
    )
  })
})

describe('authors fall away', () => {
  const left = (change: object, ...authors: string[]) =>
    withoutAuthors(ruleRequirement(rule(change)), new Set(authors))
  test.each<[what: string, of: Requirement, seats: number, quorum: number, people: number]>([
    ['nobody', left({ quorum: 2 }), 3, 2, 0],
    ['all: of the others', left({}, 'critic'), 2, 2, 0],
    ['a majority: of the others', left({ quorum: 'majority' }, 'critic'), 2, 2, 0],
    ['a number stays', left({ quorum: 3 }, 'critic'), 2, 3, 0],
    ['a threshold stays', left({ quorum: { weights: {}, threshold: 3 } }, 'critic'), 2, 3, 0],
    ['everybody: a person stands in', left({}, 'critic', 'benchmarker', 'researcher'), 0, 0, 1],
  ])('%s', (_what, requirement, seats, quorum, people) => {
    expect(requirement).toMatchObject({ quorum, people })
    expect(requirement.seats).toHaveLength(seats)
  })

  test('what the others cannot reach fails, and says so before anybody is asked', () => {
    const said = judge(left({ quorum: 3 }, 'critic'), [])
    expect(said.state).toBe('fail')
    expect(reasonMarkdown(said)).toContain('nobody judges their own work, and the others are too few')
  })

  test('a person who stands in is waited for, and is enough', () => {
    const alone = left({ seats: ['critic'] }, 'critic')
    expect(judge(alone, []).state).toBe('pending')
    expect(judge(alone, [], { people: ['grace'] }).state).toBe('pass')
  })
})

describe('people', () => {
  const teams = { 'acme/core': ['Lin'] }
  const named = ruleRequirement(rule({ seats: ['critic'], people: 2, people_from: ['grace', '@acme/core'] }))
  test.each<[people: string[], expected: ReasonState]>([
    [[], 'pending'],
    [['grace'], 'pending'],
    [['mallory', 'eve'], 'pending'],
    [['GRACE', 'lin'], 'pass'],
    [['grace', 'lin', 'mallory'], 'pass'],
  ])('%j → %s', (people, expected) => {
    expect(judge(named, [verdict('critic', 'a')], { people, teams }).state).toBe(expected)
  })

  test('approvals of those who may not write do not count', () => {
    const review = { id: 1, state: 'APPROVED' as const, sha: HEAD, topic: undefined }
    const by = (login: string, mayWrite: boolean) => ({
      ...review,
      author: { login, kind: 'person' as const },
      mayWrite,
    })
    expect(peopleApproving([by('grace', true), by('mallory', false)], HEAD)).toEqual(['grace'])
  })
})

describe('code owners', () => {
  const owned = ruleRequirement(rule({ seats: ['critic'], codeowners: true }))
  const teams = { 'acme/core': ['lin'] }
  const files = (owners: string[], ...paths: string[]) => ({ owners, paths })
  test.each<[what: string, voices: Partial<Voices>, expected: ReasonState]>([
    ['what changes is not known', {}, 'pending'],
    ['there is no file', { owned: null }, 'fail'],
    ['nobody owns it', { owned: [] }, 'pass'],
    ['nobody has approved', { owned: [files(['@grace'], 'a')] }, 'pending'],
    ['a stranger approved', { owned: [files(['@grace'], 'a')], people: ['eve'] }, 'pending'],
    ['one of its owners approved', { owned: [files(['@Grace', '@lin'], 'a')], people: ['grace'] }, 'pass'],
    ['a member of the team', { owned: [files(['@acme/core'], 'a')], people: ['lin'], teams }, 'pass'],
    [
      'a team that the policy does not name',
      { owned: [files(['@acme/x'], 'a')], people: ['lin'], teams },
      'fail',
    ],
    [
      'an owner beside that team',
      { owned: [files(['@acme/x', '@lin'], 'a')], people: ['lin'], teams },
      'pass',
    ],
    ['an address says nobody’s login', { owned: [files(['a@example.com'], 'a')], people: ['a'] }, 'fail'],
    [
      'of two groups one is missing',
      { owned: [files(['@grace'], 'a'), files(['@lin'], 'b')], people: ['grace'] },
      'pending',
    ],
  ])('%s → %s', (_what, voices, expected) => {
    expect(judge(owned, [verdict('critic', 'a')], voices).state).toBe(expected)
  })
})

describe('conditions', () => {
  const facts: SeatingFacts = {
    type: 'bugfix',
    kind: 'bugfix',
    complexity: 'simple',
    paths: ['lib/a.ts'],
    coreFiles: [],
    claims: false,
  }
  const panel = { reviewers: [], gates: [], final: undefined, people: 0 }
  test.each<[when: object, change: Partial<SeatingFacts>, applies: boolean]>([
    [{ labels: ['Breaking'] }, { labels: ['breaking'] }, true],
    [{ labels: ['breaking'] }, { labels: ['break'] }, false],
    [{ labels: ['breaking'] }, {}, false],
    [{ tiers: ['irreversible'] }, { tier: 'irreversible' }, true],
    [{ tiers: ['irreversible'] }, { tier: 'reversible' }, false],
    [{ tiers: ['irreversible'] }, {}, false],
    [{ priority_change: true }, { priorityChanged: true }, true],
    [{ priority_change: true }, {}, false],
    [{ priority_change: true, paths: ['lib/**'] }, {}, true],
  ])('%j with %j: %s', (when, change, expected) => {
    expect(seating(panel, [rule({ when })], { ...facts, ...change }).seats.length > 0).toBe(expected)
  })
})

describe('a pure rebase', () => {
  const OLD = sha('b')
  const file = (patch: string | undefined, path = 'a.py'): ChangedFile => ({
    path,
    ...(patch === undefined ? {} : { patch }),
  })
  const patch = '@@ -1,2 +1,3 @@ def f():\n a\n+b\n c'
  const moved = '@@ -41,2 +41,3 @@ def g():\n a\n+b\n c'
  test.each<[what: string, now: ChangedFile[], before: ChangedFile[], same: boolean]>([
    ['the same lines elsewhere in the file', [file(moved)], [file(patch)], true],
    ['the files in another order', [file(patch), file(patch, 'b')], [file(patch, 'b'), file(patch)], true],
    ['another line', [file(moved.replace('+b', '+x'))], [file(patch)], false],
    ['only spaces differ', [file(moved.replace('+b', '+  b'))], [file(patch)], false],
    ['another context', [file(moved.replace(' a', ' z'))], [file(patch)], false],
    ['another file', [file(patch, 'b')], [file(patch)], false],
    ['a file more', [file(patch), file(patch, 'b')], [file(patch)], false],
    ['a patch that GitHub does not show', [file(undefined)], [file(undefined)], false],
    ['nothing at all', [], [], false],
  ])('%s: %s', (_what, now, before, same) => {
    const change = (at: Sha, files: ChangedFile[], pull = 8) => ({ pull, sha: at, files, documents: [] })
    const heads = samePatchHeads({ number: 8, headSha: HEAD }, [
      change(HEAD, now),
      change(OLD, before),
      change(sha('c'), now, 9),
    ])
    expect(heads).toEqual(same ? [OLD] : [])
  })

  test('as many files as GitHub lists may be more', () => {
    const files = Array.from({ length: 300 }, (_, i) => file(patch, `${i}`))
    expect(patchIdentity(files)).toBeUndefined()
    expect(patchIdentity(files.slice(1))).toBeDefined()
  })

  const seats = (list: readonly RunRecord[], kept: Sha[] = [OLD]) =>
    verdictsOn(HEAD, 2, list, [], { pull: 8, kept }).map(
      (one) => `${one.seat} ${one.outcome.position} ${one.sha[0]}`,
    )
  const before = (position: string, more: Partial<RunRecord> = {}) =>
    verdict('critic', position, { headSha: OLD, endedAt: 1, ...more })
  const claiming = done('critic', 'review', {
    headSha: OLD,
    endedAt: 2,
    value: { claims: [{ metric: 'm', comparison: 'ratio', op: '>=', value: 2, run: '1' }] },
  })
  test.each<[what: string, list: RunRecord[], expected: string[], kept?: Sha[]]>([
    ['keeps a verdict', [before('a')], ['critic approve b']],
    ['also an objection', [before('r')], ['critic request_changes b']],
    ['not where the patch differs', [before('a')], [], []],
    [
      'a verdict on the head comes first',
      [verdict('critic', 'r'), before('a', { endedAt: 9 })],
      ['critic request_changes a'],
    ],
    [
      'the newest of several',
      [before('a'), before('r', { headSha: sha('c'), endedAt: 2 })],
      ['critic request_changes c'],
      [OLD, sha('c')],
    ],
    ['not one that rests on a figure', [claiming], []],
    ['nor one before it', [before('a'), { ...claiming, attempt: 2 }], []],
    ['not one of another pull request', [before('a', { pull: 9 })], []],
    ['but one of this pull request', [before('a', { pull: 8 })], ['critic approve b']],
  ])('%s', (_what, list, expected, kept) => {
    expect(seats(list, kept)).toEqual(expected)
    expect(seats(list.toReversed(), kept)).toEqual(expected)
  })

  test('what was kept says where it was given', () => {
    const requirement = ruleRequirement(rule({ seats: ['critic'] }))
    const kept = verdictsOn(HEAD, 2, [before('a')], [], { kept: [OLD] })
    const { verdict: said } = evaluateConsensus(
      { seats: [agent('critic')], requirements: [requirement] },
      kept,
      HEAD,
      { people: [] },
    )
    expect(reasonMarkdown(said)).toContain('critic approves, at bbbbbbb: the rebase left the patch as it was')
  })
})
