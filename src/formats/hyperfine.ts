// hyperfine, `--export-json`: wall times of every run in seconds (https://github.com/sharkdp/hyperfine).

import { z } from 'zod'
import { benchmarkFormat } from './benchmark-format.ts'
import { parseJson, shaped } from './json.ts'

// Keys that later versions add are left alone: here and in the other formats a tool's file is not ours to be strict about.
const Report = z.object({ results: z.array(z.unknown()) })

const Result = z.object({
  command: z.string(),
  parameters: z.record(z.string(), z.string()).optional(),
  times: z.array(z.unknown()).nullish(),
  median: z.unknown().optional(),
  exit_codes: z.array(z.unknown()).nullish(),
})

const EXPECTED = 'what hyperfine --export-json writes'

/** `seq {n}000` is written out as `seq 1000`, but a name given with `-n` is the same for all values of a parameter. */
function named({ command, parameters = {} }: z.infer<typeof Result>): string {
  const values = Object.entries(parameters).map(([key, value]) => `${key}=${value}`)
  return [command, ...values].join(' ')
}

export const hyperfine = benchmarkFormat({
  name: 'hyperfine',
  from: 'hyperfine --export-json report.json',
  example: '{"results":[{"command":"seq 1000","times":[0.0009,0.0008],"exit_codes":[0,0]}]}',
  gather: (files, series) => {
    for (const { text, problems } of files) {
      const json = parseJson(text, problems)
      const report = json && shaped(Report, json.value, '$', problems, EXPECTED)
      for (const [i, value] of (report?.results ?? []).entries()) {
        if (problems.full) break
        const place = `$.results[${i}]`
        const result = shaped(Result, value, place, problems, EXPECTED)
        if (!result) continue
        const failed = (result.exit_codes ?? []).find((code) => code !== 0)
        if (failed !== undefined) {
          const how = failed === null ? 'a signal' : `exit code ${JSON.stringify(failed)}`
          problems.add(
            `${place}.exit_codes`,
            `${result.command} ended with ${how}`,
            'a command that succeeds in each run',
          )
          continue
        }
        const times = result.times ?? [result.median]
        const at = result.times ? `${place}.times` : `${place}.median`
        series.add({ name: named(result), unit: 's', better: 'lower', values: times, place: at }, problems)
      }
    }
  },
})
