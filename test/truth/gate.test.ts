// The gate: what proves a claim, what blocks, what only warns, and what a verdict says.

import { describe, expect, test } from 'vitest'
import type { ReasonState } from '../../src/domain/reason.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { PULL_REQUEST } from '../../src/domain/truth/find.ts'
import { truthGate, type TruthDocument, type TruthLevel } from '../../src/domain/truth/gate.ts'
import { HEAD, ratioOf4, result, sha, validation } from '../domain/support.ts'

const bench = (...benchmarks: WorkflowResult['benchmarks']): ValidationRecord =>
  validation('benchmark', { result: result({ kind: 'benchmark', tests: null, benchmarks }) })
const tests = (passed: number, failed: number): ValidationRecord =>
  validation('validate', {
    result: result({ tests: { total: passed + failed, passed, failed, skipped: 0, failures: [] } }),
  })
const covered = (lines: number): ValidationRecord =>
  validation('validate', { result: result({ coverage: { lines: { covered: lines, total: 1000 } } }) })
/** 12 of 12 tests in run 100; attention.ms 20 → 5 ms, 4×, in run 200. */
const recorded = [validation('validate'), validation('benchmark')]
const memory = { metric: 'peak.rss', unit: 'MB', better: 'lower' as const, baseline: [200], candidate: [130] }
const rate = {
  metric: 'decode',
  unit: 'tokens/s',
  better: 'higher' as const,
  baseline: [80],
  candidate: [100],
}

const gate = (
  text: string,
  records: readonly ValidationRecord[] = recorded,
  more: Partial<TruthDocument> = {},
) => truthGate({ documents: [{ path: 'docs/a.md', text, ...more }], records, head: HEAD })

describe('one claim', () => {
  const running = validation('benchmark', { state: 'running', result: undefined })
  const foreign = recorded.map((record) => ({ ...record, headSha: sha('b') }))
  test.each<
    [what: string, level: TruthLevel | 'proven', text: string, records?: readonly ValidationRecord[]]
  >([
    ['the figure on record', 'proven', 'Attention is 4× faster.'],
    [
      'rounded',
      'proven',
      'Attention is 3.9× faster.',
      [bench({ ...ratioOf4, baseline: [19.4], candidate: [5] })],
    ],
    ['more than is on record', 'blocks', 'Attention is 4.2× faster.'],
    ['less than is on record', 'blocks', 'Attention is 2× faster.'],
    ['at least so much', 'proven', 'Attention is at least 2× faster.'],
    ['at least too much', 'blocks', 'Attention is more than 4.1× faster.'],
    ['a share of the time', 'proven', 'Attention is 75 % faster.'],
    ['a share of the speed', 'proven', 'Attention is 300 % faster.'],
    [
      '21 %, measured 20.6',
      'proven',
      'It is 21 % faster.',
      [bench({ ...ratioOf4, baseline: [1206], candidate: [1000] })],
    ],
    [
      '21 %, measured 20.4',
      'blocks',
      'It is 21 % faster.',
      [bench({ ...ratioOf4, baseline: [1204], candidate: [1000] })],
    ],
    [
      'slower, as it is',
      'proven',
      'It is 2x slower.',
      [bench({ ...ratioOf4, baseline: [5], candidate: [10] })],
    ],
    [
      'faster, though it is slower',
      'blocks',
      'It is 2x faster.',
      [bench({ ...ratioOf4, baseline: [5], candidate: [10] })],
    ],
    ['the head itself', 'proven', 'Attention takes 5 ms.'],
    ['in another unit', 'proven', 'Attention takes 0.0050 s.'],
    ['the baseline itself', 'proven', 'Attention took 20 ms in the benchmark.'],
    ['the difference', 'proven', 'It reduces the latency of attention by 15 ms.'],
    ['a rate', 'proven', 'Decoding runs at 100 tokens/s.', [bench(rate)]],
    ['a quantity that is less', 'proven', 'It uses 35 % less memory.', [bench(ratioOf4, memory)]],
    ['memory is no time', 'blocks', 'It uses 4x less memory.'],
    [
      'named among several',
      'proven',
      'Attention is 4× faster.',
      [
        bench(ratioOf4, {
          ...ratioOf4,
          metric: 'matmul.ms',
          candidate: ratioOf4.candidate.map((value) => 2 * value),
        }),
      ],
    ],
    [
      'the figure of another metric',
      'blocks',
      'The matmul is 4× faster.',
      [
        bench(ratioOf4, {
          ...ratioOf4,
          metric: 'matmul.ms',
          candidate: ratioOf4.candidate.map((value) => 2 * value),
        }),
      ],
    ],
    [
      'none named of several',
      'blocks',
      'It is 4× faster.',
      [bench(ratioOf4, { ...ratioOf4, metric: 'matmul.ms' })],
    ],
    ['compared with something else', 'blocks', 'Attention is within 5 % of cuBLAS.'],
    ['measured on another head', 'blocks', 'Attention is 4× faster.', foreign],
    ['nothing measured', 'blocks', 'Attention is 4× faster.', []],
    ['being measured', 'waits', 'Attention is 4× faster.', [running]],

    ['the count on record', 'proven', '12/12 tests passing'],
    ['all pass', 'proven', 'All tests pass.'],
    ['a share on record', 'proven', '91.7 % of the tests pass.', [tests(11, 1)]],
    ['another count', 'blocks', '11/12 tests passing'],
    ['all pass, but not on record', 'blocks', 'All tests pass.', [tests(11, 1)]],
    ['fewer failures', 'blocks', 'There are 3 failing tests.', [tests(8, 4)]],
    ['no count on record', 'warns', 'All tests pass.', [bench(ratioOf4)]],
    ['of another head', 'warns', '11/12 tests passing', foreign],
    ['of one suite', 'warns', 'All integration tests pass.', [tests(11, 1)]],
    ['of one platform', 'warns', '11/12 tests pass on Windows.'],
    ['of another day', 'warns', 'On 2025-09-11 11/12 tests pass.'],
    ['the build, green', 'proven', 'The build is green.'],
    ['the build, broken', 'blocks', 'The build is broken.'],
    ['big words', 'warns', 'The crate is production ready.'],
    ['coverage without a record', 'warns', 'It has 95% test coverage.'],
    ['coverage on record', 'proven', 'It has 95% test coverage.', [covered(948)]],
    ['less coverage on record', 'blocks', 'It has 95% test coverage.', [covered(942)]],
  ])('%s → %s: %s', (_what, level, text, records) => {
    const { problems, counts, verdict } = gate(text, records)
    expect(counts).toEqual({ claims: 1, proven: level === 'proven' ? 1 : 0 })
    expect(problems.map((one) => one.level)).toEqual(level === 'proven' ? [] : [level])
    const states: Record<typeof level, ReasonState> = {
      proven: 'pass',
      warns: 'pass',
      blocks: 'fail',
      waits: 'pending',
    }
    expect(verdict.state).toBe(states[level])
  })
})

describe('an explicit claim', () => {
  test.each<[what: string, levels: TruthLevel[], text: string]>([
    ['holds', [], '**Claim:** attention.ms >= 4x vs base (run 200)'],
    ['holds in another unit', [], '**Claim:** attention.ms <= 5000 µs (run 200)'],
    ['is exact', [], '**Claim:** attention.ms == 4.00x (run 200)'],
    ['is between', [], '**Claim:** attention.ms between 3.9x and 4.1x (run 200)'],
    ['is not between', ['blocks'], '**Claim:** attention.ms between 4.1x and 5x (run 200)'],
    ['counts', [], '**Claim:** tests.passed == 12 (run 100)'],
    ['counts wrongly', ['blocks'], '**Claim:** tests.passed == 13 (run 100)'],
    ['counts what was not counted', ['blocks'], '**Claim:** coverage.pct >= 90 % (run 100)'],
    ['is more than the record', ['blocks'], '**Claim:** attention.ms >= 4.01x (run 200)'],
    ['cites another run', ['blocks'], '**Claim:** attention.ms >= 4x (run 100)'],
    ['cites a run that is not there', ['blocks'], '**Claim:** attention.ms >= 4x (run 4711)'],
    ['is in a unit of something else', ['blocks'], '**Claim:** attention.ms <= 5 MB (run 200)'],
    ['cannot be read', ['blocks'], '**Claim:** attention.ms is fast'],
    [
      'backs a sentence that the record cannot',
      [],
      'It is within 5 % of cuBLAS. **Claim:** attention.ms >= 4x (run 200)',
    ],
    [
      'backs one of several metrics from a footnote',
      [],
      'The pass is 4x faster.[^1]\n\n[^1]: **Claim:** attention.ms == 4x (run 200)',
    ],
    [
      'backs nothing in another paragraph',
      ['blocks'],
      'It is within 5 % of cuBLAS.\n\n**Claim:** attention.ms >= 4x (run 200)',
    ],
    ['backs no other figure', ['blocks'], 'It is 10x faster. **Claim:** attention.ms >= 4x (run 200)'],
    [
      'does not back when it is false',
      ['blocks', 'blocks'],
      'It is 5x faster. **Claim:** attention.ms >= 5x (run 200)',
    ],
    [
      'does not back by a limit to the wrong side',
      ['blocks'],
      'It is 9x faster. **Claim:** attention.ms <= 9x (run 200)',
    ],
    [
      'does not back by a wide range',
      ['blocks'],
      'It is 9x faster. **Claim:** attention.ms between 1x and 9x (run 200)',
    ],
    ['backs a range', [], 'It is 3-5x faster. **Claim:** attention.ms between 3x and 5x (run 200)'],
  ])('%s', (_what, levels, text) => {
    // With a second metric of time nothing is proven by being the only one.
    const second = {
      ...ratioOf4,
      metric: 'matmul.ms',
      candidate: ratioOf4.candidate.map((value) => 2 * value),
    }
    const { problems } = gate(text, [validation('validate'), bench(ratioOf4, second)])
    expect(problems.map((one) => one.level)).toEqual(levels)
  })

  test('waits while its run is under way', () => {
    const running = validation('benchmark', { state: 'running', result: undefined })
    const { problems } = gate('**Claim:** attention.ms >= 4x (run 200)', [running])
    expect(problems.map((one) => one.level)).toEqual(['waits'])
  })
})

describe('what changed', () => {
  const text = 'It is 9x faster.\n\nIt is 8x faster.\n\n**Claim:** m >= 7x (run 1)'
  test.each<[lines: number[] | undefined, blocking: number[]]>([
    [undefined, [1, 3, 5]],
    [[1], [1]],
    [[2, 4, 6], []],
    [[], []],
  ])('lines %j', (changedLines, blocking) => {
    const more = changedLines === undefined ? {} : { changedLines }
    expect(gate(text, recorded, more).blocking.map((one) => one.line)).toEqual(blocking)
  })

  test('a contradiction counts when one side is changed, and stands at that side', () => {
    const documents = (changedLines: number[]) => [
      { path: 'docs/a.md', text: '530/531 tests passing', changedLines: [] },
      { path: 'docs/b.md', text: 'Text\n\n192 failing tests', changedLines },
    ]
    const { problems } = truthGate({ documents: documents([3]), records: [], head: HEAD })
    expect(problems.find(({ kind }) => kind === 'contradiction')).toMatchObject({
      path: 'docs/b.md',
      line: 3,
      level: 'blocks',
      other: { path: 'docs/a.md', line: 1, column: 1, text: '530/531 tests passing' },
    })
    expect(truthGate({ documents: documents([]), records: [], head: HEAD }).problems).toEqual([])
  })
})

describe('what is said', () => {
  test('annotations stand on lines of files; the pull request has none', () => {
    const documents = [
      { path: 'docs/a.md', text: 'Text\n\nIt is 9x faster.' },
      { path: PULL_REQUEST, text: 'It is 9x faster.' },
    ]
    const { annotations, blocking, verdict } = truthGate({ documents, records: recorded, head: HEAD })
    expect(annotations).toEqual([
      {
        path: 'docs/a.md',
        line: 3,
        level: 'blocks',
        title: 'A performance claim without evidence',
        message: expect.stringMatching(
          /"9x faster"[^]*run 200 has attention\.ms at 20 → 5 ms, 4×[^]*\*\*Claim:\*\*/,
        ),
      },
    ])
    expect(blocking.map(({ path }) => path)).toEqual(['docs/a.md', PULL_REQUEST])
    expect(reasonMarkdown(verdict)).toContain('pull request:1:7 "9x faster"')
  })

  test('nothing claimed passes', () => {
    expect(gate('It is simple.').verdict).toEqual({
      state: 'pass',
      text: 'truth: nothing is claimed in what changed',
      children: [],
    })
  })

  test('a long list is cut and still fails', () => {
    const { verdict, blocking } = gate('It is 9x faster.\n\n'.repeat(200))
    expect(blocking).toHaveLength(200)
    expect(verdict.state).toBe('fail')
    expect(verdict.children[0]?.children.at(-1)).toMatchObject({ state: 'fail', text: '150 more' })
  })

  test('what is left out of a long list of notes still fails when it blocks', () => {
    const text = `${'The crate is production ready.\n\n'.repeat(60)}11/12 tests passing`
    expect(gate(text).verdict.state).toBe('fail')
  })
})
