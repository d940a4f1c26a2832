// What key figures of a repository are told from, read from the store.

import type { Kysely } from 'kysely'
import { DEFAULT_RULE } from '../domain/benchmarks/rule.ts'
import type { RepoRef, TaskKey } from '../domain/ids.ts'
import { documented } from '../domain/kpis/documented.ts'
import {
  runsByWave,
  waveOf,
  type EndedTask,
  type KpiFacts,
  type MergedWave,
  type RunFact,
} from '../domain/kpis/facts.ts'
import { DAY_MS, kpisOf } from '../domain/kpis/kpis.ts'
import type { Kpi } from '../domain/kpis/kpi.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import { classify } from '../domain/roster/classify.ts'
import { waveNumber } from '../domain/roster/route-waves.ts'
import { buildFacts } from '../store/build-facts.ts'
import { escalationsOf } from '../store/escalations.ts'
import { runFacts } from '../store/run-facts.ts'
import type { Schema } from '../store/schema.ts'
import { tasksSince } from '../store/tasks.ts'
import { trendsOf, type RecordedTrend } from '../store/trends.ts'
import { TaskState } from './task-state.ts'

export interface KnownTask {
  key: TaskKey
  state: TaskState
  open: boolean
  /** Milliseconds since 1970. */
  updatedAt: number
}

export interface RepositoryFacts extends KpiFacts {
  tasks: readonly KnownTask[]
  trends: readonly RecordedTrend[]
}

function endedOf(tasks: readonly KnownTask[]): EndedTask[] {
  return tasks.flatMap(({ key, state, open, updatedAt }) => {
    // Of one that ended before this was kept nobody can say how.
    if (state.shown === undefined || state.routed === undefined) return []
    const at = state.shown.endedAt ?? (open ? undefined : updatedAt)
    return at === undefined ? [] : [{ task: key, at, done: state.shown.state === 'done' }]
  })
}

/** What the agents of a wave have changed together, over all rounds. */
const pathsOf = (runs: readonly RunFact[] = []): string[] => [
  ...new Set(runs.flatMap((run) => (run.state === 'done' ? run.paths : []))),
]

function mergedOf(
  tasks: readonly KnownTask[],
  runs: readonly RunFact[],
  policy: EffectivePolicy | undefined,
): MergedWave[] {
  const byWave = runsByWave(runs)
  return tasks.flatMap(({ key, state: { shown, routed } }) =>
    (shown?.merged ?? []).map((merged): MergedWave => {
      const labels = routed?.labels ?? []
      const waves = [...(routed?.waves ?? []), ...(routed?.dropped ?? [])]
      const wave = waves.find(({ index }) => index === merged.wave) ?? { index: merged.wave }
      const changed = {
        paths: pathsOf(byWave.get(waveOf({ task: key, wave: merged.wave }))),
        wave: waveNumber(wave),
        labels,
      }
      return {
        task: key,
        ...merged,
        documented:
          policy &&
          documented(policy.gates.documentation, {
            ...changed,
            task: classify(policy.pack, labels, undefined),
          }),
      }
    }),
  )
}

/** The change that the policy lets a metric make: that of its benchmark gate, else of its limit against the record. */
function allowedPct(policy: EffectivePolicy | undefined): KpiFacts['allowedPct'] {
  return (metric) =>
    policy?.gates.benchmark.find((rule) => rule.metric === metric)?.max_regression_pct ??
    policy?.gates.metric.find((rule) => rule.metric === metric && rule.baseline !== 'target')
      ?.max_regression_pct ??
    DEFAULT_RULE.effectFloorPct
}

/** Of the days before `now`, and as many before those. `policy`: the one in force, where there is one. */
export async function kpiFacts(
  db: Kysely<Schema>,
  repo: RepoRef,
  now: number,
  { policy, days }: { policy: EffectivePolicy | undefined; days: number },
): Promise<RepositoryFacts> {
  const since = new Date(now - 2 * days * DAY_MS)
  const records = await tasksSince(db, repo, since)
  const tasks = records.map(({ key, state, open, updatedAt }) => ({
    key,
    state: TaskState.parse(state),
    open,
    updatedAt: updatedAt.getTime(),
  }))
  const merging = tasks.filter(({ state }) => (state.shown?.merged ?? []).length > 0)
  const runs = await runFacts(
    db,
    repo,
    since,
    merging.map(({ key }) => key),
  )
  return {
    tasks,
    runs,
    builds: await buildFacts(db, repo, since),
    escalations: await escalationsOf(db, [...new Set(runs.map(({ task }) => task))]),
    merged: mergedOf(tasks, runs, policy),
    ended: endedOf(tasks),
    trends: await trendsOf(db, { repository: `${repo.owner}/${repo.repo}` }),
    allowedPct: allowedPct(policy),
  }
}

/** The key figures of a repository alone, in the order of their names. */
export async function repositoryKpis(
  db: Kysely<Schema>,
  repo: RepoRef,
  now: number,
  terms: { policy: EffectivePolicy | undefined; days: number },
): Promise<Kpi[]> {
  return kpisOf(await kpiFacts(db, repo, now, terms), now, terms.days)
}
