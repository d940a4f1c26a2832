// Rounds that get nowhere: what is the same in substance, what is not, and what a person is told.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disagreement, repeats, sameRounds, type RoundSaid } from '../../src/domain/consensus/progress.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import type { Finding } from '../../src/domain/outcomes.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { agent, at, done, HEAD, MAIN, NOW, policy, pull, result, sha, validation, wave } from './support.ts'

const finding = (path: string, message: string, from = 'critic') => ({
  from,
  summary: 'not yet',
  findings: [{ path, message }],
})
const round = (change: Partial<RoundSaid> = {}): RoundSaid => ({
  round: 1,
  findings: [finding('src/a.ts', 'The neighbour at line 12 is counted twice')],
  problems: [],
  failures: [],
  ...change,
})
const one = round()

describe('two rounds', () => {
  test.each<[what: string, other: RoundSaid, same: boolean]>([
    ['the very same', one, true],
    [
      'the line moved',
      round({ findings: [finding('src/a.ts', 'The neighbour at line 40 is counted twice')] }),
      true,
    ],
    [
      'other signs and case',
      round({ findings: [finding('src/a.ts', 'the `neighbour` (at line 3) is counted twice!')] }),
      true,
    ],
    [
      'a word more',
      round({ findings: [finding('src/a.ts', 'The neighbour at line 12 is still counted twice')] }),
      true,
    ],
    [
      'by another seat',
      round({ findings: [finding('src/a.ts', 'The neighbour is counted twice at line 1', 'benchmarker')] }),
      true,
    ],
    [
      'another file',
      round({ findings: [finding('src/b.ts', 'The neighbour at line 12 is counted twice')] }),
      false,
    ],
    [
      'another matter',
      round({ findings: [finding('src/a.ts', 'The test for empty rows is missing')] }),
      false,
    ],
    ['one more', round({ findings: [...one.findings, finding('src/b.ts', 'And this')] }), false],
    ['a gate that fails as well', round({ problems: ['tests failed'] }), false],
  ])('%s: %s', (_what, other, same) => {
    expect(sameRounds(one, other)).toBe(same)
    expect(sameRounds(other, one)).toBe(same)
  })

  const red = (problem: string, output: string): RoundSaid =>
    round({ findings: [], problems: [problem], failures: [{ step: 'tests', output }] })
  const base = red('`tests` ended with exit code 1 after 0.9 s', 'not ok 3 - sparse (12 ms) at 1234567')
  test.each<[what: string, other: RoundSaid, same: boolean]>([
    [
      'another duration and commit',
      red('`tests` ended with exit code 1 after 3 s', 'not ok 3 - sparse (9 ms) at 89abcdef'),
      true,
    ],
    [
      'another test fails',
      red('`tests` ended with exit code 1 after 0.9 s', 'not ok 4 - dense (12 ms)'),
      false,
    ],
    ['fewer tests fail', red('2 of 12 tests fail', 'not ok 3 - sparse (12 ms)'), false],
  ])('whose gates fail: %s: %s', (_what, other, same) => {
    expect(sameRounds(base, other)).toBe(same)
  })

  test('two that say nothing repeat nothing', () => {
    const silent = round({ findings: [] })
    expect(sameRounds(silent, silent)).toBe(false)
  })

  test('to be the same does not hang on the order of rounds or findings', () => {
    const text = fc.constantFrom(
      'counted twice',
      'counted thrice',
      'a test is missing',
      'line 4',
      'line 5',
      '',
    )
    const said = fc
      .array(fc.tuple(fc.constantFrom('a.ts', 'b.ts'), text), { maxLength: 4 })
      .map((list) => round({ findings: list.map(([path, message]) => finding(path, message)) }))
    fc.assert(
      fc.property(said, said, (a, b) => {
        const turned = { ...a, findings: a.findings.toReversed() }
        expect(sameRounds(a, b)).toBe(sameRounds(b, a))
        expect(sameRounds(turned, b)).toBe(sameRounds(a, b))
        expect(sameRounds(a, turned)).toBe(a.findings.length > 0)
      }),
    )
  })
})

test('going round in a circle is no progress either', () => {
  const two = round({ round: 2, findings: [finding('src/b.ts', 'Now this is wrong')] })
  expect(repeats([one, two])).toBeUndefined()
  expect(repeats([one, two, { ...one, round: 3 }])).toBe(one)
})

test('who says what, over which rounds', () => {
  const rounds = [
    one,
    round({
      round: 2,
      findings: [...one.findings, finding('src/b.ts', 'New')],
      problems: ['tests: 1 failed'],
    }),
  ]
  expect(disagreement(rounds)).toEqual([
    'gates: tests: 1 failed',
    'critic: not yet (src/a.ts: The neighbour at line 12 is counted twice, rounds 1, 2)',
    'critic: not yet (src/b.ts: New, round 2)',
  ])
})

test('what a person is told stays short, however much was found', () => {
  const findings: Pick<Finding, 'path' | 'message'>[] = Array.from({ length: 50 }, (_, i) => ({
    path: `src/${i}.ts`,
    message: 'x'.repeat(8000),
  }))
  const [said] = disagreement([
    round({ findings: [{ from: 'critic', summary: 'y'.repeat(8000), findings }] }),
  ])
  expect(said!.length).toBeLessThan(5000)
})

describe('a wave', () => {
  const SECOND = sha('b')
  const objecting = (
    headSha: typeof HEAD,
    line: number,
    message = `The neighbour at line ${line} is counted twice`,
  ) =>
    done('critic', 'review', {
      headSha,
      value: {
        position: 'request_changes',
        summary: 'not yet',
        findings: [{ path: 'src/attention.mjs', line, severity: 'major', message }],
      },
    })
  const green = (headSha: typeof HEAD) =>
    (['validate', 'benchmark'] as const).map((kind) =>
      validation(kind, {
        headSha,
        id: `${kind}/${headSha}`,
        result: result({ ...validation(kind).result, headSha }),
      }),
    )
  const second = (message?: string, change: Partial<BareSnapshot> = {}): BareSnapshot => ({
    ...at.implemented,
    waves: [wave({ branchSha: SECOND, pull: pull({ headSha: SECOND }) })],
    runs: [
      ...at.implemented.runs.filter(({ purpose }) => purpose !== 'implement'),
      done('implementer', 'implement', {
        headSha: MAIN,
        commit: HEAD,
        paths: ['src/attention.mjs'],
        endedAt: NOW - 9000,
      }),
      objecting(HEAD, 12),
      done('implementer', 'implement', {
        attempt: 2,
        headSha: HEAD,
        commit: SECOND,
        paths: ['src/attention.mjs'],
        endedAt: NOW - 5000,
        value: { answers: [{ finding: 'counted twice', response: 'It is not.' }] },
      }),
      objecting(SECOND, 40, message),
    ],
    validations: [...green(HEAD), ...green(SECOND)],
    ...change,
  })
  const steps = (from: BareSnapshot, validators: readonly string[] = []): string[] =>
    decide(
      from,
      { ...policy(), triggers: { ...policy().triggers, validators: validators.map(agent) } },
      NOW,
    ).actions.flatMap((action) =>
      action.do === 'start_run'
        ? [`${action.agent}/${action.purpose}/${action.attempt}`]
        : action.do === 'comment' && action.topic === 'parked'
          ? [action.body.split('\n')[2] ?? '']
          : [],
    )

  test('whose second round comes to the same waits for a person, with the disagreement', () => {
    expect(steps(second())).toEqual([
      'no progress: round 2 came to the same as round 1. Still open: critic: not yet (src/attention.mjs: The neighbour at line 40 is counted twice, rounds 1, 2) — implementer answered “counted twice”: It is not.',
    ])
  })

  test('is looked into once by whom the team names for that, before a person is asked', () => {
    expect(steps(second(), ['critic'])).toEqual(['critic/research/1'])
  })

  test('whose second round comes to something else goes on', () => {
    expect(steps(second('The test for empty rows is missing'))).toEqual(['implementer/implement/3'])
  })

  test('goes on when a person says so', () => {
    const retry = { by: 'grace', at: NOW - 2000, comment: 1, line: 1 }
    expect(steps(second(undefined, { desired: { ...nothingDesired(), retry } }))).toEqual([
      'implementer/implement/3',
    ])
  })
})
