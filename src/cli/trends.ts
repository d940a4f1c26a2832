// `baton trends`: how what was measured went from merge to merge.

import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { Target } from '../domain/roster/pack.ts'
import type { Store } from '../store/open.ts'
import type { RecordedTrend } from '../store/trends.ts'
import { withStore } from './with-store.ts'

interface Options {
  repo?: string
  branch?: string
  platform?: string
  json?: boolean
  svg?: string
}

interface Found {
  trend: RecordedTrend
  targets: readonly Target[]
}

/** With the targets of the policy that each repository last had in force. */
async function find(store: Store, metric: string | undefined, options: Options): Promise<Found[]> {
  const { trendsOf } = await import('../store/trends.ts')
  const { createConfigurations } = await import('../reconcile/configuration.ts')
  const { loadBuiltInPacks, PACKS_DIR } = await import('../roster/index.ts')
  const { repo: repository, branch, platform } = options
  const trends = await trendsOf(store.db, { repository, branch, platform, metric })
  const configurations = createConfigurations(store.db, (await loadBuiltInPacks(PACKS_DIR)).packs)
  const targets = new Map<string, readonly Target[]>()
  for (const name of new Set(trends.map((trend) => trend.repository))) {
    const [owner = '', repo = ''] = name.split('/')
    const { policy } = await configurations.resolve({ owner, repo }, { policy: undefined, roster: [] })
    targets.set(name, policy?.pack.targets ?? [])
  }
  return trends.map((trend) => ({ trend, targets: targets.get(trend.repository) ?? [] }))
}

async function text({ trend, targets }: Found): Promise<string> {
  const { changeAt, targetOf } = await import('../domain/benchmarks/trend.ts')
  const { figure, shortSha } = await import('../domain/render/figures.ts')
  const { line, textTable } = await import('./text-table.ts')
  const { metric, unit, better, platform, machine, points, baseline } = trend
  const target = targetOf(trend, targets)
  const rows = points.map(({ at, commit, value }, i) => [
    new Date(at).toISOString().slice(0, 10),
    shortSha(commit),
    `${figure(value)} ${unit}`,
    changeAt(trend, i) ?? '',
  ])
  const known = [
    `${better} is better`,
    ...(baseline === undefined ? [] : [`baseline ${figure(baseline)} ${unit}`]),
    ...(target === undefined ? [] : [`target ${target.op} ${figure(target.value)} ${unit}`]),
  ]
  const head = `${trend.repository} ${trend.branch}: ${metric} on ${platform} (${machine}); ${known.join(', ')}`
  return [line(head), ...textTable([['merged', 'commit', 'figure', 'change'], ...rows])].join('\n')
}

export const trendsCommand = new Command('trends')
  .description(
    'What merged waves measured, from merge to merge (needs the data folder or DATABASE_URL; the embedded store must not be in use)',
  )
  .argument('[metric]', 'the name of a metric; left out: all')
  .option('--repo <owner/name>', 'of this repository')
  .option('--branch <name>', 'of this branch')
  .option('--platform <name>', 'of this platform')
  .option('--json', 'print one JSON array')
  .option('--svg <file>', 'draw it to this file too')
  .action(async (metric: string | undefined, options: Options) => {
    const found = await withStore(({ store }) => find(store, metric, options))
    if (options.svg !== undefined) {
      const { trendsSvg } = await import('../domain/render/trend-svg.ts')
      await writeFile(options.svg, trendsSvg(found))
    }
    if (options.json === true) {
      const { targetOf } = await import('../domain/benchmarks/trend.ts')
      const entries = found.map(({ trend, targets }) => ({ ...trend, target: targetOf(trend, targets) }))
      process.stdout.write(`${JSON.stringify(entries)}\n`)
      return
    }
    if (found.length === 0) process.stdout.write('Nothing was merged that was measured.\n')
    const texts = await Promise.all(found.map(text))
    if (texts.length > 0) process.stdout.write(`${texts.join('\n\n')}\n`)
  })
