// What an agent run may hand back, by purpose. The model's last message must be one of these as JSON, nothing wider.

import { z } from 'zod'
import { AgentName } from './ids.ts'
import { ExperimentName } from './reports/experiment.ts'

const line = z.string().trim().min(1).max(300)
const prose = z.string().trim().min(1).max(8000)

/** The kinds of work that every pack can route. A pack's own task types are each of one kind. */
export const TaskKind = z.enum([
  'research',
  'implementation',
  'performance',
  'bugfix',
  'documentation',
  'architecture',
])
export type TaskKind = z.infer<typeof TaskKind>

/** A kind, or a task type of the pack; the label `type:<name>` stays within GitHub's 50 characters. */
export const TaskType = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,44}$/, 'expected lower-case letters, digits and dashes, at most 45')
export type TaskType = z.infer<typeof TaskType>

/** A need, a field of expertise or a pattern of the pack; with the longest prefix, `expertise:`, a label of at most 50 characters. */
export const Topic = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,38}$/, 'expected lower-case letters, digits and dashes, at most 39')
export type Topic = z.infer<typeof Topic>

const scale = (max: number): z.ZodInt => z.int().min(1).max(max)

/** The factors of a task's priority that take judgement; how many tasks wait for this one is counted instead. */
export const PriorityFactors = z.strictObject({
  impact: scale(5),
  urgency: scale(5),
  resources: scale(5),
  risk: scale(5),
})
export type PriorityFactors = z.infer<typeof PriorityFactors>
export const Complexity = z.enum(['simple', 'medium', 'high', 'critical'])
export type Complexity = z.infer<typeof Complexity>

/** Orchestrator: what kind of work an issue is. Proposes labels; a person may correct them. */
export const TriageOutcome = z.strictObject({
  summary: prose,
  taskType: TaskType,
  complexity: Complexity,
  components: z.array(line).max(10),
  /** Further fields that the work touches, named as the pack names them. */
  needs: z.array(Topic).max(10).optional(),
  priority: PriorityFactors.optional(),
  acceptance: z.array(line).min(1).max(12),
  rationale: prose,
})

/**
 * Orchestrator: how a larger task is to be done, as Markdown that people read, edit and approve (see plan/analysis.ts for its form).
 */
export const PlanOutcome = z.strictObject({
  summary: prose,
  analysis: z.string().trim().min(1).max(30_000),
})
export type PlanOutcome = z.infer<typeof PlanOutcome>

/** Orchestrator of a plan: who executes a wave, itself or an agent that its grant names, and on what terms. */
export const DirectOutcome = z.strictObject({
  executor: AgentName,
  instructions: prose,
  checks: z.array(line).max(20),
  why: prose,
})
export type DirectOutcome = z.infer<typeof DirectOutcome>

/** In a plan, what another round should do, when the result asks for one: each line a task for one agent. */
const NextRound = z
  .array(z.strictObject({ agent: AgentName, task: line }))
  .min(1)
  .max(10)

/** What the agent did about each directive that its brief named. */
const Directives = z.array(z.strictObject({ id: z.string().regex(/^(?:c\d+-\d+|i\d+)$/), did: line })).max(50)

/** What the work takes for granted where another could take something else: `{ about: 'tensor layout', value: 'row-major' }`. */
const Assumptions = z.array(z.strictObject({ about: line, value: line })).max(30)

/** Researcher: findings for the team, each with where it comes from (a path, a URL, a measurement). */
export const ReportOutcome = z.strictObject({
  summary: prose,
  findings: z.array(z.strictObject({ title: line, detail: prose, sources: z.array(line).max(10) })).max(20),
  recommendation: prose,
  risks: z.array(line).max(10),
  next: NextRound.optional(),
  directives: Directives.optional(),
  assumptions: Assumptions.optional(),
})

/** Decision tiers, from the least agreement that is needed to the most: how hard the decision is to take back. */
export const Tier = z.enum(['routine', 'reversible', 'irreversible'])
export type Tier = z.infer<typeof Tier>
/** Whoever works on a decision may say that it is harder to take back than it looks; less does not count. */
const SaidTier = Tier.optional()

/** Implementer, before an irreversible change: what it would do, what else could be done, and why not that. */
export const ProposalOutcome = z.strictObject({
  summary: prose,
  approach: prose,
  alternatives: z
    .array(z.strictObject({ option: line, tradeoffs: prose }))
    .min(1)
    .max(10),
  rationale: prose,
  risks: z.array(line).max(10),
  tier: SaidTier,
})
export type ProposalOutcome = z.infer<typeof ProposalOutcome>

/** Critic: what speaks against a proposal, and what it leaves open. */
export const ChallengeOutcome = z.strictObject({
  summary: prose,
  objections: z.array(z.strictObject({ point: line, why: prose })).max(20),
  questions: z.array(line).max(20),
  tier: SaidTier,
})
export type ChallengeOutcome = z.infer<typeof ChallengeOutcome>

/** Implementer: describes the patch that it left in its worktree. The host takes the diff from git, never from here. */
export const PatchOutcome = z.strictObject({
  title: line,
  summary: prose,
  /** One answer per finding of the round before; empty in the first round. */
  answers: z.array(z.strictObject({ finding: line, response: prose })).max(30),
  notes: z.array(line).max(10),
  next: NextRound.optional(),
  tier: SaidTier,
  directives: Directives.optional(),
  assumptions: Assumptions.optional(),
})

export const Severity = z.enum(['blocker', 'major', 'minor'])
export const Finding = z.strictObject({
  path: z.string().min(1).max(400),
  /** 1-based line in the head version of the file. */
  line: z.int().min(1),
  severity: Severity,
  message: prose,
  /** First of the lines that the finding is about, where it is about several; `line` is the last. */
  startLine: z.int().min(1).optional(),
  /** What those lines should read instead, without a fence; empty: they should go. */
  suggestion: z.string().max(4000).optional(),
})
export type Finding = z.infer<typeof Finding>

/** `metric op value` about a run that Baton recorded: `{ metric: 'attention.ms', comparison: 'ratio', op: '>=', value: 2, run: '4711' }`. */
export const Claim = z.strictObject({
  metric: line,
  /** `candidate`: the head's own number in the metric's unit; `ratio`: how many times better than the baseline. */
  comparison: z.enum(['candidate', 'ratio']),
  op: z.enum(['<=', '>=']),
  value: z.number(),
  /** Id of the workflow run whose recorded result is cited. */
  run: z.string().regex(/^\d+$/, 'expected the id of a recorded workflow run'),
  /** Where the figure is of an experiment: the name under which the run reported it. A ratio is then to its own baseline. */
  experiment: ExperimentName.optional(),
})
export type Claim = z.infer<typeof Claim>

export const Position = z.enum(['approve', 'request_changes', 'abstain'])
export type Position = z.infer<typeof Position>

/** A seat's verdict on one head SHA. Claims are checked against the recorded evidence before they count. */
export const VerdictOutcome = z.strictObject({
  position: Position,
  summary: prose,
  findings: z.array(Finding).max(50),
  claims: z.array(Claim).max(20),
  tier: SaidTier,
  directives: Directives.optional(),
})
export type VerdictOutcome = z.infer<typeof VerdictOutcome>

/** Orchestrator: the decision drawn from the verdicts, with the dissent kept. */
export const SynthesisOutcome = z.strictObject({
  decision: prose,
  rationale: prose,
  dissent: z.array(line).max(10),
  followUps: z.array(line).max(10),
  /** What else could have been done, and why it was not; kept in the decision record. */
  alternatives: z
    .array(z.strictObject({ option: line, why: line }))
    .max(10)
    .optional(),
  consequences: z.array(line).max(10).optional(),
  /** In a ruling: the side that stands. */
  prevails: z.enum(['first', 'second', 'both']).optional(),
})

/** Any agent: it cannot go on, and why. */
export const BlockerOutcome = z.strictObject({ blocked: prose, needs: prose })

/** What an agent's file may name. Who may implement may propose, and who may review may challenge. */
export const AgentPurpose = z.enum([
  'triage',
  'plan',
  'direct',
  'research',
  'implement',
  'review',
  'synthesise',
])
export type AgentPurpose = z.infer<typeof AgentPurpose>
export const Purpose = z.enum([...AgentPurpose.options, 'propose', 'challenge'])
export type Purpose = z.infer<typeof Purpose>

/** The schema that the last message of a run with this purpose is parsed with (the blocker form is always allowed). */
export const outcomeSchemas = {
  triage: TriageOutcome,
  plan: PlanOutcome,
  direct: DirectOutcome,
  research: ReportOutcome,
  implement: PatchOutcome,
  review: VerdictOutcome,
  synthesise: SynthesisOutcome,
  propose: ProposalOutcome,
  challenge: ChallengeOutcome,
} as const satisfies Record<Purpose, z.ZodType>

export type OutcomeOf = { [P in Purpose]: z.infer<(typeof outcomeSchemas)[P]> }
export type BlockerOutcome = z.infer<typeof BlockerOutcome>
