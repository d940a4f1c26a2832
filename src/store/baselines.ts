// Baselines: of each metric, platform and machine the figure that was saved last; saved by merges, and by hand.

import { sql, type Kysely } from 'kysely'
import { HISTORY, type Baseline } from '../domain/gates/gate.ts'
import { Sha, type RepoRef } from '../domain/ids.ts'
import { PlatformName } from '../domain/results.ts'
import { audit } from './audit.ts'
import type { Schema } from './schema.ts'
import { repositoryName } from './signals.ts'

interface Row {
  metric: string
  unit: string
  platform: string
  machine: string
  sha: string
  median: number
}

/** What later heads of a branch are compared with, with the runs before; one query over an index. */
export async function baselinesOf(
  db: Kysely<Schema>,
  repo: RepoRef,
  branch: string,
  metrics: readonly string[],
): Promise<Baseline[]> {
  if (metrics.length === 0) return []
  const { rows } = await sql<Row>`
    select metric, unit, platform, machine, sha, median from (
      select metric, unit, platform, machine, coalesce(merged_as, head_sha) as sha, median, row_number() over (
        partition by metric, platform, machine order by saved_at desc, at desc, validation desc) as place
      from measurement
      where repository = ${repositoryName(repo)} and branch = ${branch} and metric = any(${[...metrics]})
        and saved_at is not null
    ) ranked where place <= ${HISTORY} order by metric, platform, machine, place`.execute(db)
  const groups = Map.groupBy(rows, ({ metric, platform, machine }) =>
    JSON.stringify([metric, platform, machine]),
  )
  return [...groups.values()].flatMap((runs): Baseline[] => {
    const [newest] = runs
    if (newest === undefined) return []
    const { metric, unit, platform, machine, sha, median } = newest
    return [
      {
        metric,
        unit,
        platform: PlatformName.parse(platform),
        machine,
        sha: Sha.parse(sha),
        value: median,
        // Another unit is another figure: what was measured before the change is not compared with.
        history: runs.filter((run) => run.unit === unit).map((run) => run.median),
      },
    ]
  })
}

/** A baseline as it is listed. */
export interface SavedBaseline {
  repository: string
  branch: string
  metric: string
  platform: string
  /** In words. */
  machine: string
  value: number
  unit: string
  samples: number
  commit: string
  savedAt: Date
}

/** Which measurements are meant; what is left out is not narrowed. */
export interface Selection {
  repository?: string | undefined
  branch?: string | undefined
  metric?: string | undefined
  platform?: string | undefined
}

/** As a condition on `measurement`. */
export function narrowed({ repository, branch, metric, platform }: Selection) {
  return sql`${repository === undefined ? sql`true` : sql`repository = ${repository.toLowerCase()}`}
    and ${branch === undefined ? sql`true` : sql`branch = ${branch}`}
    and ${metric === undefined ? sql`true` : sql`metric = ${metric}`}
    and ${platform === undefined ? sql`true` : sql`platform = ${platform}`}`
}

/** Every baseline in force, by repository, branch and name. */
export async function savedBaselines(db: Kysely<Schema>, selection: Selection): Promise<SavedBaseline[]> {
  const { rows } = await sql<SavedBaseline>`
    select * from (
      select distinct on (repository, branch, metric, platform, measurement.machine)
        repository, branch, metric, platform, machine_name as machine, median as value, unit, samples,
        coalesce(merged_as, head_sha) as commit, saved_at as "savedAt"
      from measurement where saved_at is not null and ${narrowed(selection)}
      order by repository, branch, metric, platform, measurement.machine, saved_at desc, at desc, validation desc
    ) newest order by repository, branch, metric, platform, machine`.execute(db)
  return rows
}

/**
 * Makes what was measured of a commit, merged or not, the baseline; a metric that is saved later replaces it. With a line in the audit
 * log, so take a transaction. Returns how many figures were saved.
 */
export async function saveBaselines(
  trx: Kysely<Schema>,
  commit: Sha,
  selection: Selection,
  at: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update measurement set saved_at = ${at}
    where (head_sha = ${commit} or merged_as = ${commit}) and ${narrowed(selection)}`.execute(trx)
  const count = Number(numAffectedRows ?? 0n)
  if (count > 0)
    await audit(trx, {
      taskKey: null,
      actor: 'cli',
      what: 'baseline saved',
      detail: { commit, ...selection },
    })
  return count
}

/**
 * Forgets baselines, so that comparing begins with what is saved next; trends keep what was merged. With a line in the audit log, so
 * take a transaction. Returns how many figures were saved before.
 */
export async function clearBaselines(trx: Kysely<Schema>, selection: Selection): Promise<number> {
  const { numAffectedRows } = await sql`
    update measurement set saved_at = null where saved_at is not null and ${narrowed(selection)}`.execute(trx)
  const count = Number(numAffectedRows ?? 0n)
  if (count > 0)
    await audit(trx, { taskKey: null, actor: 'cli', what: 'baselines cleared', detail: { ...selection } })
  return count
}
