// The conductor's approval of a whole plan: what it rests on, as a tree that the check and the comment show alike.

import type { Sha } from '../ids.ts'
import { reason, type Reason } from '../reason.ts'
import { plural, shortSha } from '../render/figures.ts'
import { waveNumber, type RouteWave } from '../roster/route-waves.ts'
import type { Snapshot } from '../snapshot.ts'
import type { PlanDocument } from './document.ts'

/** `validated`: the commit of the integration branch that the whole was validated at, and what the gates say of it. */
export function planApproval(
  { waves: seen, base }: Snapshot,
  document: PlanDocument,
  waves: readonly RouteWave[],
  validated: { sha: Sha; verdict: Reason },
): Reason {
  const merges = waves.map((wave) => {
    const pull = seen.find(({ index }) => index === wave.index)?.pull
    const came =
      pull?.mergeSha === undefined
        ? 'nothing had to be merged'
        : `#${pull.number} merged as ${shortSha(pull.mergeSha)}`
    return reason('pass', `wave ${waveNumber(wave)}: ${came}`)
  })
  return reason('pass', `${document.plan} is approved as a whole`, [
    reason('pass', `${plural(waves.length, 'wave')} complete`, merges),
    reason('pass', `the whole is validated on ${base.branch} at ${shortSha(validated.sha)}`, [
      validated.verdict,
    ]),
  ])
}
