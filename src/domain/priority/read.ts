// Factors and level of a task: labels first, then triage, graph of issues or roadmap, then defaults; each with its source.

import { plural } from '../render/figures.ts'
import { RoadmapLevel } from '../roster/routing-tables.ts'
import type { OnRoadmap } from './roadmap.ts'
import { FACTOR_NAMES, Factors, isInRange, rangeOf, SCALES, score, type FactorName } from './factors.ts'

/** The middle of each scale: a task that nobody judged has the score 1 and goes neither first nor last. */
const NEUTRAL = 3
export const DEFAULT_LEVEL: RoadmapLevel = 'medium'

export interface PriorityInput {
  /** Those that count: who may set them, and which of two was set last, is settled before. */
  labels: readonly string[]
  /** What the triage proposed. It does not say how much waits for the task: the graph knows. */
  proposed?: Partial<Record<Exclude<FactorName, 'dependencies'>, number>> | undefined
  /** How many open issues this one blocks. */
  blocks: number
  /** What the roadmap says of the task, if anything. */
  roadmap?: OnRoadmap | undefined
  /** The policy's default level; medium unless given. */
  defaultLevel?: RoadmapLevel | undefined
}

export interface Sourced<T> {
  value: T
  /** Where the value comes from, as words that fit into brackets. */
  source: string
  /** Labels and proposals that do not count, and why not. */
  notes: readonly string[]
}

export interface Priority {
  factors: Factors
  from: Readonly<Record<FactorName, Sourced<number>>>
  score: number
  level: RoadmapLevel
  levelFrom: Sourced<RoadmapLevel>
}

/** 1 when nothing waits for a task, 2 for one or two, 3 for more. */
export const dependenciesOf = (blocks: number): 1 | 2 | 3 => (blocks >= 3 ? 3 : blocks >= 1 ? 2 : 1)

/** The values of a group, as written, in the order of the labels. */
function valuesOf(labels: readonly string[], group: string): string[] {
  const prefix = `${group}:`
  return labels
    .filter((label) => label.toLowerCase().startsWith(prefix))
    .map((label) => label.slice(prefix.length).toLowerCase())
}

/** Of several values the one that `pick` names, with a note about the others; undefined when there is none. */
function agree<T extends number | string>(
  group: string,
  values: readonly T[],
  pick: (values: readonly T[]) => T | undefined,
  why: string,
): Sourced<T> | undefined {
  const value = pick(values)
  if (value === undefined) return undefined
  const others = [...new Set(values)].filter((other) => other !== value)
  const notes = others.map(
    (other) => `the label ${group}:${other} is there too and does not count: ${why}; remove one of the two`,
  )
  return { value, source: `the label ${group}:${value}`, notes }
}

function factorFrom(name: FactorName, input: PriorityInput): Sourced<number> {
  const written = valuesOf(input.labels, name)
  const valid = written.filter((text) => /^\d$/.test(text) && isInRange(name, Number(text)))
  const notes = written
    .filter((text) => !valid.includes(text))
    .map(
      (text) =>
        `the label ${name}:${text} is out of range and does not count: expected ${rangeOf(name)}, for example ${name}:${SCALES[name].example}`,
    )
  const { modest } = SCALES[name]
  const labelled = agree(
    name,
    valid.map(Number),
    (values) => (values.length === 0 ? undefined : modest(...values)),
    'of two the one that gives the lower score counts',
  )
  if (labelled !== undefined) return { ...labelled, notes: [...labelled.notes, ...notes] }
  if (name === 'dependencies') {
    const waiting = `${plural(input.blocks, 'open issue')} ${input.blocks === 1 ? 'waits' : 'wait'} for this one`
    return { value: dependenciesOf(input.blocks), source: waiting, notes }
  }
  const proposed = input.proposed?.[name]
  if (proposed !== undefined && isInRange(name, proposed)) {
    return { value: proposed, source: 'proposed by the triage', notes }
  }
  const strange =
    proposed === undefined
      ? []
      : [`the triage proposed ${proposed}, which is out of range: expected ${rangeOf(name)}`]
  return {
    value: NEUTRAL,
    source: 'the default: neither a label nor the triage says more',
    notes: [...notes, ...strange],
  }
}

function levelFrom(input: PriorityInput): Sourced<RoadmapLevel> {
  const written = valuesOf(input.labels, 'priority')
  const levels = RoadmapLevel.options.filter((level) => written.includes(level))
  const notes = written
    .filter((text) => !RoadmapLevel.safeParse(text).success)
    .map(
      (text) =>
        `the label priority:${text} does not count: expected one of ${RoadmapLevel.options.join(', ')}, for example priority:high`,
    )
  const labelled = agree('priority', levels, (values) => values.at(-1), 'of two levels the lower one counts')
  if (labelled !== undefined) return { ...labelled, notes: [...labelled.notes, ...notes] }
  if (input.roadmap !== undefined) return { value: input.roadmap.level, source: input.roadmap.source, notes }
  return {
    value: input.defaultLevel ?? DEFAULT_LEVEL,
    source: input.defaultLevel === undefined ? 'the default' : "the policy's default",
    notes,
  }
}

/** Takes what is known of a task and gives its priority. Total: whatever the labels say, there is an answer. */
export function readPriority(input: PriorityInput): Priority {
  const from = {
    impact: factorFrom('impact', input),
    urgency: factorFrom('urgency', input),
    dependencies: factorFrom('dependencies', input),
    resources: factorFrom('resources', input),
    risk: factorFrom('risk', input),
  }
  const factors = Factors.parse(Object.fromEntries(FACTOR_NAMES.map((name) => [name, from[name].value])))
  const level = levelFrom(input)
  return { factors, from, score: score(factors), level: level.value, levelFrom: level }
}
