// Every format against what any text can be: empty, cut, huge, of another tool, in another encoding, in colours.

import { describe, expect, it } from 'vitest'
import type { FormatName } from '../../src/domain/reports/format-names.ts'
import { UserError } from '../../src/errors.ts'
import { MAX_REPORT, MAX_REPORT_FILES } from '../../src/formats/format.ts'
import { detectFormat, testFormats } from '../../src/formats/index.ts'
import { fixture, formats, ok, problems, readableFixtures, ROOT } from './support.ts'

const options = { root: ROOT }

describe.each(formats)('$name', (format) => {
  it('reads its own example', () => {
    expect(ok(format.parse(format.example))).toBeTruthy()
  })

  it.each<[string, string, RegExp]>([
    ['nothing', '', /^line 1: it is empty$/],
    ['blanks', ' \r\n\t\n', /^line 1: it is empty$/],
    ['only a BOM', '\u{FEFF}', /^line 1: it is empty$/],
    ['UTF-16 read as UTF-8', '{\0"\0a\0"\0', /^line 1: it holds NUL characters, as UTF-16 does$/],
    ['an empty object', '{}', /./],
    ['an empty list', '[]', /./],
    ['null', 'null', /./],
    ['a number', '7', /./],
    ['an empty element', '<a/>', /./],
    ['a page', '<!doctype html><html><body>502 Bad Gateway</body></html>', /./],
    ['prose', 'Everything passed, trust me: 100 % of 1000 tests.', /./],
    ['binary', '\u0001\u0002\u{FFFD}\u{FFFD}PK\u0003\u0004', /./],
    ['polluting keys', '{"__proto__":{"results":[]},"constructor":{"prototype":{"a":1}}}', /./],
    ['deep lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /./],
    ['deep objects', `${'{"benchmarks":'.repeat(100_000)}1${'}'.repeat(100_000)}`, /./],
    ['deep elements', '<testsuite>'.repeat(100_000), /./],
  ])('refuses %s', (_, text, message) => {
    const parsed = format.parse(text, options)
    expect(problems(parsed)[0]).toMatch(message)
    if (!('error' in parsed)) return
    expect(parsed.error).toBeInstanceOf(UserError)
    expect(parsed.error.message).toContain(`the ${format.name} report cannot be used`)
    expect(parsed.error.fix).toContain(format.example)
    // oxlint-disable-next-line no-control-regex -- looked for.
    expect(parsed.error.message).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F]/)
    expect(parsed.error.message.length).toBeLessThan(20_000)
  })

  it('refuses what is too large, and says the limit', () => {
    const long = `${format.example}\n${' '.repeat(MAX_REPORT)}`
    expect(problems(format.parse(long))[0]).toMatch(/^the report: it has 1 files with \d+ characters$/)
    const many = new Map(Array.from({ length: MAX_REPORT_FILES + 1 }, (_, i) => [`${i}.json`, '{}']))
    expect(problems(format.parse(many))).toEqual([
      `the report: it has ${MAX_REPORT_FILES + 1} files with ${2 * (MAX_REPORT_FILES + 1)} characters`,
    ])
    expect(problems(format.parse(new Map()))).toEqual(['the report: there is no file'])
  })

  it('keeps the list of problems short', () => {
    for (const text of [
      `{"benchmarks":[${'0,'.repeat(100_000)}0],"results":[${'{},'.repeat(100_000)}0],"files":[${'0,'.repeat(1000)}0],"testResults":[${'0,'.repeat(1000)}0],"numTotalTests":-1,"numFailedTests":0.5,"numPassedTests":null,"success":1}`,
      'DA:x\n'.repeat(100_000),
      '{"metric":1}\n'.repeat(100_000),
      'BenchmarkA 1 x\n'.repeat(100_000),
      'running 2 tests\n'.repeat(100_000),
      'Bail out!\n'.repeat(100_000),
    ]) {
      expect(problems(format.parse(text)).length).toBeLessThanOrEqual(22)
    }
  })
})

describe('another tool', () => {
  const each = readableFixtures.filter(
    ({ name }, i) => readableFixtures.findIndex((other) => other.name === name) === i,
  )
  it.each(each)('a report of $name is told from all others', ({ name, file }) => {
    const text = fixture(file)
    for (const other of formats.filter((format) => format.name !== name)) {
      expect(problems(other.parse(text, options))[0]).toBe(`the report: it looks like ${name}`)
    }
  })
  it.each<[FormatName | undefined, string]>([
    ['lcov', 'TN:\nSF:a.ts\n'],
    ['tap', '1..3\nok 1 - a'],
    ['junit', '<?xml version="1.0"?>\n<!-- a -->\n<testsuites name="a">'],
    [
      'cobertura',
      '<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM "x">\n<coverage version="1" line-rate="1">',
    ],
    [undefined, '<coverage/>'],
    [undefined, '{"a":1}'],
    [undefined, 'ok'],
  ])('looks like %s: %j', (name, text) => expect(detectFormat(text)).toBe(name))
})

describe('the same report', () => {
  const lines = new Set(['tap', 'cargo-test', 'go-bench'])
  it.each(readableFixtures)(
    '$name $file: with BOM and CRLF, or in a map, says the same',
    ({ format, file }) => {
      const text = fixture(file)
      const plain = ok(format.parse(text, options))
      expect(ok(format.parse(`\u{FEFF}${text.replaceAll('\n', '\r\n')}`, options))).toEqual(plain)
      expect(ok(format.parse(new Map([['out/report.x', text]]), options))).toEqual(plain)
    },
  )
  it.each(readableFixtures.filter(({ name }) => lines.has(name)))(
    '$name $file: in colours',
    ({ format, file }) => {
      const text = fixture(file)
      const coloured = text.replaceAll(/\b(?:ok|FAILED|Benchmark\w+|PASS|test)\b/g, '\u001B[1;32m$&\u001B[0m')
      expect(coloured).not.toBe(text)
      expect(ok(format.parse(coloured, options))).toEqual(ok(format.parse(text, options)))
    },
  )
})

describe('several files', () => {
  it('count together, and a problem names the file', () => {
    const { junit } = testFormats
    const one = '<testsuite tests="1"><testcase name="a"/></testsuite>'
    expect(
      ok(
        junit.parse(
          new Map([
            ['b/1.xml', one],
            ['b/2.xml', one],
          ]),
        ),
      ),
    ).toMatchObject({ total: 2, passed: 2 })
    const broken = new Map([
      ['1.xml', one],
      ['..\u001B[2J/2.xml', '<testsuite tests="2"/>'],
    ])
    expect(problems(junit.parse(broken))).toEqual([
      '..\\u001b[2J/2.xml: line 1: 2 tests are announced, 0 are there',
    ])
  })
})
