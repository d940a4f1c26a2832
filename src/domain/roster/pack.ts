// The schema of `pack.yml`: a team, what its project's parts are, and how work is routed among its agents.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import type { TaskType } from '../outcomes.ts'
import { ConsensusRule } from '../policy/consensus-rule.ts'
import { field } from '../policy/field.ts'
import { Glob } from '../policy/glob.ts'
import { LimitsFile } from '../policy/limits.ts'
import type { AgentSpec } from './agent.ts'

/** Label prefix `component:` and the name together stay within GitHub's 50 characters. */
const ComponentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,38}$/, 'expected lower-case letters, digits and dashes, at most 39')

export const RoadmapLevel = z.enum(['critical', 'high', 'medium', 'low', 'future'])
export type RoadmapLevel = z.infer<typeof RoadmapLevel>

const RoadmapItem = z.strictObject({
  level: field(RoadmapLevel, 'critical, high, medium, low or future', 'high'),
  title: field(z.string().min(1).max(200), 'what is to be reached, in one line', 'Long-context benchmarks'),
  unlocks: field(
    z.string().min(1).max(300),
    'what becomes possible then, in one line',
    'Proof at scale',
  ).optional(),
})

const Wave = z.strictObject({
  purpose: field(z.enum(['research', 'implement']), 'research or implement', 'implement'),
  agent: field(AgentName, 'the name of an agent of the pack', 'implementer'),
})
export type ChainWave = z.infer<typeof Wave>

const Chain = z.strictObject({
  waves: field(z.array(Wave).min(1).max(12), 'the waves in order, each with purpose and agent', [
    { purpose: 'research', agent: 'researcher' },
  ]),
  reviewers: field(z.array(AgentName).max(20), 'the agents that review every wave of this kind', [
    'critic',
  ]).default([]),
})
export type Chain = z.infer<typeof Chain>

const chain = (type: TaskType) =>
  field(Chain, `the route of ${type} tasks: waves and reviewers`, {
    waves: [{ purpose: 'implement', agent: 'implementer' }],
    reviewers: ['critic'],
  })

const Routing = z.strictObject({
  research: chain('research'),
  implementation: chain('implementation'),
  performance: chain('performance'),
  bugfix: chain('bugfix'),
  documentation: chain('documentation'),
  architecture: chain('architecture'),
} satisfies Record<TaskType, z.ZodType>)

const Component = z.strictObject({
  description: field(
    z.string().min(1).max(90),
    'one line, shown on the label',
    'Attention kernels',
  ).optional(),
  paths: field(z.array(Glob).min(1).max(50), 'path patterns, relative to the top of the repository', [
    'src/**',
  ]),
  owner: field(AgentName, 'the agent that implements changes there', 'implementer'),
})
export type Component = z.infer<typeof Component>

export const PackFile = z.strictObject({
  name: field(AgentName, 'the name of the pack, the same as its folder', 'asa-swarm'),
  title: field(z.string().min(1).max(100), 'the name that people see', 'ASA swarm'),
  description: field(z.string().min(1).max(1000), 'what the team is for', 'Ships true sparse attention.'),
  orchestrator: field(AgentName, 'the agent that triages and synthesises', 'orchestrator'),
  roadmap: field(z.array(RoadmapItem).max(50), 'what the team works towards, each with level and title', [
    { level: 'critical', title: 'True sparse attention' },
  ]).default([]),
  core_files: field(z.array(Glob).max(50), 'path patterns of the files that need the whole team', [
    'src/attention.mjs',
  ]).default([]),
  components: field(
    z.record(ComponentName, Component),
    'the parts of the project by name (lower-case letters, digits and dashes), each with paths and owner',
    { attention: { paths: ['src/**'], owner: 'implementer' } },
  ).default({}),
  routing: field(Routing, 'the route of every task type', {
    bugfix: { waves: [{ purpose: 'implement', agent: 'implementer' }], reviewers: ['critic'] },
  }),
  consensus: field(z.array(ConsensusRule).max(50), 'when consensus is required, and who sits', [
    { name: 'core-files', when: { core_files: true }, seats: ['critic'], quorum: 'all' },
  ]).default([]),
  budgets: field(LimitsFile, 'what work may cost at most, where the policy does not say', {
    run_usd: 3,
  }).prefault({}),
})
export type PackFile = z.infer<typeof PackFile>

/** A checked pack: every name in it is the name of one of its agents. */
export interface Pack extends Readonly<PackFile> {
  readonly agents: readonly AgentSpec[]
}

/** The agent of that name, or undefined. */
export const packAgent = (pack: { agents: readonly AgentSpec[] }, name: string): AgentSpec | undefined =>
  pack.agents.find((agent) => agent.name === name)
