// Baton's own benchmark format: lines `{"metric","unit","better","value"}` between whatever else the program prints.

import { z } from 'zod'
import { Better, METRIC } from '../domain/reports/benchmark-series.ts'
import { benchmarkFormat } from './benchmark-format.ts'
import { parseJson, shaped } from './json.ts'

const Line = z.strictObject({
  metric: z.string().regex(METRIC, 'it is not a metric name'),
  unit: z.string().min(1).max(20),
  better: Better,
  value: z.unknown().optional(),
})

const EXAMPLE = '{"metric":"matmul.ms","unit":"ms","better":"lower","value":12.5}'

export const batonJson = benchmarkFormat({
  name: 'baton-json',
  from: 'one line for each metric',
  example: EXAMPLE,
  gather: (files, series) => {
    for (const { text, problems } of files) {
      for (const [i, raw] of text.split('\n').entries()) {
        if (!/^\s*\{/.test(raw) || !raw.includes('"metric"')) continue
        if (problems.full) return
        const place = `line ${i + 1}`
        const json = parseJson(raw, problems, place)
        const line = json && shaped(Line, json.value, `${place} $`, problems, EXAMPLE)
        if (!line) continue
        const { metric, unit, better, value } = line
        series.add(
          { name: metric, verbatim: true, unit, better, values: [value], place, signed: true },
          problems,
        )
      }
    }
  },
})
