// What kind of task it is: labels first, the triage's proposal second, defaults last; every choice says why.

import { Complexity, type OutcomeOf, type TaskKind, type TaskType } from '../outcomes.ts'
import { reason, type Reason } from '../reason.ts'
import { readLabels } from './labels.ts'
import { kindOf, taskTypes, type Pack } from './pack.ts'

export interface Classified {
  type: TaskType
  kind: TaskKind
  complexity: Complexity
  /** In the pack's order; only names that the pack knows, as in the three lists below. */
  components: string[]
  needs: string[]
  expertise: string[]
  /** The pattern that a label asks for. */
  pattern: string | undefined
  reasons: Reason[]
}

interface Choice<T> {
  value: T
  why: Reason
}

/** A person's label wins over the triage, the triage over the default; two labels of a group are a conflict, and the weightier one counts. */
function choose<T extends string>(
  group: string,
  labelled: readonly T[],
  proposed: T | undefined,
  fallback: T,
  weight: (value: T) => number,
): Choice<T> {
  const heaviest = labelled.toSorted((a, b) => weight(b) - weight(a))[0]
  if (heaviest !== undefined) {
    const others = [...new Set(labelled)].filter((value) => value !== heaviest)
    const conflict = others.map((value) =>
      reason('info', `the label ${group}:${value} is there too and does not count; remove one of the two`),
    )
    const overruled = proposed !== undefined && proposed !== heaviest
    const triage = overruled ? [reason('info', `the triage proposed ${proposed}; labels decide`)] : []
    const why = reason('pass', `${group} ${heaviest}, because of the label ${group}:${heaviest}`, [
      ...conflict,
      ...triage,
    ])
    return { value: heaviest, why }
  }
  if (proposed !== undefined) {
    return {
      value: proposed,
      why: reason('pass', `${group} ${proposed}, as the triage proposed; no label says otherwise`),
    }
  }
  return {
    value: fallback,
    why: reason('info', `${group} ${fallback}, the default: no label and no triage says more`),
  }
}

/** More demanding kinds weigh more, so that a conflict never lowers the bar. */
const kindWeight: readonly TaskKind[] = [
  'documentation',
  'research',
  'bugfix',
  'implementation',
  'performance',
  'architecture',
]

function chooseType(
  pack: Pack,
  labelled: readonly TaskType[],
  proposed: TaskType | undefined,
): { type: TaskType; kind: TaskKind; why: Reason } {
  const names = taskTypes(pack)
  const known = labelled.filter((type) => names.includes(type))
  const weight = (type: TaskType): number => kindWeight.indexOf(kindOf(pack, type) ?? 'documentation')
  const fitting = proposed !== undefined && names.includes(proposed) ? proposed : undefined
  const chosen = choose<TaskType>('type', known, fitting, 'implementation', weight)
  const kind = kindOf(pack, chosen.value) ?? 'implementation'
  const notes = [
    ...labelled
      .filter((type) => !known.includes(type))
      .map((type) => reason('info', `the label type:${type} names no task type of this pack`)),
    ...(proposed !== undefined && fitting === undefined
      ? [reason('info', `the triage proposed ${proposed}, which is no task type of this pack`)]
      : []),
    ...(kind === chosen.value ? [] : [reason('info', `${chosen.value} is work of the kind ${kind}`)]),
  ]
  const why = reason(chosen.why.state, chosen.why.text, [...chosen.why.children, ...notes])
  return { type: chosen.value, kind, why }
}

/** Those asked for that the pack has, in the pack's order, and a note for each that it has not. */
function known(
  what: string,
  names: readonly string[],
  labelled: readonly string[],
  proposed: readonly string[],
): Choice<string[]> {
  const asked = labelled.length > 0 ? labelled : proposed
  const value = names.filter((name) => asked.includes(name))
  const unknown = asked
    .filter((name) => !names.includes(name))
    .map((name) => reason('info', `the pack has no ${what} ${name}`))
  const from = labelled.length > 0 ? 'labels' : 'the triage'
  const text =
    value.length > 0 ? `${what} ${value.join(', ')}, from ${from}` : `no ${what} of the pack is named`
  return { value, why: reason(value.length > 0 ? 'pass' : 'info', text, unknown) }
}

/** Classifies a task for a pack. Total: whatever the labels say, there is an answer. */
export function classify(
  pack: Pack,
  labels: readonly string[],
  triage: OutcomeOf['triage'] | undefined,
): Classified {
  const read = readLabels(labels)
  const { type, kind, why } = chooseType(pack, read.types, triage?.taskType)
  const complexity = choose('complexity', read.complexities, triage?.complexity, 'medium', (value) =>
    Complexity.options.indexOf(value),
  )
  const components = known(
    'component',
    Object.keys(pack.components),
    read.components,
    triage?.components ?? [],
  )
  const needed = [...new Set(pack.intersections.map((row) => row.needs))]
  const needs = known('need', needed, read.needs, triage?.needs ?? [])
  const expertise = known('field of expertise', Object.keys(pack.expertise), read.expertise, [])
  const patterns = known('pattern', Object.keys(pack.patterns), read.patterns, [])
  const [pattern, ...others] = patterns.value
  const asked = (choice: Choice<string[]>, list: readonly string[]): Reason[] =>
    list.length > 0 || choice.value.length > 0 ? [choice.why] : []
  return {
    type,
    kind,
    complexity: complexity.value,
    components: components.value,
    needs: needs.value,
    expertise: expertise.value,
    pattern,
    reasons: [
      why,
      complexity.why,
      components.why,
      ...asked(needs, read.needs),
      ...asked(expertise, read.expertise),
      ...asked(patterns, read.patterns),
      ...others.map((name) => reason('info', `the label pattern:${name} is there too and does not count`)),
      ...read.unknown.map((label) => reason('info', `the label ${label} is not known and does not count`)),
    ],
  }
}
