// RECOVERY_COORDINATION: somebody looks into what blocks an agent, or a task that was stuck goes on.

import type { Hook } from '../hook.ts'
import { investigatedWave } from '../../side-runs.ts'

export const recoveryCoordination: Hook = {
  moment: 'another agent looks into what blocks one, or a task that was parked goes on',
  from: 'always',
  holds: false,
  judges: false,
  knows: [],
  moments: ({ snapshot: { runs, trouble } }) => [
    ...new Map(
      runs.flatMap(({ wave }) => {
        const blocked = investigatedWave(wave)
        return blocked === undefined ? [] : [[blocked, { key: `wave-${blocked}/investigation` }] as const]
      }),
    ).values(),
    ...(trouble?.over === true ? [{ key: `${trouble.since}/resumed` }] : []),
  ],
}
