// Explicit claims: how they are read, what is said of those that cannot be, and that reading undoes writing.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StatedClaim } from '../../src/domain/evidence/claims.ts'
import { COUNT_METRICS } from '../../src/domain/evidence/counts.ts'
import { CLAIM_EXAMPLE, parseClaim, renderClaim } from '../../src/domain/truth/claim-line.ts'
import { explicitClaims } from '../../src/domain/truth/explicit.ts'
import { passagesOf } from '../../src/domain/truth/passages.ts'

const claimsIn = (text: string) => explicitClaims('a.md', passagesOf(text))

describe('a claim is read', () => {
  const ratio = { metric: 'attention.ms', comparison: 'ratio', op: '>=', value: 2, run: '4711' } as const
  test.each<[body: string, claim: StatedClaim]>([
    ['attention.ms >= 2x vs base (run 4711)', ratio],
    ['attention.ms ≥ 2 × (run 4711)', ratio],
    ['attention.ms >= 2.0x vs baseline (run 4711)', { ...ratio, places: 1 }],
    ['attention.ms between 2x and 2.4x vs base (run 4711)', { ...ratio, op: 'between', to: 2.4, places: 1 }],
    ['attention.ms between 2 and 2.4x (run 4711)', { ...ratio, op: 'between', to: 2.4, places: 1 }],
    [
      'attention.ms <= 12 ms (run 4711)',
      { ...ratio, comparison: 'candidate', op: '<=', value: 12, unit: 'ms' },
    ],
    [
      'attention.ms <= 12ms (run 4711)',
      { ...ratio, comparison: 'candidate', op: '<=', value: 12, unit: 'ms' },
    ],
    [
      'score >= 1,204.5 (run 4711)',
      { ...ratio, metric: 'score', comparison: 'candidate', value: 1204.5, places: 1 },
    ],
    [
      'tests.passed == 531 (run 4711)',
      { ...ratio, metric: 'tests.passed', comparison: 'count', op: '==', value: 531 },
    ],
    [
      'tests.failed = 0 (run 4711)',
      { ...ratio, metric: 'tests.failed', comparison: 'count', op: '==', value: 0 },
    ],
    [
      'coverage.pct >= 87.5 % (run 4711)',
      { ...ratio, metric: 'coverage.pct', comparison: 'count', value: 87.5, places: 1 },
    ],
    [
      'f1.macro >= 0.75 (run 4711, experiment word-count)',
      {
        ...ratio,
        metric: 'f1.macro',
        comparison: 'candidate',
        value: 0.75,
        places: 2,
        experiment: 'word-count',
      },
    ],
    [
      'f1.macro >= 2x vs base (run 4711, experiment word-count)',
      { ...ratio, metric: 'f1.macro', experiment: 'word-count' },
    ],
    [
      'accuracy >= 75 % (run 4711, experiment word-count)',
      {
        ...ratio,
        metric: 'accuracy',
        comparison: 'candidate',
        value: 75,
        unit: '%',
        experiment: 'word-count',
      },
    ],
  ])('%s', (body, claim) => expect(parseClaim(body)).toEqual(claim))

  test('the example of the documents is one', () => {
    expect(claimsIn(CLAIM_EXAMPLE)).toMatchObject([{ line: 1, column: 3, read: { claim: ratio } }])
  })

  test.each<[where: string, text: string, place: [line: number, column: number][]]>([
    ['after a sentence', 'It is faster. **Claim:** m >= 2x (run 1).', [[1, 17]]],
    ['with the colon outside', '**Claim**: m >= 2x (run 1)', [[1, 3]]],
    [
      'in a list and a cell',
      '- **Claim:** m >= 2x (run 1)\n\n|a|b|\n|-|-|\n|x|**Claim:** m >= 2x (run 1)|',
      [
        [1, 5],
        [5, 6],
      ],
    ],
    ['with its metric as code', '**Claim:** `m_s` >= 2x (run 1)', [[1, 3]]],
    ['over two lines', 'Text\n**Claim:** m >= 2x vs\nbase (run 1)', [[2, 3]]],
    [
      'two in a row',
      '**Claim:** m >= 2x (run 1) **Claim:** n >= 2x (run 2)',
      [
        [1, 3],
        [1, 30],
      ],
    ],
    ['not in code', '`**Claim:** m >= 2x (run 1)`', []],
    ['not in a fence', '```\n**Claim:** m >= 2x (run 1)\n```', []],
    ['not in a quotation', '> **Claim:** m >= 2x (run 1)', []],
    ['not as a plain word', 'Claim: the sky is blue (run 1)', []],
  ])('%s', (_where, text, places) => {
    const found = claimsIn(text)
    expect(found.map(({ line, column }) => [line, column])).toEqual(places)
    for (const { read } of found) expect(read).toHaveProperty('claim')
  })
})

describe('a claim that cannot be read says what is wrong', () => {
  test.each<[body: string, message: RegExp]>([
    ['', /cites no run/],
    ['attention.ms >= 2x', /cites no run/],
    ['attention.ms >= 2x (run latest)', /`latest` is no run/],
    ['f1 >= 0.7 (run 1, experiment Word Count)', /`1, experiment Word Count` is no run/],
    ['f1 >= 0.7 (run 1, experiment -x)', /`-x` is no name of an experiment/],
    ['f1 >= 0.7 (experiment x)', /cites no run/],
    ['>= 2x (run 1)', /`>=` is no metric/],
    ['a/b >= 2x (run 1)', /`a\/b` is no metric/],
    ['m ~ 2x (run 1)', /`~` is no comparison/],
    ['m > 2x (run 1)', /`>` is no comparison/],
    ['m >= fast (run 1)', /no figure/],
    ['m between 2x (run 1)', /one end/],
    ['m between 3x and 2x (run 1)', /below the lower/],
    ['m between 3 ms and 4 s (run 1)', /two units/],
    ['m >= 12 ms vs base (run 1)', /only a ratio/],
    ['m >= 2x than main (run 1)', /`than main` is not understood/],
    ['m >= 21 % (run 1)', /a share is not recorded/],
    ['tests.passed >= 12 ms (run 1)', /has no unit `ms`/],
    ['tests.pased >= 12 (run 1)', /did you mean `tests.passed`/],
  ])('%j', (body, message) => {
    const problem = parseClaim(body)
    expect(problem).toMatchObject({ message: expect.stringMatching(message), expected: expect.any(String) })
    if (!('example' in problem)) throw new Error('it was read')
    expect(parseClaim(problem.example.replace('**Claim:** ', ''))).not.toHaveProperty('message')
  })
})

describe('properties', () => {
  const places = fc.integer({ min: 0, max: 6 })
  const value = fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), places).map(([digits, after]) => ({
    value: Number((digits / 10 ** after).toFixed(after)),
    places: after,
  }))
  const metric = fc
    .stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/)
    .filter((name) => !/^(?:tests?|coverage)\b/.test(name))
  const base = fc.record({ number: value, up: fc.nat(1000), run: fc.stringMatching(/^\d{1,20}$/) })
  const op = fc.constantFrom('>=', '<=', '==', 'between')
  const kind = fc.oneof(
    fc.record({ comparison: fc.constant('ratio'), metric }),
    fc.record({
      comparison: fc.constant('candidate'),
      metric,
      unit: fc.constantFrom('ms', 'MB', 'TFLOPS', 'req/s', 'µs'),
    }),
    fc.record({ comparison: fc.constant('candidate'), metric }),
    fc.record({ comparison: fc.constant('count'), metric: fc.constantFrom(...COUNT_METRICS) }),
  )
  const experiment = fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,59}$/))
  const claim = fc.tuple(kind, op, base, experiment).map(([of, op, { number, up, run }, name]) => ({
    ...of,
    ...(name === null || of.comparison === 'count' ? {} : { experiment: name }),
    op,
    value: number.value,
    ...(op === 'between' ? { to: Number((number.value + up).toFixed(number.places)) } : {}),
    ...(number.places === 0 ? {} : { places: number.places }),
    run,
  })) as fc.Arbitrary<StatedClaim>

  test('what is written is read as the same, alone and in a document', () => {
    fc.assert(
      fc.property(claim, (one) => {
        const text = renderClaim(one)
        expect(parseClaim(text.replace('**Claim:** ', ''))).toEqual({ ...one, value: one.value + 0 })
        expect(claimsIn(`Text. ${text} More.`)).toMatchObject([{ read: { claim: one } }])
      }),
      { numRuns: 500 },
    )
  })

  test('whatever stands behind a claim, it is read or its problem is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const read = parseClaim(text)
        expect('message' in read ? read.message : read.metric).not.toBe('')
      }),
    )
  })
})
