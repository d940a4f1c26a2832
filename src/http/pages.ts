// The pages that a token opens, wired to the store; none without one.

import type { Kysely } from 'kysely'
import { DEFAULT_DAYS } from '../domain/kpis/kpi.ts'
import { boardOf } from '../reconcile/board.ts'
import type { Configurations } from '../reconcile/configuration.ts'
import { allGauges } from '../reconcile/gauges.ts'
import { backlog } from '../store/backlog.ts'
import type { Schema } from '../store/schema.ts'
import { repositoriesOfTasks } from '../store/tasks.ts'
import { createAccess } from './access.ts'
import { dashboard } from './dashboard.ts'
import type { HttpHandler } from './health.ts'
import { metrics } from './metrics.ts'

export interface PagesDeps {
  db: Kysely<Schema>
  configurations: Pick<Configurations, 'resolve'>
  /** Undefined: there are no pages. */
  token: string | undefined
  /** Root of GitHub's web pages. */
  serverUrl: string
  now: () => number
}

export function pages({ db, configurations, token, serverUrl, now }: PagesDeps): HttpHandler[] {
  if (token === undefined) return []
  const access = createAccess(token)
  const repositories = () => allGauges(db, configurations, now())
  return [
    metrics({
      access,
      numbers: async () => ({ repositories: await repositories(), backlog: await backlog(db) }),
      days: DEFAULT_DAYS,
      now,
    }),
    dashboard({
      access,
      repositories,
      board: async (name) => {
        const all = await repositoriesOfTasks(db)
        const repo = all.find((one) => `${one.owner}/${one.repo}`.toLowerCase() === name)
        if (repo === undefined) return undefined
        const { policy } = await configurations.resolve(repo, { policy: undefined, roster: [] })
        return boardOf(db, repo, now(), { policy })
      },
      serverUrl,
      now,
    }),
  ]
}
