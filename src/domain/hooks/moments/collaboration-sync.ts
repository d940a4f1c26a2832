// COLLABORATION_SYNC: what several waves, or another plan, have done comes together.

import type { Hook } from '../hook.ts'

export const collaborationSync: Hook = {
  moment: 'a wave that comes after several others, or waits for a signal, can begin, before it does',
  from: 'routed',
  holds: true,
  judges: false,
  knows: ['wave', 'agent'],
  moments: ({ waves }) =>
    waves
      .filter(({ ready, after, waits }) => ready && (after.length > 1 || waits.length > 0))
      .map(({ index, number, agent }) => ({ key: `wave-${index}`, wave: number, agent })),
}
