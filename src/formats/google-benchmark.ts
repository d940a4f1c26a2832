// Google Benchmark, `--benchmark_format=json` (https://google.github.io/benchmark/user_guide.html#output-formats).

import { z } from 'zod'
import { benchmarkFormat } from './benchmark-format.ts'
import { parseJson, shaped } from './json.ts'
import type { Problems } from './problems.ts'
import type { SeriesCollector } from './series.ts'

const Report = z.object({ benchmarks: z.array(z.unknown()) })

const Entry = z.looseObject({
  name: z.string(),
  run_name: z.string().optional(),
  run_type: z.string().optional(),
  aggregate_name: z.string().optional(),
  error_occurred: z.boolean().optional(),
  error_message: z.string().optional(),
  skipped: z.boolean().optional(),
  time_unit: z.string().optional(),
})
type Entry = z.infer<typeof Entry>

const EXPECTED = 'what --benchmark_format=json prints'

/** What the library itself writes into an entry; any other number is a counter of the benchmark's own. */
const OWN = new Set([
  'family_index',
  'per_family_instance_index',
  'repetitions',
  'repetition_index',
  'threads',
  'iterations',
  'real_time',
  'cpu_time',
  'label',
  'allocs_per_iter',
  'max_bytes_used',
  'total_allocated_bytes',
  'net_heap_growth',
])

/** Counters say nothing of their direction: those per second are better higher, others lower. */
function counters(entry: Entry): { key: string; unit: string; higher: boolean }[] {
  return Object.entries(entry)
    .filter(([key, value]) => typeof value === 'number' && !OWN.has(key))
    .map(([key]) => ({
      key,
      unit: key === 'bytes_per_second' ? 'B/s' : key.endsWith('_per_second') ? '1/s' : 'count',
      higher: key.endsWith('_per_second') || key.endsWith('/s'),
    }))
}

function add(entry: Entry, place: string, series: SeriesCollector, problems: Problems): void {
  const name = entry.run_name ?? entry.name
  const unit = entry.time_unit ?? 'ns'
  const sample = { repeats: true, better: 'lower' as const }
  series.add({ ...sample, name, unit, values: [entry['real_time']], place: `${place}.real_time` }, problems)
  const cpu = { name: `${name}/cpu_time`, values: [entry['cpu_time']], place: `${place}.cpu_time` }
  series.add({ ...sample, ...cpu, unit }, problems)
  for (const { key, unit, higher } of counters(entry)) {
    const counter = { name: `${name}/${key}`, values: [entry[key]], place: `${place}.${key}`, signed: true }
    series.add({ ...sample, ...counter, unit, better: higher ? 'higher' : 'lower' }, problems)
  }
}

export const googleBenchmark = benchmarkFormat({
  name: 'google-benchmark',
  from: '--benchmark_repetitions=10 --benchmark_out=report.json --benchmark_out_format=json',
  example:
    '{"context":{},"benchmarks":[{"name":"BM_Sort/64","run_type":"iteration","real_time":254.3,"cpu_time":254.1,"time_unit":"ns"}]}',
  gather: (files, series) => {
    for (const { text, problems } of files) {
      const json = parseJson(text, problems)
      const report = json && shaped(Report, json.value, '$', problems, EXPECTED)
      const aggregates: { entry: Entry; place: string }[] = []
      const measured = new Set<string>()
      for (const [i, value] of (report?.benchmarks ?? []).entries()) {
        if (problems.full) break
        const place = `$.benchmarks[${i}]`
        const entry = shaped(Entry, value, place, problems, EXPECTED)
        if (!entry) continue
        if (entry.error_occurred === true) {
          problems.add(
            place,
            `${entry.name} failed: ${entry.error_message ?? 'no message'}`,
            'a benchmark that runs',
          )
        } else if (entry.skipped !== true && entry.run_type !== 'aggregate') {
          measured.add(entry.run_name ?? entry.name)
          add(entry, place, series, problems)
        } else if (entry.aggregate_name === 'median') aggregates.push({ entry, place })
      }
      // Only with --benchmark_report_aggregates_only: then the median is the one sample there is.
      for (const { entry, place } of aggregates) {
        if (!measured.has(entry.run_name ?? entry.name)) add(entry, place, series, problems)
      }
    }
  },
})
