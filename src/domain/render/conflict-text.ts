// Conflicts in words: what the ruler is told, what each issue shows, what goes on record.

import type { RunBrief } from '../actions.ts'
import type { AdrContent } from '../adr/adr.ts'
import type { Conflict, Ruling, Side } from '../conflicts/conflict.ts'
import { shortSha } from './figures.ts'
import { capped, cell, oneLine, quoted } from './text.ts'

const whoOf = ({ task, wave, agent, head }: Side): string =>
  `${agent}, ${task}${wave === 0 ? '' : ` wave ${wave}`}${head === undefined ? '' : ` at ${shortSha(head)}`}`

const measuredOf = ({ measured }: Side): string =>
  measured === '' ? 'Nothing was measured of it.' : measured

export function rulingBrief(conflict: Conflict): RunBrief {
  const side = (name: string, one: Side): RunBrief['untrusted'][number] => ({
    source: `${name} side: ${whoOf(one)}`,
    text: `${conflict.about}: ${one.value}\n\n${measuredOf(one)}`,
  })
  return {
    title: `Rule on a conflict: ${conflict.about}`,
    instructions: `Two pieces of work contradict each other (${conflict.kind}: ${oneLine(conflict.about)}). Both sides are below, with what was measured of their heads. Compare them by measured impact where there is any, and say so where there is none. In \`prevails\`, name the side that stands: first, second, or both where they do not really contradict each other. The decision says what holds from now on, the rationale why, \`alternatives\` what was rejected, \`dissent\` what speaks for the other side. Until you have ruled, neither is merged.`,
    untrusted: [side('first', conflict.first), side('second', conflict.second)],
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

const figures = ({ first, second }: Conflict): string =>
  `**Measured of the first.** ${measuredOf(first).replace(/^\|/, '\n\n|')}\n\n**Measured of the second.** ${measuredOf(second).replace(/^\|/, '\n\n|')}`

/** The same on the issues of both sides. */
export const rulingComment = ({ conflict, prevails, decision, rationale, by }: Ruling): string =>
  capped(`### Ruling: ${oneLine(conflict.about)}

${table(conflict)}

${figures(conflict)}

**${stands[prevails]}** ${quoted(decision)}

**Why.** ${quoted(rationale)}

<sub>Ruled by ${by}. A person overrules it with \`/baton approve\` or \`/baton reject\` on the head in question.</sub>`)

/** What the side is told that has to give way. */
export const rulingProblem = ({ conflict, decision, rationale }: Ruling): string =>
  `A ruling on "${conflict.about}" went against what this work assumes. Make the work fit it and state the assumption accordingly.\nDecision: ${decision}\nWhy: ${rationale}`

export const rulingRecord = ({
  conflict,
  decision,
  rationale,
  alternatives,
  dissent,
  by,
}: Ruling): AdrContent => ({
  title: conflict.about,
  context: `${whoOf(conflict.first)}: ${conflict.first.value}\n\n${whoOf(conflict.second)}: ${conflict.second.value}\n\n${figures(conflict)}`,
  decision,
  rationale,
  alternatives,
  consequences: [],
  dissent,
  evidence: [`ruled by ${by}`, `${conflict.first.task} and ${conflict.second.task}`],
})
