// When a freeze ends and is announced, what overlaps, and who may lift it.

import { describe, expect, test } from 'vitest'
import { expiryNotice, nextFreezeChange, noticeMs } from '../../src/domain/freeze/expiry.ts'
import { howToLift } from '../../src/domain/freeze/explain.ts'
import { binds, type Freeze } from '../../src/domain/freeze/freeze.ts'
import { mayLift, type LiftVerdict } from '../../src/domain/freeze/lift.ts'
import { overlaps } from '../../src/domain/freeze/overlap.ts'
import { symbolName } from '../../src/domain/freeze/symbols.ts'
import { WaveKey } from '../../src/domain/plan/names.ts'
import { agent, DAY, freeze, NOW } from './support.ts'

const HOUR = DAY / 24

describe('the end', () => {
  test.each<[string, number | undefined, number]>([
    ['a long freeze is announced three days before', 90 * DAY, 3 * DAY],
    ['a short one a quarter of its time before', 4 * DAY, DAY],
    ['one without an end never', undefined, 0],
    ['one that ends before it begins at once', -DAY, 0],
  ])('%s', (_name, term, before) => {
    const expiresAt = term === undefined ? undefined : NOW + term
    expect(noticeMs(freeze({ frozenAt: NOW, expiresAt }))).toBe(before)
  })

  const ends = { frozenAt: NOW - 87 * DAY, expiresAt: NOW + 3 * DAY }
  test.each<[string, Partial<Freeze>, number, string | undefined, number | undefined]>([
    ['too early', ends, NOW - 1, undefined, 1],
    ['due', ends, NOW, 'ending', 0],
    ['given', { ...ends, noticedAt: NOW }, NOW, undefined, 3 * DAY],
    ['nobody was there until it was over', ends, NOW + 30 * DAY, 'over', 0],
    ['given and over', { ...ends, noticedAt: NOW }, NOW + 3 * DAY, undefined, undefined],
    ['lifted before', { ...ends, liftedAt: NOW - DAY }, NOW, undefined, undefined],
    ['without an end', { expiresAt: undefined }, NOW, undefined, undefined],
  ])('%s', (_name, change, now, state, next) => {
    expect(expiryNotice(freeze(change), now)?.state).toBe(state)
    expect(nextFreezeChange(freeze(change), now)).toBe(next)
  })

  test('the notice says what ends, when, and what then', () => {
    const one = freeze({ ...ends, paths: ['src/**'] })
    expect(expiryNotice(one, NOW)?.text).toBe(
      'The freeze of `Expression.explain()`, `src/**` by wave plan-2/3 of plan-2 ends at 2026-11-24 12:00 UTC. After that, ' +
        'changes to it are no longer held back; a wave that needs it for longer can freeze it again.',
    )
    expect(expiryNotice(one, NOW + 3 * DAY)?.text).toContain(
      'ended at 2026-11-24 12:00 UTC. Changes to it are no',
    )
    expect(binds(one, NOW + 3 * DAY - HOUR)).toBe(true)
    expect(binds(one, NOW + 3 * DAY)).toBe(false)
  })
})

describe('names of symbols', () => {
  test.each([
    ['explain', 'explain', undefined],
    ['Expression.explain()', 'explain', 'Expression'],
    ['math_core::Expression::explain(a, b)', 'explain', 'Expression'],
    ['Expression#explain', 'explain', 'Expression'],
    ['Vec<T>::push', 'push', 'Vec'],
    ['explain!', 'explain', undefined],
    ['', '', undefined],
  ])('%j', (symbol, name, owner) => expect(symbolName(symbol)).toEqual({ name, owner }))
})

describe('overlaps', () => {
  const area = (paths: string[], symbols: string[] = []) => ({ paths, symbols })
  test.each([
    ['the same path', area(['src/a.rs']), area(['src/a.rs']), ['src/a.rs × src/a.rs']],
    [
      'a folder and a file in it',
      area(['src/**']),
      area(['src/a/b.rs', 'lib/b.rs']),
      ['src/** × src/a/b.rs'],
    ],
    ['two patterns', area(['src/*.rs']), area(['src/a*']), ['src/*.rs × src/a*']],
    ['nothing in common', area(['src/*.rs'], ['a']), area(['src/*.py'], ['b']), []],
    [
      'one symbol written in two ways',
      area([], ['Expression::explain']),
      area([], ['explain()']),
      ['Expression::explain × explain()'],
    ],
    ['one name of two owners', area([], ['A.explain']), area([], ['B.explain']), []],
    ['a path and a symbol', area(['explain']), area([], ['explain']), []],
  ])('%s', (_name, a, b, expected) => {
    expect(overlaps(a, b).map((pair) => `${pair.a} × ${pair.b}`)).toEqual(expected)
    expect(overlaps(b, a)).toHaveLength(expected.length)
  })
})

describe('lifting', () => {
  const rule = { seats: [agent('critic'), agent('architect')], orchestrator: agent('lead') }
  let at = 0
  const says = (by: string, lift: boolean, change: Partial<LiftVerdict> = {}): LiftVerdict => ({
    freeze: WaveKey.parse('plan-2/3'),
    by,
    kind: 'agent',
    lift,
    at: (at += 1),
    ...change,
  })
  const person = (by: string, lift: boolean, change: Partial<LiftVerdict> = {}) =>
    says(by, lift, { kind: 'person', ...change })
  const other = { freeze: WaveKey.parse('plan-2/4') }

  test.each<[string, LiftVerdict[], boolean, string[], string]>([
    ['nobody has spoken', [], false, [], 'pending'],
    ['all seats', [says('critic', true), says('architect', true)], true, ['critic', 'architect'], 'pass'],
    ['one seat of two', [says('critic', true)], false, [], 'pending'],
    ['a seat against', [says('critic', true), says('architect', false)], false, [], 'pending'],
    [
      'orchestrator and a person',
      [says('lead', true), person('alice', true)],
      true,
      ['lead', 'alice'],
      'pass',
    ],
    [
      'in spite of a seat',
      [says('critic', false), says('lead', true), person('alice', true)],
      true,
      ['lead', 'alice'],
      'pass',
    ],
    ['the orchestrator alone', [says('lead', true)], false, [], 'pending'],
    ['a person alone', [person('alice', true)], false, [], 'pending'],
    ['two people', [person('alice', true), person('bob', true)], false, [], 'pending'],
    [
      'a person against another',
      [says('lead', true), person('alice', true), person('bob', false)],
      false,
      [],
      'pending',
    ],
    [
      'a person against, and all seats for it',
      [person('bob', false), says('critic', true), says('architect', true)],
      true,
      ['critic', 'architect'],
      'pass',
    ],
    [
      'everybody against',
      [says('critic', false), says('lead', false), person('alice', false)],
      false,
      [],
      'fail',
    ],
    ['an agent who calls itself a person', [says('lead', true), says('alice', true)], false, [], 'pending'],
    [
      'a person named like the orchestrator',
      [person('lead', true), person('alice', true)],
      false,
      [],
      'pending',
    ],
    ['agents nobody named', [says('mallory', true), says('eve', true)], false, [], 'pending'],
    [
      'about another freeze',
      [
        says('critic', true, other),
        says('architect', true, other),
        says('lead', true, other),
        person('alice', true, other),
      ],
      false,
      [],
      'pending',
    ],
    [
      'one who changed their mind',
      [says('critic', true, { at: 9e6 }), says('critic', false, { at: 8e6 }), says('architect', true)],
      true,
      ['critic', 'architect'],
      'pass',
    ],
    [
      'one who took it back',
      [says('lead', true), person('alice', true, { at: 8e6 }), person('alice', false, { at: 9e6 })],
      false,
      [],
      'pending',
    ],
  ])('%s', (_name, verdicts, may, by, state) => {
    const ruling = mayLift({ id: WaveKey.parse('plan-2/3'), rule }, verdicts)
    expect([ruling.may, ruling.by, ruling.why.state]).toEqual([may, by, state])
  })

  test('without seats only the second way is open', () => {
    const bare = freeze()
    expect(mayLift(bare, [says('critic', true)]).may).toBe(false)
    expect(mayLift(bare, [says('rust-engineer', true), person('alice', true)]).may).toBe(true)
    expect(howToLift(bare)).toBe(
      'It ends when rust-engineer and a person with write permission agree to lift it',
    )
    expect(howToLift({ ...bare, rule })).toContain(
      'critic, architect all agree to lift it, or when lead and a person',
    )
  })

  test('one that a command made ends with the command against it', () => {
    const byCommand = freeze({ id: WaveKey.parse('issue-2/1') })
    expect(howToLift(byCommand)).toBe(
      'It ends when somebody who maintains the repository writes `/baton unfreeze` with its name on #2',
    )
    // A plan of such a name is a plan.
    expect(howToLift({ ...byCommand, id: WaveKey.parse('issue-3/1') })).toContain(
      'rust-engineer and a person',
    )
  })
})
