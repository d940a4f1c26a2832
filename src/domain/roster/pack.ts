// The schema of `pack.yml`: a team, what its project's parts are, and how work is routed among its agents.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { TriggersFile } from '../escalation/terms.ts'
import { TaskKind, TaskType, Topic } from '../outcomes.ts'
import { PackGates } from '../gates/kinds/index.ts'
import { NamedGates } from '../gates/named.ts'
import { PackHooks } from '../hooks/configured.ts'
import { ConsensusRule } from '../policy/consensus-rule.ts'
import { field } from '../policy/field.ts'
import { Glob } from '../policy/glob.ts'
import { LimitsFile } from '../policy/limits.ts'
import { WakeRules } from '../wakes/rule.ts'
import { Tiers } from '../policy/tier.ts'
import type { AgentSpec } from './agent.ts'
import { IntegrationPoint } from './integration-point.ts'
import { Statement } from './statements.ts'
import {
  ComplexityRules,
  Component,
  Expertise,
  Intersection,
  Pattern,
  RoadmapItem,
  Routing,
  TypeRule,
} from './routing-tables.ts'

/** One level of the escalation ladder; `after_minutes` counts from when the trouble began. */
const EscalationLevel = z.strictObject({
  name: field(z.string().min(1).max(60), 'what the level is called', 'Team'),
  after_minutes: field(z.int().min(0).max(525_600), 'minutes without progress until it is reached', 120),
  to: field(z.array(z.union([AgentName, z.literal('people')])).max(10), 'who is asked: agents, or people', [
    'architect',
  ]).default([]),
})
export type EscalationLevel = z.infer<typeof EscalationLevel>

const Target = z.strictObject({
  metric: field(z.string().regex(/^[\w.-]{1,80}$/), 'the name of a metric', 'matmul.tflops'),
  op: field(z.enum(['<=', '>=']), '<= or >=', '>='),
  value: field(z.number(), 'the figure to reach', 300),
  unit: field(z.string().min(1).max(20), 'its unit', 'TFLOPS'),
  note: field(z.string().min(1).max(200), 'where the figure comes from', 'set by the project').optional(),
})
export type Target = z.infer<typeof Target>

export const PackFile = z.strictObject({
  name: field(AgentName, 'the name of the pack, the same as its folder', 'asa-swarm'),
  title: field(z.string().min(1).max(100), 'the name that people see', 'ASA swarm'),
  description: field(z.string().min(1).max(1000), 'what the team is for', 'Ships true sparse attention.'),
  orchestrator: field(AgentName, 'the agent that triages and synthesises', 'orchestrator'),
  roadmap: field(
    z.array(RoadmapItem).max(50),
    'what the team works towards, each with level and title; the first whose conditions hold sets a task’s level',
    [{ level: 'critical', title: 'True sparse attention' }],
  ).default([]),
  core_files: field(z.array(Glob).max(50), 'path patterns of the files that need the whole team', [
    'src/attention.mjs',
  ]).default([]),
  components: field(
    z.record(Topic, Component),
    'the parts of the project by name (lower-case letters, digits and dashes), each with paths and owner',
    { attention: { paths: ['src/**'], owner: 'implementer' } },
  ).default({}),
  routing: field(Routing, 'the route of every task type', {
    bugfix: { waves: [{ purpose: 'implement', agent: 'implementer' }], reviewers: ['critic'] },
  }),
  consensus: field(z.array(ConsensusRule).max(50), 'when consensus is required, and who sits', [
    { name: 'core-files', when: { core_files: true }, seats: ['critic'], quorum: 'all' },
  ]).default([]),
  tiers: field(Tiers, 'decision tiers: what is routine or irreversible, and who must agree then', {
    irreversible: { seats: ['researcher', 'critic'] },
  }).prefault({}),
  types: field(
    z.record(TaskType, TypeRule),
    'the task types of this team by name, each with title, kind, primary and secondary',
    {
      'inference-feature': {
        title: 'Inference engine features',
        kind: 'implementation',
        primary: 'implementer',
      },
    },
  ).default({}),
  complexity: field(ComplexityRules, 'team and escalation path by complexity', {
    medium: { team: 3 },
  }).prefault({}),
  intersections: field(
    z.array(Intersection).max(100),
    'who joins when a task touches a second domain, and who must then approve',
    [{ domain: 'architecture', needs: 'implementation', add: ['implementer'] }],
  ).default([]),
  expertise: field(
    z.record(Topic, Expertise),
    'fields of knowledge by name, each with title, primary and secondary',
    { sparse: { title: 'Sparse formats', primary: 'researcher' } },
  ).default({}),
  patterns: field(z.record(Topic, Pattern), 'coordination patterns by name', {
    emergency: { title: 'Emergency fix', skip_research: true },
  }).default({}),
  escalation: field(z.array(EscalationLevel).max(10), 'the escalation ladder, lowest level first', [
    { name: 'Team', after_minutes: 120, to: ['critic'] },
  ]).default([]),
  triggers: field(TriggersFile, 'when a task is escalated, where the policy does not say', {
    validators: ['critic'],
  }).prefault({}),
  targets: field(z.array(Target).max(100), 'figures that the project wants to reach', [
    { metric: 'matmul.tflops', op: '>=', value: 300, unit: 'TFLOPS' },
  ]).default([]),
  statements: field(
    z.array(Statement).max(100),
    'what the project stated of itself and of what it builds on, with date and source; every run is told',
    [{ text: '530 of 531 tests pass', dated: '2025-09-11', source: 'its status page' }],
  ).default([]),
  integration_points: field(
    z.array(IntegrationPoint).max(20),
    'what agents must agree on among themselves, and how it is checked',
    [
      {
        name: 'Tensor layout',
        producers: ['core'],
        consumers: ['metal'],
        paths: ['src/tensor/**'],
        about: 'Row-major or column-major',
      },
    ],
  ).default([]),
  wakes: WakeRules.default([]),
  gates: field(
    PackGates,
    'gates that every policy has which gives no rule of that kind: documentation, review, truth, readiness',
    { truth: [{ documents: ['**/*.md'] }] },
  ).prefault({}),
  named_gates: field(
    NamedGates,
    'kinds of gates that are shown, and may be demanded by hooks, under one name',
    {
      TRUTH_VALIDATION_CHECK: ['truth'],
    },
  ).prefault({}),
  hooks: field(PackHooks, 'what happens at the moments of a task’s life, by the name of the hook', {
    HANDOFF_PREPARATION: [{ do: 'comment', text: 'Wave {wave} is done.' }],
  }).prefault({}),
  budgets: field(LimitsFile, 'what work may cost at most, where the policy does not say', {
    run_usd: 3,
  }).prefault({}),
})
export type PackFile = z.infer<typeof PackFile>

/** The kind of a task type of this pack; undefined for a name that it does not know. */
export function kindOf(pack: Pick<PackFile, 'types'>, type: TaskType): TaskKind | undefined {
  const kind = TaskKind.safeParse(type)
  return kind.success ? kind.data : pack.types[type]?.kind
}

/** Every task type that the pack knows: the kinds, and its own. */
export const taskTypes = (pack: Pick<PackFile, 'types'>): TaskType[] => [
  ...new Set([...TaskKind.options, ...Object.keys(pack.types)]),
]

/** A checked pack: every name in it is the name of one of its agents. */
export interface Pack extends Readonly<PackFile> {
  readonly agents: readonly AgentSpec[]
}

/** The agent of that name, or undefined. */
export const packAgent = (pack: { agents: readonly AgentSpec[] }, name: string): AgentSpec | undefined =>
  pack.agents.find((agent) => agent.name === name)
