// `baton kpis`: the key figures of repositories, against the same number of days before.

import { Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_DAYS, type Kpi } from '../domain/kpis/kpi.ts'
import type { RepoRef } from '../domain/ids.ts'
import type { Store } from '../store/open.ts'
import { print } from './print.ts'
import { repositoryOf } from './repository-name.ts'
import { withStore } from './with-store.ts'

interface Options {
  days: number
  json?: boolean
  markdown?: boolean
}

const MOST_DAYS = 365

function daysOf(text: string): number {
  const days = Number(text)
  if (!/^\d+$/.test(text) || days < 1 || days > MOST_DAYS)
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_DAYS}.`)
  return days
}

interface Found {
  repository: string
  kpis: readonly Kpi[]
}

/** With the policy that each repository last had in force. */
async function find(store: Store, wanted: RepoRef | undefined, days: number): Promise<Found[]> {
  const { repositoriesOfTasks } = await import('../store/tasks.ts')
  const { createConfigurations } = await import('../reconcile/configuration.ts')
  const { repositoryKpis } = await import('../reconcile/kpi-facts.ts')
  const { loadBuiltInPacks, PACKS_DIR } = await import('../roster/index.ts')
  const configurations = createConfigurations(store.db, (await loadBuiltInPacks(PACKS_DIR)).packs)
  const name = ({ owner, repo }: RepoRef): string => `${owner}/${repo}`
  const all = await repositoriesOfTasks(store.db)
  const chosen = all.filter(
    (repo) => wanted === undefined || name(repo).toLowerCase() === name(wanted).toLowerCase(),
  )
  const found: Found[] = []
  for (const repo of chosen) {
    const { policy } = await configurations.resolve(repo, { policy: undefined, roster: [] })
    const kpis = await repositoryKpis(store.db, repo, Date.now(), { policy, days })
    found.push({ repository: name(repo), kpis })
  }
  return found
}

async function text({ repository, kpis }: Found, days: number): Promise<string> {
  const { KPI_HEADING, kpiRows } = await import('../domain/render/kpis.ts')
  const { line, textTable } = await import('./text-table.ts')
  const head = line(`${repository}, the last ${days} days against as many before`)
  const legend = kpis.map(({ title, definition }) => line(`${title}: ${definition}.`))
  return [head, ...textTable([KPI_HEADING, ...kpiRows(kpis)]), '', ...legend].join('\n')
}

async function section({ repository, kpis }: Found, days: number): Promise<string> {
  const { kpiTable } = await import('../domain/render/kpis.ts')
  return `## ${repository}\n\n${kpiTable(kpis, days)}`
}

export const kpisCommand = new Command('kpis')
  .description(
    'Key figures: builds, tests, coverage, documentation, speed, completion, blockers, review rounds, cost (needs the data folder or DATABASE_URL; the embedded store must not be in use: the dashboard shows the same)',
  )
  .argument('[owner/repo]', 'of this repository; left out: of each')
  .option('--days <n>', `of so many days, 1 to ${MOST_DAYS}`, daysOf, DEFAULT_DAYS)
  .option('--markdown', 'print a section with a table for each, for a report')
  .addOption(new Option('--json', 'print one JSON array').conflicts('markdown'))
  .action(async (name: string | undefined, { days, json, markdown }: Options) => {
    const wanted = name === undefined ? undefined : repositoryOf(name)
    const found = await withStore(({ store }) => find(store, wanted, days))
    if (json === true) {
      print(`${JSON.stringify(found.map((entry) => ({ ...entry, days })))}\n`)
      return
    }
    const texts = await Promise.all(
      found.map((entry) => (markdown === true ? section(entry, days) : text(entry, days))),
    )
    print(texts.length === 0 ? 'There are no tasks.\n' : `${texts.join('\n\n')}\n`)
  })
