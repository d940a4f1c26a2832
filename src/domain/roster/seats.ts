// Who has to agree to a change: the route's reviewers and the seats of every consensus rule that applies.

import type { AgentName } from '../ids.ts'
import type { Complexity, TaskKind, TaskType } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { matchingGlob } from '../policy/glob.ts'
import { reason, type Reason } from '../reason.ts'

/** One group of seats that must agree. Several can apply to one change; all of them must be met. */
export interface Requirement {
  /** `reviewers`, `quality gate`, `final validation`, `people`, an integration point, or the name of the consensus rule. */
  rule: string
  seats: readonly AgentName[]
  /** Approvals needed among these seats. */
  quorum: number
  veto: readonly AgentName[]
  people: number
}

/** A requirement with the reason for it. */
export interface SeatGroup {
  requirement: Requirement
  why: Reason
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

/** Who reviews whatever a change touches. */
export interface Panel {
  reviewers: readonly AgentName[]
  /** Must approve, by the intersection matrix. */
  gates: readonly AgentName[]
  /** Asked last, and must approve. */
  final: AgentName | undefined
  /** How many people must approve. */
  people: number
}

export interface SeatingFacts {
  type: TaskType
  kind: TaskKind
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
  const type = when.task_types?.find((one) => one === facts.type || one === facts.kind)
  if (type !== undefined) return `the task type is ${type}`
  if (when.complexities?.includes(facts.complexity) === true) return `the complexity is ${facts.complexity}`
  return when.claims === true && facts.claims ? 'the change states a performance claim' : undefined
}

/** What the panel demands, before any rule is looked at. */
function panelRequirements(panel: Panel, type: TaskType): SeatGroup[] {
  const all = (rule: string, seats: readonly AgentName[], veto: readonly AgentName[]): Requirement => ({
    rule,
    seats,
    quorum: seats.length,
    veto,
    people: 0,
  })
  const { reviewers, gates, final, people } = panel
  const found: SeatGroup[] = []
  if (reviewers.length > 0) {
    const why = reason('pass', `reviewers of ${type} tasks: ${reviewers.join(', ')}`)
    found.push({ requirement: all('reviewers', reviewers, []), why })
  }
  if (gates.length > 0) {
    const why = reason('pass', `quality gate: ${gates.join(', ')}, with a veto`)
    found.push({ requirement: all('quality gate', gates, gates), why })
  }
  if (people > 0) {
    const requirement = { rule: 'people', seats: [], quorum: 0, veto: [], people }
    found.push({ requirement, why: reason('pass', `${people} of the people must approve`) })
  }
  if (final !== undefined) {
    const why = reason('pass', `${final} is asked last and must approve`)
    found.push({ requirement: all('final validation', [final], [final]), why })
  }
  return found
}

/**
 * Seats for a change. Called with the components' patterns when a task is routed, and again with the changed paths once there is a
 * diff, which alone can tell whether a core file is touched. `besides`: groups that the diff brings in, as integration points do.
 */
export function seating(
  panel: Panel,
  rules: readonly ConsensusRule[],
  facts: SeatingFacts,
  besides: readonly SeatGroup[] = [],
): Seating {
  const given = [...panelRequirements(panel, facts.type), ...besides]
  const requirements: Requirement[] = given.map(({ requirement }) => requirement)
  const reasons: Reason[] = given.map(({ why }) => why)
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
  const asked = [...new Set(requirements.flatMap((requirement) => requirement.seats))]
  const seats =
    panel.final === undefined ? asked : [...asked.filter((seat) => seat !== panel.final), panel.final]
  // A requirement tolerates as many abstentions as it has seats beyond its quorum; together they tolerate the fewest.
  const slack = requirements
    .filter((requirement) => requirement.seats.length > 0)
    .map((requirement) => requirement.seats.length - requirement.quorum)
  return {
    seats,
    quorum: seats.length === 0 ? 0 : seats.length - Math.min(...slack),
    veto: [...new Set(requirements.flatMap((requirement) => requirement.veto))],
    people: Math.max(0, ...requirements.map((requirement) => requirement.people)),
    requirements,
    reasons,
  }
}
