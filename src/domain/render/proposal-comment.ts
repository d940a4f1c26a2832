// A proposal and what a critic says to it: one comment on the issue, and text for whoever works with it.

import { waveNumber } from '../roster/route-waves.ts'
import type { RouteWave } from '../roster/route.ts'
import type { Proposed } from '../consensus/proposed.ts'
import { list, quoted } from './text.ts'

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n\n**${title}**\n${list(lines)}`

const alternatives = ({ proposal }: Proposed): string[] =>
  proposal.alternatives.map(({ option, tradeoffs }) => `${option}: ${tradeoffs}`)
const objections = ({ challenge }: Proposed): string[] =>
  (challenge?.outcome.objections ?? []).map(({ point, why }) => `${point}: ${why}`)

export function proposalComment(wave: RouteWave, proposed: Proposed): string {
  const { by, proposal, challenge } = proposed
  const answer =
    challenge === undefined
      ? 'A critic is asked to challenge it before work begins.'
      : `### Challenge by ${challenge.by}

${quoted(challenge.outcome.summary)}${section('Objections', objections(proposed))}${section('Questions', challenge.outcome.questions)}

<sub>${by} begins now, and answers this in its work.</sub>`
  return `### Wave ${waveNumber(wave)}: proposal by ${by}

${quoted(proposal.summary)}

**Approach.** ${quoted(proposal.approach)}

**Why.** ${quoted(proposal.rationale)}${section('Alternatives', alternatives(proposed))}${section('Risks', proposal.risks)}

${answer}`
}

/** The same as data for a run: agents' words are nobody's instructions. */
export function proposalTexts(proposed: Proposed): { source: string; text: string }[] {
  const { by, proposal, challenge } = proposed
  const own = [
    proposal.summary,
    `Approach: ${proposal.approach}`,
    `Why: ${proposal.rationale}`,
    ...alternatives(proposed).map((one) => `Alternative: ${one}`),
    ...proposal.risks.map((risk) => `Risk: ${risk}`),
  ]
  const said = challenge && [
    challenge.outcome.summary,
    ...objections(proposed).map((one) => `Objection: ${one}`),
    ...challenge.outcome.questions.map((one) => `Question: ${one}`),
  ]
  return [
    { source: `proposal by ${by}`, text: own.join('\n') },
    ...(challenge === undefined || said === undefined
      ? []
      : [{ source: `challenge by ${challenge.by}`, text: said.join('\n') }]),
  ]
}
