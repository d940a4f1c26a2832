// The groups of labels as a table, from the definitions that Baton makes them by.

import { overridden } from '../../src/domain/policy/overrides.ts'
import { FACTOR_NAMES, SCALES } from '../../src/domain/priority/factors.ts'
import {
  isExclusive,
  isPostMortem,
  labelDefinitions,
  POST_MORTEM_LABEL,
  type LabelDefinition,
} from '../../src/domain/roster/labels.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { Expertise, Intersection, Pattern } from '../../src/domain/roster/routing-tables.ts'
import { code, prose, table } from './reference.ts'

const PEOPLE = 'people'
const BOTH = 'people, and Baton from the triage'
const BATON = 'Baton'

interface Group {
  prefix: string
  meaning: string
  by: string
  /** Made from the pack's tables: then the labels are not the same everywhere. */
  table?: string
}

const GROUPS: readonly Group[] = [
  { prefix: 'type:', meaning: 'what kind of work it is', by: BOTH, table: 'the kinds, and `types`' },
  { prefix: 'complexity:', meaning: 'size of the team and escalation path', by: BOTH },
  {
    prefix: 'tier:',
    meaning: 'how hard the decision is to take back: raised by whoever may write, lowered by who maintains',
    by: PEOPLE,
  },
  {
    prefix: 'component:',
    meaning: 'what is touched: its owner works on it',
    by: BOTH,
    table: '`components`',
  },
  {
    prefix: 'needs:',
    meaning: 'a second field that the work touches: who joins and approves',
    by: BOTH,
    table: '`needs` of `intersections`',
  },
  { prefix: 'expertise:', meaning: 'asks for who knows a field', by: PEOPLE, table: '`expertise`' },
  { prefix: 'pattern:', meaning: 'asks for a coordination pattern', by: PEOPLE, table: '`patterns`' },
  { prefix: 'priority:', meaning: 'the level on the roadmap', by: PEOPLE },
  { prefix: 'state:', meaning: 'where the task stands', by: BATON },
  { prefix: 'wave:', meaning: 'a wave that is in progress', by: 'Baton', table: 'the longest route' },
]

const names = (labels: readonly LabelDefinition[]): string =>
  labels.map(({ name, color }) => `${code(name)} #${color}`).join(', ')

const groupRow = (definitions: readonly LabelDefinition[], group: Group): string[] => {
  const labels = definitions.filter(({ name }) => name.startsWith(group.prefix))
  const colours = [...new Set(labels.map(({ color }) => `#${color}`))]
  const varying =
    group.prefix === 'type:'
      ? names(labels)
      : `one for each entry (${group.table ?? ''})${colours.length > 0 ? `, ${colours.join(', ')}` : ''}`
  return [
    code(`${group.prefix}…`),
    group.table === undefined ? names(labels) : varying,
    prose(group.meaning),
    isExclusive(group.prefix) ? 'one' : 'any number',
    group.by,
  ]
}

/** The pack with an entry in every table that labels are made from, so that every colour is known. */
const complete = (pack: Pack): Pack =>
  overridden(pack, {
    intersections: [Intersection.parse({ domain: 'research', needs: 'example', add: [pack.orchestrator] })],
    expertise: { example: Expertise.parse({ title: 'Example', primary: pack.orchestrator }) },
    patterns: { example: Pattern.parse({ title: 'Example', post_mortem: [pack.orchestrator] }) },
  })

/** The table of the groups, with the colours that Baton gives them. */
export const labelTable = (pack: Pack): string => {
  const definitions = labelDefinitions(complete(pack))
  return table(
    ['group', 'labels and colours', 'what it says', 'on one issue', 'set by'],
    [
      ['`label` of the policy', names(definitions.slice(0, 1)), 'hands the issue to Baton', 'one', PEOPLE],
      ['`hold`', names(definitions.filter(({ name }) => name === 'hold')), 'a pause', 'one', PEOPLE],
      [
        code(POST_MORTEM_LABEL),
        names(definitions.filter(({ name }) => isPostMortem(name))),
        'looks back at a task: routed to the `post_mortem` of the pattern',
        'one',
        `${PEOPLE}, and Baton on the issue that it opens at the end`,
      ],
      ...GROUPS.map((group) => groupRow(definitions, group)),
      ...FACTOR_NAMES.map((name) => [
        code(`${name}:1`) + ` to ${code(`${name}:${SCALES[name].most}`)}`,
        'not made: make those you use',
        prose(SCALES[name].meaning),
        isExclusive(`${name}:`) ? 'one' : 'any number',
        PEOPLE,
      ]),
    ],
  )
}
