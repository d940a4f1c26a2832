// What benchmark tools really write: every sample, in ns, checked against the statistics that the tool itself computed.

import { expect, it } from 'vitest'
import { median } from '../../src/domain/benchmarks/order.ts'
import { BenchmarkReport } from '../../src/domain/reports/benchmark-series.ts'
import { benchmarkFormats } from '../../src/formats/index.ts'
import { criterionFolder, fixture, ok, problems } from './support.ts'

/** Metric, samples and median of each series. */
const told = (report: BenchmarkReport): [string, number, number][] =>
  BenchmarkReport.parse(report).map(({ metric, values }) => [metric, values.length, median(values)])

const near = (value: number): number => expect.closeTo(value, Math.abs(value) * 1e-9) as number

it('criterion: a folder, whose new is read and whose base is not', () => {
  const estimate = (name: string): number =>
    JSON.parse(fixture(`criterion/${name}/new/estimates.json`)).median.point_estimate
  expect(told(ok(benchmarkFormats.criterion.parse(criterionFolder())))).toEqual([
    ['fib_10', 20, near(estimate('fib 10'))],
    ['sizes.fib.12', 20, near(estimate('sizes/fib/12'))],
    ['sizes.fib.5', 20, near(estimate('sizes/fib/5'))],
  ])
})

it('criterion: estimates alone are one value, the median', () => {
  const files = new Map([...criterionFolder()].filter(([path]) => !path.endsWith('sample.json')))
  const series = ok(benchmarkFormats.criterion.parse(files))
  expect(series.map(({ values }) => values.length)).toEqual([1, 1, 1])
  expect(told(series)[0]?.[2]).toBeCloseTo(120.07, 0)
})

it('cargo-criterion: the messages say the same as the folder', () => {
  const folder = ok(benchmarkFormats.criterion.parse(criterionFolder()))
  expect(ok(benchmarkFormats.criterion.parse(fixture('cargo-criterion.jsonl')))).toEqual(
    folder.filter(({ metric }) => metric !== 'sizes.fib.12'),
  )
})

it('Google Benchmark: repetitions are samples; µs become ns; counters know their direction', () => {
  const series = ok(benchmarkFormats['google-benchmark'].parse(fixture('google-benchmark.json')))
  expect(series.map(({ metric, unit, better, values }) => [metric, unit, better, values.length])).toEqual([
    ['BM_Count', 'ns', 'lower', 4],
    ['BM_Count.cells', 'count', 'lower', 4],
    ['BM_Count.cpu_time', 'ns', 'lower', 4],
    ['BM_Sort.512', 'ns', 'lower', 4],
    ['BM_Sort.512.bytes_per_second', 'B/s', 'higher', 4],
    ['BM_Sort.512.cpu_time', 'ns', 'lower', 4],
    ['BM_Sort.64', 'ns', 'lower', 4],
    ['BM_Sort.64.bytes_per_second', 'B/s', 'higher', 4],
    ['BM_Sort.64.cpu_time', 'ns', 'lower', 4],
  ])
  const own: { name: string; real_time: number }[] = JSON.parse(fixture('google-benchmark.json')).benchmarks
  const of = (name: string): number => own.find((entry) => entry.name === name)?.real_time ?? Number.NaN
  expect(median(series[6]?.values ?? [])).toBeCloseTo(of('BM_Sort/64_median'), 6)
  expect(median(series[0]?.values ?? [])).toBeCloseTo(of('BM_Count_median') * 1000, 6)
})

it('Google Benchmark: of aggregates alone the median is read, and an error is one', () => {
  const format = benchmarkFormats['google-benchmark']
  const series = ok(format.parse(fixture('google-benchmark-aggregates.json')))
  expect(series.map(({ values }) => values.length)).toEqual(Array.from({ length: 9 }, () => 1))
  expect(problems(format.parse(fixture('google-benchmark-error.json')))).toEqual([
    '$.benchmarks[3]: BM_Broken failed: no device',
  ])
})

it('pytest-benchmark: every round', () => {
  const own: { stats: { median: number } }[] = JSON.parse(fixture('pytest-benchmark.json')).benchmarks
  const medians = own.map(({ stats }) => near(stats.median * 1e9))
  expect(told(ok(benchmarkFormats['pytest-benchmark'].parse(fixture('pytest-benchmark.json'))))).toEqual([
    ['bench_prices.py.test_cheapest-10', 20, medians[1]],
    ['bench_prices.py.test_cheapest-1000', 20, medians[2]],
    ['bench_prices.py.test_total', 30, medians[0]],
  ])
})

it('hyperfine: every run, parameters in the name, no command that failed', () => {
  const { hyperfine } = benchmarkFormats
  const medians = (name: string): number[] =>
    JSON.parse(fixture(name)).results.map((result: { median: number }) => near(result.median * 1e9))
  const [count, nothing] = medians('hyperfine.json')
  expect(told(ok(hyperfine.parse(fixture('hyperfine.json'))))).toEqual([
    ['count_to_1000', 8, count],
    ['nothing', 8, nothing],
  ])
  const [one, two] = medians('hyperfine-parameters.json')
  expect(told(ok(hyperfine.parse(fixture('hyperfine-parameters.json'))))).toEqual([
    ['seq_1000_n-1', 4, one],
    ['seq_2000_n-2', 4, two],
  ])
  expect(problems(hyperfine.parse(fixture('hyperfine-failing.json')))).toEqual([
    '$.results[0].exit_codes: false ended with exit code 1',
  ])
})

it('vitest bench: the median, which is all there is', () => {
  expect(told(ok(benchmarkFormats['vitest-bench'].parse(fixture('vitest-bench.json'))))).toEqual([
    ['test.fib.bench.mjs.fib.of_15', 1, near(5918.999999948937)],
    ['test.fib.bench.mjs.fib.of_5', 1, near(90.00000000014552)],
  ])
})

it('go: counts are samples, packages stay apart, units become metrics', () => {
  const series = ok(benchmarkFormats['go-bench'].parse(fixture('go-bench.txt')))
  const price = series.filter(({ metric }) => metric.startsWith('example.com.shop.price.'))
  expect(price.map(({ metric, unit, better, values }) => [metric.slice(23), unit, better, values])).toEqual([
    ['BenchmarkFrames', 'ns/op', 'lower', [0.2735, 0.5062, 0.3004]],
    ['BenchmarkFrames.B', 'B/op', 'lower', [0, 0, 0]],
    ['BenchmarkFrames.allocs', 'allocs/op', 'lower', [0, 0, 0]],
    ['BenchmarkFrames.frames_per_s', 'frames/s', 'higher', [60.5, 60.5, 60.5]],
    ['BenchmarkFrames.p99', 'ns', 'lower', [1_250_000, 1_250_000, 1_250_000]],
    ['BenchmarkJoin.n-10', 'ns/op', 'lower', [106.2, 99.92, 87.8]],
    ['BenchmarkJoin.n-10.B', 'B/op', 'lower', [64, 64, 64]],
    ['BenchmarkJoin.n-10.B_per_s', 'B/s', 'higher', [470_610_000, 500_410_000, 569_490_000]],
    ['BenchmarkJoin.n-10.allocs', 'allocs/op', 'lower', [1, 1, 1]],
    ['BenchmarkJoin.n-100', 'ns/op', 'lower', [673.3, 723.3, 995.4]],
    ['BenchmarkJoin.n-100.B', 'B/op', 'lower', [512, 512, 512]],
    ['BenchmarkJoin.n-100.B_per_s', 'B/s', 'higher', [742_560_000, 691_230_000, 502_290_000]],
    ['BenchmarkJoin.n-100.allocs', 'allocs/op', 'lower', [1, 1, 1]],
  ])
  expect(series).toHaveLength(2 * price.length)
  expect(problems(benchmarkFormats['go-bench'].parse(fixture('go-bench-failing.txt')))[0]).toBe(
    'line 6: it failed: --- FAIL: BenchmarkWrong',
  )
})
