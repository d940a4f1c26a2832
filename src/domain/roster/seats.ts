// Who has to agree to a change: the route's reviewers and the seats of every consensus rule that applies.

import type { AgentName } from '../ids.ts'
import type { Complexity, TaskKind, TaskType } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { matchingGlob } from '../policy/glob.ts'
import type { Quorum } from '../policy/quorum.ts'
import type { Tier } from '../outcomes.ts'
import type { TierDemands } from '../policy/tier.ts'
import { reason, type Reason } from '../reason.ts'

/** One group of seats that must agree. Several can apply to one change; all of them must be met. */
export interface Requirement {
  /** `reviewers`, `quality gate`, `final validation`, `people`, an integration point, or the name of the consensus rule. */
  rule: string
  seats: readonly AgentName[]
  /** Approvals needed among these seats: how many, or what they must weigh where there are weights. */
  quorum: number
  /** What approvals weigh, where not all weigh 1. */
  weights?: Readonly<Record<string, number>>
  veto: readonly AgentName[]
  people: number
  /** Logins and teams whose approval counts; left out: everybody's who may write. */
  from?: readonly string[] | undefined
  /** Somebody who owns it must approve of every changed path. */
  codeowners?: boolean | undefined
  /** How the quorum was asked for: it is counted anew when seats fall away. Left out: all. */
  asked?: Quorum
  /** Its seats are all authors of the change, so that a person judges instead. */
  standIn?: true
}

/** A requirement with the reason for it. */
export interface SeatGroup {
  requirement: Requirement
  why: Reason
}
/** What an approval by a seat weighs. */
export const weightOf = ({ weights }: Pick<Requirement, 'weights'>, seat: string): number =>
  weights?.[seat] ?? 1

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
  /** Labels that count. */
  labels?: readonly string[]
  /** Left out: not known yet. */
  tier?: Tier | undefined
  /** Whether somebody changed the priority after it was first set. */
  priorityChanged?: boolean
}

/** `all` → every seat, `majority` → more than half, weights → their threshold. */
export function requiredApprovals({ quorum, seats }: Pick<ConsensusRule, 'quorum' | 'seats'>): number {
  if (quorum === 'all') return seats.length
  if (quorum === 'majority') return Math.floor(seats.length / 2) + 1
  return typeof quorum === 'number' ? quorum : quorum.threshold
}

/** The most that these seats can give. */
const mostOf = (requirement: Pick<Requirement, 'seats' | 'weights'>): number =>
  requirement.seats.reduce((sum, seat) => sum + weightOf(requirement, seat), 0)

/** Whether all its seats together can reach the quorum. */
export const isReachable = (requirement: Pick<Requirement, 'seats' | 'weights' | 'quorum'>): boolean =>
  mostOf(requirement) >= requirement.quorum

/** How many seats may stay silent, whichever they are, without the quorum being out of reach. */
function slack(requirement: Requirement): number {
  const heaviest = requirement.seats.map((seat) => weightOf(requirement, seat)).toSorted((a, b) => b - a)
  let left = mostOf(requirement)
  return heaviest.filter((weight) => (left -= weight) >= requirement.quorum).length
}

/** A rule as what it demands. */
export function ruleRequirement(rule: Omit<ConsensusRule, 'when'>): Requirement {
  const { name, seats, quorum, veto, people, people_from: from, codeowners } = rule
  return {
    rule: name,
    seats,
    quorum: requiredApprovals(rule),
    ...(typeof quorum === 'object' ? { weights: quorum.weights } : {}),
    veto,
    people,
    ...(from === undefined ? {} : { from }),
    ...(codeowners === undefined ? {} : { codeowners }),
    asked: quorum,
  }
}

/** What a tier demands of this kind of task; undefined: nothing beside reviewers and rules. */
export function tierRequirement(
  tier: Tier,
  demands: TierDemands | undefined,
  facts: Pick<SeatingFacts, 'kind' | 'claims'>,
): Requirement | undefined {
  if (demands === undefined) return undefined
  const { by_kind: byKind, ...rest } = demands
  const claimed = facts.claims ? byKind?.performance : undefined
  const seats = byKind?.[facts.kind] ?? claimed ?? rest.seats ?? []
  if (seats.length === 0 && rest.people === 0 && rest.codeowners !== true) return undefined
  // The rule's veto and number are for its own seats; another kind's seats may not have them.
  const veto = rest.veto.filter((seat) => seats.includes(seat))
  return ruleRequirement({ ...rest, name: `${tier} decision`, seats, veto })
}

/**
 * What is left of a requirement when the authors of a change do not judge it. The quorum is counted anew among the others; one that
 * asks for a number of seats keeps it. Where nobody is left, a person stands in.
 */
export function withoutAuthors(requirement: Requirement, authors: ReadonlySet<string>): Requirement {
  const seats = requirement.seats.filter((seat) => !authors.has(seat))
  if (seats.length === requirement.seats.length) return requirement
  const veto = requirement.veto.filter((seat) => !authors.has(seat))
  if (seats.length === 0)
    return { ...requirement, seats, veto, quorum: 0, people: Math.max(1, requirement.people), standIn: true }
  return {
    ...requirement,
    seats,
    veto,
    quorum: requiredApprovals({ quorum: requirement.asked ?? 'all', seats }),
  }
}

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
  if (when.claims === true && facts.claims) return 'the change states a performance claim'
  const label = facts.labels?.find((one) =>
    when.labels?.some((asked) => asked.toLowerCase() === one.toLowerCase()),
  )
  if (label !== undefined) return `the issue has the label ${label}`
  if (facts.tier !== undefined && when.tiers?.includes(facts.tier) === true)
    return `the decision is ${facts.tier}`
  return when.priority_change === true && facts.priorityChanged === true
    ? 'the priority of the task was changed'
    : undefined
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
  { besides = [], demands }: { besides?: readonly SeatGroup[]; demands?: TierDemands | undefined } = {},
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
    requirements.push(ruleRequirement(rule))
    reasons.push(
      reason('pass', `consensus rule ${rule.name} applies because ${why}: ${rule.seats.join(', ')}`),
    )
  }
  const byTier = facts.tier === undefined ? undefined : tierRequirement(facts.tier, demands, facts)
  if (byTier !== undefined) {
    requirements.push(byTier)
    reasons.push(reason('pass', `${byTier.rule}: ${byTier.seats.join(', ') || 'people'} must agree`))
  }
  const asked = [...new Set(requirements.flatMap((requirement) => requirement.seats))]
  const seats =
    panel.final === undefined ? asked : [...asked.filter((seat) => seat !== panel.final), panel.final]
  // A requirement tolerates as many abstentions as it has seats beyond its quorum; together they tolerate the fewest.
  const silent = requirements.filter((requirement) => requirement.seats.length > 0).map(slack)
  return {
    seats,
    quorum: seats.length === 0 ? 0 : seats.length - Math.min(...silent),
    veto: [...new Set(requirements.flatMap((requirement) => requirement.veto))],
    people: Math.max(0, ...requirements.map((requirement) => requirement.people)),
    requirements,
    reasons,
  }
}
