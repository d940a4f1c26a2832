// `baton truth`: what Markdown files claim, compared with recorded results and with each other, before it is committed.

import { Command } from 'commander'
import { plural } from '../domain/render/figures.ts'
import type { TruthProblem, TruthResult } from '../domain/truth/gate.ts'
import { UserError } from '../errors.ts'
import { failure } from './failure.ts'
import { print } from './print.ts'
import { line } from './text-table.ts'

const BLOCKS = 1
const USAGE = 2

const place = ({ path, line: at, column }: TruthProblem): string => `${path}:${at}:${column}`

const MARKS: Readonly<Record<TruthProblem['level'], string>> = {
  blocks: '',
  warns: 'note: ',
  waits: 'waits: ',
}

/** One problem a paragraph, and one line that sums up. */
export function truthText({ problems, blocking, counts }: TruthResult): string {
  return [
    ...problems.map(
      (one) => `${MARKS[one.level]}${place(one)} "${line(one.text)}"\n    ${line(one.message)}`,
    ),
    `${plural(counts.claims, 'claim')}, ${counts.proven} proven, ${plural(blocking.length, 'problem')}, ${plural(problems.length - blocking.length, 'note')}`,
  ].join('\n')
}

async function run(files: string[], flags: { evidence?: string; json?: boolean }): Promise<void> {
  // Loaded only now: --help needs none of it.
  const { readDocuments, readEvidence } = await import('./truth-input.ts')
  const { truthGate } = await import('../domain/truth/gate.ts')
  let result: TruthResult
  try {
    const { head, records } = await readEvidence(flags.evidence)
    result = truthGate({ documents: await readDocuments(files), records, head })
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    process.stderr.write(`${failure(error)}\n`)
    process.exitCode = USAGE
    return
  }
  const { problems, counts, blocking } = result
  const ok = blocking.length === 0
  print(flags.json === true ? `${JSON.stringify({ ok, counts, problems })}\n` : `${truthText(result)}\n`)
  if (!ok) process.exitCode = BLOCKS
}

export const truthCommand = new Command('truth')
  .description('Check what Markdown files claim against recorded results, and against each other')
  .argument('<files...>', 'Markdown files')
  .option('--evidence <file>', 'recorded results as JSON; without it nothing about performance is proven')
  .option('--json', 'print one JSON object: ok, counts, problems')
  .addHelpText(
    'after',
    `
A claim that cites its run: **Claim:** attention.ms >= 2x vs base (run 4711)
The evidence file: { "head": "<40 hex digits>", "runs": [{ "id": "4711", "result": <the content of baton-result.json> }] }
All lines count as changed. docs/gates/truth.md says what is found, what is let be, and what is compared.

Exit code: 0 when nothing blocks, 1 when something does, 2 when the call is wrong or a file cannot be read.`,
  )
  .action(run)
