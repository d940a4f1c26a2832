// The labels that Baton reads and sets: groups with a prefix, at most one label of a group at a time where the group says so.

import { Complexity, TaskType } from '../outcomes.ts'
import type { Pack } from './pack.ts'

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

const types: Record<TaskType, string> = {
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

const groupOf = (label: string): string => label.slice(0, label.indexOf(':') + 1).toLowerCase()
const sameLabel = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const includesLabel = (labels: readonly string[], label: string): boolean =>
  labels.some((one) => sameLabel(one, label))
const longestRoute = (pack: Pack): number =>
  Math.max(...TaskType.options.map((type) => pack.routing[type].waves.length))

/** Every label of a pack. `assigning` is the policy's `label`. */
export function labelDefinitions(pack: Pack, assigning = 'baton'): LabelDefinition[] {
  return [
    { name: assigning, color: '1d76db', description: 'Assigns this issue to Baton' },
    ...TaskType.options.map((type) => ({ name: `type:${type}`, color: 'bfd4f2', description: types[type] })),
    ...Complexity.options.map((name) => {
      const [color, description] = complexities[name]
      return { name: `complexity:${name}`, color, description }
    }),
    ...Object.entries(pack.components).map(([name, component]) => ({
      name: `component:${name}`,
      color: 'd4c5f9',
      description: component.description ?? `Part of the project: ${name}`,
    })),
    ...Array.from({ length: longestRoute(pack) }, (_, i) => ({
      name: `wave:${i + 1}`,
      color: 'c5def5',
      description: `Work has reached wave ${i + 1} of its route`,
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
  /** From 1. */
  wave?: number
}

/** Names that belong to us: a stranger's `type:epic` is neither read nor removed. */
function isOurs(label: string): boolean {
  const name = label.toLowerCase()
  const value = name.slice(name.indexOf(':') + 1)
  switch (groupOf(label)) {
    case 'type:':
      return TaskType.safeParse(value).success
    case 'complexity:':
      return Complexity.safeParse(value).success
    case 'state:':
      return Object.hasOwn(states, value)
    case 'wave:':
      return /^[1-9]\d?$/.test(value)
    default:
      return groupOf(label) === 'component:'
  }
}

/**
 * What to add and remove so that the groups given say exactly this. A group left out is left alone, and so is every label that
 * is not ours; labels are compared as GitHub does, ignoring case. On a label set that already says it, both lists are empty.
 */
export function desiredLabels(current: readonly string[], desired: DesiredState): LabelChange {
  const wanted = new Map<string, string[]>()
  if (desired.type !== undefined) wanted.set('type:', [`type:${desired.type}`])
  if (desired.complexity !== undefined) wanted.set('complexity:', [`complexity:${desired.complexity}`])
  if (desired.state !== undefined) wanted.set('state:', [`state:${desired.state}`])
  if (desired.wave !== undefined) wanted.set('wave:', [`wave:${desired.wave}`])
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
      (label) => wanted.has(groupOf(label)) && isOurs(label) && !includesLabel(names, label),
    ),
  }
}

/** The labels of a classification; components that the pack does not have are left out. */
export function classLabels(
  pack: Pick<Pack, 'components'>,
  task: { type: TaskType; complexity: Complexity; components: readonly string[] },
): string[] {
  const known = task.components.filter((name) => Object.hasOwn(pack.components, name))
  return desiredLabels([], { type: task.type, complexity: task.complexity, components: known }).add
}

/** The change that makes the `state:` group say this. */
export const stateLabels = (current: readonly string[], state: StateName): LabelChange =>
  desiredLabels(current, { state })

export interface ReadLabels {
  types: TaskType[]
  complexities: Complexity[]
  /** As written after `component:`, lower case. */
  components: string[]
  /** Labels of our groups whose value is not known. */
  unknown: string[]
}

/** Reads the groups that route; keeps the order of the labels. */
export function readLabels(labels: readonly string[]): ReadLabels {
  const read: ReadLabels = { types: [], complexities: [], components: [], unknown: [] }
  for (const label of labels) {
    const value = label.slice(label.indexOf(':') + 1).toLowerCase()
    const type = TaskType.safeParse(value)
    const complexity = Complexity.safeParse(value)
    if (groupOf(label) === 'type:' && type.success) read.types.push(type.data)
    else if (groupOf(label) === 'complexity:' && complexity.success) read.complexities.push(complexity.data)
    else if (groupOf(label) === 'component:') read.components.push(value)
    else if (['type:', 'complexity:'].includes(groupOf(label))) read.unknown.push(label)
  }
  return read
}
