// Who has to agree to a change: the route's reviewers and the seats of every consensus rule that applies.

import type { AgentName } from '../ids.ts'
import type { Complexity, TaskType } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { matchingGlob } from '../policy/glob.ts'
import { reason, type Reason } from '../reason.ts'

/** One group of seats that must agree. Several can apply to one change; all of them must be met. */
export interface Requirement {
  /** `reviewers`, or the name of the consensus rule. */
  rule: string
  seats: readonly AgentName[]
  /** Approvals needed among these seats. */
  quorum: number
  veto: readonly AgentName[]
  people: number
}

export interface Seating {
  /** All seats once, in the order they are asked. */
  seats: readonly AgentName[]
  /** Approvals among `seats` that meet every requirement, whichever seats abstain. */
  quorum: number
  /** Seats whose request for changes blocks whatever the quorum. */
  veto: readonly AgentName[]
  /** People who must approve as well. */
  people: number
  requirements: readonly Requirement[]
  reasons: readonly Reason[]
}

export interface SeatingFacts {
  type: TaskType
  complexity: Complexity
  /** The paths that change, or path patterns where only the component is known yet. */
  paths: readonly string[]
  coreFiles: readonly string[]
  /** Whether the change states a performance claim. */
  claims: boolean
}

/** `all` → every seat, `majority` → more than half. */
export const requiredApprovals = (rule: Pick<ConsensusRule, 'quorum' | 'seats'>): number =>
  rule.quorum === 'all'
    ? rule.seats.length
    : rule.quorum === 'majority'
      ? Math.floor(rule.seats.length / 2) + 1
      : rule.quorum

const match = (globs: readonly string[], paths: readonly string[]): string | undefined =>
  paths.find(
    (path) => matchingGlob(globs, path) !== undefined || globs.some((glob) => matchingGlob([path], glob)),
  )

/** Why the rule applies, or undefined when none of its conditions holds. */
function applies({ when }: ConsensusRule, facts: SeatingFacts): string | undefined {
  const core = when.core_files === true ? match(facts.coreFiles, facts.paths) : undefined
  if (core !== undefined) return `\`${core}\` is a core file`
  const path = when.paths ? match(when.paths, facts.paths) : undefined
  if (path !== undefined) return `\`${path}\` is one of its paths`
  if (when.task_types?.includes(facts.type) === true) return `the task type is ${facts.type}`
  if (when.complexities?.includes(facts.complexity) === true) return `the complexity is ${facts.complexity}`
  return when.claims === true && facts.claims ? 'the change states a performance claim' : undefined
}

/**
 * Seats for a change. Called with the components' patterns when a task is routed, and again with the changed paths once there is a
 * diff, which alone can tell whether a core file is touched.
 */
export function seating(
  reviewers: readonly AgentName[],
  rules: readonly ConsensusRule[],
  facts: SeatingFacts,
): Seating {
  const requirements: Requirement[] = []
  const reasons: Reason[] = []
  if (reviewers.length > 0) {
    requirements.push({ rule: 'reviewers', seats: reviewers, quorum: reviewers.length, veto: [], people: 0 })
    reasons.push(reason('pass', `reviewers of ${facts.type} tasks: ${reviewers.join(', ')}`))
  }
  for (const rule of rules) {
    const why = applies(rule, facts)
    if (why === undefined) {
      reasons.push(reason('info', `consensus rule ${rule.name} does not apply: no condition of it holds`))
      continue
    }
    const { seats, veto, people } = rule
    requirements.push({ rule: rule.name, seats, quorum: requiredApprovals(rule), veto, people })
    reasons.push(reason('pass', `consensus rule ${rule.name} applies because ${why}: ${seats.join(', ')}`))
  }
  const seats = [...new Set(requirements.flatMap((requirement) => requirement.seats))]
  // A requirement tolerates as many abstentions as it has seats beyond its quorum; together they tolerate the fewest.
  const slack = requirements.map((requirement) => requirement.seats.length - requirement.quorum)
  return {
    seats,
    quorum: seats.length === 0 ? 0 : seats.length - Math.min(...slack),
    veto: [...new Set(requirements.flatMap((requirement) => requirement.veto))],
    people: Math.max(0, ...requirements.map((requirement) => requirement.people)),
    requirements,
    reasons,
  }
}
