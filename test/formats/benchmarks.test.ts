// Benchmarks line by line: what is read, and what each wrong report is told.

import { describe, expect, it } from 'vitest'
import { MAX_SERIES, MAX_VALUES } from '../../src/domain/reports/benchmark-series.ts'
import { benchmarkFormats } from '../../src/formats/index.ts'
import { ok, problems } from './support.ts'

type Name = keyof typeof benchmarkFormats

const hyperfine = (result: object): string =>
  JSON.stringify({ results: [{ command: 'x', times: [1], exit_codes: [0], ...result }] })
const pytest = (...entries: object[]): string =>
  JSON.stringify({
    machine_info: {},
    benchmarks: entries.map((entry) => ({ fullname: 'a.py::b', stats: { data: [1] }, ...entry })),
  })
const google = (...entries: object[]): string =>
  JSON.stringify({
    context: {},
    benchmarks: entries.map((entry) => ({
      name: 'BM_A',
      real_time: 1,
      cpu_time: 1,
      time_unit: 'ns',
      ...entry,
    })),
  })
const vitest = (...benchmarks: object[]): string =>
  JSON.stringify({
    files: [{ groups: [{ fullName: 'f', benchmarks: benchmarks.map((one) => ({ name: 'a', ...one })) }] }],
  })
const own = (line: object): string =>
  JSON.stringify({ metric: 'a', unit: 'ms', better: 'lower', value: 1, ...line })
const cargo = (line: object): string =>
  JSON.stringify({
    reason: 'benchmark-complete',
    id: 'a',
    iteration_count: [2],
    measured_values: [3],
    unit: 'ns',
    ...line,
  })

describe('is read', () => {
  it.each<[string, Name, string, [metric: string, unit: string, better: string, values: number[]][]]>([
    [
      'the median where there are no times',
      'hyperfine',
      hyperfine({ times: null, median: 2 }),
      [['x', 'ns', 'lower', [2e9]]],
    ],
    ['a time of nothing', 'hyperfine', hyperfine({ times: [0, 0.5] }), [['x', 'ns', 'lower', [0, 5e8]]]],
    [
      'a saved run without its data',
      'pytest-benchmark',
      pytest({ stats: { median: 0.25 } }),
      [['a.py.b', 'ns', 'lower', [2.5e8]]],
    ],
    [
      'vitest with samples',
      'vitest-bench',
      vitest({ samples: [1, 2] }),
      [['f.a', 'ns', 'lower', [1e6, 2e6]]],
    ],
    [
      'vitest before it had a median',
      'vitest-bench',
      vitest({ samples: [], mean: 3 }),
      [['f.a', 'ns', 'lower', [3e6]]],
    ],
    [
      'milliseconds, and a benchmark that was skipped',
      'google-benchmark',
      google({ time_unit: 'ms' }, { name: 'BM_B', skipped: true }),
      [
        ['BM_A', 'ns', 'lower', [1e6]],
        ['BM_A.cpu_time', 'ns', 'lower', [1e6]],
      ],
    ],
    ['lines between others', 'baton-json', `hello\n  ${own({})}\n{"a":1}\n`, [['a', 'ms', 'lower', [1]]]],
    [
      'a negative metric of our own',
      'baton-json',
      own({ unit: 'points', value: -3 }),
      [['a', 'points', 'lower', [-3]]],
    ],
    [
      'cargo-criterion in µs',
      'criterion',
      `noise\n${cargo({ unit: 'µs' })}\n`,
      [['a', 'ns', 'lower', [1500]]],
    ],
    [
      'go for several processors: they stay apart',
      'go-bench',
      'BenchmarkA 9 5 ns/op\nBenchmarkA-2 9 4 ns/op\n',
      [
        ['BenchmarkA', 'ns/op', 'lower', [5]],
        ['BenchmarkA-2', 'ns/op', 'lower', [4]],
      ],
    ],
    [
      'go with a direction of its own, and a metric below zero',
      'go-bench',
      'Unit score assume=exact better=higher\nBenchmarkA-8 9 5 ns/op -1.5 score 2e3 KB/s\nPASS\n',
      [
        ['BenchmarkA', 'ns/op', 'lower', [5]],
        ['BenchmarkA.B_per_s', 'B/s', 'higher', [2e6]],
        ['BenchmarkA.score', 'score', 'higher', [-1.5]],
      ],
    ],
    [
      'go whose test also logs',
      'go-bench',
      'pkg: a\nBenchmarkA\nlog\nBenchmarkA-8 9 5 ns/op\nok  \ta\t1s\n',
      [['a.BenchmarkA', 'ns/op', 'lower', [5]]],
    ],
  ])('%s', (_, format, text, series) => {
    expect(
      ok(benchmarkFormats[format].parse(text)).map(({ metric, unit, better, values }) => [
        metric,
        unit,
        better,
        values,
      ]),
    ).toEqual(series)
  })

  it('thousands of samples as order statistics: ends and median stay', () => {
    const data = Array.from({ length: 100_001 }, (_, i) => (i * 7919) % 100_001)
    const [series] = ok(benchmarkFormats['pytest-benchmark'].parse(pytest({ stats: { data } })))
    expect(series?.values).toHaveLength(MAX_VALUES)
    expect([series?.values[0], series?.values.at(-1)]).toEqual([0, 100_000e9])
    const middle = [series?.values[MAX_VALUES / 2 - 1] ?? 0, series?.values[MAX_VALUES / 2] ?? 0]
    expect(Math.abs((middle[0] ?? 0) + (middle[1] ?? 0) - 100_000e9)).toBeLessThan(1e9)
  })
})

describe('is refused', () => {
  it.each<[string, Name, string, string[]]>([
    [
      'NaN, as Python writes it',
      'pytest-benchmark',
      '{"benchmarks":[\n{"a":"NaN","b":NaN}]}',
      ['line 2, column 16: NaN is not JSON'],
    ],
    [
      '-Infinity after an escaped quote',
      'hyperfine',
      '{"a":"\\"",\n"b":-Infinity}',
      ['line 2, column 5: -Infinity is not JSON'],
    ],
    [
      'a number that is too large',
      'hyperfine',
      '{"results":[{"command":"x","times":[1,1e400]}]}',
      ['$.results[0].times[1]: the value is Infinity'],
    ],
    [
      'a number that is too large in ns',
      'hyperfine',
      '{"results":[{"command":"x","times":[1,1e305]}]}',
      ['$.results[0].times[1]: the value is 1e+305'],
    ],
    [
      'a time below zero',
      'hyperfine',
      hyperfine({ times: [-1] }),
      ['$.results[0].times: the value is -1000000000'],
    ],
    [
      'a time as text',
      'hyperfine',
      hyperfine({ times: ['1', null, {}] }),
      [
        '$.results[0].times[0]: the value is "1"',
        '$.results[0].times[1]: the value is null, which tools write for a figure that they could not compute',
        '$.results[0].times[2]: the value is a object',
      ],
    ],
    ['no time at all', 'hyperfine', hyperfine({ times: [] }), ['$.results[0].times: there is no sample']],
    [
      'neither times nor median',
      'hyperfine',
      hyperfine({ times: null }),
      ['$.results[0].median: the value is missing'],
    ],
    [
      'a command that was killed',
      'hyperfine',
      hyperfine({ exit_codes: [0, null] }),
      ['$.results[0].exit_codes: x ended with a signal'],
    ],
    [
      'a command without a name',
      'hyperfine',
      hyperfine({ command: ' ' }),
      ['$.results[0].times: its name has 1 characters'],
    ],
    [
      'an endless name',
      'hyperfine',
      hyperfine({ command: 'x'.repeat(2001) }),
      ['$.results[0].times: its name has 2001 characters'],
    ],
    ['no results', 'hyperfine', '{"results":[]}', ['the report: no benchmark is in it']],
    [
      'the same benchmark twice',
      'pytest-benchmark',
      pytest({}, {}),
      ['$.benchmarks[1].stats.data: a.py::b comes twice'],
    ],
    [
      'two names for one metric',
      'pytest-benchmark',
      pytest({ fullname: 'a[<]' }, { fullname: 'a(>)' }),
      ['$.benchmarks[1].stats.data: a[<] and a(>) would both be the metric a'],
    ],
    [
      'a name with an escape',
      'pytest-benchmark',
      pytest({ fullname: 'a\u001B[2Jb' }, { fullname: 'a\u001B[2Jb' }),
      ['$.benchmarks[1].stats.data: a\\u001b[2Jb comes twice'],
    ],
    [
      'units that change',
      'google-benchmark',
      google({}, { time_unit: 'parsecs' }),
      [
        '$.benchmarks[1].real_time: BM_A comes in ns and in parsecs',
        '$.benchmarks[1].cpu_time: BM_A/cpu_time comes in ns and in parsecs',
      ],
    ],
    [
      'an endless unit',
      'google-benchmark',
      google({ time_unit: 'x'.repeat(21) }),
      [
        `$.benchmarks[0].real_time: the unit is "${'x'.repeat(21)}"`,
        `$.benchmarks[0].cpu_time: the unit is "${'x'.repeat(21)}"`,
      ],
    ],
    [
      'an error among others',
      'google-benchmark',
      google({ error_occurred: true }, { name: 'BM_B' }),
      ['$.benchmarks[0]: BM_A failed: no message'],
    ],
    [
      'nothing but skipped ones',
      'google-benchmark',
      google({ skipped: true }),
      ['the report: no benchmark is in it'],
    ],
    [
      'a mean that could not be had',
      'vitest-bench',
      vitest({ median: null }),
      [
        '$.files[0].groups[0].benchmarks[0].median: the value is null, which tools write for a figure that they could not compute',
      ],
    ],
    ['a metric printed twice', 'baton-json', `${own({})}\n${own({})}`, ['line 2: a comes twice']],
    [
      'a metric with a space',
      'baton-json',
      own({ metric: 'a b' }),
      ['line 1 $.metric: it is not a metric name'],
    ],
    [
      'an unknown key of our own',
      'baton-json',
      own({ values: [1] }),
      ['line 1 $: Unrecognized key: "values"'],
    ],
    [
      'no direction',
      'baton-json',
      own({ better: 'faster' }),
      ['line 1 $.better: Invalid option: expected one of "lower"|"higher"'],
    ],
    [
      'an empty unit',
      'baton-json',
      own({ unit: '' }),
      ['line 1 $.unit: Too small: expected string to have >=1 characters'],
    ],
    [
      'a line that is cut',
      'baton-json',
      `${own({})}\n{"metric":"b","uni`,
      ['line 2: the JSON ends before it is complete'],
    ],
    [
      'a value that is none',
      'baton-json',
      '{"metric":"a","unit":"ms","better":"lower","value":NaN}',
      ['line 1: NaN is not JSON'],
    ],
    [
      'counts that are missing',
      'criterion',
      cargo({ measured_values: [1, 2] }),
      [
        'line 1 $.measured_values: 2 samples have 1 counts of iterations',
        'line 1 $.measured_values[1]: the value is null, which tools write for a figure that they could not compute',
      ],
    ],
    [
      'no iteration',
      'criterion',
      cargo({ iteration_count: [0] }),
      [
        'line 1 $.measured_values: the value is null, which tools write for a figure that they could not compute',
      ],
    ],
    [
      'go that was cut',
      'go-bench',
      'pkg: a\nBenchmarkA-2 9 5 ns/op\n',
      ['line 3: the benchmarks of a do not end with PASS'],
    ],
    [
      'a go line that was cut',
      'go-bench',
      'BenchmarkA-2 9 5 ns/op 3\nPASS',
      ['line 1: BenchmarkA-2 has no pairs of value and unit'],
    ],
    ['go that panicked', 'go-bench', 'BenchmarkA-2 9 5 ns/op\npanic: no', ['line 2: it failed: panic: no']],
    [
      'a go metric that is none',
      'go-bench',
      'BenchmarkA-2 9 +Inf x 5 ns/op',
      ['line 1: the value is "+Inf"'],
    ],
    ['a go time below zero', 'go-bench', 'BenchmarkA-2 9 -5 ns/op', ['line 1: the value is -5']],
  ])('%s', (_, format, text, expected) => {
    const found = problems(benchmarkFormats[format].parse(text))
    expect(found.filter((line) => !line.includes('it looks like'))).toEqual(expected)
  })

  it('more metrics than anybody compares', () => {
    const lines = Array.from({ length: MAX_SERIES + 1 }, (_, i) => own({ metric: `m${i}` }))
    expect(problems(benchmarkFormats['baton-json'].parse(lines.join('\n')))).toEqual([
      `line ${MAX_SERIES + 1}: there are more than ${MAX_SERIES} metrics`,
    ])
  })
})

describe('a folder of criterion', () => {
  const folder = {
    'target/criterion/a/new/benchmark.json': '{"full_id":"a"}',
    'target/criterion/a/new/sample.json': '{"iters":[1,2],"times":[10,22]}',
  }
  it.each<[string, Record<string, string | undefined>, string[]]>([
    [
      'is cut',
      { 'target/criterion/a/new/sample.json': '{"iters":[1' },
      ['target/criterion/a/new/sample.json: line 1, column 12: the JSON ends before it is complete'],
    ],
    [
      'has no samples',
      { 'target/criterion/a/new/sample.json': undefined },
      ['target/criterion/a/new/benchmark.json: its folder: sample.json is missing'],
    ],
    [
      'has no names',
      { 'target/criterion/a/new/benchmark.json': undefined },
      ['target/criterion/a/new/sample.json: its folder: benchmark.json is missing'],
    ],
    [
      'has a sample of nothing',
      { 'target/criterion/a/new/sample.json': '{"iters":[],"times":[]}' },
      ['target/criterion/a/new/sample.json: $.times: there is no sample'],
    ],
    [
      'has one name twice',
      { 'x/new/benchmark.json': '{"full_id":"a"}', 'x/new/sample.json': '{"iters":[1],"times":[1]}' },
      ['x/new/sample.json: $.times: a comes twice'],
    ],
  ])('%s', (_, change, expected) => {
    const files = Object.entries({ ...folder, ...change }).flatMap(([path, text]): [string, string][] =>
      text === undefined ? [] : [[path, text]],
    )
    const found = problems(benchmarkFormats.criterion.parse(new Map(files)))
    expect(found.filter((line) => !line.includes('it looks like'))).toEqual(expected)
  })

  it('is read with the paths of Windows', () => {
    const files = Object.entries(folder).map(([path, text]): [string, string] => [
      path.replaceAll('/', '\\'),
      text,
    ])
    expect(ok(benchmarkFormats.criterion.parse(new Map(files)))).toEqual([
      { metric: 'a', unit: 'ns', better: 'lower', values: [10, 11] },
    ])
  })
})
