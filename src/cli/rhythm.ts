// `baton rhythm`: when a repository is told where it stands in the next seven days, and when it was told last.

import { Command } from 'commander'
import { UserError } from '../errors.ts'
import { repositoryOf } from './repository-name.ts'
import { textTable } from './text-table.ts'
import { withStore } from './with-store.ts'

const DAYS = 7

export const rhythmCommand = new Command('rhythm')
  .description(
    'The slots of a repository in the next seven days, by its last valid policy, and when each kind was told last (needs the data folder or DATABASE_URL)',
  )
  .argument('<owner/name>', 'the repository')
  .option('--json', 'print one JSON object')
  .action(async (name: string, options: { json?: boolean }) => {
    const repo = repositoryOf(name)
    const found = await withStore(async ({ store }) => {
      const { createConfigurations } = await import('../reconcile/configuration.ts')
      const { rhythmOf } = await import('../reconcile/repository/rhythm.ts')
      const { loadBuiltInPacks, PACKS_DIR } = await import('../roster/index.ts')
      const { packs } = await loadBuiltInPacks(PACKS_DIR)
      return await rhythmOf(store.db, createConfigurations(store.db, packs), repo, Date.now(), DAYS)
    })
    if (found === undefined)
      throw new UserError(
        `${name} has no rhythm`,
        'give its policy the key `rhythm`; it is known here once a task or a push was looked at',
      )
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ repository: name, ...found })}\n`)
      return
    }
    const { wallText } = await import('../domain/render/wall-clock.ts')
    const rows = found.slots.map(({ kind, at }) => {
      const told = found.told.find((one) => one.kind === kind)
      return [wallText(at, found.zone), kind, told === undefined ? '-' : wallText(told.at, found.zone)]
    })
    const lines =
      rows.length === 0 ? ['Every slot is off.'] : textTable([['SLOT', 'KIND', 'LAST TOLD'], ...rows])
    process.stdout.write(`${name}, ${found.zone}\n\n${lines.join('\n')}\n`)
  })
