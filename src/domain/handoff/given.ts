// Work that a person gave to another agent: who has it now, whether they have begun, and the document that it is handed over with.

import type { GivenWork } from '../commands/desired.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import type { Handoff } from './handoff.ts'
import { waveHandoff } from './wave.ts'

/** The newest word on who has the wave; undefined: it is as the route or the plan says. */
export const givenWork = ({ desired }: Snapshot, wave: Pick<RouteWave, 'index'>): GivenWork | undefined =>
  desired?.handoffs.findLast((entry) => entry.wave === wave.index)

/** Whether the agent that was given the work has started on it. */
export const hasTakenOver = (works: readonly RunRecord[], { agent, attempts }: GivenWork): boolean =>
  works.some((run) => run.agent === agent && run.attempt > attempts)

/** The document of the wave as it stands. */
export const givenHandoff = (
  { snapshot, waves, wave }: { snapshot: Snapshot; waves: readonly RouteWave[]; wave: RouteWave },
  { agent, by, note }: GivenWork,
): Handoff => waveHandoff({ snapshot, waves, wave, to: { agent, by, note } })
