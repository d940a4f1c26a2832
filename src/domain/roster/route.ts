// Routing: labels first, the triage's proposal second → waves of agents, seats, and why it is so.

import type { AgentName } from '../ids.ts'
import type { OutcomeOf, TaskType } from '../outcomes.ts'
import { Complexity } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { reason, type Reason } from '../reason.ts'
import { readLabels } from './labels.ts'
import type { Pack } from './pack.ts'
import { seating, type Seating } from './seats.ts'

export interface RouteWave {
  /** From 1. */
  index: number
  purpose: 'research' | 'implement'
  agent: AgentName
}

export interface Route extends Omit<Seating, 'reasons'> {
  type: TaskType
  complexity: Complexity
  /** Components of the pack that the task touches, in the pack's order. */
  components: readonly string[]
  waves: readonly RouteWave[]
  reasons: readonly Reason[]
}

/** How a wave's pull request refers to its issue: only the merge of the last change closes it. */
export function closingLine({ waves }: Pick<Route, 'waves'>, wave: RouteWave, issue: number): string {
  const last = waves.findLast(({ purpose }) => purpose === 'implement')
  return last?.index === wave.index ? `Closes #${issue}` : `Part of #${issue}`
}

export interface RouteInput {
  labels: readonly string[]
  pack: Pack
  /** What the orchestrator proposed; counts only where no label speaks. */
  triage?: OutcomeOf['triage'] | undefined
  /** The effective policy's rules; the pack's own when left out. */
  consensus?: readonly ConsensusRule[]
}

interface Choice<T> {
  value: T
  why: Reason
}

/** A person's label wins over the triage, the triage over the default; two labels of a group are a conflict, and the weightier one counts. */
function choose<T extends string>(
  group: string,
  labelled: readonly T[],
  proposed: T | undefined,
  fallback: T,
  weight: (value: T) => number,
): Choice<T> {
  const heaviest = labelled.toSorted((a, b) => weight(b) - weight(a))[0]
  if (heaviest !== undefined) {
    const others = [...new Set(labelled)].filter((value) => value !== heaviest)
    const conflict = others.map((value) =>
      reason('info', `the label ${group}:${value} is there too and does not count; remove one of the two`),
    )
    const overruled = proposed !== undefined && proposed !== heaviest
    const triage = overruled ? [reason('info', `the triage proposed ${proposed}; labels decide`)] : []
    const why = reason('pass', `${group} ${heaviest}, because of the label ${group}:${heaviest}`, [
      ...conflict,
      ...triage,
    ])
    return { value: heaviest, why }
  }
  if (proposed !== undefined) {
    return {
      value: proposed,
      why: reason('pass', `${group} ${proposed}, as the triage proposed; no label says otherwise`),
    }
  }
  return {
    value: fallback,
    why: reason('info', `${group} ${fallback}, the default: no label and no triage says more`),
  }
}

/** More demanding types weigh more, so that a conflict never lowers the bar. */
const typeWeight: readonly TaskType[] = [
  'documentation',
  'research',
  'bugfix',
  'implementation',
  'performance',
  'architecture',
]

function chooseComponents(
  pack: Pack,
  labelled: readonly string[],
  proposed: readonly string[],
): Choice<string[]> {
  const asked = labelled.length > 0 ? labelled : proposed
  const names = Object.keys(pack.components)
  const known = names.filter((name) => asked.includes(name))
  const unknown = asked
    .filter((name) => !names.includes(name))
    .map((name) => reason('info', `the pack has no component ${name}`))
  const from = labelled.length > 0 ? 'labels' : 'the triage'
  const text =
    known.length > 0 ? `components ${known.join(', ')}, from ${from}` : 'no component of the pack is named'
  return { value: known, why: reason(known.length > 0 ? 'pass' : 'info', text, unknown) }
}

/** Within an implementation wave the owner of the component takes the place of the chain's agent. */
function implementer(pack: Pack, planned: AgentName, components: readonly string[]): Choice<AgentName> {
  const owners = components.flatMap((name) => {
    const component = pack.components[name]
    return component ? [{ name, owner: component.owner }] : []
  })
  const first = owners[0]
  if (!first)
    return {
      value: planned,
      why: reason('pass', `${planned}: named by the route, no component says otherwise`),
    }
  const own = owners.find(({ owner }) => owner === planned)
  if (own)
    return { value: planned, why: reason('pass', `${planned}: named by the route and owner of ${own.name}`) }
  const others = owners.slice(1).filter(({ owner }) => owner !== first.owner)
  return {
    value: first.owner,
    why: reason(
      'pass',
      `${first.owner}: owner of ${first.name}, instead of ${planned}`,
      others.map(({ name, owner }) => reason('info', `${owner} owns ${name}, which comes later in the pack`)),
    ),
  }
}

function planWaves(
  pack: Pack,
  type: TaskType,
  components: readonly string[],
): { waves: RouteWave[]; why: Reason } {
  const chosen = pack.routing[type].waves.map((wave, i) => {
    const { value, why } =
      wave.purpose === 'implement'
        ? implementer(pack, wave.agent, components)
        : { value: wave.agent, why: reason('pass', `${wave.agent}: named by the route`) }
    const text = `wave ${i + 1} (${wave.purpose}) goes to ${why.text}`
    return {
      wave: { index: i + 1, purpose: wave.purpose, agent: value },
      why: reason('pass', text, why.children),
    }
  })
  const chain = pack.routing[type].waves.map((wave) => wave.agent).join(' → ')
  return {
    waves: chosen.map(({ wave }) => wave),
    why: reason(
      'pass',
      `the pack ${pack.name} routes ${type} tasks ${chain}`,
      chosen.map(({ why }) => why),
    ),
  }
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
          : `${agent.name}: no wave, component or seat of this route names it (it may ${agent.purposes.join(', ')})`,
      ),
    ),
  )
}

/** Routes a task. Pure and total: the same input gives the same route, and there is always one. */
export function route({ labels, pack, triage, consensus }: RouteInput): Route {
  const read = readLabels(labels)
  const type = choose('type', read.types, triage?.taskType, 'implementation', (value) =>
    typeWeight.indexOf(value),
  )
  const complexity = choose('complexity', read.complexities, triage?.complexity, 'medium', (value) =>
    Complexity.options.indexOf(value),
  )
  const components = chooseComponents(pack, read.components, triage?.components ?? [])
  const { waves, why } = planWaves(pack, type.value, components.value)
  const changes = waves.some((wave) => wave.purpose === 'implement')
  const { reasons: seatReasons, ...seated } = seating(
    pack.routing[type.value].reviewers,
    changes ? (consensus ?? pack.consensus) : [],
    {
      type: type.value,
      complexity: complexity.value,
      paths: components.value.flatMap((name) => pack.components[name]?.paths ?? []),
      coreFiles: pack.core_files,
      claims: false,
    },
  )
  const unknown = read.unknown.map((label) =>
    reason('info', `the label ${label} is not known and does not count`),
  )
  const seats = changes
    ? reason('pass', `${seated.quorum} of ${seated.seats.length} seats must approve`, seatReasons)
    : reason('info', 'nothing is merged, so no seat is needed; the orchestrator sums up')
  const parts = new Set<string>([...waves.map((wave) => wave.agent), ...seated.seats])
  return {
    type: type.value,
    complexity: complexity.value,
    components: components.value,
    waves,
    ...seated,
    reasons: [type.why, complexity.why, components.why, ...unknown, why, seats, notChosen(pack, parts)],
  }
}
