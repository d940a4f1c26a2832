// Routing: labels first, the triage's proposal second → waves of agents, seats, and why it is so.

import type { AgentName } from '../ids.ts'
import type { Complexity, OutcomeOf, TaskKind, TaskType } from '../outcomes.ts'
import type { TierVerdict } from '../consensus/tier.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import type { Tier } from '../outcomes.ts'
import type { Tiers } from '../policy/tier.ts'
import { reason, type Reason } from '../reason.ts'
import { classify } from './classify.ts'
import type { Pack } from './pack.ts'
import { workersOf } from './joint-wave.ts'
import { planWaves, type RouteWave } from './route-waves.ts'
import type { Shape } from './routing-tables.ts'
import { seating, type Panel, type Seating } from './seats.ts'
import { assembleTeam, mayDo, type ChooseAgent } from './team.ts'

export type { RouteWave } from './route-waves.ts'

export interface Route extends Omit<Seating, 'reasons'> {
  type: TaskType
  kind: TaskKind
  complexity: Complexity
  /** Components of the pack that the task touches, in the pack's order. */
  components: readonly string[]
  pattern: string | undefined
  shape: Shape
  waves: readonly RouteWave[]
  /** Who looks back when the task is done, in an issue of its own. */
  postMortem: readonly AgentName[]
  /** The agent that leads, where type, component or expertise name one. */
  primary: AgentName | undefined
  support: readonly AgentName[]
  /** Who reviews whatever the changed paths bring in besides. */
  panel: Panel
  /** Who is asked when the team is stuck, in order. */
  escalation: readonly string[]
  /** Whether the orchestrator writes a plan first, which a person approves. */
  planned: boolean
  /** The decision's tier before anything has changed; undefined: nothing is merged, or tiers are not looked at. */
  tier: Tier | undefined
  /** What escalation times are multiplied with. */
  timers: number
  reasons: readonly Reason[]
}

/**
 * How a wave's pull request refers to its issue: its merge closes the issue only where every other wave comes before it or is done. What goes on
 * beside it would be stopped with the issue.
 */
export function closingLine(
  { waves }: Pick<Route, 'waves'>,
  wave: RouteWave,
  issue: number,
  isDone: (wave: RouteWave) => boolean,
): string {
  const before = new Set([wave.index])
  for (const { index, after } of waves.toReversed())
    if (before.has(index)) for (const one of after) before.add(one)
  const last = waves.every((other) => other.plan === undefined && (before.has(other.index) || isDone(other)))
  return last ? `Closes #${issue}` : `Part of #${issue}`
}

export interface RouteInput {
  labels: readonly string[]
  pack: Pack
  /** What the orchestrator proposed; counts only where no label speaks. */
  triage?: OutcomeOf['triage'] | undefined
  /** The effective policy's rules; the pack's own when left out. */
  consensus?: readonly ConsensusRule[]
  /** Which tier the decision is in, as far as the task alone tells; left out: tiers are not looked at. */
  tier?:
    | ((task: Pick<Route, 'type' | 'kind' | 'complexity'> & { paths: readonly string[] }) => TierVerdict)
    | undefined
  /** The effective policy's tiers; the pack's own when left out. */
  tiers?: Tiers
  /** Decides among able agents for the lead; without it the one that the tables prefer leads. */
  choose?: ChooseAgent | undefined
}

/** Every agent of the pack without a part in the route, and why not. */
function notChosen(pack: Pack, parts: ReadonlySet<string>): Reason {
  const left = pack.agents.filter((agent) => !parts.has(agent.name))
  return reason(
    'info',
    left.length === 0 ? 'every agent of the pack has a part' : 'considered and not chosen',
    left.map((agent) =>
      reason(
        'info',
        agent.name === pack.orchestrator
          ? `${agent.name}: triages and synthesises, takes no wave`
          : `${agent.name}: no table row of this route names it (it may ${agent.purposes.join(', ')})`,
      ),
    ),
  )
}

const pathsOf = (pack: Pack, components: readonly string[]): string[] =>
  components.flatMap((name) => pack.components[name]?.paths ?? [])

/** Routes a task. Pure and total: the same input gives the same route, and there is always one. */
export function route({ labels, pack, triage, consensus, tier, tiers, choose }: RouteInput): Route {
  const task = classify(pack, labels, triage)
  const team = assembleTeam(pack, task, choose)
  const planned = planWaves(pack, task, team, labels)
  const rules = pack.complexity[task.complexity]
  const taking = new Set<string>(planned.waves.flatMap(workersOf))
  const panel: Panel = {
    reviewers: [
      ...new Set([...planned.reviewers, ...team.support.filter((agent) => mayDo(pack, agent, 'review'))]),
    ],
    gates: team.gates,
    final: planned.final,
    people: rules.people,
  }
  const changes = planned.waves.some((wave) => wave.purpose === 'implement')
  const paths = pathsOf(pack, task.components)
  const decision = changes ? tier?.({ ...task, paths }) : undefined
  const { reasons: seatReasons, ...seated } = seating(
    changes ? panel : { reviewers: [], gates: [], final: undefined, people: 0 },
    changes ? (consensus ?? pack.consensus) : [],
    {
      type: task.type,
      kind: task.kind,
      complexity: task.complexity,
      paths,
      coreFiles: pack.core_files,
      claims: false,
      labels,
      tier: decision?.tier,
    },
    { demands: decision && (tiers ?? pack.tiers)[decision.tier] },
  )
  const idle = team.support.filter((agent) => !taking.has(agent) && !seated.seats.includes(agent))
  const seats = changes
    ? reason('pass', `${seated.quorum} of ${seated.seats.length} seats must approve`, seatReasons)
    : reason('info', 'nothing is merged, so no seat is needed; the orchestrator sums up')
  const parts = new Set<string>([...taking, ...seated.seats, ...idle])
  return {
    type: task.type,
    kind: task.kind,
    complexity: task.complexity,
    components: task.components,
    pattern: planned.pattern,
    shape: planned.shape,
    waves: planned.waves,
    postMortem: planned.postMortem,
    primary: team.primary,
    support: team.support,
    panel,
    escalation: rules.escalation,
    planned: planned.planned,
    tier: decision?.tier,
    timers: planned.timers,
    ...seated,
    reasons: [
      ...task.reasons,
      ...team.reasons,
      planned.why,
      ...(decision === undefined ? [] : [decision.why]),
      seats,
      ...idle.map((agent) => reason('info', `${agent} is told, and takes neither wave nor seat`)),
      reason('info', `when the team is stuck: ${rules.escalation.join(' → ')}`),
      notChosen(pack, parts),
    ],
  }
}
