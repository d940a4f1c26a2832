// The route, recorded and explained in one sticky comment; made anew only when somebody changes the labels.

import { routeComment } from '../render/route-comment.ts'
import type { AgentName } from '../ids.ts'
import type { PlanDocument } from '../plan/document.ts'
import { planRouteWaves } from '../plan/route-plan.ts'
import { IDLE } from '../priority/candidate.ts'
import { chooseAgent } from '../priority/choose-agent.ts'
import { explainPriority } from '../priority/explain.ts'
import { readPriority, type Priority } from '../priority/read.ts'
import { onRoadmap } from '../priority/roadmap.ts'
import { reason, type Reason } from '../reason.ts'
import { routeLabels, superseded } from '../roster/labels.ts'
import { workersOf, workersText } from '../roster/joint-wave.ts'
import { tierOf } from '../consensus/tier.ts'
import { packAgent, taskTypes } from '../roster/pack.ts'
import { refit, refitPlan, type Progress, type RecordedRoute } from '../roster/recorded-route.ts'
import { closingLine, route, type Route, type RouteWave } from '../roster/route.ts'
import type { ChooseAgent } from '../roster/team.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { takenOff, withAssigned } from './assigned.ts'
import { stickyComment } from './comments.ts'
import { giveUp } from './giving-up.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'

export interface Routed {
  route: Route
  record: RecordedRoute
}

/** What the orchestrator proposed for this task, when it has. */
export function triageOf(snapshot: Snapshot): Extract<RunRecord['outcome'], { kind: 'done' }> | undefined {
  const outcome = snapshot.runs.find(
    (run) => run.purpose === 'triage' && run.outcome?.kind === 'done',
  )?.outcome
  return outcome?.kind === 'done' ? outcome : undefined
}

/** Labels that count: not those that a later one of their group replaces, nor those of somebody who may not route. */
export function countingLabels(snapshot: Snapshot): { labels: string[]; why: Reason[] } {
  const { issue, pack, uncounted } = snapshot
  const strange = new Map(uncounted.map(({ label, by }) => [label.toLowerCase(), by]))
  const known = issue.labels.filter((label) => !strange.has(label.toLowerCase()))
  const late = superseded(known, issue.labelled, taskTypes(pack))
  return {
    labels: known.filter((label) => !late.some((entry) => entry.label === label)),
    why: [
      ...uncounted.map(({ label, by }) =>
        reason('info', `the label ${label} does not count: @${by} has no write permission`),
      ),
      ...late.map(({ label, by }) => reason('info', `the label ${label} gives way to the later ${by}`)),
    ],
  }
}

/** Whether a wave has ended well: its report is there, its change is merged, or it may do without one and has. */
export function hasDone(snapshot: Snapshot, wave: RouteWave): boolean {
  const outcomes = snapshot.runs.flatMap((run) =>
    run.wave === wave.index && run.purpose === wave.purpose && run.outcome?.kind === 'done'
      ? [run.outcome]
      : [],
  )
  if (wave.purpose === 'research') return outcomes.length > 0
  const pull = snapshot.waves.find((seen) => seen.index === wave.index)?.pull
  if (pull !== undefined) return pull.state === 'merged'
  return wave.optional === true && outcomes.some((outcome) => outcome.commit === undefined)
}

/** How the pull request of a wave refers to the issue, as far as it is known now. */
export const closingOf = ({ snapshot, route: taken }: RoutedTask, wave: RouteWave): string =>
  closingLine(taken, wave, snapshot.issue.number, (other) => hasDone(snapshot, other))

function changes(record: RecordedRoute): Reason[] {
  if (record.before === undefined) return []
  const added = record.labels.filter((label) => record.before?.includes(label) === false)
  const gone = record.before.filter((label) => !record.labels.includes(label))
  const words = [...added.map((label) => `+${label}`), ...gone.map((label) => `−${label}`)].join(', ')
  return [
    reason('info', `routed anew because labels changed: ${words}; finished waves are kept`),
    ...record.dropped.map((wave) =>
      reason('info', `wave ${wave.index} (${wave.purpose}, ${wave.agent}) is given up`),
    ),
  ]
}

const IDLE_AGENT = { workload: IDLE, record: new Map() }

/** The primary leads unless it is at capacity and a stand-in has room. */
const byStanding =
  ({ standing, policy }: Snapshot, type = 'implementation'): ChooseAgent =>
  (able) => {
    const [first, ...others] = able.map((agent) => ({
      agent,
      ...(standing.get(agent) ?? IDLE_AGENT),
      cap: policy.limits.runs_per_agent,
    }))
    if (first === undefined) return { agent: able[0], why: [] }
    const { agent, reasons } = chooseAgent([first, ...others], type)
    // What the workload was counts only where it changed the choice: it is another one a moment later.
    return { agent, why: agent === first.agent ? [] : reasons }
  }

/** How urgent the task is, from its labels, the triage, the roadmap and the issues that wait for it. */
export function priorityOf(snapshot: Snapshot): Priority {
  const outcome = triageOf(snapshot)
  const asked = snapshot.desired?.priority
  const triage = outcome?.purpose === 'triage' ? outcome.value : undefined
  const { labels } = countingLabels(snapshot)
  const read = readPriority({
    labels,
    proposed: triage?.priority,
    roadmap: onRoadmap(snapshot.pack, labels, triage),
    blocks: snapshot.issue.blocks + (snapshot.plan?.document?.unblocks.length ?? 0),
    defaultLevel: snapshot.policy.default_priority,
  })
  return asked === undefined
    ? read
    : {
        ...read,
        level: asked.level,
        levelFrom: { value: asked.level, source: `the command of @${asked.by}`, notes: [] },
      }
}

/** Whether anything was done for a wave: a run, or a branch. */
export const hasBegun = (snapshot: Snapshot, wave: RouteWave): boolean =>
  snapshot.runs.some((run) => run.wave === wave.index) ||
  snapshot.waves.some((seen) => seen.index === wave.index && seen.branchSha !== undefined)

const leading = (primary: AgentName | undefined): { primary?: AgentName } =>
  primary === undefined ? {} : { primary }

/** A task with a plan goes by the plan's waves; who reviews them is still the route's to say. */
function onPlan(
  { routed, pack }: Snapshot,
  document: PlanDocument,
  planned: Route,
  labels: readonly string[],
  why: readonly Reason[],
  progress: Progress,
): Routed {
  const highest = Math.max(0, ...(routed?.waves ?? []).map((wave) => wave.index))
  const offset = routed?.offset ?? highest
  const fitted = refitPlan(routed ?? { waves: [], dropped: [] }, planRouteWaves(document, offset), progress)
  const lead = reason(
    'pass',
    `the plan ${document.plan} says what is done: ${fitted.waves.length} waves, led by ${document.orchestrator}`,
    fitted.dropped.map((wave) =>
      reason('info', `wave ${wave.plan ?? wave.index} is not in the plan any more`),
    ),
  )
  const panel = {
    ...planned.panel,
    reviewers: planned.panel.reviewers.filter((name) => packAgent(pack, name) !== undefined),
  }
  return {
    record: {
      labels,
      ...leading(routed === undefined ? planned.primary : routed.primary),
      offset,
      ...fitted,
    },
    route: {
      ...planned,
      panel,
      primary: document.orchestrator,
      waves: fitted.waves,
      reasons: [lead, ...why, ...planned.reasons],
    },
  }
}

/** By labels, triage and plan alone. */
function routedByRules(snapshot: Snapshot): Routed {
  const { pack, policy, routed, plan } = snapshot
  const { labels, why } = countingLabels(snapshot)
  const relevant = routeLabels(pack, labels)
  const same = routed !== undefined && JSON.stringify(relevant) === JSON.stringify(routed.labels)
  const outcome = triageOf(snapshot)
  const triage = outcome?.purpose === 'triage' ? outcome.value : undefined
  const input = {
    labels,
    pack,
    consensus: policy.consensus,
    tiers: policy.tiers,
    tier: (task: Pick<Route, 'type' | 'kind' | 'complexity'> & { paths: readonly string[] }) =>
      tierOf(policy.tiers, { ...task, labels, files: undefined, agents: [], people: snapshot.tiers ?? [] }),
    ...(triage ? { triage } : {}),
  }
  const kept = same ? routed.primary : undefined
  const planned = route(
    kept === undefined || packAgent(pack, kept) === undefined
      ? { ...input, choose: byStanding(snapshot, triage?.taskType) }
      : {
          ...input,
          choose: (able) => ({ agent: able.find((name) => name === kept) ?? able[0] ?? kept, why: [] }),
        },
  )
  const progress = {
    finished: (wave: RouteWave) => hasDone(snapshot, wave),
    begun: (wave: RouteWave) => hasBegun(snapshot, wave),
  }
  if (plan?.document !== undefined) return onPlan(snapshot, plan.document, planned, relevant, why, progress)
  // Waves of agents that the pack does not have any more cannot go on.
  const valid =
    same &&
    routed.offset === undefined &&
    routed.waves.every(
      (wave) =>
        workersOf(wave).every((agent) => packAgent(pack, agent) !== undefined) || hasDone(snapshot, wave),
    )
  if (routed !== undefined && valid) {
    return {
      record: routed,
      route: { ...planned, waves: routed.waves, reasons: [...changes(routed), ...why, ...planned.reasons] },
    }
  }
  const fitted = routed ? refit(routed, planned.waves, progress) : { waves: planned.waves, dropped: [] }
  const record: RecordedRoute = {
    labels: relevant,
    ...(routed ? { before: routed.labels } : {}),
    ...(planned.primary === undefined ? {} : { primary: planned.primary }),
    ...fitted,
  }
  return {
    record,
    route: { ...planned, waves: fitted.waves, reasons: [...changes(record), ...why, ...planned.reasons] },
  }
}

/** A pass asks a dozen times, and a snapshot never changes. */
const known = new WeakMap<Snapshot, Routed>()

/**
 * The route that the task is on, and the record that keeps it. The same snapshot gives the same answer. Who was assigned by
 * command is in the route and not in the record, so that taking it back leaves no trace.
 */
export function routedOf(snapshot: Snapshot): Routed {
  const before = known.get(snapshot)
  if (before !== undefined) return before
  const { route: ruled, record } = routedByRules(snapshot)
  const routed = { record, route: withAssigned(snapshot, ruled, (wave) => hasDone(snapshot, wave)) }
  known.set(snapshot, routed)
  return routed
}

export const routeOf = (snapshot: Snapshot): Route => routedOf(snapshot).route

export function routing({
  snapshot,
  route: taken,
  record,
}: RoutedTask & { record: RecordedRoute }): StageResult {
  const { issue } = snapshot
  const late = superseded(issue.labels, issue.labelled, taskTypes(snapshot.pack)).map(({ label }) => label)
  const result = proceed(`routed as ${taken.type} to ${taken.waves.map(workersText).join(' → ')}`, [
    ...stickyComment(
      issue.number,
      issue.comments,
      'route',
      routeComment(snapshot, taken, explainPriority(priorityOf(snapshot))),
    ),
    ...(late.length > 0 ? [{ do: 'set_labels' as const, add: [], remove: late }] : []),
    ...giveUp(snapshot, record.dropped),
    ...takenOff(snapshot, taken),
  ])
  return { ...result, routed: record }
}
