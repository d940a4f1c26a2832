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
  RoadmapItem,
  TypeRule,
} from '../roster/routing-tables.ts'
import { taskTypes, type Pack } from '../roster/pack.ts'
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
  roadmap: field(
    z.array(RoadmapItem).max(50),
    'what this project works towards, instead of the pack’s roadmap',
    [{ level: 'high', title: 'Version 2', when: { labels: ['v2'] } }],
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

/** The pack's roadmap without what the policy has taken away; an item of which nothing is left is only shown. */
function stillThere(
  items: readonly RoadmapItem[],
  types: readonly string[],
  components: object,
): RoadmapItem[] {
  return items.map(({ when, ...item }) => {
    const left = {
      ...when,
      types: when?.types?.filter((type) => types.includes(type)),
      components: when?.components?.filter((name) => Object.hasOwn(components, name)),
    }
    const gone = when === undefined || left.types?.length === 0 || left.components?.length === 0
    return gone ? item : { ...item, when: left }
  })
}

/** The pack as a repository's policy changes it. */
export function overridden(pack: Pack, own: Overrides): Pack {
  const rows = own.intersections ?? []
  const same = (a: Intersection, b: Intersection): boolean => a.domain === b.domain && a.needs === b.needs
  const types = mergeMap(pack.types, own.types)
  const components = mergeMap(pack.components, own.components)
  return {
    ...pack,
    roadmap: own.roadmap ?? stillThere(pack.roadmap, taskTypes({ types }), components),
    routing: { ...pack.routing, ...own.routing },
    types,
    components,
    complexity: { ...pack.complexity, ...own.complexity },
    intersections: [
      ...pack.intersections.map((row) => rows.find((other) => same(row, other)) ?? row),
      ...rows.filter((row) => !pack.intersections.some((other) => same(row, other))),
    ],
    expertise: mergeMap(pack.expertise, own.expertise),
    patterns: mergeMap(pack.patterns, own.patterns),
    core_files: [...new Set([...pack.core_files, ...(own.core_files ?? [])])],
  }
}
