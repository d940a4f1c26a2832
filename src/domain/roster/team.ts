// Who works on a task: the primary by task type or component, and those who support it, each with the row that named them.

import type { AgentName } from '../ids.ts'
import type { AgentPurpose } from '../outcomes.ts'
import { reason, type Reason } from '../reason.ts'
import type { Classified } from './classify.ts'
import { packAgent, type Pack } from './pack.ts'
import type { Component } from './routing-tables.ts'

export interface Team {
  /** Does the work where the chain or pattern leaves it to the tables; undefined: whoever the chain names. */
  primary: AgentName | undefined
  /** Most wanted first; never the primary. */
  support: readonly AgentName[]
  /** Must approve, by the intersection matrix. */
  gates: readonly AgentName[]
  /** Implements in the primary's place, because the matrix says so and the primary is the gate. */
  builder: AgentName | undefined
  reasons: readonly Reason[]
}

/** Picks one of several able agents; the first is the one that the tables prefer. */
export type ChooseAgent = (candidates: readonly [AgentName, ...AgentName[]]) => {
  agent: AgentName
  why: readonly Reason[]
}

export const mayDo = (pack: Pack, name: AgentName, purpose: AgentPurpose): boolean =>
  packAgent(pack, name)?.purposes.includes(purpose) === true

/** The owner of a component, its own or that of the component it is part of. A cycle, which a checked pack has not, ends in undefined. */
export function ownerOf(
  components: Readonly<Record<string, Component>>,
  name: string,
  seen: readonly string[] = [],
): AgentName | undefined {
  const component = components[name]
  if (component === undefined || seen.includes(name)) return undefined
  if (component.owner !== undefined || component.part_of === undefined) return component.owner
  return ownerOf(components, component.part_of, [...seen, name])
}

interface Nominee {
  agent: AgentName
  why: string
  /** Not subject to the size of the team. */
  always: boolean
}

function owners(pack: Pack, task: Classified): { component: string; owner: AgentName }[] {
  return task.components.flatMap((component) => {
    const owner = ownerOf(pack.components, component)
    return owner === undefined ? [] : [{ component, owner }]
  })
}

/** The primary as the tables name it, with the agents that could stand in for it, and why. */
function nominatePrimary(pack: Pack, task: Classified): { candidates: AgentName[]; why: Reason } | undefined {
  const rule = pack.types[task.type]
  const [first, ...others] = owners(pack, task)
  const leads = rule?.leads ?? (task.type === task.kind ? 'component' : 'type')
  if (first !== undefined && (rule === undefined || leads === 'component')) {
    const notes = others
      .filter(({ owner }) => owner !== first.owner)
      .map(({ component, owner }) =>
        reason('info', `${owner} owns ${component}, which comes later in the pack`),
      )
    const also =
      rule && rule.primary !== first.owner
        ? ` and not ${rule.primary}, who leads ${task.type} tasks elsewhere`
        : ''
    const stand = pack.components[first.component]?.secondary ?? []
    return {
      candidates: [first.owner, ...stand],
      why: reason('pass', `${first.owner} leads: owner of ${first.component}${also}`, notes),
    }
  }
  if (rule !== undefined) {
    const why = reason('pass', `${rule.primary} leads: primary of ${task.type} tasks (${rule.title})`)
    return { candidates: [rule.primary, ...rule.secondary], why }
  }
  for (const name of task.expertise) {
    const field = pack.expertise[name]
    if (field === undefined) continue
    return {
      candidates: [field.primary, ...field.secondary],
      why: reason('pass', `${field.primary} leads: knows most of ${field.title}`),
    }
  }
  return undefined
}

function nominees(pack: Pack, task: Classified, primary: AgentName | undefined): Nominee[] {
  const rule = pack.types[task.type]
  const complexity = pack.complexity[task.complexity]
  const domain = rule?.domain ?? task.type
  const named = (agents: readonly AgentName[], why: string, always = false): Nominee[] =>
    agents.map((agent) => ({ agent, why, always }))
  const neighbours = primary === undefined || !complexity.neighbours ? undefined : packAgent(pack, primary)
  return [
    ...pack.intersections
      .filter((row) => row.domain === domain && task.needs.includes(row.needs))
      .flatMap((row) => named(row.add, `${row.domain} work that also needs ${row.needs}`, true)),
    ...named(rule?.secondary ?? [], `supports ${task.type} tasks`),
    ...(rule === undefined ? [] : named([rule.primary], `primary of ${task.type} tasks`)),
    ...owners(pack, task).flatMap(({ component, owner }) => named([owner], `owner of ${component}`)),
    ...task.components.flatMap((name) =>
      named(pack.components[name]?.secondary ?? [], `supports the owner of ${name}`),
    ),
    ...task.expertise.flatMap((name) => {
      const field = pack.expertise[name]
      return field ? named([field.primary, ...field.secondary], `knows ${field.title}`) : []
    }),
    ...named(complexity.include, `always joins ${task.complexity} tasks`, true),
    ...named(
      (neighbours?.intersectsWith ?? []).filter((agent) => mayDo(pack, agent, 'review')),
      `its work touches that of ${primary}, and the task is ${task.complexity}`,
    ),
  ].filter(({ agent }) => agent !== primary && agent !== pack.orchestrator)
}

/** Assembles the team. `choose` decides among the candidates for the lead, by workload and record; without it the first leads. */
export function assembleTeam(pack: Pack, task: Classified, choose?: ChooseAgent): Team {
  const lead = nominatePrimary(pack, task)
  const purpose = task.kind === 'research' ? 'research' : 'implement'
  const able = [...new Set(lead?.candidates ?? [])].filter((agent) => mayDo(pack, agent, purpose))
  const [first, second, ...others] = able
  const chosen =
    first === undefined || second === undefined ? undefined : choose?.([first, second, ...others])
  const primary = chosen?.agent ?? lead?.candidates[0]
  const reasons: Reason[] = lead
    ? [reason('pass', lead.why.text, [...lead.why.children, ...(chosen?.why ?? [])])]
    : []
  if (chosen && chosen.agent !== lead?.candidates[0]) {
    reasons.push(reason('info', `${chosen.agent} stands in for ${lead?.candidates[0]}`, chosen.why))
  }

  const { team: size } = pack.complexity[task.complexity]
  const support: AgentName[] = []
  const notes: Reason[] = []
  let room = size === 'all' ? Infinity : size - 1
  for (const { agent, why, always } of nominees(pack, task, primary)) {
    if (support.includes(agent)) continue
    if (!always && room <= 0) {
      notes.push(
        reason('info', `${agent} (${why}) stays out: a ${task.complexity} task has a team of ${size}`),
      )
      continue
    }
    if (!always) room -= 1
    support.push(agent)
    notes.push(reason('pass', `${agent}: ${why}`))
  }
  const domain = pack.types[task.type]?.domain ?? task.type
  const rows = pack.intersections.filter((row) => row.domain === domain && task.needs.includes(row.needs))
  const gates = [...new Set(rows.flatMap((row) => row.gate))]
  const swap = rows.find(
    (row) => row.needs === 'implementation' && primary !== undefined && row.gate.includes(primary),
  )
  const builder = swap?.add.find((agent) => mayDo(pack, agent, 'implement'))
  reasons.push(
    support.length > 0
      ? reason('pass', `supported by ${support.join(', ')}`, notes)
      : reason('info', `nobody else is called in for a ${task.complexity} task`, notes),
  )
  if (gates.length > 0) reasons.push(reason('pass', `quality gate: ${gates.join(', ')} must approve`))
  if (builder !== undefined)
    reasons.push(reason('pass', `${builder} implements, and ${primary} judges the result`))
  return { primary, support, gates, builder, reasons }
}
