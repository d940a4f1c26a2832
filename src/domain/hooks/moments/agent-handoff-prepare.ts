// AGENT_HANDOFF_PREPARE: another agent can take over and has not begun.

import { handoffs } from '../handoffs.ts'
import type { Hook } from '../hook.ts'

export const agentHandoffPrepare: Hook = {
  moment:
    'another agent than the one before can take over, before it begins; wave and agent are the receiver’s',
  from: 'routed',
  holds: true,
  judges: false,
  knows: ['wave', 'agent'],
  moments: (life) => handoffs(life, ({ ready }) => ready),
}
