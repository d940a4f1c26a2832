// Whether every rule can ever apply: patterns behind wider ones, labels that contradict types, conditions that nothing meets.

import { Complexity, type TaskKind } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { list, type Path } from './check-names.ts'
import { kindOf, taskTypes, type PackFile } from './pack.ts'
import type { Finding } from './problem.ts'
import type { Pattern } from './routing-tables.ts'

type When = NonNullable<Pattern['when']>

const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase())

/** Whether every task that fits `later` fits `earlier` as well. */
function covers(pack: Pick<PackFile, 'types'>, earlier: When, later: When): boolean {
  const within = (
    wide: readonly string[] | undefined,
    narrow: readonly string[] | undefined,
    alsoAs: (value: string) => string | undefined = () => undefined,
  ): boolean =>
    wide === undefined ||
    (narrow?.every((value) => wide.includes(value) || wide.includes(alsoAs(value) ?? value)) ?? false)
  return (
    within(earlier.types, later.types, (type) => kindOf(pack, type)) &&
    within(earlier.components, later.components) &&
    within(earlier.complexities, later.complexities) &&
    within(earlier.labels && lower(earlier.labels), later.labels && lower(later.labels))
  )
}

function shadowed(pack: PackFile, name: string, when: When): Finding[] {
  const before = Object.entries(pack.patterns).slice(0, Object.keys(pack.patterns).indexOf(name))
  const wider = before.find(([, other]) => other.when !== undefined && covers(pack, other.when, when))
  if (wider === undefined) return []
  return [
    {
      path: ['patterns', name, 'when'],
      message: `it is never reached: ${wider[0]} comes first and applies whenever these conditions hold`,
      expected: `a place before ${wider[0]}, conditions of its own, or none: it is then chosen by its label`,
      example: 'when: { complexities: [critical] }',
    },
  ]
}

interface Group {
  prefix: string
  values: readonly string[]
  /** The key of `when` that asks for the same. */
  key: 'types' | 'complexities' | 'components'
  /** Whether a task has one value at a time. */
  single: boolean
}

const groupsOf = (pack: PackFile): Group[] => [
  { prefix: 'type:', values: taskTypes(pack), key: 'types', single: true },
  { prefix: 'complexity:', values: Complexity.options, key: 'complexities', single: true },
  { prefix: 'component:', values: Object.keys(pack.components), key: 'components', single: false },
]

function labelFindings(pack: PackFile, name: string, when: When): Finding[] {
  const path: Path = ['patterns', name, 'when', 'labels']
  const labels = lower(when.labels ?? [])
  return groupsOf(pack).flatMap(({ prefix, values, key, single }): Finding[] => {
    const unknown = labels.flatMap((label, i) => {
      const value = label.slice(prefix.length)
      return !label.startsWith(prefix) || values.includes(value)
        ? []
        : [
            {
              path: [...path, i],
              message: `no issue of this pack has the label \`${label}\``,
              expected: `one of: ${list(values.map((one) => prefix + one))}`,
              example: `${key}: [${values[0] ?? 'core'}]`,
            },
          ]
    })
    const asked: readonly string[] | undefined = when[key]
    const given = labels
      .filter((label) => label.startsWith(prefix))
      .map((label) => label.slice(prefix.length))
    const fits = (value: string): boolean =>
      asked?.includes(value) === true || asked?.includes(kindOf(pack, value) ?? value) === true
    const contradicts =
      single &&
      asked !== undefined &&
      labels.length > 0 &&
      given.length === labels.length &&
      !given.some(fits)
    if (!contradicts) return unknown
    return [
      ...unknown,
      {
        path,
        message: `it never applies: ${key} asks for ${list(asked)}, these labels for ${list(given)}, and an issue has one of them`,
        expected: `only ${key}, or labels outside the group ${prefix}`,
        example: `${key}: [${[...asked, ...given].join(', ')}]`,
      },
    ]
  })
}

/** Patterns whose conditions can never choose them. */
export const checkPatternReach = (pack: PackFile): Finding[] =>
  Object.entries(pack.patterns).flatMap(([name, { when }]) =>
    when === undefined ? [] : [...shadowed(pack, name, when), ...labelFindings(pack, name, when)],
  )

/** Consensus rules that only core files would call, in a team that has none; paths start at the rules' key. */
export const checkCoreRules = (rules: readonly ConsensusRule[], coreFiles: readonly string[]): Finding[] =>
  rules.flatMap(({ when }, i) =>
    when.core_files !== true || coreFiles.length > 0
      ? []
      : [
          {
            path: ['consensus', i, 'when', 'core_files'],
            message: 'there are no core files, so this condition never holds',
            expected: 'path patterns under core_files, or another condition',
            example: "core_files: ['src/core/**']",
          },
        ],
  )

/** Kinds of work that end in a change. The others may be answered by a report alone. */
const BUILT: readonly TaskKind[] = ['implementation', 'bugfix']

/** Routes of work that is to be built, and in which nobody builds. */
export const checkBuilders = (pack: PackFile): Finding[] =>
  BUILT.flatMap((kind) =>
    pack.routing[kind].waves.some((wave) => wave.purpose === 'implement')
      ? []
      : [
          {
            path: ['routing', kind, 'waves'],
            message: `nobody implements in the route of ${kind} tasks, so nothing is ever built`,
            expected: 'at least one wave with the purpose implement',
            example: '- { purpose: implement, agent: implementer }',
          },
        ],
  )
