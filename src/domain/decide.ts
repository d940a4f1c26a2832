// The thinking: snapshot and policy in, actions out. Pure; the clock comes in as a number.

import type { Action, Decision } from './actions.ts'
import type { Authority } from './authority/authority.ts'
import type { Facts } from './commands/answers.ts'
import { explainPriority } from './priority/explain.ts'
import { branchName } from './policy/branch.ts'
import { planVersion } from './plan/anew.ts'
import { planBranchName } from './plan/branch.ts'
import { planProgress } from './plan/progress.ts'
import { sendersOf } from './hierarchy/senders.ts'
import { readyOrder } from './priority/order.ts'
import type { EffectivePolicy } from './policy/effective.ts'
import { missingPolicyComment } from './render/config-comment.ts'
import { resumedComment } from './render/parked-comment.ts'
import { packAgent } from './roster/pack.ts'
import type { RecordedRoute } from './roster/recorded-route.ts'
import type { RouteWave } from './roster/route.ts'
import type { BareSnapshot, Snapshot } from './snapshot.ts'
import { stickyComment } from './stages/comments.ts'
import { openWaves } from './stages/assigned.ts'
import { answering } from './stages/answering.ts'
import { analysing } from './stages/analysing.ts'
import { broadcastDesired, broadcasting } from './stages/broadcasting.ts'
import { commanded } from './stages/commanded.ts'
import { configuration } from './stages/configuration.ts'
import { askedBack, guarding } from './stages/guarding.ts'
import { handoffAnswer } from './stages/handing-over.ts'
import { labelActions } from './stages/labelling.ts'
import { conflicting } from './stages/conflicting.ts'
import { directing, settleDirectives, told } from './stages/directing.ts'
import { nextIteration } from './stages/iterating.ts'
import { eligibility } from './stages/eligibility.ts'
import { escalating, triggered } from './stages/escalating.ts'
import { experimentTable } from './stages/experimenting.ts'
import { finish } from './stages/finish.ts'
import { hooks as lifecycle } from './stages/hooks.ts'
import { planHierarchy } from './stages/plan-hierarchy.ts'
import { planning } from './stages/planning.ts'
import { freezeNotices, planComplete, waveComplete } from './stages/plan-progress.ts'
import { planWave } from './stages/plan-wave.ts'
import { headFacts } from './stages/rerunning.ts'
import { hasDone, priorityOf, routedOf, routeOf, routing } from './stages/routing.ts'
import { committedUsd, issueLimit } from './stages/runs.ts'
import { received } from './stages/receiving.ts'
import { recordBranches, recording } from './stages/recording.ts'
import { gatesOf, standing } from './stages/standing.ts'
import { together, wait, type RoutedTask, type StageResult, type TaskState } from './stages/stage.ts'
import { saving } from './stages/saving.ts'
import { synthesis } from './stages/synthesis.ts'
import { waking, wakesEnded } from './stages/waking.ts'
import { wished } from './stages/wished.ts'
import { awaitedBy } from './wakes/wakes.ts'
import { triage } from './stages/triage.ts'
import { abandoned } from './stages/workflow-runs.ts'

/** The label of a policy that does not exist yet: the schema's default. */
const DEFAULT_LABEL = 'baton'

/**
 * The waves in order. One that waits for another is not looked at, and waves that do not wait for each other go on side by
 * side; what comes after all of them waits until each has ended.
 */
function* waves(task: RoutedTask): Generator<StageResult, void, undefined> {
  const done = new Set<number>()
  const open: StageResult[] = []
  /** Of agents that never hold up a wave: what comes after goes on without them, only the end waits. */
  const beside: StageResult[] = []
  for (const wave of task.route.waves) {
    if (wave.after.some((index) => !done.has(index))) {
      if (open.length === 0) open.push(wait(`wave ${wave.index} waits for ${wave.after.join(', ')}`))
      continue
    }
    const missing = (wave.waits ?? []).filter((name) => !task.snapshot.signals.includes(name))
    if (missing.length > 0) {
      const signals = missing.length === 1 ? 'the signal' : 'the signals'
      open.push(wait(`wave ${wave.index} waits for ${signals} ${missing.join(', ')}`))
      continue
    }
    const result = planWave(task, wave)
    if (result.proceed) {
      done.add(wave.index)
      yield result
      yield waveComplete(task, wave)
    } else if (packAgent(task.snapshot.pack, wave.agent)?.background === true) {
      done.add(wave.index)
      beside.push(result)
    } else open.push(result)
  }
  if (open.length + beside.length > 0) yield together([...open, ...beside])
}

/** Signals that waves of the route still wait for, or that wake agents: each brings the next pass when it is sent. */
const missingSignals = ({ signals, pack, issue }: Snapshot, routed: RecordedRoute | undefined): string[] => {
  const waits = (routed?.waves ?? []).flatMap((wave) => wave.waits ?? [])
  const wakes = routed === undefined || issue.state === 'closed' ? [] : awaitedBy(pack.wakes, signals)
  return [...new Set([...waits.filter((name) => !signals.includes(name)), ...wakes])]
}

/** The stages of one task in order, each looked at only when the ones before let it proceed. */
function* stages(
  snapshot: Snapshot,
  heard: StageResult,
  now: number,
): Generator<StageResult, void, undefined> {
  yield heard
  yield askedBack(snapshot, now)
  yield eligibility(snapshot)
  yield wished(snapshot)
  yield configuration(snapshot)
  yield broadcasting(snapshot, now)
  yield planning(snapshot)
  const noted = yield* lifecycle(snapshot, now, 'always')
  yield triage(snapshot)
  const { route, record } = routedOf(snapshot)
  const task = { snapshot, now, route }
  const routed = routing({ ...task, record })
  yield { ...routed, actions: [...routed.actions, ...abandoned(task)] }
  yield directing(task)
  yield conflicting(task)
  yield waking(task)
  yield answering(task)
  yield freezeNotices(task)
  yield saving(task)
  yield guarding(task)
  yield analysing(task)
  yield* lifecycle({ ...snapshot, ...noted }, now, 'routed', route)
  yield* waves(task)
  yield nextIteration(task)
  yield planComplete(task)
  yield synthesis(task)
  yield wakesEnded(task)
  yield recording(task)
  yield finish(task)
}

/** A task that goes on after it was parked says so, in the comment that said why it stopped. */
function resumed({ issue }: Snapshot, state: TaskState | undefined): Action[] {
  const goesOn = state !== undefined && state !== 'blocked'
  if (!goesOn || !issue.comments.some((comment) => comment.topic === 'parked')) return []
  return stickyComment(issue.number, issue.comments, 'parked', resumedComment())
}

function branchOf({ issue, plan, policy }: Snapshot, wave: RouteWave): string {
  const { number } = issue
  const { agent } = wave
  if (wave.plan === undefined || plan?.document === undefined)
    return branchName(policy.branch, { issue: number, wave: wave.index, agent })
  const { plan: id, branch } = plan.document
  return planBranchName(branch, { plan: id, wave: wave.plan, agent, issue: number })
}

/** Only waves that end in a branch are looked at, and those given up until their pull requests are closed. */
function waveBranches(snapshot: Snapshot, { waves, dropped }: RecordedRoute): Decision['waves'][number][] {
  return [...waves, ...dropped]
    .filter((wave) => wave.purpose === 'implement')
    .map((wave) => {
      const seen = snapshot.waves.find(({ index }) => index === wave.index)
      return {
        index: wave.index,
        // A branch that is there keeps its name, whatever pattern is written now.
        branch: seen?.branch ?? branchOf(snapshot, wave),
        ...(seen?.pull?.state === 'open' ? { pull: seen.pull.number } : {}),
      }
    })
}

/** What a run of a plan may do beyond what everybody may not, and the branch that its work goes to. */
function granted(
  { plan }: Snapshot,
  { wave }: { wave: number },
  branches: Decision['waves'],
): { authority?: Authority; branch?: string } {
  const authority = plan?.document?.authority
  const branch = branches.find(({ index }) => index === wave)?.branch
  return { ...(authority === undefined ? {} : { authority }), ...(branch === undefined ? {} : { branch }) }
}

/** What plan the task has: commands about it depend on that. */
function planOf(snapshot: Snapshot): Facts['plan'] {
  const { plan, analysis, desired } = snapshot
  if (plan?.filed === true) return 'filed'
  if (plan?.document !== undefined) return 'approved'
  if (analysis !== undefined || desired?.planned !== undefined) return 'asked'
  return routeOf(snapshot).planned ? 'asked' : 'none'
}

/** Whether somebody waits for the trees of gates and consensus. */
const asksWhy = ({ commands = [], acknowledged }: Snapshot): boolean =>
  commands.some(
    (one) =>
      'command' in one && one.command.verb === 'explain' && acknowledged?.get(one.commentId) !== 'answered',
  )

function budgetOf(snapshot: Snapshot): Facts['budget'] {
  const { issue_usd: usual, max_issue_usd: most, run_usd: perRun } = snapshot.policy.limits
  const spent = snapshot.runs.reduce((sum, run) => sum + run.usage.usd, 0)
  return { spent, reserved: committedUsd(snapshot) - spent, limit: issueLimit(snapshot), usual, most, perRun }
}

/** What commands are answered and judged with. */
function factsOf(snapshot: Snapshot, now: number): Facts {
  const route = routeOf(snapshot)
  const trees = asksWhy(snapshot) ? standing({ snapshot, route, now }) : { gates: [], consensus: [] }
  return {
    ...trees,
    budget: budgetOf(snapshot),
    team: snapshot.pack.agents.map(({ name }) => name),
    heads: headFacts(snapshot),
    waves: openWaves(snapshot, route, (wave) => hasDone(snapshot, wave)),
    explanation: snapshot.explanation,
    route: route.reasons,
    priority: explainPriority(priorityOf(snapshot)),
    coordination: snapshot.coordination,
    plan: planOf(snapshot),
    handoff: () => handoffAnswer(snapshot),
    experiments: snapshot.policy.experiments !== undefined,
    gatesOf: (pull) => gatesOf({ snapshot, route, now }, pull),
    checkable: {
      validations: snapshot.policy.validate.commands.map(({ name }) => name),
      points: snapshot.pack.integration_points.map(({ name }) => name),
    },
    records: snapshot.policy.adr.enabled,
    now,
  }
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
    waitsFor: [],
    state: undefined,
    trouble: undefined,
    troubles: {},
    desired: undefined,
    hooks: undefined,
    progress: {},
    senders: {},
  }
}

/**
 * Decides what to do next for one task. Calling it again on the world that its actions lead to gives the next step, and
 * on an unchanged world the same answer; when there is nothing to do, `actions` is empty.
 */
export function decide(bare: BareSnapshot, policy: EffectivePolicy | undefined, now: number): Decision {
  if (policy === undefined) return withoutPolicy(bare)
  const unheard: Snapshot = { ...bare, policy, pack: policy.pack }
  const { desired: wanted, result: heard } = commanded(unheard, factsOf(unheard, now))
  const heardPlan = planVersion(wanted) !== planVersion(unheard.desired)
  const before: Snapshot = {
    ...unheard,
    desired: wanted,
    // What was observed is of the version before the one that has just been asked for.
    ...(heardPlan ? { analysis: undefined, plan: unheard.plan && { ...unheard.plan, outdated: true } } : {}),
  }
  const task = { snapshot: before, route: routeOf(before), now }
  const desired = settleDirectives(task, received(task, broadcastDesired(before, wanted, now)))
  const snapshot: Snapshot = { ...before, desired }
  const actions: Action[] = []
  const explanation: string[] = []
  let state: TaskState | undefined
  const due: number[] = []
  let { routed, hooks } = snapshot
  let resting = false
  for (const result of stages(snapshot, heard, now)) {
    actions.push(...result.actions)
    explanation.push(result.explanation)
    state = result.state ?? state
    if (result.requeueAfterMs !== undefined) due.push(result.requeueAfterMs)
    routed = result.routed ?? routed
    resting = result.resting === true
    hooks = result.hooks ?? hooks
    if (!result.proceed) break
  }
  if (routed !== undefined && state !== undefined) actions.push(...planHierarchy(snapshot, routed))
  if (routed !== undefined && state !== undefined) actions.push(...experimentTable(snapshot))
  if (resting) due.push(Math.max(0, snapshot.day.endsAt - now))
  // Nobody is asked about what the next day settles.
  const climbing = escalating(
    snapshot,
    resting ? undefined : state,
    routeOf(snapshot),
    explanation.at(-1) ?? '',
    now,
  )
  actions.push(...climbing.actions)
  if (climbing.dueIn !== undefined) due.push(climbing.dueIn)
  const set = triggered(snapshot, state, routeOf(snapshot), now)
  actions.push(...set.actions)
  if (set.dueIn !== undefined) due.push(set.dueIn)
  const { level, score } = priorityOf(snapshot)
  const startBy = readyOrder(now, level, score)
  const type = routed === undefined ? {} : { taskType: routeOf(snapshot).type }
  const branches = waveBranches(snapshot, routed ?? routedOf(snapshot).record)
  const placed = actions.map((action) =>
    action.do === 'start_run'
      ? told(snapshot, { ...action, ...type, ...granted(snapshot, action, branches), startBy })
      : action,
  )
  // Closing ends Baton's part in an issue, so whatever else there is to say or label comes before it.
  const closing = placed.filter((action) => action.do === 'close_issue')
  const others = placed.filter((action) => action.do !== 'close_issue')
  return {
    actions: [...others, ...resumed(snapshot, state), ...labelActions(snapshot, state, routed), ...closing],
    requeueAfterMs: due.length > 0 ? Math.min(...due) : undefined,
    explanation,
    state,
    trouble: climbing.trouble,
    troubles: set.troubles,
    senders: routed === undefined ? {} : sendersOf(snapshot, routed),
    progress: planProgress(snapshot, routed, state === 'blocked' ? explanation.at(-1) : undefined),
    desired,
    hooks,
    waves: [...branches, ...recordBranches(snapshot)],
    routed,
    priority: { level, score },
    waitsFor: missingSignals(snapshot, routed),
  }
}
