// What merged waves measured, as trends.

import { sql, type Kysely } from 'kysely'
import type { Trend } from '../domain/benchmarks/trend.ts'
import { Sha } from '../domain/ids.ts'
import { narrowed, type Selection } from './baselines.ts'
import type { Schema } from './schema.ts'

/** Points of one trend at most; the oldest are left out. */
const MOST_POINTS = 200

interface Row extends Pick<Trend, 'metric' | 'unit' | 'better' | 'platform' | 'machine'> {
  repository: string
  branch: string
  /** Digest of the machine. */
  identity: string
  commit: string
  at: Date
  value: number
  baseline: number | null
}

export interface RecordedTrend extends Trend {
  repository: string
  branch: string
}

/** One query: a point per merge, of several runs the last; the newest unit of a metric is what its baseline is in. */
export async function trendsOf(
  db: Kysely<Schema>,
  selection: Selection & { metrics?: readonly string[] | undefined },
): Promise<RecordedTrend[]> {
  const { metrics } = selection
  const { rows } = await sql<Row>`
    with merged as (
      select distinct on (repository, branch, metric, unit, platform, machine, merged_as) *
      from measurement where merged_at is not null and ${narrowed(selection)}
        and ${metrics === undefined ? sql`true` : sql`metric = any(${[...metrics]})`}
      order by repository, branch, metric, unit, platform, machine, merged_as, at desc, validation desc
    ), placed as (
      select *, row_number() over (partition by repository, branch, metric, unit, platform, machine
        order by merged_at desc, merged_as desc) as place from merged
    )
    select repository, branch, metric, unit, better, platform, machine as identity, machine_name as machine, merged_as as commit,
      merged_at as at, median as value, (
        select saved.median from measurement saved
        where saved.repository = placed.repository and saved.branch = placed.branch and saved.metric = placed.metric
          and saved.unit = placed.unit and saved.platform = placed.platform and saved.machine = placed.machine
          and saved.saved_at is not null
        order by saved.saved_at desc, saved.at desc, saved.validation desc limit 1) as baseline
    from placed where place <= ${MOST_POINTS}
    order by repository, branch, metric, platform, machine, unit, place desc`.execute(db)
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([row.repository, row.branch, row.metric, row.unit, row.platform, row.identity]),
  )
  return [...groups.values()].flatMap((points): RecordedTrend[] => {
    const last = points.at(-1)
    if (last === undefined) return []
    const { repository, branch, metric, unit, better, platform, machine, baseline } = last
    return [
      {
        repository,
        branch,
        metric,
        unit,
        better,
        platform,
        machine,
        baseline: baseline ?? undefined,
        points: points.map(({ at, commit, value }) => ({
          at: at.getTime(),
          commit: Sha.parse(commit),
          value,
        })),
      },
    ]
  })
}
