// What the reports of the rhythm tell beside the board, read from the store: only when a slot is due.

import type { Kysely } from 'kysely'
import type { Milestone } from '../../domain/board/milestones.ts'
import {
  oppositeAssumptions,
  overlappingPaths,
  sameSymbols,
  type Work,
} from '../../domain/conflicts/detect.ts'
import { worksOf } from '../../domain/conflicts/works.ts'
import { subjectOf } from '../../domain/directives/directive.ts'
import { isBroadcast } from '../../domain/directives/progress.ts'
import { binds } from '../../domain/freeze/freeze.ts'
import { taskKey, type RepoRef, type TaskKey } from '../../domain/ids.ts'
import type { RunFact } from '../../domain/kpis/facts.ts'
import { DEFAULT_DAYS } from '../../domain/kpis/kpi.ts'
import { kpisOf } from '../../domain/kpis/kpis.ts'
import type { EffectivePolicy } from '../../domain/policy/effective.ts'
import { touchedPoints } from '../../domain/roster/integration.ts'
import type { RhythmFacts } from '../../domain/rhythm/facts.ts'
import { openBroadcasts } from '../../store/broadcasts.ts'
import { freezesOf } from '../../store/freezes.ts'
import { rulingsOfTask } from '../../store/rulings.ts'
import { runsOfTask } from '../../store/runs.ts'
import type { Schema } from '../../store/schema.ts'
import { signalsOf } from '../../store/signals.ts'
import { kpiFacts, type KnownTask } from '../kpi-facts.ts'
import { toRunRecord } from '../records.ts'
import { troublesOf } from './register.ts'

async function contradictions(
  db: Kysely<Schema>,
  open: readonly KnownTask[],
): Promise<RhythmFacts['contradictions']> {
  const works: Work[] = []
  const ruled = new Set<string>()
  for (const { key, state } of open) {
    const pulls = new Set(state.waves.flatMap(({ index, pull }) => (pull === undefined ? [] : [index])))
    works.push(...worksOf(key, (await runsOfTask(db, key)).map(toRunRecord), [], pulls))
    for (const { conflict } of await rulingsOfTask(db, key)) ruled.add(conflict.id)
  }
  return [...oppositeAssumptions(works), ...sameSymbols(works), ...overlappingPaths(works)].filter(
    ({ id }) => !ruled.has(id),
  )
}

/** Those that broke off when the newest base was merged into their branch. */
const stuckOf = (open: readonly KnownTask[]): RhythmFacts['stuck'] =>
  open.flatMap(({ key, state }) =>
    state.updates.flatMap(({ branch, conflict }) =>
      conflict === undefined || !state.waves.some((wave) => wave.branch === branch)
        ? []
        : [{ task: key, branch, files: conflict.files }],
    ),
  )

async function directivesOf(
  db: Kysely<Schema>,
  repo: RepoRef,
  open: readonly KnownTask[],
): Promise<RhythmFacts['directives']> {
  const everywhere = (await openBroadcasts(db, repo)).map(({ issue, at, said }) => ({
    task: taskKey({ ...repo, number: issue }),
    subject: subjectOf(said),
    everywhere: true,
    at,
  }))
  const own = open.flatMap(({ key, state }) =>
    (state.desired?.directives ?? [])
      .filter((one) => one.closed === undefined && one.lapsed === undefined && !isBroadcast(one))
      .map(({ said, at }) => ({ task: key, subject: subjectOf(said), everywhere: false, at })),
  )
  return [...everywhere, ...own]
}

const touchedOf = (runs: readonly RunFact[], policy: EffectivePolicy): RhythmFacts['touched'] =>
  runs.flatMap(({ task, wave, paths, state, endedAt }) =>
    state !== 'done' || endedAt === undefined
      ? []
      : touchedPoints(policy.pack.integration_points, paths).map(({ point }) => ({
          point: point.name,
          task,
          wave,
          at: endedAt,
        })),
  )

/** `now` in milliseconds since 1970. GitHub is not asked. */
export async function rhythmFacts(
  db: Kysely<Schema>,
  repo: RepoRef,
  { policy, milestones }: { policy: EffectivePolicy; milestones: readonly Milestone[] },
  now: number,
): Promise<RhythmFacts> {
  const facts = await kpiFacts(db, repo, now, { policy, days: DEFAULT_DAYS })
  const open = facts.tasks.filter((task) => task.open && task.state.shown?.endedAt === undefined)
  const signals = await signalsOf(db, repo)
  const titles = new Map<TaskKey, string>(
    facts.tasks.flatMap(({ key, state }) =>
      state.shown === undefined ? [] : [[key, state.shown.title] as const],
    ),
  )
  return {
    titles,
    runs: facts.runs,
    merged: facts.merged,
    ended: facts.ended,
    signals: signals.map(({ name, taskKey: task, sentAt }) => ({ name, task, at: sentAt.getTime() })),
    touched: touchedOf(facts.runs, policy),
    contradictions: await contradictions(db, open),
    stuck: stuckOf(open),
    freezes: (await freezesOf(db, repo)).filter((freeze) => binds(freeze, now)),
    directives: await directivesOf(db, repo, open),
    troubles: open.flatMap(({ key, state }) => troublesOf(key, state)),
    roadmap: policy.pack.roadmap,
    milestones,
    day: kpisOf(facts, now, 1),
    week: kpisOf(facts, now, 7),
  }
}
