// The register of risks over all plans: what plans name, and what has come about by itself.

import { spanText } from '../priority/explain.ts'
import type { TroubleKind } from '../escalation/triggers.ts'
import { moment, planOf, type Freeze } from '../freeze/freeze.ts'
import type { TaskKey } from '../ids.ts'
import type { PlanDocument } from '../plan/document.ts'
import { RISK_LEVELS, type PlanRisk, type RiskLevel } from '../plan/risk.ts'
import { endOfDay, isLate, type Milestone } from './milestones.ts'

export interface RiskLine extends Omit<PlanRisk, 'owner' | 'likelihood'> {
  /** `certain`: it has come about. */
  likelihood: RiskLevel | 'certain'
  owner: string | undefined
  /** The plan that names it, or what it was seen by. */
  from: string
  task: TaskKey | undefined
}

export interface OpenTrouble {
  task: TaskKey
  kind: TroubleKind
  since: number
  why: string | undefined
}

export interface RiskInput {
  /** Plans that are not complete. */
  plans: readonly { task: TaskKey; plan: Pick<PlanDocument, 'plan' | 'orchestrator' | 'risks'> }[]
  troubles: readonly OpenTrouble[]
  /** Every freeze that nobody has lifted. */
  freezes: readonly Freeze[]
  milestones: readonly Milestone[]
  now: number
}

const DAY_MS = 24 * 60 * 60_000
const MOVE_THE_DAY = 'Move the day, or make the plan smaller with `/baton replan`'

/** What a trouble means for the work, and what can be done about it. Undefined: it is no risk of its own. */
const TROUBLES: Readonly<
  Record<TroubleKind, Pick<RiskLine, 'what' | 'impact' | 'contingency' | 'from'> | undefined>
> = {
  blocked: {
    what: 'A blocker is not resolved',
    impact: 'high',
    contingency: 'Answer on the issue, or hand it on with `/baton escalate`',
    from: 'blocker',
  },
  stuck: {
    what: 'A task does not go on',
    impact: 'medium',
    contingency: 'Answer on the issue, or `/baton retry`',
    from: 'blocker',
  },
  failing: {
    what: 'A wave fails again and again',
    impact: 'high',
    contingency: 'Another agent with `/baton assign`, or another plan with `/baton replan`',
    from: 'failures',
  },
  'over-capacity': {
    what: 'There is more work than an agent can do',
    impact: 'medium',
    contingency: 'Another agent with `/baton assign`, or less at once with `/baton priority`',
    from: 'capacity',
  },
  late: {
    what: 'Work will not be done by its day',
    impact: 'high',
    contingency: MOVE_THE_DAY,
    from: 'dates',
  },
  unheeded: undefined,
}

function ofTrouble({ task, kind, why }: OpenTrouble): RiskLine[] {
  const known = TROUBLES[kind]
  if (known === undefined) return []
  return [
    {
      ...known,
      likelihood: 'certain',
      ...(why === undefined ? {} : { trigger: why }),
      owner: undefined,
      task,
    },
  ]
}

/** A plan that froze something for a time, and is at work although the time is over: from now on anybody may change it. */
function ofFreeze(freeze: Freeze, { plans, now }: RiskInput): RiskLine[] {
  const { expiresAt, taskKey: task } = freeze
  const plan = plans.find((one) => one.plan.plan === planOf(freeze))
  if (plan === undefined || expiresAt === undefined || expiresAt > now) return []
  return [
    {
      what: `The freeze of ${freeze.id} has ended before its plan is complete`,
      likelihood: 'certain',
      impact: 'medium',
      trigger: `it ended at ${moment(expiresAt)}`,
      contingency: 'Freeze it again with `/baton freeze`, or let changes in',
      owner: plan.plan.orchestrator,
      from: 'freezes',
      task,
    },
  ]
}

function ofMilestone(milestone: Milestone, { now, troubles }: RiskInput): RiskLine[] {
  const { day, task, name, title } = milestone
  // The ladder has said it already, with the reason.
  const told = troubles.some((one) => one.kind === 'late' && one.task === task)
  if (day === undefined || !isLate(milestone, now) || told) return []
  return [
    {
      what: `${name} (${title}) is over its day`,
      likelihood: 'certain',
      impact: 'high',
      trigger: `due on ${day}, ${spanText(Math.floor((now - endOfDay(day)) / DAY_MS) * DAY_MS + DAY_MS)} ago`,
      contingency: MOVE_THE_DAY,
      owner: undefined,
      from: 'dates',
      task,
    },
  ]
}

const weight = ({ likelihood, impact }: RiskLine): number =>
  (likelihood === 'certain' ? 4 : RISK_LEVELS.indexOf(likelihood) + 1) * (RISK_LEVELS.indexOf(impact) + 1)

/** The gravest first: likelihood times impact, and what has come about before what may. */
export function registerOf(input: RiskInput): RiskLine[] {
  const named = input.plans.flatMap(({ task, plan: { plan, orchestrator, risks } }) =>
    risks.map((risk): RiskLine => ({ ...risk, owner: risk.owner ?? orchestrator, from: plan, task })),
  )
  const raised = [
    ...input.troubles.flatMap(ofTrouble),
    ...input.freezes.flatMap((freeze) => ofFreeze(freeze, input)),
    ...input.milestones.flatMap((milestone) => ofMilestone(milestone, input)),
  ]
  return [...raised, ...named].sort((a, b) => weight(b) - weight(a))
}
