// Reads metrics from lines of the form {"metric","unit","better","value"}; other lines are the program's own.

import { z } from 'zod'
import type { Reader, Series } from './reader.ts'

const Line = z.looseObject({
  metric: z.string().regex(/^[\w.-]{1,80}$/, 'expected letters, digits, . _ or -, at most 80'),
  unit: z.string().min(1).max(20),
  better: z.enum(['lower', 'higher']),
  value: z.number(),
})

export const readBatonJson: Reader = (documents) => {
  const found = new Map<string, Series>()
  const problems: string[] = []
  for (const line of documents.flatMap(({ text }) => text.split(/\r?\n/))) {
    if (!/^\s*\{.*"metric"/.test(line)) continue
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (error) {
      problems.push(`a metric line is not JSON: ${error instanceof Error ? error.message : String(error)}`)
      continue
    }
    const parsed = Line.safeParse(value)
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        problems.push(`a metric line: ${issue.path.join('.')}: ${issue.message}`)
      continue
    }
    const { metric, unit, better, value: measured } = parsed.data
    if (found.has(metric)) problems.push(`${metric}: printed twice in one run; expected once`)
    else found.set(metric, { metric, unit, better, values: [measured] })
  }
  if (found.size === 0 && problems.length === 0) problems.push('no metric line was printed')
  return { series: [...found.values()], problems }
}
