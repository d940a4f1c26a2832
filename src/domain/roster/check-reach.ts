// Whether every rule can ever apply: patterns behind wider ones, labels that contradict types, conditions that nothing meets.

import { Complexity, type TaskKind } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { list, type Path } from './check-names.ts'
import { kindOf, taskTypes, type PackFile } from './pack.ts'
import type { Finding } from './problem.ts'
import type { TaskWhen } from './conditions.ts'

const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase())

/** Whether every task that fits `later` fits `earlier` as well. */
function covers(pack: Pick<PackFile, 'types'>, earlier: TaskWhen, later: TaskWhen): boolean {
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

/** Task types and components in conditions that the pack does not have. */
export function checkWhen(pack: PackFile, when: TaskWhen, path: Path): Finding[] {
  const unknown = (what: string, key: 'types' | 'components', names: readonly string[]): Finding[] =>
    (when[key] ?? []).flatMap((one, i) =>
      names.includes(one)
        ? []
        : [
            {
              path: [...path, key, i],
              message: `there is no ${what} \`${one}\``,
              expected: `one of: ${list(names)}`,
              example: `${key}: [${names[0] ?? 'core'}]`,
            },
          ],
    )
  return [
    ...unknown('task type', 'types', taskTypes(pack)),
    ...unknown('component', 'components', Object.keys(pack.components)),
  ]
}

/** Something that the first conditions to hold choose. */
interface Choice {
  path: Path
  /** How another one's problem names it. */
  name: string
  when: TaskWhen
}

function shadowed(pack: PackFile, before: readonly Choice[], choice: Choice, otherwise: string): Finding[] {
  const wider = before.find((other) => covers(pack, other.when, choice.when))
  if (wider === undefined) return []
  return [
    {
      path: choice.path,
      message: `it is never reached: ${wider.name} comes first and applies whenever these conditions hold`,
      expected: `a place before ${wider.name}, conditions of its own, or none: ${otherwise}`,
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

function labelFindings(pack: PackFile, { path: whole, when }: Choice): Finding[] {
  const path: Path = [...whole, 'labels']
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

const reach = (pack: PackFile, choices: readonly Choice[], otherwise: string): Finding[] =>
  choices.flatMap((choice, i) => [
    ...shadowed(pack, choices.slice(0, i), choice, otherwise),
    ...labelFindings(pack, choice),
  ])

/** Patterns whose conditions can never choose them. */
export const checkPatternReach = (pack: PackFile): Finding[] =>
  reach(
    pack,
    Object.entries(pack.patterns).flatMap(([name, { when }]) =>
      when === undefined ? [] : [{ path: ['patterns', name, 'when'], name, when }],
    ),
    'it is then chosen by its label',
  )

/** Items of the roadmap whose conditions name what there is not, or can never hold. */
export function checkRoadmap(pack: PackFile): Finding[] {
  const items = pack.roadmap.flatMap(({ when, title }, i): Choice[] =>
    when === undefined ? [] : [{ path: ['roadmap', i, 'when'], name: `“${title}”`, when }],
  )
  return [
    ...items.flatMap(({ when, path }) => checkWhen(pack, when, path)),
    ...reach(pack, items, 'it is then only shown'),
  ]
}

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
