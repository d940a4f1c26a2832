// HANDOFF_PREPARATION: a wave is over and another comes after it, whoever takes it.

import type { Hook } from '../hook.ts'
import { shaOf } from '../life.ts'

export const handoffPreparation: Hook = {
  moment: 'a wave is done that another comes after, before what follows begins',
  from: 'routed',
  holds: true,
  judges: false,
  knows: ['wave', 'agent'],
  moments: ({ waves }) =>
    waves
      .filter(({ done, index }) => done && waves.some(({ after }) => after.includes(index)))
      .map((wave) => ({ key: `wave-${wave.index}`, wave: wave.number, agent: wave.agent, sha: shaOf(wave) })),
}
