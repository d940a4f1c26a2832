// Who takes a run: the primary, or a stand-in while the primary is at capacity; every comparison is in the reasons.

import type { AgentName } from '../ids.ts'
import type { TaskType } from '../outcomes.ts'
import { reason, type Reason } from '../reason.ts'
import { hasRoom, type Candidate } from './candidate.ts'
import { before, capacityText, compareBy, criteriaFor } from './stand-ins.ts'

export interface AgentChoice {
  agent: AgentName
  reasons: Reason[]
}

/**
 * Chooses who takes a run of a task type. The first candidate is the primary and gets it unless it is at capacity and a
 * stand-in has room. Stand-ins with room are compared by criteriaFor(). No two candidates may have the same name.
 */
export function chooseAgent(candidates: readonly [Candidate, ...Candidate[]], type: TaskType): AgentChoice {
  const [primary, ...others] = candidates
  if (hasRoom(primary)) {
    return {
      agent: primary.agent,
      reasons: [reason('pass', `${capacityText(primary)}: the primary takes it`)],
    }
  }
  const full = reason('info', `${capacityText(primary)}: the primary is at capacity`)
  const without = others
    .filter((candidate) => !hasRoom(candidate))
    .map((candidate) => reason('info', `${capacityText(candidate)}: this stand-in is at capacity`))
  const standIns = others.filter(hasRoom)
  const criteria = criteriaFor(standIns, type)
  const [first, ...rest] = standIns.toSorted((a, b) => compareBy(criteria, a, b))
  if (first === undefined) {
    const waits = reason('pass', `no stand-in has room: ${primary.agent} takes it as soon as it has`)
    return { agent: primary.agent, reasons: [full, ...without, waits] }
  }
  const why = rest.map((other) => before(criteria, first, other))
  const taken = reason('pass', `${capacityText(first)}: it stands in`, why)
  return { agent: first.agent, reasons: [full, ...without, taken] }
}
