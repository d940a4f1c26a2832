// `baton experiments`: what was tried, with what, and what came of it; two of them compared; one run again.

import path from 'node:path'
import { Command } from 'commander'
import type { ExperimentRecord } from '../domain/experiments/record.ts'
import { UserError } from '../errors.ts'
import { print } from './print.ts'
import { withStore } from './with-store.ts'

const AGAIN = 'see `baton experiments list` for the ids'

async function byId(...ids: string[]): Promise<ExperimentRecord[]> {
  const found = await withStore(async ({ store }) => {
    const { experimentById } = await import('../store/experiments.ts')
    const records = []
    for (const id of ids) records.push(await experimentById(store.db, id))
    return records
  })
  const unknown = ids.filter((_, i) => found[i] === undefined)
  if (unknown.length > 0) throw new UserError(`there is no experiment ${unknown.join(', ')}`, AGAIN)
  return found.filter((one) => one !== undefined)
}

const out = (options: { json?: boolean }, json: unknown, lines: readonly string[]): void =>
  print(options.json === true ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`)

const list = new Command('list')
  .description('All experiments on record, oldest first')
  .option('--repo <owner/name>', 'of this repository only')
  .option('--json', 'print one JSON array')
  .action(async (options: { repo?: string; json?: boolean }) => {
    const all = await withStore(async ({ store }) => {
      const { experimentsIn } = await import('../store/experiments.ts')
      return await experimentsIn(store.db, options.repo)
    })
    const { listText } = await import('./experiments-text.ts')
    out(options, all, listText(all))
  })

const show = new Command('show')
  .description('Everything that is known of an experiment')
  .argument('<id>', 'its id')
  .option('--json', 'print one JSON object')
  .action(async (id: string, options: { json?: boolean }) => {
    const [one] = await byId(id)
    const { showText } = await import('./experiments-text.ts')
    if (one !== undefined) out(options, one, showText(one))
  })

const compare = new Command('compare')
  .description('What two experiments were given differently, and how their figures differ')
  .argument('<before>', 'an id')
  .argument('<after>', 'an id')
  .option('--json', 'print one JSON object')
  .action(async (before: string, after: string, options: { json?: boolean }) => {
    const [a, b] = await byId(before, after)
    if (a === undefined || b === undefined) return
    const { compareExperiments } = await import('../domain/experiments/compare.ts')
    const { compareText } = await import('./experiments-text.ts')
    const comparison = compareExperiments(a, b)
    out(options, comparison, compareText(comparison))
  })

const reproduce = new Command('reproduce')
  .description('How to run an experiment again; with --in it is run, and compared with the record')
  .argument('<id>', 'its id')
  .option('--in <dir>', 'a checkout at its commit: the recorded command is run there by bash, as you')
  .option('--json', 'print one JSON object')
  .addHelpText('after', '\nExit code with --in: 0 when every figure is the same, 2 when one is not.')
  .action(async (id: string, options: { in?: string; json?: boolean }) => {
    const [one] = await byId(id)
    if (one === undefined) return
    const { recipe, reproduce: runAgain } = await import('./reproduce.ts')
    if (options.in === undefined) {
      const { sha, command, parameters, seed, data } = one
      out(options, { sha, command, parameters, seed, data }, recipe(one))
      return
    }
    const again = runAgain(one, path.resolve(options.in))
    const { metricsText } = await import('./experiments-text.ts')
    const said = again.identical ? 'Reproduced: every figure is the same.' : 'Not the same to the last digit:'
    out(options, again, [said, '', ...metricsText(again.comparison)])
    if (!again.identical) process.exitCode = 2
  })

export const experimentsCommand = new Command('experiments').description(
  'What was tried and what came of it (needs the data folder or DATABASE_URL; the embedded store must not be in use)',
)
for (const command of [list, show, compare, reproduce]) experimentsCommand.addCommand(command)
