// The board of a repository, from what the store knows: agents, tasks, plans, figures against targets, key figures.

import type { Kysely } from 'kysely'
import { agentLines } from '../domain/board/agents.ts'
import { dependencies } from '../domain/board/dependencies.ts'
import { metricLines } from '../domain/board/metrics.ts'
import { inOrder } from '../domain/board/tasks.ts'
import type { BoardView, TaskLine } from '../domain/board/view.ts'
import type { RepoRef } from '../domain/ids.ts'
import { DEFAULT_DAYS } from '../domain/kpis/kpi.ts'
import { kpisOf, windows } from '../domain/kpis/kpis.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { Schema } from '../store/schema.ts'
import { signalsOf } from '../store/signals.ts'
import type { RecordedTrend } from '../store/trends.ts'
import { coordinationOf } from './coordination.ts'
import { kpiFacts, type KnownTask } from './kpi-facts.ts'

/** Those that were handed over; an issue that nobody gave to Baton is none of its tasks. */
export function taskLines(tasks: readonly KnownTask[]): TaskLine[] {
  const open = tasks.filter(
    ({ open: is, state }) =>
      is && state.shown?.endedAt === undefined && (state.authorisedBy ?? state.routed) !== undefined,
  )
  return inOrder(
    open.map(({ key, state, updatedAt }) => ({
      task: key,
      title: state.shown?.title,
      state: state.shown?.state,
      stands: state.explanation.at(-1),
      updatedAt,
    })),
  )
}

/** Of the branch that was merged to last: figures of an older release are another matter. */
function ofNewestBranch(trends: readonly RecordedTrend[]): RecordedTrend[] {
  const newest = trends.toSorted((a, b) => (b.points.at(-1)?.at ?? 0) - (a.points.at(-1)?.at ?? 0))[0]
  return trends.filter(({ branch }) => branch === newest?.branch)
}

/**
 * What the board of a repository shows at `now` (milliseconds since 1970). `policy` is the one in force: team, targets and rules are its
 * own; undefined where none is known. `days`: the window of the key figures.
 */
export async function boardOf(
  db: Kysely<Schema>,
  repo: RepoRef,
  now: number,
  { policy, days = DEFAULT_DAYS }: { policy: EffectivePolicy | undefined; days?: number },
): Promise<BoardView> {
  const facts = await kpiFacts(db, repo, now, { policy, days })
  const coordination = await coordinationOf(db, repo, now)
  const sent = new Set<string>((await signalsOf(db, repo)).map(({ name }) => name))
  const matrix = coordination && dependencies(coordination, sent)
  return {
    repository: repo,
    now,
    days,
    agents: agentLines(
      policy?.pack.agents.map(({ name }) => name) ?? [],
      facts.runs,
      windows(now, days).present,
    ),
    tasks: taskLines(facts.tasks),
    plans: matrix?.plans ?? [],
    dependencies: matrix?.cells ?? [],
    metrics: metricLines(ofNewestBranch(facts.trends), policy?.pack.targets ?? []),
    coordination,
    kpis: kpisOf(facts, now, days),
  }
}
