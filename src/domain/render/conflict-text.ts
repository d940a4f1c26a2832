// Conflicts in words: what the ruler is told, what each issue shows, what goes on record.

import type { RunBrief } from '../actions.ts'
import type { AdrContent } from '../adr/adr.ts'
import type { Conflict, Ruling, Side } from '../conflicts/conflict.ts'
import type { TaskKey } from '../ids.ts'
import { shortSha } from './figures.ts'
import { capped, cell, oneLine, quoted } from './text.ts'

const whoOf = ({ task, wave, agent, head }: Side): string =>
  `${agent}, ${task}${wave === 0 ? '' : ` wave ${wave}`}${head === undefined ? '' : ` at ${shortSha(head)}`}`

const measuredOf = ({ measured }: Side): string =>
  measured === '' ? 'Nothing was measured of it.' : measured

const FAVOURS = {
  first: 'What was measured of both speaks for the first side.',
  second: 'What was measured of both speaks for the second side.',
} as const

/** Figures of both side by side, and what they say where they agree; empty where nothing was measured of both. */
const impact = ({ compared, favours }: Conflict): string =>
  compared === undefined
    ? ''
    : `${compared}\n\n${favours === undefined ? 'What was measured of both speaks for neither side alone.' : FAVOURS[favours]}`

export function rulingBrief(conflict: Conflict): RunBrief {
  const side = (name: string, one: Side): RunBrief['untrusted'][number] => ({
    source: `${name} side: ${whoOf(one)}`,
    text: `${conflict.about}: ${one.value}\n\n${measuredOf(one)}`,
  })
  return {
    title: `Rule on a conflict: ${conflict.about}`,
    instructions: `Two pieces of work contradict each other (${conflict.kind}: ${oneLine(conflict.about)}). Both sides are below, with what was measured of their heads. Compare them by measured impact where there is any, and say so where there is none. In \`prevails\`, name the side that stands: first, second, or both where they do not really contradict each other. The decision says what holds from now on, the rationale why, \`alternatives\` what was rejected, \`dissent\` what speaks for the other side. Until you have ruled, neither is merged.`,
    untrusted: [
      side('first', conflict.first),
      side('second', conflict.second),
      ...(conflict.compared === undefined
        ? []
        : [{ source: 'both, as recorded runs have measured them', text: impact(conflict) }]),
    ],
    routedBy: `the conductor, because ${whoOf(conflict.first)} and ${whoOf(conflict.second)} contradict each other`,
  }
}

const stands = {
  first: 'The first side stands.',
  second: 'The second side stands.',
  both: 'Both stand.',
} as const

const table = ({ first, second }: Conflict): string => `| side | by | says |
|---|---|---|
| first | ${cell(whoOf(first))} | ${cell(first.value)} |
| second | ${cell(whoOf(second))} | ${cell(second.value)} |`

const figures = (conflict: Conflict): string => {
  const { first, second } = conflict
  const both = impact(conflict)
  if (both !== '') return `**Measured of both.**\n\n${both}`
  return `**Measured of the first.** ${measuredOf(first).replace(/^\|/, '\n\n|')}\n\n**Measured of the second.** ${measuredOf(second).replace(/^\|/, '\n\n|')}`
}

/** A ruling may have other grounds than figures; that it goes against them is said. */
const against = ({ conflict: { favours }, prevails }: Ruling): string =>
  favours === undefined || prevails === favours || prevails === 'both'
    ? ''
    : '\n\nThe ruling goes against what was measured.'

/** The same on the issues of both sides. */
export function rulingComment(ruling: Ruling): string {
  const { conflict, prevails, decision, rationale, by } = ruling
  return capped(`### Ruling: ${oneLine(conflict.about)}

${table(conflict)}

${figures(conflict)}

**${stands[prevails]}** ${quoted(decision)}

**Why.** ${quoted(rationale)}${against(ruling)}

<sub>Ruled by ${by}. A person overrules it with \`/baton approve\` or \`/baton reject\` on the head in question.</sub>`)
}

/** What else in review changes the same files, for the issue of one of the tasks. */
export function overlapComment(key: TaskKey, found: readonly Conflict[]): string {
  if (found.length === 0)
    return '### The same files\n\nNothing else in review changes the same files any more.'
  const rows = found.map(({ about, first, second }) => {
    const [own, other] = first.task === key ? [first, second] : [second, first]
    return `| wave ${own.wave}, ${own.agent} | ${cell(whoOf({ ...other, head: undefined }))} | ${cell(about)} |`
  })
  return capped(`### The same files

Work in review changes files that this task changes too. Whichever is merged second is brought up to date with the first, and its agent
resolves what git cannot merge.

| here | there | files |
|---|---|---|
${rows.toSorted().join('\n')}`)
}

/** What the side is told that has to give way. */
export const rulingProblem = ({ conflict, decision, rationale }: Ruling): string =>
  `A ruling on "${conflict.about}" went against ${conflict.kind === 'symbol' ? 'this change of it. Make the work fit it.' : 'what this work assumes. Make the work fit it and state the assumption accordingly.'}\nDecision: ${decision}\nWhy: ${rationale}`

export const rulingRecord = ({
  conflict,
  decision,
  rationale,
  alternatives,
  consequences = [],
  dissent,
  by,
}: Ruling): AdrContent => ({
  title: conflict.about,
  context: `${whoOf(conflict.first)}: ${conflict.first.value}\n\n${whoOf(conflict.second)}: ${conflict.second.value}\n\n${figures(conflict)}`,
  decision,
  rationale,
  alternatives,
  consequences,
  dissent,
  evidence: [`ruled by ${by}`, `${conflict.first.task} and ${conflict.second.task}`],
})
