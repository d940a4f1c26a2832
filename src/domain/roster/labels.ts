// The labels that Baton reads and sets: groups with a prefix, at most one label of a group at a time where the group says so.

import { Complexity, TaskKind, TaskType } from '../outcomes.ts'
import { Tier } from '../outcomes.ts'
import { taskTypes, type Pack } from './pack.ts'
import { RoadmapLevel } from './routing-tables.ts'

export interface LabelDefinition {
  /** At most 50 characters (GitHub's limit). */
  name: string
  /** Six hex digits without `#`, as GitHub's API takes it. */
  color: string
  /** At most 100 characters (GitHub's limit). */
  description: string
}

export interface LabelChange {
  add: string[]
  remove: string[]
}

export type StateName = 'running' | 'in-review' | 'blocked' | 'done'

const kinds: Record<TaskKind, string> = {
  research: 'A question to be answered with sources',
  implementation: 'Something new to be built',
  performance: 'Something to be made faster or smaller, with measurements',
  bugfix: 'Something broken to be repaired',
  documentation: 'Something to be explained',
  architecture: 'A decision about structure, hard to take back',
}

const complexities: Record<Complexity, [color: string, description: string]> = {
  simple: ['c2e0c6', 'One place, one obvious way'],
  medium: ['fef2c0', 'A few places, known ways'],
  high: ['f9d0c4', 'Many places, or a choice between ways'],
  critical: ['e99695', 'Core of the project, or hard to undo'],
}

const states: Record<StateName, [color: string, description: string]> = {
  running: ['0e8a16', 'Agents are at work'],
  'in-review': ['fbca04', 'Seats are giving their verdicts'],
  blocked: ['d93f0b', 'Stopped; a person is asked for'],
  done: ['5319e7', 'Everything is merged or answered'],
}

const levels: Record<RoadmapLevel, [color: string, description: string]> = {
  critical: ['b60205', 'Everything else waits for this'],
  high: ['d93f0b', 'Next in line'],
  medium: ['fbca04', 'In its turn'],
  low: ['c2e0c6', 'When there is room'],
  future: ['ededed', 'Not now; it moves up as it waits'],
}

const tiers: Record<Tier, [color: string, description: string]> = {
  routine: ['c2e0c6', 'Decision tier: delegate and track'],
  reversible: ['fef2c0', 'Decision tier: decide, document, proceed'],
  irreversible: ['b60205', 'Decision tier: consensus by kind comes first'],
}

/** The tier that a label names; undefined: it names none. */
export const tierLabel = (label: string): Tier | undefined =>
  groupOf(label) === 'tier:' ? Tier.safeParse(label.slice('tier:'.length).toLowerCase()).data : undefined

/** Says that the issue looks back at a task that is done; with a pattern that names who does. */
export const POST_MORTEM_LABEL = 'post-mortem'
export const isPostMortem = (label: string): boolean => label.toLowerCase() === POST_MORTEM_LABEL

/** On a pull request: a person works on its branch, and agents leave it alone until the label is taken off. */
export const TAKEOVER_LABEL = 'takeover'

/** The whole numbers that weigh in a task's priority, with the largest value of each. */
const factors = { impact: 5, urgency: 5, resources: 5, risk: 5, dependencies: 3 } as const

/** Groups of which a task carries one label: the one set last. */
const EXCLUSIVE: ReadonlySet<string> = new Set(
  ['type', 'complexity', 'tier', 'priority', 'pattern', 'state', ...Object.keys(factors)].map(
    (group) => `${group}:`,
  ),
)

const groupOf = (label: string): string => label.slice(0, label.indexOf(':') + 1).toLowerCase()

/** Whether a task carries at most one label of this label's group. */
export const isExclusive = (label: string): boolean => EXCLUSIVE.has(groupOf(label))

const sameLabel = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const includesLabel = (labels: readonly string[], label: string): boolean =>
  labels.some((one) => sameLabel(one, label))
const longestRoute = (pack: Pack): number =>
  Math.max(
    ...TaskKind.options.map((kind) => pack.routing[kind].waves.length),
    ...Object.values(pack.patterns).flatMap((pattern) => [pattern.waves.length, pattern.post_mortem.length]),
  )

/**
 * The labels that work needs from the start. `assigning` is the policy's `label`. Those of the priority's factors (`impact:4`)
 * are read wherever somebody makes them and not made by us: two dozen labels that few issues carry.
 */
export function labelDefinitions(pack: Pack, assigning = 'baton'): LabelDefinition[] {
  return [
    { name: assigning, color: '1d76db', description: 'Assigns this issue to Baton' },
    { name: 'hold', color: 'b60205', description: 'Nothing is started or merged until it is taken off' },
    {
      name: TAKEOVER_LABEL,
      color: 'b60205',
      description: 'On a pull request: a person works on this branch, agents leave it alone',
    },
    ...(Object.values(pack.patterns).some((pattern) => pattern.post_mortem.length > 0)
      ? [{ name: POST_MORTEM_LABEL, color: 'e6ccff', description: 'Looks back at a task that is done' }]
      : []),
    ...taskTypes(pack).map((type) => {
      const kind = TaskKind.safeParse(type)
      const own = pack.types[type]
      const fallback = kind.success ? kinds[kind.data] : (own?.title ?? type)
      return { name: `type:${type}`, color: 'bfd4f2', description: own?.description ?? fallback }
    }),
    ...Complexity.options.map((name) => {
      const [color, description] = complexities[name]
      return { name: `complexity:${name}`, color, description }
    }),
    ...Tier.options.map((name) => {
      const [color, description] = tiers[name]
      return { name: `tier:${name}`, color, description }
    }),
    ...Object.entries(pack.components).map(([name, component]) => ({
      name: `component:${name}`,
      color: 'd4c5f9',
      description: component.description ?? `Part of the project: ${name}`,
    })),
    ...RoadmapLevel.options.map((name) => {
      const [color, description] = levels[name]
      return { name: `priority:${name}`, color, description }
    }),
    ...[...new Set(pack.intersections.map((row) => row.needs))].map((name) => ({
      name: `needs:${name}`,
      color: 'f9e2d2',
      description: `The work touches this field too: ${name}`,
    })),
    ...Object.entries(pack.expertise).map(([name, { title }]) => ({
      name: `expertise:${name}`,
      color: 'f9e2d2',
      description: `Asks for somebody who knows: ${title}`.slice(0, 100),
    })),
    ...Object.entries(pack.patterns).map(([name, pattern]) => ({
      name: `pattern:${name}`,
      color: 'e6ccff',
      description: (pattern.description ?? pattern.title).slice(0, 100),
    })),
    ...Array.from({ length: longestRoute(pack) }, (_, i) => ({
      name: `wave:${i + 1}`,
      color: 'c5def5',
      description: `Work on wave ${i + 1} is in progress`,
    })),
    ...Object.entries(states).map(([name, [color, description]]) => ({
      name: `state:${name}`,
      color,
      description,
    })),
  ]
}

export interface DesiredState {
  type?: TaskType
  complexity?: Complexity
  /** Exactly these; names that the pack does not know are left out by the caller. */
  components?: readonly string[]
  state?: StateName
  /** Exactly these: several waves may be in progress side by side. Those of plans count from 0. */
  waves?: readonly number[]
}

/** Names that belong to us: a stranger's `type:` with a capital sentence behind it is neither read nor removed. */
function isOurs(label: string, types: readonly string[]): boolean {
  const name = label.toLowerCase()
  const value = name.slice(name.indexOf(':') + 1)
  switch (groupOf(label)) {
    case 'type:':
      return types.includes(value)
    case 'complexity:':
      return Complexity.safeParse(value).success
    case 'state:':
      return Object.hasOwn(states, value)
    case 'wave:':
      return /^(?:0|[1-9]\d{0,2})$/.test(value)
    case 'tier:':
      return tierLabel(label) !== undefined
    case 'priority:':
      return RoadmapLevel.safeParse(value).success
    case 'impact:':
    case 'urgency:':
    case 'resources:':
    case 'risk:':
    case 'dependencies:':
      return /^\d+$/.test(value)
    default:
      return ['component:', 'needs:', 'expertise:', 'pattern:'].includes(groupOf(label))
  }
}

/**
 * What to add and remove so that the groups given say exactly this. A group left out is left alone, and so is every label that
 * is not ours; labels are compared as GitHub does, ignoring case. On a label set that already says it, both lists are empty.
 */
export function desiredLabels(
  current: readonly string[],
  desired: DesiredState,
  types: readonly string[] = TaskKind.options,
): LabelChange {
  const wanted = new Map<string, string[]>()
  if (desired.type !== undefined) wanted.set('type:', [`type:${desired.type}`])
  if (desired.complexity !== undefined) wanted.set('complexity:', [`complexity:${desired.complexity}`])
  if (desired.state !== undefined) wanted.set('state:', [`state:${desired.state}`])
  if (desired.waves !== undefined) {
    wanted.set(
      'wave:',
      [...new Set(desired.waves)].map((wave) => `wave:${wave}`),
    )
  }
  if (desired.components !== undefined) {
    wanted.set(
      'component:',
      [...new Set(desired.components)].map((name) => `component:${name}`),
    )
  }
  const names = [...wanted.values()].flat()
  return {
    add: names.filter((name) => !includesLabel(current, name)),
    remove: current.filter(
      (label) => wanted.has(groupOf(label)) && isOurs(label, types) && !includesLabel(names, label),
    ),
  }
}

/** The labels of a classification; components and needs that the pack does not have are left out. */
export function classLabels(
  pack: Pick<Pack, 'components' | 'intersections'>,
  task: { type: TaskType; complexity: Complexity; components: readonly string[]; needs?: readonly string[] },
): string[] {
  const known = task.components.filter((name) => Object.hasOwn(pack.components, name))
  const needs = pack.intersections.map((row) => row.needs).filter((name) => task.needs?.includes(name))
  const { add } = desiredLabels([], { type: task.type, complexity: task.complexity, components: known })
  return [...add, ...new Set(needs.map((name) => `needs:${name}`))]
}

export interface ReadLabels {
  types: TaskType[]
  complexities: Complexity[]
  /** As written after the colon, lower case. */
  components: string[]
  needs: string[]
  expertise: string[]
  patterns: string[]
  /** Labels of our groups whose value is not known. */
  unknown: string[]
}

/** Reads the groups that route; keeps the order of the labels. What a pack does not know is for the caller to say. */
export function readLabels(labels: readonly string[]): ReadLabels {
  const read: ReadLabels = {
    types: [],
    complexities: [],
    components: [],
    needs: [],
    expertise: [],
    patterns: [],
    unknown: [],
  }
  for (const label of labels) {
    const value = label.slice(label.indexOf(':') + 1).toLowerCase()
    switch (groupOf(label)) {
      case 'type:': {
        const type = TaskType.safeParse(value)
        if (type.success) read.types.push(type.data)
        else read.unknown.push(label)
        break
      }
      case 'complexity:': {
        const complexity = Complexity.safeParse(value)
        if (complexity.success) read.complexities.push(complexity.data)
        else read.unknown.push(label)
        break
      }
      case 'component:':
        read.components.push(value)
        break
      case 'needs:':
        read.needs.push(value)
        break
      case 'expertise:':
        read.expertise.push(value)
        break
      case 'pattern:':
        read.patterns.push(value)
        break
    }
  }
  return read
}

const ROUTING: ReadonlySet<string> = new Set([
  'type:',
  'complexity:',
  'component:',
  'needs:',
  'expertise:',
  'pattern:',
])

/** Whether a label may change a route or a place in the queue. */
export function isRouting(label: string): boolean {
  const group = groupOf(label)
  if (group === 'wave:' || group === 'state:') return false
  return EXCLUSIVE.has(group) || ROUTING.has(group) || isPostMortem(label)
}

/** The labels that a pack's route is made from, lower case and sorted. */
export function routeLabels(pack: Pick<Pack, 'patterns'>, labels: readonly string[]): string[] {
  const asked = Object.values(pack.patterns).flatMap((pattern) => pattern.when?.labels ?? [])
  return labels
    .filter((label) => ROUTING.has(groupOf(label)) || isPostMortem(label) || includesLabel(asked, label))
    .map((label) => label.toLowerCase())
    .toSorted()
}

/**
 * The labels that lose to a later one of the same exclusive group. `labelled` is who put which label on, oldest first; labels
 * that nobody is known to have put on count as older than all others, and among themselves none loses. `types` are the pack's.
 */
export function superseded(
  labels: readonly string[],
  labelled: readonly { label: string }[],
  types: readonly string[],
): { label: string; by: string }[] {
  const at = (label: string): number => labelled.findLastIndex((event) => sameLabel(event.label, label))
  return labels.flatMap((label) => {
    if (!EXCLUSIVE.has(groupOf(label)) || !isRouting(label) || !isOurs(label, types)) return []
    const newest = labels
      .filter((other) => groupOf(other) === groupOf(label) && isOurs(other, types))
      .toSorted((a, b) => at(b) - at(a))[0]
    return newest !== undefined && !sameLabel(newest, label) && at(newest) > at(label)
      ? [{ label, by: newest }]
      : []
  })
}
