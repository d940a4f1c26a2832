// Title and body of a wave's pull request.

import { waveNumber } from '../roster/route-waves.ts'
import type { OutcomeOf } from '../outcomes.ts'
import { closingLine, type Route, type RouteWave } from '../roster/route.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { withMarker } from '../markers.ts'
import { list, oneLine, quoted } from './text.ts'

/** GitHub takes titles of up to 256 characters. */
export const pullTitle = (patch: OutcomeOf['implement']): string => oneLine(patch.title).slice(0, 200)

/** `Closes #n` is written by us, outside of anything an agent wrote, and only for the wave that the issue ends with. */
export function pullBody(
  snapshot: Snapshot,
  route: Route,
  wave: RouteWave,
  run: RunRecord,
  patch: OutcomeOf['implement'],
): string {
  const notes = patch.notes.length > 0 ? `\n\n**Notes**\n${list(patch.notes)}` : ''
  return withMarker(
    `wave-${wave.index}`,
    `${closingLine(route, wave, snapshot.issue.number)}

${quoted(patch.summary)}${notes}

---
<sub>Wave ${waveNumber(wave)} of ${snapshot.key}, ${snapshot.rollbackOf !== undefined && run.attempt === 1 ? 'a revert made by the conductor' : `written by the agent **${run.agent}**`}. Gates and seats decide on every new head; the conductor merges.</sub>`,
  )
}
