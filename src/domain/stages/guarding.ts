// After a merge: the change is measured once more where it is now, and taken back when two runs find it worse than the policy allows.

import type { Action } from '../actions.ts'
import { compare } from '../benchmarks/compare.ts'
import { confirm } from '../benchmarks/confirm.ts'
import { DEFAULT_RULE } from '../benchmarks/rule.ts'
import { latestValidation, resultOf, type Question } from '../gates/records.ts'
import { platformsOf } from '../gates/platforms.ts'
import type { Sha } from '../ids.ts'
import {
  rebasedComment,
  rollbackComment,
  rollbackIssue,
  rollbackPatch,
  rollbackTitle,
  type Regression,
  type RollbackReason,
} from '../render/rollback.ts'
import { packAgent } from '../roster/pack.ts'
import { routeLabels } from '../roster/labels.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { gatedWave } from './gate-facts.ts'
import { countingLabels, routeOf } from './routing.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'
import { advance } from './workflow-runs.ts'

/** A merge that is older is not asked about any more: the policy may be younger than it. */
const WATCHED_MS = 24 * 60 * 60_000
const POLL_MS = 15_000

interface Merged {
  wave: RouteWave
  pull: PullObservation
  merge: Sha
  parent: Sha
}

function mergedWaves({ snapshot, route }: RoutedTask): Merged[] {
  return route.waves.flatMap((wave): Merged[] => {
    const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
    if (pull?.state !== 'merged' || pull.mergeSha === undefined || pull.mergeParent === undefined) return []
    return [{ wave, pull, merge: pull.mergeSha, parent: pull.mergeParent }]
  })
}

/** Whoever worked on the wave last knows it best; it must still be there to be asked for another round. */
function agentOf({ runs, pack }: Snapshot, wave: RouteWave): RouteWave['agent'] {
  const last = runs.findLast((run) => run.wave === wave.index && run.purpose === 'implement')?.agent
  const able = pack.agents.filter(({ purposes }) => purposes.includes('implement')).map(({ name }) => name)
  return [last, wave.agent].find((name) => name !== undefined && able.includes(name)) ?? able[0] ?? wave.agent
}

function rollBack(task: RoutedTask, { wave, pull, merge, parent }: Merged, why: RollbackReason): Action[] {
  const { snapshot, route } = task
  const { policy, pack, base, authorisedBy } = snapshot
  const agent = agentOf(snapshot, wave)
  const by = why.kind === 'asked' ? why.by : authorisedBy
  if (by === undefined || packAgent(pack, agent) === undefined) return []
  // The same labels: the same gates and seats look at it.
  const known = routeLabels(pack, countingLabels(snapshot).labels)
  const own = [`type:${route.type}`, `complexity:${route.complexity}`].filter(
    (label) => !known.some((one) => one.startsWith(label.slice(0, label.indexOf(':') + 1))),
  )
  const labels = [...known, ...own]
  return [
    {
      do: 'roll_back',
      merge,
      parent,
      base: base.branch,
      by,
      issue: {
        title: rollbackTitle(pull),
        body: rollbackIssue(snapshot, pull, why),
        topic: `rollback/${merge}`,
        labels: [policy.label, ...labels],
      },
      route: {
        labels: routeLabels(pack, labels),
        ...(route.primary === undefined ? {} : { primary: route.primary }),
        waves: [{ index: 1, purpose: 'implement', agent, after: [] }],
        dropped: [],
      },
      branch: `baton/rollback/${merge.slice(0, 7)}`,
      patch: rollbackPatch(pull, why),
    },
  ]
}

/** Asks for it, and once that is on record tells the issue. */
function takeBack(task: RoutedTask, merged: Merged, why: RollbackReason): Action[] {
  const { issue, policy, rollbacks = [] } = task.snapshot
  const recorded = rollbacks.find(({ merge }) => merge === merged.merge)
  const say = (body: string): Action[] =>
    stickyComment(issue.number, issue.comments, `rollback-${merged.merge.slice(0, 12)}`, body)
  if (recorded !== undefined) return say(rollbackComment(merged.pull, why, recorded))
  // The commit that GitHub names is the last of several.
  if (policy.merge.method === 'rebase') return say(rebasedComment(merged.pull))
  return rollBack(task, merged, why)
}

interface Watch {
  actions: Action[]
  /** Whether a run is under way. */
  open: boolean
  regressions: Regression[]
}

/** The next step of one question about a merge: its actions, and whether its answer is still to come. */
function ask(
  task: RoutedTask,
  { wave, merge, parent }: Merged,
  question: Question,
): Omit<Watch, 'regressions'> {
  const actions = advance(task, wave, { headSha: merge, baseSha: parent }, question)
  const state = latestValidation(task.snapshot.validations, question, merge)?.state
  return { actions, open: actions.length > 0 || state === 'requested' || state === 'running' }
}

function onPlatform(task: RoutedTask, merged: Merged, platform: string, limitPct: number): Watch {
  const { validations } = task.snapshot
  const first: Question = { kind: 'benchmark', platform, confirms: false }
  const known = latestValidation(validations, first, merged.merge)
  const late = task.now - (merged.pull.mergedAt ?? 0) > WATCHED_MS
  if (known === undefined && late) return { actions: [], open: false, regressions: [] }
  const asked = ask(task, merged, first)
  const rule = { ...DEFAULT_RULE, effectFloorPct: limitPct }
  const measured = resultOf(validations, first, merged.merge)?.benchmarks ?? []
  const suspects = measured.filter((one) => compare(one, rule).suspect)
  if (asked.open || suspects.length === 0) return { ...asked, regressions: [] }
  const again: Question = { ...first, confirms: true }
  const confirming = ask(task, merged, again)
  const figures = resultOf(validations, again, merged.merge)?.benchmarks ?? []
  return {
    ...confirming,
    regressions: suspects.flatMap((suspect): Regression[] => {
      const {
        standing,
        first: alone,
        both,
      } = confirm(
        rule,
        suspect,
        figures.find(({ metric }) => metric === suspect.metric),
      )
      return standing === 'confirmed' && both !== undefined
        ? [{ platform, first: alone, second: both.second }]
        : []
    }),
  }
}

/** What people asked to be taken back, also when the issue is long closed. */
export function askedBack(snapshot: Snapshot, now: number): StageResult {
  const asked = snapshot.desired?.rollbacks ?? []
  if (asked.length === 0) return proceed('nobody asked for anything to be taken back')
  const task = { snapshot, now, route: routeOf(snapshot) }
  const actions = mergedWaves(task).flatMap((merged) => {
    const wish = asked.find(({ merge }) => merge === merged.merge)
    return wish === undefined
      ? []
      : takeBack(task, merged, { kind: 'asked', by: wish.by, reason: wish.reason })
  })
  return proceed('what people asked to be taken back is', actions)
}

/**
 * Watches merged waves beside everything else. Off unless the policy says `rollback`: it costs a benchmark per merge on somebody's
 * machine. What takes a change back is not watched itself: it gives up what the change had won, and would be taken back in turn.
 */
export function guarding(task: RoutedTask): StageResult {
  const { snapshot } = task
  const { policy, rollbackOf, desired } = snapshot
  const { rollback } = policy
  if (rollback === undefined || rollbackOf !== undefined) return proceed('merged waves are not watched')
  const limitPct = rollback.max_regression_pct
  const asked = new Set((desired?.rollbacks ?? []).map(({ merge }) => merge))
  const watches = mergedWaves(task)
    .filter(({ merge }) => !asked.has(merge))
    .map((merged) => {
      const facts = { gated: gatedWave(task, undefined), changed: undefined }
      const platforms = rollback.platforms ?? platformsOf(policy, facts).benchmark
      const all = platforms.map((platform) => onPlatform(task, merged, platform, limitPct))
      const regressions = all.flatMap((one) => one.regressions)
      const why: RollbackReason = { kind: 'measured', limitPct, regressions }
      return {
        open: all.some(({ open }) => open),
        actions: [
          ...all.flatMap(({ actions }) => actions),
          ...(regressions.length === 0 ? [] : takeBack(task, merged, why)),
        ],
      }
    })
  const result = proceed(
    'merged waves are watched',
    watches.flatMap(({ actions }) => actions),
  )
  return watches.some(({ open }) => open) ? { ...result, requeueAfterMs: POLL_MS } : result
}
