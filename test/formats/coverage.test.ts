// Coverage line by line: what counts, what is outside, and what each wrong report is told.

import { describe, expect, it } from 'vitest'
import { CoverageReport, MAX_COVERED_FILES, MAX_MISSED } from '../../src/domain/reports/coverage-report.ts'
import { coverageFormats } from '../../src/formats/index.ts'
import { ok, problems, ROOT } from './support.ts'

type Name = keyof typeof coverageFormats

const record = (...lines: string[]): string => `${lines.join('\n')}\nend_of_record\n`
const xml = (classes: string, sources = ''): string =>
  `<coverage line-rate="1"><sources>${sources}</sources><packages><package><classes>${classes}</classes></package></packages></coverage>`
const klass = (file: string, lines: string, name = 'A'): string =>
  `<class name="${name}" filename="${file}"><lines>${lines}</lines></class>`
const line = (number: number | string, hits: number | string, more = ''): string =>
  `<line number="${number}" hits="${hits}" ${more}/>`

describe('is read', () => {
  it.each<[string, Name, string, Partial<CoverageReport>]>([
    [
      'a file of two test programs: a line ran where either ran it',
      'lcov',
      record('TN:a', 'SF:a.c', 'DA:1,0', 'DA:2,0', 'BRDA:1,0,0,-') +
        record('TN:b', 'SF:a.c', 'DA:1,4', 'DA:3,1,abc=', 'BRDA:1,0,0,2'),
      {
        lines: { covered: 2, total: 3 },
        branches: { covered: 1, total: 1 },
        files: [{ path: 'a.c', lines: { covered: 2, total: 3 }, missed: [2] }],
      },
    ],
    [
      'functions of lcov 2, and names with commas',
      'lcov',
      record(
        'SF:a.c',
        'FNL:0,1,3',
        'FNA:0,2,f<int, int>',
        'FN:7,9,g(int, int)',
        'FNDA:0,g(int, int)',
        'DA:1,2',
      ),
      { functions: { covered: 1, total: 2 } },
    ],
    [
      'a count in floating point',
      'lcov',
      record('SF:a.c', 'DA:1,1.5e+10'),
      { lines: { covered: 1, total: 1 } },
    ],
    ['no branches, no functions', 'lcov', record('SF:a.c', 'DA:1,1'), {}],
    [
      'files outside, which do not count',
      'lcov',
      [
        '/usr/include/a.h',
        '../b.c',
        '/home/dev/shop/../c.c',
        'C:\\d.c',
        '/home/dev/shop2/e.c',
        '/home/dev/shop/in.c',
      ]
        .map((path) => record(`SF:${path}`, 'DA:1,0'))
        .join(''),
      { files: [{ path: 'in.c', lines: { covered: 0, total: 1 }, missed: [1] }], outside: 5 },
    ],
    [
      'two classes in one file, and conditions',
      'cobertura',
      xml(
        klass('src/a.kt', line(1, 0) + line(2, 1, 'branch="true" condition-coverage="50% (1/2)"')) +
          klass('src/a.kt', line(1, 3) + line(9, 0), 'B'),
      ),
      {
        lines: { covered: 2, total: 3 },
        branches: { covered: 1, total: 2 },
        files: [{ path: 'src/a.kt', lines: { covered: 2, total: 3 }, missed: [9] }],
      },
    ],
    [
      'names relative to a source',
      'cobertura',
      xml(klass('a.py', line(1, 1)), '<source>/home/dev/shop/lib/</source>'),
      { files: [{ path: 'lib/a.py', lines: { covered: 1, total: 1 }, missed: [] }] },
    ],
    [
      'names with several sources: as they are',
      'cobertura',
      xml(klass('a.py', line(1, 1)), '<source>/x</source><source>/y</source>'),
      { files: [{ path: 'a.py', lines: { covered: 1, total: 1 }, missed: [] }] },
    ],
    [
      'more covered conditions than there are',
      'cobertura',
      xml(klass('a.py', line(1, 1, 'condition-coverage="999% (9/2)"'))),
      { branches: { covered: 2, total: 2 } },
    ],
    [
      'a document type that only names one',
      'cobertura',
      `<!DOCTYPE coverage SYSTEM "http://x/y.dtd">${xml(klass('a.py', line(1, 1)))}`,
      {
        lines: { covered: 1, total: 1 },
      },
    ],
  ])('%s (%s)', (_, format, text, expected) => {
    const report = CoverageReport.parse(ok(coverageFormats[format].parse(text, { root: ROOT })))
    expect(report).toMatchObject(expected)
    if (!('branches' in expected)) expect(report.branches).toBeUndefined()
    if (!('functions' in expected)) expect(report.functions).toBeUndefined()
  })

  it('lists the files that miss most, and the first missed lines; totals count all', () => {
    const many = Array.from({ length: MAX_COVERED_FILES + 5 }, (_, i) =>
      record(`SF:f${i}.c`, `DA:1,${i < 5 ? 1 : 0}`),
    )
    const large = record('SF:large.c', ...Array.from({ length: MAX_MISSED + 10 }, (_, i) => `DA:${i + 1},0`))
    const report = CoverageReport.parse(ok(coverageFormats.lcov.parse(many.join('') + large)))
    const total = MAX_COVERED_FILES + 5 + MAX_MISSED + 10
    expect(report).toMatchObject({ lines: { covered: 5, total }, unlisted: 6 })
    expect(report.files.map(({ path }) => path)).not.toContain('f0.c')
    const found = report.files.find(({ path }) => path === 'large.c')
    expect([found?.lines.total, found?.missed.length]).toEqual([MAX_MISSED + 10, MAX_MISSED])
  })
})

describe('is refused', () => {
  it.each<[string, Name, string, string[]]>([
    ['a record that is cut', 'lcov', 'SF:a.c\nDA:1,1\n', ['line 1: the record is not closed']],
    [
      'a record inside another',
      'lcov',
      `SF:a.c\nDA:1,1\n${record('SF:b.c', 'DA:1,1')}`,
      ['line 1: the record is not closed'],
    ],
    ['a line before any file', 'lcov', record('DA:1,1'), ['line 1: DA comes before a file']],
    ['hits below zero', 'lcov', record('SF:a.c', 'DA:1,-1'), ['line 2: line 1 ran -1 times']],
    [
      'hits beyond all numbers',
      'lcov',
      record('SF:a.c', 'DA:1,1e400'),
      ['line 2: line 1 ran Infinity times'],
    ],
    [
      'hits that are none',
      'lcov',
      record('SF:a.c', 'DA:1,NaN'),
      ['line 2: this is not an entry DA: DA:1,NaN'],
    ],
    ['line 0', 'lcov', record('SF:a.c', 'DA:0,1'), ['line 2: the line number is 0']],
    [
      'a line beyond any file',
      'lcov',
      record('SF:a.c', 'DA:99999999999999999999,1'),
      ['line 2: the line number is 100000000000000000000'],
    ],
    [
      'a branch that is cut',
      'lcov',
      record('SF:a.c', 'DA:1,1', 'BRDA:1,0,'),
      ['line 3: this is not an entry BRDA: BRDA:1,0,'],
    ],
    [
      'prose',
      'lcov',
      record('SF:a.c', 'DA:1,1', 'all \u001B[31mcovered'),
      ['line 3: this is not lcov: all covered'],
    ],
    [
      'only files outside',
      'lcov',
      record('SF:/usr/a.c', 'DA:1,1'),
      ['the report: no line of a file of the repository is in it (1 files are outside of it)'],
    ],
    ['no line', 'lcov', record('SF:a.c'), ['the report: no line of a file of the repository is in it']],
    [
      'a class without a file',
      'cobertura',
      xml('<class name="a"><lines/></class>'),
      ['line 1: a class has no filename'],
    ],
    [
      'a line without hits',
      'cobertura',
      xml(klass('a.py', '<line number="1"/>')),
      ['line 1: a line has no number or no hits'],
    ],
    [
      'hits that are none',
      'cobertura',
      xml(klass('a.py', `\n${line(1, 'NaN')}`)),
      ['line 2: line has hits="NaN"', 'line 2: a line has no number or no hits'],
    ],
    ['another root', 'cobertura', '<report/>', ['line 1: the root element is report']],
    ['no class', 'cobertura', xml(''), ['the report: no line of a file of the repository is in it']],
    [
      'an end before the end',
      'cobertura',
      xml(klass('a.py', line(1, 1))).slice(0, -3),
      ['line 1, column 186: it is not well-formed: Missing end tag for element coverage'],
    ],
  ])('%s (%s)', (_, format, text, expected) => {
    const found = problems(coverageFormats[format].parse(text, { root: ROOT }))
    expect(found.filter((line) => !line.includes('it looks like'))).toEqual(expected)
  })
})
