// PRE_TASK_VALIDATION: the route is known, a plan approved where one is wanted, and the first wave is about to begin.

import type { Hook } from '../hook.ts'

export const preTaskValidation: Hook = {
  moment: 'the route is known and a plan approved where one is wanted, before the first wave begins',
  from: 'routed',
  holds: true,
  judges: false,
  knows: [],
  moments: ({ waves }) => (waves.length === 0 ? [] : [{ key: 'route' }]),
}
