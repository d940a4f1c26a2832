// What should be said about the labels and paths of an issue besides its route.

import { didYouMean } from '../domain/did-you-mean.ts'
import { matchingGlob } from '../domain/policy/glob.ts'
import { FACTOR_NAMES, isInRange, rangeOf } from '../domain/priority/factors.ts'
import { isExclusive, isRouting, labelDefinitions } from '../domain/roster/labels.ts'
import type { Pack } from '../domain/roster/pack.ts'
import type { Route } from '../domain/roster/route.ts'

const factorLabels = FACTOR_NAMES.flatMap((name) =>
  [1, 2, 3, 4, 5].filter((value) => isInRange(name, value)).map((value) => `${name}:${value}`),
)

const groupOf = (label: string): string => label.slice(0, label.indexOf(':')).toLowerCase()

/** What is probably meant by a label that is not known; empty when nothing is near. */
function hint(label: string, known: readonly string[]): string {
  const factor = FACTOR_NAMES.find((name) => name === groupOf(label))
  if (factor !== undefined) return `; expected ${rangeOf(factor)}`
  const meant = didYouMean(label, known)
  return meant === undefined ? '' : `; did you mean ${meant}?`
}

/** Labels that mean nothing to the pack and look as if they should, and those of one group that contradict each other. */
export function labelNotes(pack: Pack, labels: readonly string[], assigning: string): string[] {
  const asked = Object.values(pack.patterns).flatMap((pattern) => pattern.when?.labels ?? [])
  const known = [...labelDefinitions(pack, assigning).map(({ name }) => name), ...factorLabels, ...asked].map(
    (name) => name.toLowerCase(),
  )
  const isKnown = (label: string): boolean => known.includes(label.toLowerCase())
  const unknown = labels
    .filter((label) => !isKnown(label))
    .flatMap((label) => {
      const meant = hint(label, known)
      if (isRouting(label)) return [`the label ${label} is not known to this team and does not count${meant}`]
      return meant === '' ? [] : [`the label ${label} means nothing here${meant}`]
    })
  const groups = Map.groupBy(
    labels.filter((label) => isExclusive(label) && isKnown(label)),
    groupOf,
  )
  const contradictory = [...groups.values()].flatMap((group) =>
    group.length < 2
      ? []
      : [
          `${group.join(' and ')} contradict each other: on GitHub the one set last counts; which that is, is not known here`,
        ],
  )
  return [...unknown, ...contradictory]
}

/** Says that labels are missing, and what happens then. */
export function defaultNotes(labels: readonly string[], pack: Pack, route: Route): string[] {
  if (labels.some((label) => label.startsWith('type:'))) return []
  return [
    `no label type:* is given: when the task runs, ${pack.orchestrator} classifies it first; here the defaults were used (type ${route.type}, complexity ${route.complexity}) where no label speaks`,
  ]
}

export interface PathMatch {
  path: string
  components: string[]
  /** Whether it is a core file of the team. */
  core: boolean
}

/** The components that changed paths belong to, by the pack's globs. */
export const matchPaths = (pack: Pack, paths: readonly string[]): PathMatch[] =>
  paths.map((path) => ({
    path,
    components: Object.entries(pack.components)
      .filter(([, { paths: globs }]) => matchingGlob(globs, path) !== undefined)
      .map(([name]) => name),
    core: matchingGlob(pack.core_files, path) !== undefined,
  }))

/** Components that the paths touch and no label names: only a label or the triage brings their owners in. */
export function pathNotes(matches: readonly PathMatch[], route: Route): string[] {
  const touched = new Set(matches.flatMap(({ components }) => components))
  const missing = [...touched].filter((name) => !route.components.includes(name))
  return missing.length === 0
    ? []
    : [
        `paths alone do not route: add ${missing.map((name) => `component:${name}`).join(', ')} to have the owners of what changes`,
      ]
}
