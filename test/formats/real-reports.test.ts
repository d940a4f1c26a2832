// What test and coverage tools really write. Two reports of one run say the same.

import { describe, expect, it } from 'vitest'
import { CoverageReport } from '../../src/domain/reports/coverage-report.ts'
import { TestReport } from '../../src/domain/reports/test-report.ts'
import { coverageFormats, testFormats } from '../../src/formats/index.ts'
import { fixture, ok, problems, ROOT } from './support.ts'

type Counts = [total: number, passed: number, failed: number, skipped: number]

describe('tests', () => {
  it.each<[keyof typeof testFormats, string, Counts, { name: string; place: string; message: RegExp }[]]>([
    [
      'junit',
      'junit-pytest.xml',
      [7, 3, 2, 2],
      [
        {
          name: 'test_prices > test_wrong_on_purpose',
          place: 'test_prices.py:16',
          message: /^AssertionError: tax <included> & "rounded"\nassert 3 == 4/,
        },
        {
          name: 'test_prices > test_fixture',
          place: 'test_prices.py:26',
          message: /RuntimeError: no database/,
        },
      ],
    ],
    [
      'junit',
      'junit-vitest.xml',
      [6, 2, 2, 2],
      [
        { name: 'test/broken.test.mjs', place: 'test/broken.test.mjs:2', message: /^Cannot find module/ },
        {
          name: 'test/fib.test.mjs > fib > fails on purpose: <a> & "b"',
          place: 'test/fib.test.mjs:7',
          message: /^expected 2 to be 4/,
        },
      ],
    ],
    [
      'vitest-json',
      'vitest.json',
      [6, 2, 2, 2],
      [
        { name: 'broken.test.mjs', place: 'test/broken.test.mjs', message: /^Cannot find module/ },
        {
          name: 'fib > fails on purpose: <a> & "b"',
          place: 'test/fib.test.mjs:7',
          message: /^AssertionError: expected 2 to be 4/,
        },
      ],
    ],
    [
      'junit',
      'junit-node.xml',
      [7, 4, 1, 2],
      [{ name: 'fib.small > fails on purpose: <a> & #b', place: 'node/fib.test.mjs:9', message: /^2 == 4$/ }],
    ],
    [
      'tap',
      'tap-node.txt',
      [7, 4, 1, 2],
      [
        {
          name: 'fib > small > fails on purpose: <a> & #b',
          place: 'node/fib.test.mjs:9',
          message: /^2 == 4$/,
        },
      ],
    ],
    [
      'tap',
      'tap-perl.txt',
      [5, 2, 1, 2],
      [{ name: 'small > fails on purpose', place: '-', message: /got: '2'\nexpected: '4'/ }],
    ],
    [
      'cargo-test',
      'cargo-test.txt',
      [7, 5, 1, 1],
      [
        {
          name: 'wrong_on_purpose',
          place: 'tests/limits.rs:11',
          message:
            /panicked at tests\/limits\.rs:11:5:\nassertion `left == right` failed: the seventh\n {2}left: 13/,
        },
      ],
    ],
    ['cargo-test', 'cargo-test-pass.txt', [4, 3, 0, 1], []],
  ])('%s: %s', (format, file, counts, failures) => {
    const report = TestReport.parse(ok(testFormats[format].parse(fixture(file), { root: ROOT })))
    expect([report.total, report.passed, report.failed, report.skipped]).toEqual(counts)
    expect(
      report.failures.map(({ name, path, line }) => ({
        name,
        place: [path ?? '-', line].filter(Boolean).join(':'),
      })),
    ).toEqual(failures.map(({ name, place }) => ({ name, place })))
    for (const [i, { message }] of failures.entries()) expect(report.failures[i]?.message).toMatch(message)
  })

  it('cargo test: code that does not compile', () => {
    expect(problems(testFormats['cargo-test'].parse(fixture('cargo-test-broken.txt')))).toEqual([
      'line 17: error: could not compile `demo` (lib test) due to 1 previous error',
    ])
  })
})

describe('coverage', () => {
  const vitest = {
    lines: { covered: 2, total: 4 },
    branches: { covered: 3, total: 4 },
    functions: { covered: 1, total: 2 },
    files: [{ path: 'src/fib.mjs', lines: { covered: 2, total: 4 }, missed: [3, 9] }],
    unlisted: 0,
    outside: 0,
  }
  const python = {
    lines: { covered: 5, total: 12 },
    branches: { covered: 2, total: 8 },
    files: [
      { path: 'shop/__init__.py', lines: { covered: 0, total: 0 }, missed: [] },
      { path: 'shop/prices.py', lines: { covered: 5, total: 12 }, missed: [3, 5, 10, 11, 12, 13, 14] },
    ],
    unlisted: 0,
    outside: 0,
  }
  it.each<[keyof typeof coverageFormats, string, CoverageReport]>([
    ['lcov', 'lcov-vitest.info', vitest],
    ['cobertura', 'cobertura-vitest.xml', vitest],
    ['cobertura', 'cobertura-coveragepy.xml', python],
    ['lcov', 'lcov-coveragepy.info', { ...python, functions: { covered: 1, total: 2 } }],
    [
      'lcov',
      'lcov-node.info',
      {
        ...vitest,
        lines: { covered: 6, total: 10 },
        branches: { covered: 4, total: 5 },
        files: [{ path: 'src/fib.mjs', lines: { covered: 6, total: 10 }, missed: [3, 4, 9, 10] }],
      },
    ],
    [
      'lcov',
      'lcov-geninfo.info',
      {
        lines: { covered: 8, total: 11 },
        branches: { covered: 8, total: 12 },
        functions: { covered: 2, total: 3 },
        files: [{ path: 'main.cc', lines: { covered: 8, total: 11 }, missed: [12, 13, 14] }],
        unlisted: 0,
        outside: 12,
      },
    ],
  ])('%s: %s', (format, file, report) => {
    const read = ok(coverageFormats[format].parse(fixture(file), { root: ROOT }))
    expect(CoverageReport.parse(read)).toEqual(report)
  })

  it('lcov: the summaries of the file itself agree', () => {
    const own = (key: string): number =>
      [...fixture('lcov-node.info').matchAll(new RegExp(`^${key}:(\\d+)$`, 'gm'))].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      )
    expect(ok(coverageFormats.lcov.parse(fixture('lcov-node.info')))).toMatchObject({
      lines: { covered: own('LH'), total: own('LF') },
      branches: { covered: own('BRH'), total: own('BRF') },
      functions: { covered: own('FNH'), total: own('FNF') },
    })
  })
})
