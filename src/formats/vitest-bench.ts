// vitest bench, `--outputJson`: milliseconds. vitest leaves the samples out of this file: the median of them is the one value.

import { z } from 'zod'
import { benchmarkFormat } from './benchmark-format.ts'
import { parseJson, shaped } from './json.ts'

const Report = z.object({ files: z.array(z.unknown()) })
const File = z.object({ groups: z.array(z.unknown()) })
const Group = z.object({ fullName: z.string(), benchmarks: z.array(z.unknown()) })
const Bench = z.object({
  name: z.string(),
  samples: z.array(z.unknown()).optional(),
  median: z.unknown().optional(),
  mean: z.unknown().optional(),
})

const EXPECTED = 'what vitest bench --outputJson writes'

export const vitestBench = benchmarkFormat({
  name: 'vitest-bench',
  from: 'vitest bench --run --outputJson report.json',
  example:
    '{"files":[{"groups":[{"fullName":"bench/fib.bench.ts > fib","benchmarks":[{"name":"of 15","median":0.006}]}]}]}',
  gather: (reports, series) => {
    for (const { text, problems } of reports) {
      const json = parseJson(text, problems)
      const files = json && shaped(Report, json.value, '$', problems, EXPECTED)?.files
      for (const [f, file] of (files ?? []).entries()) {
        const groups = problems.full ? [] : shaped(File, file, `$.files[${f}]`, problems, EXPECTED)?.groups
        for (const [g, entry] of (groups ?? []).entries()) {
          const place = `$.files[${f}].groups[${g}]`
          const group = problems.full ? undefined : shaped(Group, entry, place, problems, EXPECTED)
          for (const [b, value] of (group?.benchmarks ?? []).entries()) {
            if (problems.full) return
            const at = `${place}.benchmarks[${b}]`
            const bench = shaped(Bench, value, at, problems, EXPECTED)
            if (!bench || !group) continue
            const samples = bench.samples ?? []
            const key = samples.length > 0 ? 'samples' : bench.median === undefined ? 'mean' : 'median'
            series.add(
              {
                name: `${group.fullName} > ${bench.name}`,
                unit: 'ms',
                better: 'lower',
                values: samples.length > 0 ? samples : [bench[key]],
                place: `${at}.${key}`,
              },
              problems,
            )
          }
        }
      }
    }
  },
})
