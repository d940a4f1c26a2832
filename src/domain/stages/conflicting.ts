// Conflicts of a task with itself and with others: ruled on once, said on both issues, and no side is merged before that.

import type { Action } from '../actions.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { Conflict, Ruling } from '../conflicts/conflict.ts'
import {
  contradictingDirectives,
  oppositeAssumptions,
  overlappingPaths,
  sameSymbols,
  type Work,
} from '../conflicts/detect.ts'
import type { TaskKey } from '../ids.ts'
import { worksOf } from '../conflicts/works.ts'
import { overlapComment, rulingBrief, rulingComment, rulingProblem } from '../render/conflict-text.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, Snapshot, ValidationRecord } from '../snapshot.ts'
import { RULING_RUN } from '../side-runs.ts'
import { stickyComment } from './comments.ts'
import { runProgress } from './runs.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'

/** Own work and that of others, as conflicts are looked for in it. Without validations it has no figures, and costs little. */
function worksIn(
  { key, runs, waves, rivals = [] }: Snapshot,
  validations: readonly ValidationRecord[] = [],
): Work[] {
  const open = waves.flatMap(({ index, pull }) => (pull?.state === 'open' ? [index] : []))
  return [...worksOf(key, runs, validations, new Set(open)), ...rivals]
}

const concerns =
  (key: TaskKey) =>
  ({ first, second }: Conflict): boolean =>
    first.task === key || second.task === key

/** What has to be ruled on, whoever does it: nothing that is between others alone. */
export function conflictsOf(snapshot: Snapshot): Conflict[] {
  const { key, desired } = snapshot
  const between = (works: readonly Work[]): Conflict[] =>
    [...oppositeAssumptions(works), ...sameSymbols(works)].filter(concerns(key))
  // Figures are worked out only where there is something to compare.
  const found = between(worksIn(snapshot)).length > 0
  return [
    ...(found ? between(worksIn(snapshot, snapshot.validations)) : []),
    ...contradictingDirectives(key, desired?.directives ?? []),
  ]
}

/**
 * Files that others in review change too. Nobody rules on them: whoever is merged second is brought up to date, or works on what git
 * cannot merge. People learn of it before that.
 */
function overlaps({ issue, key, ...snapshot }: Snapshot): Action[] {
  const found = overlappingPaths(worksIn({ issue, key, ...snapshot })).filter(concerns(key))
  const said = issue.comments.some(({ topic }) => topic === 'overlaps')
  return found.length === 0 && !said
    ? []
    : stickyComment(issue.number, issue.comments, 'overlaps', overlapComment(key, found))
}

const rulingOn = ({ rulings = [] }: Snapshot, { id }: Conflict): Ruling | undefined =>
  rulings.find(({ conflict }) => conflict.id === id)

/** How long a head may wait to be measured after its run has ended: by then its benchmark was asked for, or never will be. */
const FIGURES_MS = 10 * 60_000

/** Whether a side is about to be measured: a ruling before that could not compare what the alternatives come to. */
function awaitsFigures(
  { snapshot, now }: RoutedTask,
  works: readonly Work[],
  { kind, first, second }: Conflict,
): boolean {
  if (kind === 'directive' || snapshot.policy.benchmark === undefined) return false
  return [first, second].some((side) => {
    const work = works.find(
      ({ task, wave, agent }) => task === side.task && wave === side.wave && agent === side.agent,
    )
    if (work?.head === undefined || work.measuring === 'over') return false
    return work.measuring === 'under way' || now - (work.endedAt ?? 0) < FIGURES_MS
  })
}

/** Only the first side asks for a ruling, and what the other one does brings it no pass: it is told once what there is to rule on. */
const told = ({ key, toldRivals = [] }: Snapshot, ripe: readonly Conflict[]): Action[] =>
  ripe.flatMap(({ id, first, second }): Action[] => {
    const about = `${id} ${first.head ?? ''} ${second.head ?? ''}`
    return first.task === key || toldRivals.includes(about)
      ? []
      : [{ do: 'wake_task', task: first.task, about }]
  })

/** The task of the first side has it ruled on, so that there is one ruling. Undefined: nothing is to be done about it now. */
function ruled(task: RoutedTask, conflict: Conflict): { actions: readonly Action[]; why: string } {
  const { snapshot } = task
  const { pack, base } = snapshot
  const wish = {
    wave: RULING_RUN,
    agent: pack.orchestrator,
    purpose: 'synthesise' as const,
    headSha: base.sha,
    baseSha: base.sha,
    scope: conflict.id,
    byScope: true as const,
  }
  const progress = runProgress(snapshot, wish, () => rulingBrief(conflict))
  switch (progress.state) {
    case 'start':
      return {
        actions: progress.actions,
        why: `${pack.orchestrator} is asked for a ruling on ${conflict.about}`,
      }
    case 'active':
      return { actions: [], why: `${pack.orchestrator} rules on ${conflict.about}` }
    case 'parked':
      return { actions: [], why: `there is no ruling on ${conflict.about}: ${progress.why}` }
    case 'done': {
      if (progress.outcome.purpose !== 'synthesise')
        return { actions: [], why: 'the ruling is something else' }
      const { prevails = 'both', decision, rationale, dissent, followUps, ...more } = progress.outcome.value
      const { alternatives = [], consequences = [] } = more
      const ruling = {
        conflict,
        prevails,
        decision,
        rationale,
        alternatives,
        dissent,
        consequences: [...consequences, ...followUps],
        by: pack.orchestrator,
      }
      return { actions: [{ do: 'rule', ruling }], why: `${conflict.about} was ruled on` }
    }
  }
}

/** It always proceeds: what a conflict holds up is the merge. One run is started a pass, so that each is seen in the budget. */
export function conflicting(task: RoutedTask): StageResult {
  const { snapshot } = task
  const { issue, key } = snapshot
  const said = (snapshot.rulings ?? []).flatMap((ruling) =>
    stickyComment(issue.number, issue.comments, `ruling/${ruling.conflict.id}`, rulingComment(ruling)),
  )
  const open = conflictsOf(snapshot).filter((one) => rulingOn(snapshot, one) === undefined)
  const works = open.length === 0 ? [] : worksIn(snapshot, snapshot.validations)
  const ripe = open.filter((one) => !awaitsFigures(task, works, one))
  const results = ripe.filter(({ first }) => first.task === key).map((one) => ruled(task, one))
  const start = results.find(({ actions }) => actions.some((action) => action.do === 'start_run'))
  const others = results.flatMap(({ actions }) => actions.filter((action) => action.do !== 'start_run'))
  return proceed(
    open.length === 0
      ? 'nothing contradicts anything'
      : [
          `contradictions: ${open.map(({ about }) => about).join(', ')}`,
          ...(ripe.length < open.length ? ['figures of both sides are awaited'] : []),
          ...results.map(({ why }) => why),
        ].join('; '),
    [...said, ...overlaps(snapshot), ...told(snapshot, ripe), ...others, ...(start?.actions ?? [])],
  )
}

/**
 * What keeps a wave from its merge although the seats agree: `wait` while there is no ruling, `rework` when one went against it. A
 * person's approval of exactly this head is a ruling of its own.
 */
export function contradicted(
  { snapshot }: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  { verdict }: Pick<Consensus, 'verdict'>,
): { wait: string } | { rework: string[] } | undefined {
  if (verdict.state !== 'pass') return undefined
  const overruled = snapshot.desired?.approved.some(
    ({ on, sha }) => on === pull.number && sha === pull.headSha,
  )
  if (overruled === true) return undefined
  const mine = conflictsOf(snapshot).filter(
    ({ kind, first, second }) =>
      kind === 'directive' ||
      [first, second].some((side) => side.task === snapshot.key && side.wave === wave.index),
  )
  const open = mine.find((one) => rulingOn(snapshot, one) === undefined)
  if (open !== undefined)
    return { wait: `the ruling on ${open.about} (${open.first.agent} against ${open.second.agent})` }
  const lost = mine.flatMap((one) => {
    const ruling = rulingOn(snapshot, one)
    if (ruling === undefined || ruling.prevails === 'both' || one.kind === 'directive') return []
    const gaveWay = ruling.prevails === 'first' ? ('second' as const) : ('first' as const)
    const loser = one[gaveWay]
    // Unlike an assumption, a declaration is still changed by work that was made to fit: another head is that work.
    if (one.kind === 'symbol' && loser.head !== ruling.conflict[gaveWay].head) return []
    return loser.task === snapshot.key && loser.wave === wave.index ? [rulingProblem(ruling)] : []
  })
  return lost.length === 0 ? undefined : { rework: lost }
}
