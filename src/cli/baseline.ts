// `baton baseline`: the figures that later heads are compared with; merged waves save theirs by themselves.

import { Command } from 'commander'
import { UserError } from '../errors.ts'
import { withStore } from './with-store.ts'

interface Options {
  repo?: string
  branch?: string
  metric?: string
  platform?: string
  json?: boolean
}

const narrowing = (command: Command): Command =>
  command
    .option('--repo <owner/name>', 'of this repository')
    .option('--branch <name>', 'of this branch')
    .option('--metric <name>', 'of this metric')
    .option('--platform <name>', 'of this platform')
    .option('--json', 'print JSON')

const selection = ({ repo, branch, metric, platform }: Options) => ({
  repository: repo,
  branch,
  metric,
  platform,
})

const said = (json: boolean | undefined, count: number, text: string): void => {
  process.stdout.write(json === true ? `${JSON.stringify({ count })}\n` : `${text}\n`)
}

const list = narrowing(new Command('list').description('List the baselines in force')).action(
  async (options: Options) => {
    const { savedBaselines } = await import('../store/baselines.ts')
    const found = await withStore(({ store }) => savedBaselines(store.db, selection(options)))
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(found)}\n`)
      return
    }
    if (found.length === 0) {
      process.stdout.write('There are no baselines.\n')
      return
    }
    const { figure, shortSha } = await import('../domain/render/figures.ts')
    const { textTable } = await import('./text-table.ts')
    const rows = found.map((one) => [
      one.repository,
      one.branch,
      one.metric,
      `${figure(one.value)} ${one.unit}`,
      one.platform,
      one.machine,
      shortSha(one.commit),
      one.savedAt.toISOString().slice(0, 10),
    ])
    const head = ['repository', 'branch', 'metric', 'baseline', 'platform', 'machine', 'commit', 'saved']
    process.stdout.write(`${textTable([head, ...rows]).join('\n')}\n`)
  },
)

const save = narrowing(
  new Command('save')
    .description('Make what was measured of a commit the baseline, until a merged wave saves the next one')
    .argument('<commit>', 'the full SHA of a head that was measured, or of its merge'),
).action(async (commit: string, options: Options) => {
  const { Sha } = await import('../domain/ids.ts')
  const sha = Sha.safeParse(commit)
  if (!sha.success)
    throw new UserError(`${commit} is not a full SHA`, 'give all 40 hex digits, as in git log')
  const { saveBaselines } = await import('../store/baselines.ts')
  const count = await withStore(({ store }) =>
    store.db.transaction().execute((trx) => saveBaselines(trx, sha.data, selection(options), new Date())),
  )
  if (count === 0)
    throw new UserError(
      `nothing that was measured of ${commit} is on record`,
      'name a head of a wave that was validated or benchmarked; of heads that were never merged, figures are kept for 90 days',
    )
  said(options.json, count, `${count} saved.`)
})

const clear = narrowing(
  new Command('clear')
    .description(
      'Forget baselines, for example after a new compiler: comparing begins with what is saved next',
    )
    .option('--all', 'every one'),
).action(async (options: Options & { all?: boolean }) => {
  const wanted = selection(options)
  if (Object.values(wanted).every((value) => value === undefined) && options.all !== true)
    throw new UserError('nothing says which baselines', 'narrow it, for example with --metric, or give --all')
  const { clearBaselines } = await import('../store/baselines.ts')
  const count = await withStore(({ store }) =>
    store.db.transaction().execute((trx) => clearBaselines(trx, wanted)),
  )
  said(options.json, count, `${count} cleared.`)
})

export const baselineCommand = new Command('baseline')
  .description(
    'What later heads are compared with (needs the data folder or DATABASE_URL; the embedded store must not be in use)',
  )
  .addCommand(save)
  .addCommand(list)
  .addCommand(clear)
