// COLLABORATION_COORDINATION: several waves go on side by side. Each set of them is a moment of its own.

import type { Hook } from '../hook.ts'

export const collaborationCoordination: Hook = {
  moment: 'two or more waves can go on side by side, before the last of them begins',
  from: 'routed',
  holds: true,
  judges: false,
  knows: [],
  moments: ({ waves }) => {
    const open = waves.filter(({ ready, begun, done }) => !done && (ready || begun))
    return open.length < 2 ? [] : [{ key: `waves-${open.map(({ index }) => index).join('-')}` }]
  },
}
