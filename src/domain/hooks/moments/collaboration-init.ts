// COLLABORATION_INIT: the route needs more than one agent.

import type { Hook } from '../hook.ts'

export const collaborationInit: Hook = {
  moment: 'a route that more than one agent works or sits on is known, before its first wave begins',
  from: 'routed',
  holds: true,
  judges: false,
  knows: [],
  moments: ({ waves, team }) => (waves.length === 0 || team.length < 2 ? [] : [{ key: 'team' }]),
}
