// The thinking: snapshot and policy in, actions out. Pure; the clock comes in as a number.

import type { Action, Decision } from './actions.ts'
import { branchName } from './policy/branch.ts'
import { readyOrder } from './priority/order.ts'
import type { EffectivePolicy } from './policy/effective.ts'
import { missingPolicyComment } from './render/config-comment.ts'
import { resumedComment } from './render/parked-comment.ts'
import { stateLabels } from './roster/labels.ts'
import type { RecordedRoute } from './roster/recorded-route.ts'
import type { BareSnapshot, Snapshot } from './snapshot.ts'
import { stickyComment } from './stages/comments.ts'
import { configuration } from './stages/configuration.ts'
import { eligibility } from './stages/eligibility.ts'
import { finish } from './stages/finish.ts'
import { implementWave } from './stages/implement-wave.ts'
import { researchWave } from './stages/research-wave.ts'
import { priorityOf, routedOf, routeOf, routing } from './stages/routing.ts'
import { together, wait, type RoutedTask, type StageResult, type TaskState } from './stages/stage.ts'
import { synthesis } from './stages/synthesis.ts'
import { triage } from './stages/triage.ts'
import { abandoned } from './stages/validation.ts'

/** The label of a policy that does not exist yet: the schema's default. */
const DEFAULT_LABEL = 'baton'

/**
 * The waves in order. One that waits for another is not looked at, and waves that do not wait for each other go on side by
 * side; what comes after all of them waits until each has ended.
 */
function* waves(task: RoutedTask): Generator<StageResult, void, undefined> {
  const done = new Set<number>()
  const open: StageResult[] = []
  for (const wave of task.route.waves) {
    if (wave.after.some((index) => !done.has(index))) {
      if (open.length === 0) open.push(wait(`wave ${wave.index} waits for ${wave.after.join(', ')}`))
      continue
    }
    const result = wave.purpose === 'research' ? researchWave(task, wave) : implementWave(task, wave)
    if (result.proceed) {
      done.add(wave.index)
      yield result
    } else open.push(result)
  }
  if (open.length > 0) yield together(open)
}

/** The stages of one task in order, each looked at only when the ones before let it proceed. */
function* stages(snapshot: Snapshot, now: number): Generator<StageResult, void, undefined> {
  yield eligibility(snapshot)
  yield configuration(snapshot)
  yield triage(snapshot)
  const { route, record } = routedOf(snapshot)
  const task = { snapshot, now, route }
  const routed = routing({ ...task, record })
  yield { ...routed, actions: [...routed.actions, ...abandoned(task)] }
  yield* waves(task)
  yield synthesis(task)
  yield finish(task)
}

function labelActions(snapshot: Snapshot, state: TaskState | undefined): Action[] {
  if (state === undefined) return []
  const { add, remove } = stateLabels(snapshot.issue.labels, state)
  return add.length + remove.length > 0 ? [{ do: 'set_labels', add, remove }] : []
}

/** A task that goes on after it was parked says so, in the comment that said why it stopped. */
function resumed({ issue }: Snapshot, state: TaskState | undefined): Action[] {
  const goesOn = state !== undefined && state !== 'blocked'
  if (!goesOn || !issue.comments.some((comment) => comment.topic === 'parked')) return []
  return stickyComment(issue.number, issue.comments, 'parked', resumedComment())
}

/** Only waves that end in a branch are looked at, and those given up until their pull requests are closed. */
function waveBranches(
  snapshot: Snapshot,
  { waves, dropped }: RecordedRoute,
): { index: number; branch: string }[] {
  return [...waves, ...dropped]
    .filter((wave) => wave.purpose === 'implement')
    .map((wave) => ({
      index: wave.index,
      branch: branchName(snapshot.policy.branch, {
        issue: snapshot.issue.number,
        wave: wave.index,
        agent: wave.agent,
      }),
    }))
}

function withoutPolicy({ issue, configProblems }: BareSnapshot): Decision {
  const asked = issue.state === 'open' && issue.labels.includes(DEFAULT_LABEL)
  return {
    actions: asked
      ? stickyComment(issue.number, issue.comments, 'config', missingPolicyComment(configProblems))
      : [],
    requeueAfterMs: undefined,
    explanation: ['no valid policy has been seen on the default branch yet'],
    waves: [],
    routed: undefined,
    priority: undefined,
  }
}

/**
 * Decides what to do next for one task. Calling it again on the world that its actions lead to gives the next step, and
 * on an unchanged world the same answer; when there is nothing to do, `actions` is empty.
 */
export function decide(bare: BareSnapshot, policy: EffectivePolicy | undefined, now: number): Decision {
  if (policy === undefined) return withoutPolicy(bare)
  const snapshot: Snapshot = { ...bare, policy, pack: policy.pack }
  const actions: Action[] = []
  const explanation: string[] = []
  let state: TaskState | undefined
  let requeueAfterMs: number | undefined
  let { routed } = snapshot
  for (const result of stages(snapshot, now)) {
    actions.push(...result.actions)
    explanation.push(result.explanation)
    state = result.state ?? state
    requeueAfterMs = result.requeueAfterMs
    routed = result.routed ?? routed
    if (!result.proceed) break
  }
  const { level, score } = priorityOf(snapshot)
  const startBy = readyOrder(now, level, score)
  const type = routed === undefined ? {} : { taskType: routeOf(snapshot).type }
  const placed = actions.map((action) =>
    action.do === 'start_run' ? { ...action, ...type, startBy } : action,
  )
  // Closing ends Baton's part in an issue, so whatever else there is to say or label comes before it.
  const closing = placed.filter((action) => action.do === 'close_issue')
  const others = placed.filter((action) => action.do !== 'close_issue')
  return {
    actions: [...others, ...resumed(snapshot, state), ...labelActions(snapshot, state), ...closing],
    requeueAfterMs,
    explanation,
    waves: waveBranches(snapshot, routed ?? routedOf(snapshot).record),
    routed,
    priority: { level, score },
  }
}
