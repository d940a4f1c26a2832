// Title and body of a wave's pull request.

import { waveNumber } from '../roster/route-waves.ts'
import type { AgentName } from '../ids.ts'
import type { OutcomeOf } from '../outcomes.ts'
import type { RouteWave } from '../roster/route.ts'
import type { Snapshot } from '../snapshot.ts'
import { withMarker } from '../markers.ts'
import { list, oneLine, quoted } from './text.ts'

/** GitHub takes titles of up to 256 characters. */
export const pullTitle = (patch: OutcomeOf['implement']): string => oneLine(patch.title).slice(0, 200)

/** Tells whether a body was written for an attempt; people may change the rest of it. */
export const attemptMark = (attempt: number): string => `<!-- baton-attempt:${attempt} -->`

/** The task that a body of ours names in its last line, undefined where it names none. Only counts on what our own App wrote. */
export const taskOfBody = (body: string): string | undefined =>
  [...body.matchAll(/^<sub>Wave \d+ of ([\w-]+\/[\w.-]+#[1-9]\d*), /gm)].at(-1)?.[1]

/** `Closes #n` is written by us, outside of anything an agent wrote, and only for the wave that the issue ends with. */
export function pullBody(
  snapshot: Snapshot,
  closing: string,
  wave: RouteWave,
  patches: readonly { agent: AgentName; attempt: number; patch: OutcomeOf['implement'] }[],
): string {
  const joint = patches.length > 1
  const parts = patches.map(({ agent, patch }) => {
    const notes = patch.notes.length > 0 ? `\n\n**Notes**\n${list(patch.notes)}` : ''
    return `${joint ? `**${agent}**\n\n` : ''}${quoted(patch.summary)}${notes}`
  })
  const by = patches.map(({ agent }) => `**${agent}**`).join(', ')
  return withMarker(
    `wave-${wave.index}`,
    `${closing}

${parts.join('\n\n')}

---
<sub>Wave ${waveNumber(wave)} of ${snapshot.key}, ${snapshot.rollbackOf !== undefined && patches.at(-1)?.attempt === 1 ? 'a revert made by the conductor' : `${joint ? 'owned and written together by the agents' : 'written by the agent'} ${by}`}. Gates and seats decide on every new head; the conductor merges.</sub>
${attemptMark(patches.at(-1)?.attempt ?? 0)}`,
  )
}
