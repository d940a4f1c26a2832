// Test reports line by line: counts, failures with their places, and what each report that says too little is told.

import { describe, expect, it } from 'vitest'
import { MAX_FAILURES, TestReport } from '../../src/domain/reports/test-report.ts'
import { testFormats } from '../../src/formats/index.ts'
import { ok, problems, ROOT } from './support.ts'

type Name = keyof typeof testFormats
type Counts = [total: number, passed: number, failed: number, skipped: number]

const vitest = (change: object, ...tests: object[]): string =>
  JSON.stringify({
    numTotalTests: tests.length,
    numPassedTests: tests.length,
    numFailedTests: 0,
    success: true,
    testResults: [
      {
        name: '/home/dev/shop/a.test.ts',
        status: 'passed',
        assertionResults: tests.map((test) => ({
          ancestorTitles: ['s'],
          title: 't',
          status: 'passed',
          ...test,
        })),
      },
    ],
    ...change,
  })
const result = (counts: string, verdict = 'ok'): string =>
  `test result: ${verdict}. ${counts}; 0 measured; 0 filtered out; finished in 0.00s\n`

describe('is counted', () => {
  it.each<[string, Name, string, Counts, string[]]>([
    ['flat', 'tap', 'TAP version 13\nok 1 - a\nok 2 - b\n1..2\n', [2, 2, 0, 0], []],
    ['plan first, no dashes', 'tap', '1..2\nok\nnot ok 2 b\n', [2, 1, 1, 0], ['b']],
    [
      'skip and todo',
      'tap',
      '1..5\nok 1 - a # SKIP no net\nnot ok 2 - b # TODO later\nok 3 - c # todo\nok 4 - d # skip\nok 5 - e\n',
      [5, 1, 0, 4],
      [],
    ],
    ['an escaped sign', 'tap', '1..1\nnot ok 1 - issue \\# SKIP this\n', [1, 0, 1, 0], ['issue # SKIP this']],
    [
      'a parent that fails by itself',
      'tap',
      '# Subtest: suite\n    ok 1 - in\n    1..1\nnot ok 1 - suite\n1..1\n',
      [2, 1, 1, 0],
      ['suite'],
    ],
    [
      'three levels',
      'tap',
      '# Subtest: a\n    # Subtest: b\n        not ok 1 - c\n        1..1\n    not ok 1 - b\n    ok 2 - d\n    1..2\nnot ok 1 - a\nok 2 - e\n1..2\n',
      [3, 2, 1, 0],
      ['a > b > c'],
    ],
    [
      'subtests behind their parent, as node-tap writes them',
      'tap',
      'TAP version 14\nok 1 - a {\n    ok 1 - b\n    not ok 2 - c # TODO\n    1..2\n}\n\nnot ok 2 - d {\n    not ok 1 - e\n    1..1\n}\nnot ok 3 - f {\n    ok 1 - g\n    1..1\n}\n1..3\n',
      [5, 2, 2, 1],
      ['d > e', 'f'],
    ],
    [
      'diagnostics are not tests',
      'tap',
      '1..1\nok 1 - a\n  ---\n  error: |-\n    not ok 5 - in a message\n    ok 6\n  ...\n# not ok 3 - a comment\nnot okay\n',
      [1, 1, 0, 0],
      [],
    ],
    [
      'two documents',
      'tap',
      'TAP version 13\nok 1 - a\n1..1\nTAP version 13\nok 1 - b\n1..1\n',
      [2, 2, 0, 0],
      [],
    ],
    [
      'a case with a failure and an error',
      'junit',
      '<testsuite tests="1" failures="1" errors="1"><testcase name="a"><failure/><error/></testcase></testsuite>',
      [1, 0, 1, 0],
      ['a'],
    ],
    [
      'a suite that could not be set up',
      'junit',
      '<testsuites><testsuite name="db" tests="1" errors="1"><error message="no database"/><testcase name="a"/></testsuite></testsuites>',
      [2, 1, 1, 0],
      ['db'],
    ],
    [
      'tests that were not run, and one that was flaky',
      'junit',
      '<testsuite><testcase name="a" status="notrun"/><testcase name="b"><flakyFailure/></testcase><testcase name="c"><skipped/></testcase></testsuite>',
      [3, 1, 0, 2],
      [],
    ],
    [
      'a failure without a name',
      'junit',
      '<testsuite><testcase><failure/></testcase></testsuite>',
      [1, 0, 1, 0],
      ['unnamed test'],
    ],
    [
      'pending and disabled',
      'vitest-json',
      vitest({ numPassedTests: 0 }, { status: 'pending' }, { status: 'disabled' }),
      [2, 0, 0, 2],
      [],
    ],
    [
      'several programs, one with a harness of its own',
      'cargo-test',
      `     Running benches/x.rs (target/x)\nGnuplot not found\nTesting a\nSuccess\n     Running tests/a.rs (target/a)\n\nrunning 1 test\ntest a ... ok\n\n${result('1 passed; 0 failed; 0 ignored')}\nrunning 0 tests\n\n${result('0 passed; 0 failed; 0 ignored')}`,
      [1, 1, 0, 0],
      [],
    ],
    [
      'benchmarks that ran once as tests',
      'cargo-test',
      'running 2 tests\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 1 measured; 0 filtered out\n',
      [2, 2, 0, 0],
      [],
    ],
    [
      'a failing test that prints what looks like the end',
      'cargo-test',
      `running 2 tests\n\nfailures:\n\n---- a stdout ----\nfailures:\n    z\n\nfailures:\n    a\n\n${result('1 passed; 1 failed; 0 ignored', 'FAILED')}`,
      [2, 1, 1, 0],
      ['a'],
    ],
  ])('%s (%s)', (_, format, text, counts, names) => {
    const report = TestReport.parse(ok(testFormats[format].parse(text)))
    expect([report.total, report.passed, report.failed, report.skipped]).toEqual(counts)
    expect(report.failures.map(({ name }) => name)).toEqual(names)
  })

  it('every failure, and the first by name', () => {
    const text = `1..200\n${'not ok - a\n'.repeat(200)}`
    const report = ok(testFormats.tap.parse(text))
    expect([report.failed, report.failures.length]).toEqual([200, MAX_FAILURES])
  })
})

describe('says where it failed', () => {
  const failure = (attributes: string, body = ''): string =>
    `<testsuite><testcase name="a" ${attributes}><failure message="m">${body}</failure></testcase></testsuite>`
  it.each<[string, string, string]>([
    ['by attributes', failure('file="src/a.c" line="7"'), 'src/a.c:7'],
    ['absolute in the checkout', failure('file="/home/dev/shop/src/a.c" line="7"'), 'src/a.c:7'],
    ['as an address with escapes', failure('file="file:///home/dev/shop/a%20b.c" line="7"'), 'a b.c:7'],
    [
      'in a trace, behind libraries',
      failure('', 'at node_modules/x/y.js:1:2\nat /usr/lib/z.js:3\nat src/b.js:4:5'),
      'src/b.js:4',
    ],
    ['with dots that stay inside', failure('file="./src/../b.c" line="1"'), 'b.c:1'],
    ['outside', failure('file="/etc/passwd" line="7"'), '-'],
    ['upwards', failure('file="../../etc/passwd" line="7"'), '-'],
    ['upwards in an address', failure('file="file:///home/dev/shop/%2e%2e/%2e%2e/etc/passwd"'), '-'],
    ['in a sibling with the same beginning', failure('file="/home/dev/shop-2/a.c" line="7"'), '-'],
    ['on another drive', failure('file="C:\\x\\a.c" line="7"'), '-'],
    ['with an invisible character', failure('file="a\u202Eb.c" line="7"'), '-'],
    ['on line zero', failure('file="a.c" line="0"'), 'a.c'],
    ['on a line that is none', failure('file="a.c" line="1e400"'), 'a.c'],
  ])('%s', (_, text, place) => {
    const [first] = ok(testFormats.junit.parse(text, { root: ROOT })).failures
    expect([first?.path ?? '-', first?.line].filter((part) => part !== undefined).join(':')).toBe(place)
  })

  it('without what a terminal acts on', () => {
    const text = '1..1\nnot ok 1 - a\u0007\u009B2J\u202Eb\n  ---\n  message: "x\u0008y"\n  ...\n'
    expect(ok(testFormats.tap.parse(text)).failures).toEqual([
      { name: 'a\\u0007\\u009b2J\\u202eb', message: 'x\\u0008y' },
    ])
  })
})

describe('is refused', () => {
  it.each<[string, Name, string, string[]]>([
    [
      'a plan that is not kept',
      'tap',
      '1..3\nok 1 - a\n',
      ['line 3: the plan says 3 tests, 1 were reported'],
    ],
    [
      'an inner plan that is not kept',
      'tap',
      '    ok 1\n    1..2\nok 1 - a\n1..1',
      ['line 3: the plan says 2 tests, 1 were reported'],
    ],
    ['an end before the plan', 'tap', 'TAP version 13\nok 1 - a\n', ['line 3: the TAP output has no plan']],
    [
      'an end before the first result',
      'tap',
      '# Subtest: a\n    ok 1\n    1..1',
      ['line 3: a subtest has no result of its own'],
    ],
    [
      'a second document without a plan',
      'tap',
      '1..1\nok\nTAP version 13\nok',
      ['line 4: the TAP output has no plan'],
    ],
    ['giving up', 'tap', '1..1\nok 1 - a\nBail out! no database\n', ['line 3: Bail out! no database']],
    [
      'a diagnostic that hides the rest',
      'tap',
      '1..1\nok 1 - a\n  ---\nnot ok 2 - b\n',
      ['line 3: a diagnostic is not closed'],
    ],
    [
      'a subtest that is not closed',
      'tap',
      '1..1\nok 1 - a {\n    ok 1\n',
      ['line 4: the tests of a subtest are not closed', 'line 4: a subtest has no result of its own'],
    ],
    ['nothing planned', 'tap', '1..0 # SKIP none\n', ['the report: no test is in it']],
    ['no TAP at all', 'tap', 'all fine\n', ['the report: no test is in it']],
    [
      'a suite that is cut',
      'junit',
      '<testsuite tests="2">\n<testcase name="a"/>',
      ['line 2, column 21: it is not well-formed: Missing end tag for element testsuite'],
    ],
    [
      'fewer tests than announced',
      'junit',
      '\n\n<testsuites>\n<testsuite tests="2"><testcase name="a"/></testsuite></testsuites>',
      ['line 4: 2 tests are announced, 1 are there'],
    ],
    [
      'fewer failures than announced',
      'junit',
      '<testsuite tests="1" failures="1"><testcase name="a"/></testsuite>',
      ['line 1: 1 failures are announced, 0 are there'],
    ],
    [
      'a count that is none',
      'junit',
      '<testsuite tests="NaN"><testcase name="a"/></testsuite>',
      ['line 1: testsuite has tests="NaN"'],
    ],
    [
      'a count below zero',
      'junit',
      '<testsuite tests="-1"><testcase name="a"/></testsuite>',
      ['line 1: testsuite has tests="-1"'],
    ],
    ['no test', 'junit', '<testsuite tests="0"/>', ['the report: no test is in it']],
    ['another root', 'junit', '<testcase name="a"/>', ['line 1: the root element is testcase']],
    [
      'an entity bomb',
      'junit',
      '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]>\n<testsuite>&m;</testsuite>',
      ['line 1, column 1: it declares a document type of its own'],
    ],
    [
      'an external entity',
      'junit',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite name="&x;"/>',
      ['line 1, column 22: it declares a document type of its own'],
    ],
    [
      'an entity without a declaration',
      'junit',
      '<testsuite>&lol;</testsuite>',
      ["line 1, column 12: it is not well-formed: Named entity isn't defined: &lol;"],
    ],
    [
      'a document type after a bracket in quotes',
      'junit',
      '<!DOCTYPE a SYSTEM "x>[" [<!ENTITY a "b">]><testsuite/>',
      ['line 1, column 1: it declares a document type of its own'],
    ],
    [
      'nesting without end',
      'junit',
      '<testsuite>\n'.repeat(101),
      ['line 101, column 1: it is nested too deeply'],
    ],
    [
      'nesting behind tags in values',
      'junit',
      '<testsuite a="/>" b=\'>\'>'.repeat(101),
      ['line 1, column 2401: it is nested too deeply'],
    ],
    [
      'the same attribute twice',
      'junit',
      '<testsuite tests="1" tests="0"/>',
      ['line 1, column 31: it is not well-formed: Duplicate attribute: tests'],
    ],
    [
      'a second root',
      'junit',
      '<testsuite/><testsuite/>',
      ['line 1, column 13: it is not well-formed: Extra content at the end of the document'],
    ],
    [
      'a program without a result',
      'cargo-test',
      'running 2 tests\ntest a ... ok\n',
      ['line 1: the 2 tests that begin here have no result'],
    ],
    [
      'a program that crashed before another',
      'cargo-test',
      `running 2 tests\nrunning 1 test\n${result('1 passed; 0 failed; 0 ignored')}`,
      ['line 1: the 2 tests that begin here have no result'],
    ],
    [
      'fewer tests than announced',
      'cargo-test',
      `running 3 tests\n${result('1 passed; 0 failed; 1 ignored')}`,
      ['line 1: 3 tests were announced, 2 are in the result'],
    ],
    [
      'a failure that is not named',
      'cargo-test',
      `running 1 test\n${result('0 passed; 1 failed; 0 ignored', 'FAILED')}`,
      ['line 1: 1 tests failed, 0 are listed'],
    ],
    [
      'a verdict that does not fit',
      'cargo-test',
      `running 1 test\n${result('1 passed; 0 failed; 0 ignored', 'FAILED')}`,
      ['line 1: 0 tests failed, 0 are listed'],
    ],
    [
      'a result out of nowhere',
      'cargo-test',
      result('9 passed; 0 failed; 0 ignored'),
      ['line 1: a result without tests before it'],
    ],
    [
      'an end where tests begin',
      'cargo-test',
      `running 1 test\n${result('1 passed; 0 failed; 0 ignored')}\n     Running tests/b.rs (target/b)\n`,
      ['line 4: the output ends where tests begin'],
    ],
    [
      'counts that do not fit the list',
      'vitest-json',
      vitest({ numTotalTests: 3, numPassedTests: 3 }, {}),
      ['$.numTotalTests: it says 3, but 1 are listed', '$.numPassedTests: it says 3, but 1 are listed'],
    ],
    [
      'a failure that is hidden',
      'vitest-json',
      vitest({ numFailedTests: 1 }, {}),
      ['$.numFailedTests: it says 1, but 0 are listed'],
    ],
    [
      'no success and no failure',
      'vitest-json',
      vitest({ success: false }, {}),
      ['$.success: it is false, but no failed test is listed'],
    ],
    [
      'a verdict that nobody knows',
      'vitest-json',
      vitest({}, { status: 'fine' }),
      [
        '$.testResults[0].assertionResults[0].status: Invalid option: expected one of "passed"|"failed"|"skipped"|"pending"|"todo"|"disabled"|"focused"',
        '$.numTotalTests: it says 1, but 0 are listed',
        '$.numPassedTests: it says 1, but 0 are listed',
      ],
    ],
    [
      'counts that are none',
      'vitest-json',
      '{"numTotalTests":1.5,"numFailedTests":-1,"numPassedTests":1e400,"success":true,"testResults":[]}',
      [
        '$.numTotalTests: expected int, received number',
        '$.numFailedTests: Too small: expected number to be >=0',
        '$.numPassedTests: expected number, received Infinity',
      ],
    ],
    ['no test', 'vitest-json', vitest({}), ['the report: no test is in it']],
  ])('%s (%s)', (_, format, text, expected) => {
    const found = problems(testFormats[format].parse(text))
    expect(found.filter((line) => !line.includes('it looks like'))).toEqual(expected)
  })
})
