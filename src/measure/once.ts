// Runs a command once in one checkout and reads its report.

import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { WorkflowPlan } from '../domain/results.ts'
import { runCommand, type CommandRun } from './command.ts'
import { readerOf, type Reading, type ReportText } from './readers/index.ts'
import { look, patternProblem, readReports } from './report-files.ts'

export type Command = WorkflowPlan['commands'][number]

/** What all runs share. */
export interface Bench {
  bash: string
  timeoutMs: number
  env: NodeJS.ProcessEnv
}

/** Bytes of standard output that are read as a report. */
const MOST_PRINTED = 16 * 1024 * 1024

/** Never throws for what the command does or leaves; problems with its report are told. */
export async function measureOnce(
  bench: Bench,
  command: Command,
  directory: string,
): Promise<{ run: CommandRun; reading: Reading }> {
  const reader = readerOf(command.report)
  const { path } = command
  const root = await realpath(directory).catch(() => resolve(directory))
  const wrong = path === undefined ? undefined : patternProblem(path)
  const before = path === undefined || wrong !== undefined ? new Map() : await look(root, path)
  const reportBytes = reader !== undefined && path === undefined ? MOST_PRINTED : 0
  const run = await runCommand({ ...bench, run: command.run, directory, reportBytes })
  if (reader === undefined) return { run, reading: { problems: [] } }
  const { documents, problems } =
    wrong !== undefined
      ? { documents: [], problems: [wrong] }
      : path === undefined
        ? printed(run)
        : await readReports(root, path, before)
  // Half a report would be taken for a whole one.
  return { run, reading: problems.length > 0 ? { problems } : reader(documents, root) }
}

function printed({ report }: CommandRun): { documents: ReportText[]; problems: string[] } {
  if (report !== undefined) return { documents: [{ path: undefined, text: report }], problems: [] }
  const problem = `more than ${MOST_PRINTED} bytes were printed; write the report to a file and name its path`
  return { documents: [], problems: [problem] }
}
