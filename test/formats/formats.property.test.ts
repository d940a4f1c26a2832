// What holds for every text: no parser throws, counts add up, and a part of a report never proves more than the whole.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BenchmarkReport } from '../../src/domain/reports/benchmark-series.ts'
import { CoverageReport } from '../../src/domain/reports/coverage-report.ts'
import { TestReport } from '../../src/domain/reports/test-report.ts'
import { benchmarkFormats, coverageFormats, testFormats } from '../../src/formats/index.ts'
import { fixture, formats, readableFixtures, ROOT } from './support.ts'

const options = { root: ROOT }

const schemaOf = (name: string) =>
  name in benchmarkFormats ? BenchmarkReport : name in testFormats ? TestReport : CoverageReport

/** Pieces that reports are made of, in any order: far more telling than any characters. */
const words = fc.constantFrom(
  '\u001B[31m',
  ...`1..2
1..0
ok 1 - a
not ok 2 - b
    ok 1
    not ok 1 - c
  ---
  ...
ok 3 - d {
}
# Subtest: x
Bail out!
TAP version 13
running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out
failures:
    a
---- a stdout ----
SF:a.ts
SF:../b.ts
SF:/home/dev/shop/c.ts
DA:1,0
DA:2,3
DA:0,1
BRDA:1,0,0,-
FN:1,f
FNDA:2,f
end_of_record
<testsuite tests="1">
</testsuite>
<testcase name="a"/>
<testcase>
<failure/>
<skipped/>
</testcase>
<coverage>
<class filename="a">
<line number="1" hits="0"/>
<!-- 
 -->
<![CDATA[
]]>
<!DOCTYPE a [
&a;
{"metric":"a","unit":"ms","better":"lower","value":1}
{"metric":"a","unit":"ms","better":"lower","value":1e999}
pkg: a
PASS
FAIL
BenchmarkA-2  10  5 ns/op
BenchmarkA-2  10  NaN x
Unit x better=higher
"
[
{`.split('\n'),
)
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(words, { maxLength: 25 }).map((parts) => parts.join('\n')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
)

it.each(formats)('$name: any text is a report that keeps to its schema, or an error', (format) => {
  fc.assert(
    fc.property(text, (any) => {
      const parsed = format.parse(any, options)
      if ('ok' in parsed) schemaOf(format.name).parse(parsed.ok)
      else expect(parsed.problems.length).toBeGreaterThan(0)
    }),
    { numRuns: 400 },
  )
})

describe('a report that is changed somewhere', () => {
  it.each(readableFixtures)(
    '$name $file: is a report that keeps to its schema, or an error',
    ({ format, file }) => {
      const whole = fixture(file)
      fc.assert(
        fc.property(
          fc.nat(whole.length),
          fc.nat(60),
          fc.constantFrom(
            '',
            'NaN',
            '-1',
            '1e400',
            '"',
            '<',
            '\n',
            '{',
            'null',
            '\u001B[',
            '../',
            '999999999999999999999',
          ),
          (at, removed, inserted) => {
            const parsed = format.parse(whole.slice(0, at) + inserted + whole.slice(at + removed), options)
            if ('ok' in parsed) schemaOf(format.name).parse(parsed.ok)
          },
        ),
        { numRuns: 150 },
      )
    },
  )
})

describe('a report of tests that is cut', () => {
  const reports = readableFixtures.filter(({ name }) => name in testFormats)
  it.each(reports)(
    '$name $file: never has more passes or fewer failures without an error',
    ({ format, file }) => {
      const whole = fixture(file)
      const full = TestReport.parse(
        'ok' in format.parse(whole, options) ? Object.values(format.parse(whole, options))[0] : {},
      )
      for (let end = 0; end < whole.length; end += 1) {
        const parsed = format.parse(whole.slice(0, end), options)
        if (!('ok' in parsed)) continue
        const part = TestReport.parse(parsed.ok)
        expect(part.passed).toBeLessThanOrEqual(full.passed)
        // Only what ends a test program, or blanks after the end, may be missing.
        if (format.name !== 'cargo-test') expect(part).toEqual(full)
      }
    },
  )

  it.each(
    readableFixtures.filter(
      ({ name }) => /json|benchmark|hyperfine|vitest|cobertura/.test(name) && name !== 'baton-json',
    ),
  )('$name $file: is an error at every place', ({ format, file }) => {
    const whole = fixture(file).trimEnd()
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (end) => {
        expect(format.parse(whole.slice(0, end), options)).toHaveProperty('error')
      }),
      { numRuns: 200 },
    )
  })
})

describe('round trips', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9 ]{0,20}[a-z]$/)
  const tests = fc.array(fc.record({ name, verdict: fc.constantFrom('passed', 'failed', 'skipped') }), {
    minLength: 1,
    maxLength: 80,
  })
  type Tests = { name: string; verdict: string }[]
  const count = (list: Tests, verdict: string): number =>
    list.filter((test) => test.verdict === verdict).length

  it.each<[keyof typeof testFormats, (list: Tests) => string]>([
    [
      'junit',
      (list) =>
        `<testsuite tests="${list.length}" failures="${count(list, 'failed')}">${list
          .map(
            (test) =>
              `<testcase name="${test.name}">${{ passed: '', failed: '<failure/>', skipped: '<skipped/>' }[test.verdict]}</testcase>`,
          )
          .join('')}</testsuite>`,
    ],
    [
      'tap',
      (list) =>
        `1..${list.length}\n${list
          .map(
            (test, i) =>
              `${test.verdict === 'failed' ? 'not ' : ''}ok ${i + 1} - ${test.name}${test.verdict === 'skipped' ? ' # SKIP' : ''}`,
          )
          .join('\n')}\n`,
    ],
    [
      'vitest-json',
      (list) =>
        JSON.stringify({
          numTotalTests: list.length,
          numPassedTests: count(list, 'passed'),
          numFailedTests: count(list, 'failed'),
          success: count(list, 'failed') === 0,
          testResults: [
            {
              name: '/home/dev/shop/a.test.ts',
              status: count(list, 'failed') === 0 ? 'passed' : 'failed',
              assertionResults: list.map((test) => ({
                ancestorTitles: [],
                title: test.name,
                status: test.verdict,
              })),
            },
          ],
        }),
    ],
    [
      'cargo-test',
      (list) => {
        const failed = list.filter((test) => test.verdict === 'failed')
        const listed =
          failed.length === 0 ? '' : `\nfailures:\n${failed.map((test) => `    ${test.name}`).join('\n')}\n`
        return `running ${list.length} tests\n${listed}\ntest result: ${failed.length === 0 ? 'ok' : 'FAILED'}. ${count(list, 'passed')} passed; ${failed.length} failed; ${count(list, 'skipped')} ignored; 0 measured; 0 filtered out; finished in 0.01s\n`
      },
    ],
  ])('%s: the tests that were written are read', (format, write) => {
    fc.assert(
      fc.property(tests, (list) => {
        const parsed = testFormats[format].parse(write(list))
        if ('error' in parsed) throw parsed.error
        expect(TestReport.parse(parsed.ok)).toMatchObject({
          total: list.length,
          passed: count(list, 'passed'),
          failed: count(list, 'failed'),
          skipped: count(list, 'skipped'),
        })
        const failed = list.filter((test) => test.verdict === 'failed').slice(0, 50)
        expect(parsed.ok.failures.map((failure) => failure.name)).toEqual(failed.map((test) => test.name))
      }),
    )
  })

  it('lcov and cobertura: the lines that were written are read, and both say the same', () => {
    const lines = fc.dictionary(fc.integer({ min: 1, max: 3000 }).map(String), fc.nat(9), {
      minKeys: 1,
      maxKeys: 60,
    })
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), lines, { minKeys: 1, maxKeys: 8 }),
        (files) => {
          const entries = Object.entries(files)
          const lcov = entries.map(([file, list]) =>
            [
              `SF:src/${file}.ts`,
              ...Object.entries(list).map((pair) => `DA:${pair.join(',')}`),
              'end_of_record',
            ].join('\n'),
          )
          const xml = entries.map(
            ([file, list]) =>
              `<class filename="src/${file}.ts"><lines>${Object.entries(list)
                .map(([number, hits]) => `<line number="${number}" hits="${hits}"/>`)
                .join('')}</lines></class>`,
          )
          const one = coverageFormats.lcov.parse(lcov.join('\n'))
          const two = coverageFormats.cobertura.parse(
            `<coverage><packages><package><classes>${xml.join('')}</classes></package></packages></coverage>`,
          )
          if ('error' in one) throw one.error
          expect(two).toEqual(one)
          const hits = entries.flatMap(([, list]) => Object.values(list))
          expect(one.ok.lines).toEqual({ covered: hits.filter((hit) => hit > 0).length, total: hits.length })
          expect(one.ok.files.flatMap((file) => file.missed)).toHaveLength(
            hits.filter((hit) => hit === 0).length,
          )
        },
      ),
    )
  })

  it('hyperfine and our own: the numbers that were written are read', () => {
    const times = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(times, (list) => {
        const parsed = benchmarkFormats.hyperfine.parse(
          JSON.stringify({ results: [{ command: 'x', times: list }] }),
        )
        if ('error' in parsed) throw parsed.error
        for (const [i, value] of parsed.ok[0]?.values.entries() ?? [])
          expect(value / 1e9).toBeCloseTo(list[i] ?? Number.NaN, 9)
        expect(parsed.ok[0]?.values).toHaveLength(list.length)
        const lines = list.map((value, i) =>
          JSON.stringify({ metric: `m${i}`, unit: 's', better: 'lower', value }),
        )
        const own = benchmarkFormats['baton-json'].parse(lines.join('\n'))
        if ('error' in own) throw own.error
        const byNumber = (a: number, b: number): number => a - b
        expect(own.ok.flatMap(({ values }) => values).sort(byNumber)).toEqual(list.toSorted(byNumber))
      }),
    )
  })
})
