// A risk that a plan names: what may go wrong, how likely and how bad, by what it is known, and what is done then.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'

export const RISK_LEVELS = ['low', 'medium', 'high'] as const
export type RiskLevel = (typeof RISK_LEVELS)[number]

const line = (max: number) => z.string().trim().min(1).max(max)
const level = (what: string) =>
  field(z.enum(RISK_LEVELS), `${what}: low, medium or high`, 'high').default('medium')

export const PlanRisk = z.strictObject({
  what: field(line(300), 'what may go wrong, in one line', 'The sparse kernel is slower on small inputs'),
  likelihood: level('how likely it is'),
  impact: level('how bad it would be'),
  trigger: field(line(300), 'by what it is known that it has come about', 'attention.ms above 5').optional(),
  contingency: field(line(500), 'what is done then', 'Keep the dense path below 512 tokens'),
  owner: field(AgentName, 'the agent that watches it; left out: the orchestrator', 'benchmarker').optional(),
})
export type PlanRisk = z.infer<typeof PlanRisk>
