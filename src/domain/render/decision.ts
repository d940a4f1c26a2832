// The decision on record: synthesis and dissent on the pull request, the App's approval, the merge commit's message.

import { workersText } from '../roster/joint-wave.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { AgentName } from '../ids.ts'
import type { OutcomeOf } from '../outcomes.ts'
import { planWaveOf, signalsOf } from '../plan/route-plan.ts'
import { signalTrailers } from '../signals/trailers.ts'
import { reasonMarkdown } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import { list, oneLine, quoted } from './text.ts'

export function decisionComment(synthesis: OutcomeOf['synthesise'], consensus: Consensus): string {
  const dissent = synthesis.dissent.length > 0 ? list(synthesis.dissent) : 'None was recorded.'
  const followUps = synthesis.followUps.length > 0 ? `\n\n**Follow-ups**\n${list(synthesis.followUps)}` : ''
  return `### Decision

${quoted(synthesis.decision)}

**Why.** ${quoted(synthesis.rationale)}

**Dissent.** ${dissent}${followUps}

<details><summary>How the seats voted</summary>

${reasonMarkdown(consensus.verdict)}

</details>`
}

/** What a question came to. */
export function answerComment(by: AgentName, synthesis: OutcomeOf['synthesise']): string {
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `\n\n**${title}**\n${list(lines)}`
  return `### Answer by ${by}

${quoted(synthesis.decision)}

**Why.** ${quoted(synthesis.rationale)}${section('What speaks against it', synthesis.dissent)}${section('Follow-ups', synthesis.followUps)}`
}

export const approvalBody = (consensus: Consensus): string => `The seats agree on this head.

${reasonMarkdown(consensus.verdict)}`

/** What a wave of a plan adds: which plan and wave it completes, and the signals that follow. */
function trailers({ plan }: Snapshot, wave: RouteWave): string[] {
  const planned = planWaveOf(plan?.document, wave)
  if (plan?.document === undefined || planned === undefined) return []
  return [
    `Baton-Plan: ${plan.document.plan} wave ${planned.wave} complete`,
    ...signalTrailers(signalsOf(plan.document, planned)),
  ]
}

/** Title and message of the merge commit, with trailers that tools can read (git interpret-trailers). */
export function mergeMessage(
  snapshot: Snapshot,
  closing: string,
  wave: RouteWave,
  pull: PullObservation,
  consensus: Consensus,
): { title: string; message: string } {
  const seats = consensus.verdicts
    .filter((verdict) => verdict.outcome.position === 'approve')
    .map((verdict) => `Baton-Seat: ${verdict.seat} approve ${verdict.sha}`)
  return {
    title: `${oneLine(pull.title)} (#${pull.number})`,
    message: [
      closing,
      '',
      `Baton-Task: ${snapshot.key}`,
      `Baton-Wave: ${waveNumber(wave)} ${workersText(wave)}`,
      ...seats,
      ...trailers(snapshot, wave),
    ].join('\n'),
  }
}
