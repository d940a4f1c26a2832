// pytest-benchmark, `--benchmark-json`: the time of a call in each round, in seconds (https://pytest-benchmark.readthedocs.io).

import { z } from 'zod'
import { benchmarkFormat } from './benchmark-format.ts'
import { parseJson, shaped } from './json.ts'

const Report = z.object({ benchmarks: z.array(z.unknown()) })

const Entry = z.object({
  fullname: z.string(),
  stats: z.object({ data: z.array(z.unknown()).optional(), median: z.unknown().optional() }),
})

const EXPECTED = 'what pytest --benchmark-json writes'

export const pytestBenchmark = benchmarkFormat({
  name: 'pytest-benchmark',
  from: 'pytest --benchmark-json=report.json',
  example:
    '{"machine_info":{},"benchmarks":[{"fullname":"bench.py::test_total","stats":{"data":[0.0012,0.0011]}}]}',
  gather: (files, series) => {
    for (const { text, problems } of files) {
      const json = parseJson(text, problems)
      const report = json && shaped(Report, json.value, '$', problems, EXPECTED)
      for (const [i, value] of (report?.benchmarks ?? []).entries()) {
        if (problems.full) break
        const place = `$.benchmarks[${i}]`
        const entry = shaped(Entry, value, place, problems, EXPECTED)
        if (!entry) continue
        const { data, median } = entry.stats
        // Saved reports of earlier runs hold the statistics alone.
        const at = data ? `${place}.stats.data` : `${place}.stats.median`
        series.add(
          { name: entry.fullname, unit: 's', better: 'lower', values: data ?? [median], place: at },
          problems,
        )
      }
    }
  },
})
