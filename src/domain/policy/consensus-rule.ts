// When consensus is required beyond a route's own reviewers, and who sits. Written in packs, overridden in policies.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { Complexity, TaskType } from '../outcomes.ts'
import { field } from './field.ts'
import { Glob } from './glob.ts'
import { agreement } from './quorum.ts'
import { Tier } from '../outcomes.ts'

/** Conditions are alternatives: the rule applies as soon as one of them holds. */
const When = z
  .strictObject({
    core_files: field(z.boolean(), 'true: applies when a core file of the pack changes', true).optional(),
    paths: field(z.array(Glob).min(1).max(50), 'path patterns, relative to the top of the repository', [
      'src/core/**',
    ]).optional(),
    task_types: field(
      z.array(TaskType).min(1).max(50),
      'task types, as in the labels type:*; a kind stands for all its types',
      ['architecture'],
    ).optional(),
    complexities: field(z.array(Complexity).min(1), 'complexities, as in the labels complexity:*', [
      'critical',
    ]).optional(),
    claims: field(z.boolean(), 'true: applies when the change states a performance claim', true).optional(),
    labels: field(z.array(z.string().min(1).max(50)).min(1).max(20), 'any of these labels on the issue', [
      'breaking',
    ]).optional(),
    tiers: field(z.array(Tier).min(1), 'decision tiers: routine, reversible or irreversible', [
      'irreversible',
    ]).optional(),
    priority_change: field(
      z.boolean(),
      'true: applies when somebody changed the priority of the task after it was first set',
      true,
    ).optional(),
  })
  .refine((when) => Object.values(when).some((value) => value !== undefined && value !== false), {
    message: 'at least one condition must be given',
  })

export const ConsensusRule = z.strictObject({
  name: field(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes'),
    'the name of the rule: lower-case letters, digits and dashes; an override uses the same name',
    'core-files',
  ),
  when: field(When, 'when the rule applies: core_files, paths, task_types, complexities or claims', {
    core_files: true,
  }),
  seats: field(z.array(AgentName).min(1).max(20), 'the agents that give a verdict', [
    'critic',
    'benchmarker',
  ]),
  ...agreement,
})
export type ConsensusRule = z.infer<typeof ConsensusRule>
