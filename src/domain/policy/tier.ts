// Decision tiers: how much agreement a change needs, by how hard it is to take back. Written in packs, overridden in policies.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { Complexity, TaskKind, TaskType, Tier } from '../outcomes.ts'
import { field } from './field.ts'
import { Glob } from './glob.ts'
import { agreement } from './quorum.ts'

/** The tier that asks for more. */
export const higherTier = (a: Tier, b: Tier): Tier =>
  Tier.options.indexOf(a) >= Tier.options.indexOf(b) ? a : b

const seats = z.array(AgentName).min(1).max(20)
const example = ['researcher', 'critic']

/** What a tier asks for, beside the route's reviewers and the rules that apply. */
const demands = {
  seats: field(seats, 'the agents that give a verdict', example).optional(),
  by_kind: field(
    z.partialRecord(TaskKind, seats),
    'other seats for some kinds of tasks; those of performance also judge a performance claim',
    { architecture: example },
  ).optional(),
  ...agreement,
  challenge: field(
    z.boolean(),
    'true: before work on it begins the implementer proposes and a critic challenges; left out: true for irreversible ones',
    true,
  ).optional(),
}

/** Where schema and data live: what was migrated cannot be had back by a revert. */
const MIGRATIONS = ['**/{migrations,migration,migrate}/**', '**/*.{sql,proto,prisma,avsc}']
const PROSE = ['**/*.{md,mdx,txt,rst,adoc}', 'docs/**', '**/{test,tests,__tests__}/**']

/** Conditions are alternatives; those left out are as they are by default. */
const Irreversible = z.strictObject({
  paths: field(
    z.array(Glob).max(50),
    'path patterns; a change of one of these is irreversible',
    MIGRATIONS,
  ).default(MIGRATIONS),
  public_api: field(
    z.boolean(),
    'true: a change that removes or alters an exported declaration is irreversible',
    true,
  ).default(true),
  deleted_lines: field(
    z.int().min(1).max(1_000_000),
    'a change that removes more lines is irreversible',
    500,
  ).default(500),
  lines: field(
    z.int().min(1).max(1_000_000),
    'a change of more lines, added and removed, is irreversible',
    3000,
  ).default(3000),
  labels: field(z.array(z.string().min(1).max(50)).max(20), 'any of these labels on the issue', [
    'breaking',
  ]).default([]),
  task_types: field(
    z.array(TaskType).max(50),
    'task types, as in the labels type:*; a kind stands for all its types',
    ['architecture'],
  ).default(['architecture']),
  complexities: field(z.array(Complexity).max(4), 'complexities, as in the labels complexity:*', [
    'critical',
  ]).default(['critical']),
  ...demands,
})

/** All conditions must hold. */
const Routine = z.strictObject({
  paths: field(
    z.array(Glob).max(50),
    'path patterns; a change is routine only where each changed path matches one',
    PROSE,
  ).default(PROSE),
  lines: field(
    z.int().min(1).max(1_000_000),
    'a change is routine only up to so many lines, added and removed',
    200,
  ).default(200),
  ...demands,
})

export const Tiers = z.strictObject({
  routine: field(Routine, 'what is routine, and what it asks for', { lines: 100 }).optional(),
  reversible: field(z.strictObject(demands), 'what every other change asks for', { people: 1 }).optional(),
  irreversible: field(Irreversible, 'what is irreversible, and what it asks for', {
    seats: example,
    people: 1,
  }).optional(),
})
export type Tiers = z.infer<typeof Tiers>
export type TierDemands = Pick<z.infer<typeof Irreversible>, keyof typeof demands>

export const irreversibleWhen = (tiers: Tiers): z.infer<typeof Irreversible> =>
  tiers.irreversible ?? Irreversible.parse({})
export const routineWhen = (tiers: Tiers): z.infer<typeof Routine> => tiers.routine ?? Routine.parse({})

/** Whether work in this tier begins with a proposal that is challenged. */
export const isChallenged = (tiers: Tiers, tier: Tier): boolean =>
  tiers[tier]?.challenge ?? tier === 'irreversible'
