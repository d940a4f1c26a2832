// `npm run bench`: every bench in turn, each in a process of its own, in one table with the targets; exit code 1 when one is missed.
// `--json` prints one object instead.

import { fork } from 'node:child_process'
import { z } from 'zod'
import { isMet, targetOf, targets } from './targets.ts'

const BENCHES = [
  'intake',
  'queue',
  'agent-loop',
  'worktree',
  'resync',
  'decide',
  'roster',
  'schedule',
  'benchmarks',
  'planted',
] as const

const Result = z.object({
  name: z.string(),
  rows: z.array(z.object({ what: z.string(), value: z.number(), unit: z.string() })).min(1),
})

interface Row {
  bench: string
  what: string
  value: number
  unit: string
  target: string | undefined
  met: boolean | undefined
}

/** Runs one bench in a child, whose own output goes to stderr. Rejects when it fails. */
function measure(bench: string): Promise<Row[]> {
  const child = fork(import.meta.filename, ['--one', bench], { stdio: ['ignore', 2, 2, 'ipc'] })
  return new Promise((resolve, reject) => {
    let rows: Row[] | undefined
    child.once('message', (message) => {
      rows = Result.parse(message).rows.map(({ what, value, unit }) => {
        const target = targetOf(bench, what)
        return {
          bench,
          what,
          value,
          unit,
          target: target && `${target.good === 'at least' ? '≥' : '≤'} ${target.limit} ${unit}`,
          met: target && isMet(target, value),
        }
      })
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0 && rows !== undefined) resolve(rows)
      else
        reject(
          new Error(
            `the bench ${bench} ended with ${code ?? signal} and ${rows === undefined ? 'no' : 'a'} result`,
          ),
        )
    })
  })
}

async function one(bench: string): Promise<void> {
  const { run } = z
    .object({ run: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') })
    .parse(await import(`./${bench}.ts`))
  const result = await run()
  await new Promise<void>((resolve) => process.send?.(result, () => resolve()))
  process.disconnect()
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({ bench, what, value, unit, target, met }) => [
    bench,
    what,
    `${Number(value.toPrecision(3))} ${unit}`,
    target ?? '',
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ])
  const lines = [['bench', 'what', 'value', 'target', ''], ...cells]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const right = 2
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === right ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function all(json: boolean): Promise<void> {
  const rows: Row[] = []
  for (const bench of BENCHES) {
    process.stderr.write(`${bench} …\n`)
    rows.push(...(await measure(bench)))
  }
  const measured = rows.filter(({ target }) => target !== undefined).length
  if (measured !== targets.length)
    throw new Error(`${targets.length} targets, but ${measured} rows measure one`)
  const missed = rows.filter(({ met }) => met === false).length
  if (json) process.stdout.write(`${JSON.stringify({ missed, rows })}\n`)
  else
    process.stdout.write(
      `${table(rows)}\n\n${measured - missed} of ${measured} targets met in this run on this machine.\n`,
    )
  if (missed > 0) process.exitCode = 1
}

const [mode, bench] = process.argv.slice(2)
if (mode === '--one' && BENCHES.some((known) => known === bench)) await one(bench ?? '')
else if (mode === undefined || mode === '--json') await all(mode === '--json')
else {
  process.stderr.write('usage: npm run bench [-- --json]\n')
  process.exitCode = 1
}
