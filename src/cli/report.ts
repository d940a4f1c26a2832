// `baton report`: a report of a benchmark, test or coverage tool, read as the gates read it.

import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { Argument, Command } from 'commander'
import { FORMAT_NAMES, type FormatName } from '../domain/reports/format-names.ts'
import { asError, UserError } from '../errors.ts'
import type { ReportInput } from '../formats/format.ts'
import { print } from './print.ts'

const MAX_FILES = 5000
/** The parsers have a limit of their own, in characters: this one keeps a log of gigabytes out of memory. */
const MAX_BYTES = 80_000_000
const HOW = 'give the file that the tool wrote, a folder of such files, or - for standard input'

/** A folder is read with everything below it that can be a report; `target/criterion` is one. */
async function input(file: string): Promise<ReportInput> {
  if (file === '-') return await readAll(process.stdin)
  const found = await stat(file)
  if (!found.isDirectory()) {
    if (found.size > MAX_BYTES)
      throw new UserError(`${file} has ${found.size} bytes`, `${HOW}, at most ${MAX_BYTES}`)
    return await readFile(file, 'utf8')
  }
  const entries = await readdir(file, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && /\.(?:json|jsonl|xml|info|lcov|tap|txt)$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
  if (files.length === 0 || files.length > MAX_FILES) {
    throw new UserError(`there are ${files.length} reports in ${file}`, `${HOW}, at most ${MAX_FILES}`)
  }
  const read = files.map(async (one) => [path.relative(file, one), await readFile(one, 'utf8')] as const)
  return new Map(await Promise.all(read))
}

async function run(
  format: FormatName,
  file: string,
  options: { json?: boolean; root: string },
): Promise<void> {
  // Loaded only now: --help needs none of it.
  const { readReport } = await import('./report-tables.ts')
  const report = await input(file).catch((error: unknown) => {
    if (error instanceof UserError) throw error
    throw new UserError(`${file} cannot be read: ${asError(error).message}`, HOW, { cause: error })
  })
  const { json, lines } = readReport(format, report, path.resolve(options.root))
  print(options.json === true ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`)
}

export const reportCommand = new Command('report')
  .description('Read a report of a benchmark, test or coverage tool, offline')
  .addArgument(new Argument('<format>', 'which tool wrote it').choices(FORMAT_NAMES))
  .argument('<file>', 'the report, or a folder of such; - is stdin')
  .option('--root <dir>', 'the checkout: absolute paths in the report are taken relative to it', '.')
  .option('--json', 'print one JSON object, as the gates get it')
  .addHelpText(
    'after',
    `
Times are told in ns and sizes in B with --json, so that no two reports differ by a prefix.
A name of a benchmark becomes a metric: sizes/fib/12 is sizes.fib.12. The table shows the names that a policy may use.

Exit code: 0 when the report can be used, whatever it says, 1 when it cannot.`,
  )
  .action(run)
