// `baton plan`: checks plan documents, and draws how their waves wait for each other.

import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { Command, Option } from 'commander'
import { planGraph } from '../domain/plan/graph.ts'
import { mermaid } from '../domain/plan/mermaid.ts'
import { svg } from '../domain/plan/svg.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { formatProblem } from '../domain/roster/problem.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { plural } from '../domain/render/figures.ts'
import { asError, UserError } from '../errors.ts'
import { parsePlans } from '../plans/plan-file.ts'
import type { CheckedPlans, PlanInput } from '../plans/plan-file.ts'
import { loadPack, PACKS_DIR } from '../roster/index.ts'

const MAX_PLANS = 500
const HOW = 'give Markdown files of plans, or a folder that holds some, for example .github/baton/plans'

async function read(file: string): Promise<PlanInput> {
  try {
    return { path: file, text: await readFile(file, 'utf8') }
  } catch (error) {
    throw new UserError(`${file} could not be read: ${asError(error).message}`, HOW, { cause: error })
  }
}

/** The plan documents that the arguments name: files as they are, the Markdown files of a folder without its README. */
async function documents(named: readonly string[]): Promise<PlanInput[]> {
  const files: string[] = []
  for (const one of named) {
    const found = await stat(one).catch((error: unknown) => {
      throw new UserError(`${one} could not be read: ${asError(error).message}`, HOW, { cause: error })
    })
    if (!found.isDirectory()) {
      files.push(one)
      continue
    }
    const names = (await readdir(one)).filter((name) => /\.md$/i.test(name) && !/^readme\.md$/i.test(name))
    if (names.length === 0) throw new UserError(`there is no plan in ${one}`, HOW)
    files.push(
      ...names
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
        .map((name) => path.join(one, name)),
    )
  }
  const unique = [...new Set(files.map((file) => path.normalize(file)))]
  if (unique.length > MAX_PLANS) {
    throw new UserError(`${unique.length} files are too many`, `give at most ${MAX_PLANS} plans at once`)
  }
  return await Promise.all(unique.map(read))
}

async function packOf(name: string | undefined): Promise<Pack | undefined> {
  if (name === undefined) return undefined
  const names = (await readdir(PACKS_DIR, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  if (!names.includes(name))
    throw new UserError(`there is no pack ${name}`, `choose one of: ${names.join(', ')}`)
  const loaded = await loadPack(path.join(PACKS_DIR, name))
  if ('pack' in loaded) return loaded.pack
  throw new UserError(
    `the pack ${name} has problems:\n${loaded.problems.map(formatProblem).join('\n')}`,
    'correct the files named above',
  )
}

/** What `check` prints: problems, then notes, then one line that sums up. */
export function checkReport({ plans, problems, notes }: CheckedPlans, pack: string | undefined): string {
  const waves = plans.reduce((sum, plan) => sum + plan.waves.length, 0)
  const note = (one: Problem): string => formatProblem(one).replace(/^/, 'note: ')
  return [
    ...problems.map(formatProblem),
    ...notes.map(note),
    ...(pack === undefined ? ['note: without --pack NAME it is not checked whether the agents exist'] : []),
    `${plural(plans.length, 'plan')}, ${plural(waves, 'wave')}, ${plural(problems.length, 'problem')}`,
  ].join('\n')
}

async function check(named: string[], flags: { pack?: string; json?: boolean }): Promise<void> {
  const pack = await packOf(flags.pack)
  const checked = parsePlans(await documents(named), pack)
  const { plans, problems, notes } = checked
  const ok = problems.length === 0
  const ids = plans.map(({ plan, title, waves }) => ({ plan, title, waves: waves.length }))
  const out =
    flags.json === true
      ? JSON.stringify({ ok, plans: ids, problems, notes })
      : checkReport(checked, pack?.name)
  process.stdout.write(`${out}\n`)
  if (!ok) process.exitCode = 1
}

const FORMATS = ['mermaid', 'svg', 'json'] as const

async function graph(named: string[], flags: { format: string }): Promise<void> {
  const { plans, problems } = parsePlans(await documents(named), undefined)
  if (problems.length > 0) {
    throw new UserError(
      `${plural(problems.length, 'problem')} in the plans:\n${problems.map(formatProblem).join('\n')}`,
      'correct the plans: each problem shows what was expected and an example',
    )
  }
  const drawn = planGraph(plans)
  const titles = new Map(plans.map(({ plan, title }) => [plan, title]))
  const format = FORMATS.find((one) => one === flags.format) ?? 'mermaid'
  switch (format) {
    case 'mermaid':
      process.stdout.write(mermaid(drawn, titles))
      return
    case 'svg':
      process.stdout.write(svg(drawn, titles))
      return
    case 'json':
      process.stdout.write(`${JSON.stringify(drawn)}\n`)
  }
}

const checkCommand = new Command('check')
  .description('Check plan documents, each alone and all together')
  .argument('<paths...>', 'plan files, or folders of them')
  .option('--pack <name>', 'the team whose agents the plans name')
  .option('--json', 'print one JSON object: ok, plans, problems, notes')
  .addHelpText('after', '\nExit code: 0 without problems, 1 with some.')
  .action(check)

const graphCommand = new Command('graph')
  .description('Draw which wave waits for which')
  .argument('<paths...>', 'plan files, or folders of them')
  .addOption(new Option('--format <format>', 'what to print').choices(FORMATS).default('mermaid'))
  .action(graph)

export const planCommand = new Command('plan')
  .description('Plan documents: check them, draw their waves')
  .addCommand(checkCommand)
  .addCommand(graphCommand)
