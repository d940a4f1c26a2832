// Runs a command once in one checkout and reads its report.

import type { WorkflowPlan } from '../domain/results.ts'
import { runCommand, type CommandRun } from './command.ts'
import type { Readers, Reading, ReportText } from './readers/index.ts'
import { look, patternProblem, readReports } from './report-files.ts'

export type Command = WorkflowPlan['commands'][number]

/** What all runs share. */
export interface Bench {
  bash: string
  timeoutMs: number
  env: NodeJS.ProcessEnv
  readers: Readers
}

/** Bytes of standard output that are read as a report. */
const MOST_PRINTED = 16 * 1024 * 1024

const empty: Reading = { problems: [] }

export async function measureOnce(
  bench: Bench,
  command: Command,
  directory: string,
): Promise<{ run: CommandRun; reading: Reading }> {
  const reader = bench.readers[command.report]
  const { path } = command
  const wrong = path === undefined ? undefined : patternProblem(path)
  const printed = reader !== undefined && path === undefined
  const before = path === undefined || wrong !== undefined ? undefined : await look(directory, path)
  const run = await runCommand({
    ...bench,
    run: command.run,
    directory,
    reportBytes: printed ? MOST_PRINTED : 0,
  })
  if (reader === undefined) {
    const problems = command.report === 'none' ? [] : [`reports in ${command.report} cannot be read`]
    return { run, reading: { problems } }
  }
  if (wrong !== undefined) return { run, reading: { problems: [wrong] } }
  if (path === undefined || before === undefined) {
    if (run.report !== undefined) return { run, reading: reader([{ path: undefined, text: run.report }]) }
    const problem = `more than ${MOST_PRINTED} bytes were printed; write the report to a file and name its path`
    return { run, reading: { problems: [problem] } }
  }
  const { documents, problems } = await readReports(directory, path, before)
  return { run, reading: together(documents.length === 0 ? empty : read(reader, documents), problems) }
}

const read = (reader: NonNullable<Readers[Command['report']]>, documents: readonly ReportText[]): Reading =>
  reader(documents)

const together = (reading: Reading, problems: readonly string[]): Reading => ({
  ...reading,
  problems: [...problems, ...reading.problems],
})
