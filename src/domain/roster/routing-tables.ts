// The routing tables of a pack: task types, components, complexity, intersections, expertise, and coordination patterns.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { type Complexity, TaskKind, Topic } from '../outcomes.ts'
import { field } from '../policy/field.ts'
import { Glob } from '../policy/glob.ts'
import { TaskWhen } from './conditions.ts'

export const RoadmapLevel = z.enum(['critical', 'high', 'medium', 'low', 'future'])
export type RoadmapLevel = z.infer<typeof RoadmapLevel>

export const RoadmapItem = z.strictObject({
  level: field(RoadmapLevel, 'critical, high, medium, low or future', 'high'),
  title: field(z.string().min(1).max(200), 'what is to be reached, in one line', 'Long-context benchmarks'),
  unlocks: field(
    z.string().min(1).max(300),
    'what becomes possible then, in one line',
    'Proof at scale',
  ).optional(),
  when: field(
    TaskWhen,
    'the tasks that it is reached by: they have its level; left out: the item is only shown',
    { components: ['core'] },
  ).optional(),
})
export type RoadmapItem = z.infer<typeof RoadmapItem>

const agents = (expected: string, example: string[]) =>
  field(z.array(AgentName).max(20), expected, example).default([])
const title = field(z.string().min(1).max(100), 'the name that people see', 'Inference engine features')
const description = field(z.string().min(1).max(90), 'one line, shown on the label', 'Attention kernels')

/** Stands for the agent that leads the task, or the first one that supports it, in the waves and reviewers of a pattern. */
export const Placeholder = z.enum(['$primary', '$secondary'])
export type Placeholder = z.infer<typeof Placeholder>

export const WaveId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,38}$/, 'expected lower-case letters, digits and dashes, at most 39')

const waveFields = {
  id: field(WaveId, 'a name for other waves to wait for', 'design').optional(),
  purpose: field(z.enum(['research', 'implement']), 'research or implement', 'implement'),
  after: field(
    z.array(WaveId).max(20),
    'the ids of the waves that must be done before; left out: the wave before this one',
    ['design'],
  ).optional(),
  optional: field(z.boolean(), 'true: the agent may find that nothing has to be changed', true).optional(),
}

export const ChainWave = z.strictObject({
  ...waveFields,
  agent: field(AgentName, 'the name of an agent of the pack', 'implementer'),
})
export type ChainWave = z.infer<typeof ChainWave>

export const Chain = z.strictObject({
  waves: field(z.array(ChainWave).min(1).max(12), 'the waves in order, each with purpose and agent', [
    { purpose: 'research', agent: 'researcher' },
  ]),
  reviewers: field(z.array(AgentName).max(20), 'the agents that review every wave of this kind', [
    'critic',
  ]).default([]),
})
export type Chain = z.infer<typeof Chain>

const chain = (kind: TaskKind) =>
  field(Chain, `the route of ${kind} tasks: waves and reviewers`, {
    waves: [{ purpose: 'implement', agent: 'implementer' }],
    reviewers: ['critic'],
  })

export const Routing = z.strictObject({
  research: chain('research'),
  implementation: chain('implementation'),
  performance: chain('performance'),
  bugfix: chain('bugfix'),
  documentation: chain('documentation'),
  architecture: chain('architecture'),
} satisfies Record<TaskKind, z.ZodType>)

export const TypeRule = z.strictObject({
  title,
  description: description.optional(),
  kind: field(
    TaskKind,
    'the kind of work: research, implementation, performance, bugfix, documentation or architecture',
    'implementation',
  ),
  primary: field(AgentName, 'the agent that does the work', 'inference-engine-specialist'),
  secondary: agents('the agents that support it, most wanted first', ['performance-engineering-specialist']),
  domain: field(
    Topic,
    'the row of `intersections` that it belongs to; left out: its own name',
    'inference',
  ).optional(),
  leads: field(
    z.enum(['type', 'component']),
    'who does the work where a component has another owner: type (its primary) or component (the owner)',
    'type',
  ).optional(),
})
export type TypeRule = z.infer<typeof TypeRule>

export const Component = z.strictObject({
  description: description.optional(),
  paths: field(z.array(Glob).min(1).max(50), 'path patterns, relative to the top of the repository', [
    'src/**',
  ]),
  owner: field(
    AgentName,
    'the agent that implements changes there; may be left out with part_of',
    'implementer',
  ).optional(),
  part_of: field(Topic, 'the component that it belongs to, whose owner it shares', 'core').optional(),
  secondary: agents('the agents that support the owner, most wanted first', ['critic']),
})
export type Component = z.infer<typeof Component>

/** `team` counts the agent that does the work and those that support it; reviewers of the route come on top. */
export const ComplexityRule = z.strictObject({
  team: field(
    z.union([z.int().min(1).max(30), z.literal('all')]),
    'how many agents form the team at most, or all that the tables name',
    3,
  ),
  neighbours: field(
    z.boolean(),
    'true: agents that the primary intersects with join, where they may review',
    true,
  ).default(false),
  include: agents('agents that always join at this complexity', ['truth-validator']),
  people: field(z.int().min(0).max(10), 'how many people must approve', 1).default(0),
  escalation: field(
    z.array(z.union([AgentName, z.literal('people')])).max(5),
    'who is asked when the team is stuck, in order: agents, or people',
    ['architect', 'people'],
  ).default(['people']),
})
export type ComplexityRule = z.infer<typeof ComplexityRule>

const complexity = (name: Complexity, fallback: z.input<typeof ComplexityRule>) =>
  field(ComplexityRule, `the team and the escalation path of ${name} tasks`, { team: 3 }).prefault(fallback)

export const ComplexityRules = z.strictObject({
  simple: complexity('simple', { team: 1 }),
  medium: complexity('medium', { team: 3 }),
  high: complexity('high', { team: 'all', neighbours: true }),
  critical: complexity('critical', { team: 'all', neighbours: true }),
} satisfies Record<Complexity, z.ZodType>)

export const Intersection = z.strictObject({
  domain: field(Topic, 'a domain of a task type', 'architecture'),
  needs: field(Topic, 'what the task also needs, as in the label needs:*', 'implementation'),
  add: field(z.array(AgentName).min(1).max(10), 'the agents that join then', ['code']),
  gate: agents('the agents that must approve then', ['architect']),
})
export type Intersection = z.infer<typeof Intersection>

export const Expertise = z.strictObject({
  title,
  primary: field(AgentName, 'the agent that knows most', 'rust-best-practices-specialist'),
  secondary: agents('the agents that know it too, best first', ['code']),
})
export type Expertise = z.infer<typeof Expertise>

/**
 * How agents work together: each after the other; side by side up to sync points; on one branch that all of them own, each with
 * a turn before anybody reviews; or with reviews that build on each other, where the first request for changes stops them.
 */
export const Shape = z.enum(['sequential', 'parallel', 'joint', 'cascade'])
export type Shape = z.infer<typeof Shape>

const PatternAgent = z.union([AgentName, Placeholder])
const patternAgents = (expected: string, example: string[]) =>
  field(z.array(PatternAgent).max(20), expected, example).default([])

/** Chosen by its label, else by its conditions, which must all hold. Its waves take the place of the kind's. */
export const Pattern = z.strictObject({
  title,
  description: description.optional(),
  when: field(TaskWhen, 'when it applies without its label; all conditions given must hold', {
    complexities: ['critical'],
  }).optional(),
  shape: field(
    Shape,
    'sequential (hand-offs), parallel (sync points), joint (those who implement own one branch and take turns on it) or cascade (each reviewer is told what those before said; a request for changes stops them)',
    'sequential',
  ).default('sequential'),
  waves: field(
    z
      .array(
        z.strictObject({
          ...waveFields,
          agent: field(PatternAgent, 'an agent of the pack, $primary or $secondary', '$primary'),
        }),
      )
      .max(16),
    'the waves in order; empty: those of the task kind',
    [
      { purpose: 'research', agent: 'architect' },
      { purpose: 'implement', agent: '$primary' },
    ],
  ).default([]),
  planned: field(
    z.boolean(),
    'true: the orchestrator writes a plan first, which a person may edit and approves',
    true,
  ).optional(),
  reviewers: patternAgents('the agents that review every wave, in this order', ['security-reviewer']),
  final: field(AgentName, 'the agent that is asked last and must approve', 'truth-validator').optional(),
  skip_research: field(
    z.boolean(),
    'true: the kind’s research waves are left out, because time matters more',
    true,
  ).default(false),
  timers: field(
    z.number().min(0.01).max(10),
    'what escalation times are multiplied with: below 1 is tighter',
    0.25,
  ).default(1),
  post_mortem: field(
    z.array(AgentName).max(5),
    'the agents that look back when the task is done, in order, in an issue of its own',
    ['documentation-writer'],
  ).default([]),
})
export type Pattern = z.infer<typeof Pattern>
