// What was proposed for a wave before its work began, and what a critic said to it.

import type { AgentName } from '../ids.ts'
import type { ChallengeOutcome, ProposalOutcome } from '../outcomes.ts'
import type { RunRecord } from '../snapshot.ts'

export interface Proposed {
  by: AgentName
  proposal: ProposalOutcome
  challenge: { by: AgentName; outcome: ChallengeOutcome } | undefined
}

/** Undefined: nothing was proposed. The last of several counts. */
export function proposedFor(
  { runs }: { runs: readonly RunRecord[] },
  wave: { index: number },
): Proposed | undefined {
  let proposal: Omit<Proposed, 'challenge'> | undefined
  let challenge: Proposed['challenge']
  for (const { wave: index, agent, outcome } of runs) {
    if (index !== wave.index || outcome?.kind !== 'done') continue
    if (outcome.purpose === 'propose') proposal = { by: agent, proposal: outcome.value }
    if (outcome.purpose === 'challenge') challenge = { by: agent, outcome: outcome.value }
  }
  return proposal === undefined ? undefined : { ...proposal, challenge }
}
