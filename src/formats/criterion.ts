// criterion: the folders `target/criterion/**/new`, or the lines of `cargo criterion --message-format=json`.
// https://bheisler.github.io/criterion.rs/book/cargo_criterion/external_tools.html

import { z } from 'zod'
import { benchmarkFormat } from './benchmark-format.ts'
import type { ReportFile } from './format.ts'
import { parseJson, shaped } from './json.ts'
import type { Problems } from './problems.ts'
import type { SeriesCollector } from './series.ts'

const Benchmark = z.object({ full_id: z.string() })
const Sample = z.object({ iters: z.array(z.unknown()), times: z.array(z.unknown()) })
const Estimates = z.object({ median: z.object({ point_estimate: z.unknown().optional() }) })
const Message = z.object({
  id: z.string(),
  iteration_count: z.array(z.unknown()),
  measured_values: z.array(z.unknown()),
  unit: z.string(),
})

const FOLDER = 'what criterion writes into a folder new'
const MESSAGE = 'what cargo criterion --message-format=json prints'

/** Time of one iteration for each sample; a sample without its count is left for the collector to refuse. */
function perIteration(
  { times, counts }: { times: readonly unknown[]; counts: readonly unknown[] },
  place: string,
  problems: Problems,
): unknown[] {
  if (times.length !== counts.length) {
    problems.add(
      place,
      `${times.length} samples have ${counts.length} counts of iterations`,
      'one count for each',
    )
  }
  return times.map((time, i) => {
    const count = counts[i]
    return typeof time === 'number' && typeof count === 'number' && count > 0 ? time / count : null
  })
}

function readFolder(
  folder: ReadonlyMap<string, ReportFile>,
  series: SeriesCollector,
  problems: Problems,
): void {
  const read = <S extends z.ZodType>(name: string, schema: S): z.output<S> | undefined => {
    const file = folder.get(name)
    const json = file && parseJson(file.text, file.problems)
    return json && file && shaped(schema, json.value, '$', file.problems, FOLDER)
  }
  const before = problems.count
  const benchmark = read('benchmark.json', Benchmark)
  const sample = read('sample.json', Sample)
  const estimates = sample ? undefined : read('estimates.json', Estimates)
  if (problems.count > before) return
  const [some] = folder.values()
  if (!benchmark || (!sample && !estimates)) {
    const missing = benchmark ? 'sample.json' : 'benchmark.json'
    some?.problems.add('its folder', `${missing} is missing`, 'benchmark.json and sample.json side by side')
    return
  }
  const own = folder.get(sample ? 'sample.json' : 'estimates.json')?.problems ?? problems
  // Custom measurements have units of their own, which these files do not name: only wall time is read right.
  const common = { name: benchmark.full_id, unit: 'ns', better: 'lower' } as const
  if (sample) {
    const values = perIteration({ times: sample.times, counts: sample.iters }, '$.times', own)
    series.add({ ...common, values, place: '$.times' }, own)
  } else if (estimates) {
    const values = [estimates.median.point_estimate]
    series.add({ ...common, values, place: '$.median.point_estimate' }, own)
  }
}

function readMessages({ text, problems }: ReportFile, series: SeriesCollector): void {
  for (const [i, raw] of text.split('\n').entries()) {
    // Other lines are what programs print, and cargo's own messages.
    if (!/^\s*\{/.test(raw) || !raw.includes('"benchmark-complete"')) continue
    if (problems.full) return
    const place = `line ${i + 1}`
    const json = parseJson(raw, problems, place)
    const said = json && shaped(Message, json.value, `${place} $`, problems, MESSAGE)
    if (!said) continue
    const at = `${place} $.measured_values`
    const values = perIteration({ times: said.measured_values, counts: said.iteration_count }, at, problems)
    series.add({ name: said.id, unit: said.unit, better: 'lower', values, place: at }, problems)
  }
}

export const criterion = benchmarkFormat({
  name: 'criterion',
  from: 'cargo bench (the folder target/criterion), or cargo criterion --message-format=json',
  example:
    '{"reason":"benchmark-complete","id":"norm","iteration_count":[30,60],"measured_values":[124200.0,248100.0],"unit":"ns"}',
  gather: (files, series, problems) => {
    const folders = new Map<string, Map<string, ReportFile>>()
    for (const file of files) {
      const path = file.path.replaceAll('\\', '/')
      const [, folder, name] = /^(.*\bnew)\/([^/]+)$/.exec(path) ?? []
      if (folder !== undefined && name !== undefined) {
        folders.set(folder, (folders.get(folder) ?? new Map<string, ReportFile>()).set(name, file))
        // The other folders (base, change, report) are criterion's own memory.
      } else if (!path.endsWith('.json') || files.length === 1) readMessages(file, series)
    }
    for (const folder of folders.values()) {
      if (!problems.full) readFolder(folder, series, problems)
    }
  },
})
