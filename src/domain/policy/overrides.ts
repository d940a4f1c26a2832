// What a policy may change in its pack's tables, and how the two are merged.

import { z } from 'zod'
import { Complexity, TaskKind, TaskType, Topic } from '../outcomes.ts'
import {
  Chain,
  ComplexityRule,
  Component,
  Expertise,
  Intersection,
  Pattern,
  TypeRule,
} from '../roster/routing-tables.ts'
import { IntegrationPoint } from '../roster/integration-point.ts'
import type { Pack } from '../roster/pack.ts'
import { field } from './field.ts'
import { Glob } from './glob.ts'

const map = <K extends z.ZodType<string>, V extends z.ZodType>(
  key: K,
  value: V,
  expected: string,
  example: Record<string, unknown>,
) =>
  field(
    z.record(key, value.nullable()),
    `${expected}; an entry replaces the pack's of that name, null removes it`,
    example,
  ).optional()

/** Each may be left out: the pack's then stands. */
export const overrides = {
  routing: field(z.partialRecord(TaskKind, Chain), 'routes by task kind; each given replaces the pack’s', {
    bugfix: { waves: [{ purpose: 'implement', agent: 'implementer' }], reviewers: ['critic'] },
  }).optional(),
  types: map(TaskType, TypeRule, 'task types by name', {
    'api-change': { title: 'API changes', kind: 'implementation', primary: 'implementer' },
  }),
  components: map(Topic, Component, 'the parts of this project by name, each with paths and owner', {
    parser: { paths: ['src/parser/**'], owner: 'implementer' },
    training: null,
  }),
  complexity: field(
    z.partialRecord(Complexity, ComplexityRule),
    'teams and escalation paths by complexity; each given replaces the pack’s',
    { simple: { team: 1 } },
  ).optional(),
  intersections: field(
    z.array(Intersection).max(100),
    "rows of the intersection matrix; one with the pack's domain and need replaces it, others are added",
    [{ domain: 'architecture', needs: 'implementation', add: ['implementer'] }],
  ).optional(),
  expertise: map(Topic, Expertise, 'fields of knowledge by name', {
    sql: { title: 'SQL', primary: 'implementer' },
  }),
  patterns: map(Topic, Pattern, 'coordination patterns by name', {
    emergency: { title: 'Emergency fix', skip_research: true },
  }),
  integration_points: field(
    z.array(IntegrationPoint).max(20),
    "integration points; one with the name of the pack's replaces it, others are added",
    [
      {
        name: 'Tensor layout',
        producers: ['core'],
        consumers: ['metal'],
        paths: ['src/tensor/**'],
        about: 'Row-major or column-major',
      },
    ],
  ).optional(),
  core_files: field(
    z.array(Glob).max(50),
    'further path patterns of files that need the whole team; the pack’s stay',
    ['src/core/**'],
  ).optional(),
} as const

const Overrides = z.strictObject(overrides)
export type Overrides = z.infer<typeof Overrides>

function mergeMap<V>(
  base: Readonly<Record<string, V>>,
  own: Readonly<Record<string, V | null>> | undefined,
): Record<string, V> {
  const merged: Record<string, V> = {}
  for (const [name, value] of Object.entries({ ...base, ...own })) {
    if (value !== null) merged[name] = value
  }
  return merged
}

/** The pack as a repository's policy changes it. */
export function overridden(pack: Pack, own: Overrides): Pack {
  const rows = own.intersections ?? []
  const points = own.integration_points ?? []
  const same = (a: Intersection, b: Intersection): boolean => a.domain === b.domain && a.needs === b.needs
  return {
    ...pack,
    routing: { ...pack.routing, ...own.routing },
    types: mergeMap(pack.types, own.types),
    components: mergeMap(pack.components, own.components),
    complexity: { ...pack.complexity, ...own.complexity },
    intersections: [
      ...pack.intersections.map((row) => rows.find((other) => same(row, other)) ?? row),
      ...rows.filter((row) => !pack.intersections.some((other) => same(row, other))),
    ],
    expertise: mergeMap(pack.expertise, own.expertise),
    patterns: mergeMap(pack.patterns, own.patterns),
    integration_points: [
      ...pack.integration_points.map((point) => points.find(({ name }) => name === point.name) ?? point),
      ...points.filter(({ name }) => !pack.integration_points.some((point) => point.name === name)),
    ],
    core_files: [...new Set([...pack.core_files, ...(own.core_files ?? [])])],
  }
}
