// The numbers of every repository for a monitor: key figures, and how much of what there is now.

import type { Kysely } from 'kysely'
import { gaugesOf, type Gauges } from '../domain/board/gauges.ts'
import { DEFAULT_DAYS, type Kpi } from '../domain/kpis/kpi.ts'
import { kpisOf } from '../domain/kpis/kpis.ts'
import { startOfDay } from '../domain/stages/day-budget.ts'
import type { Schema } from '../store/schema.ts'
import { repositoriesOfTasks } from '../store/tasks.ts'
import { taskLines } from './board.ts'
import type { Configurations } from './configuration.ts'
import { kpiFacts } from './kpi-facts.ts'

export interface RepositoryGauges extends Gauges {
  /** `owner/repo`. */
  repository: string
  kpis: readonly Kpi[]
}

/** Of each repository that has a task, by name, one after the other: a monitor is in no hurry, and the work is. */
export async function allGauges(
  db: Kysely<Schema>,
  configurations: Pick<Configurations, 'resolve'>,
  now: number,
): Promise<RepositoryGauges[]> {
  const found: RepositoryGauges[] = []
  for (const repo of await repositoriesOfTasks(db)) {
    const { policy } = await configurations.resolve(repo, { policy: undefined, roster: [] })
    const facts = await kpiFacts(db, repo, now, { policy, days: DEFAULT_DAYS })
    found.push({
      repository: `${repo.owner}/${repo.repo}`,
      kpis: kpisOf(facts, now, DEFAULT_DAYS),
      ...gaugesOf(taskLines(facts.tasks), facts.runs, startOfDay(now)),
    })
  }
  return found
}
