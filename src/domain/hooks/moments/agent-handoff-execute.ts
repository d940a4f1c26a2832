// AGENT_HANDOFF_EXECUTE: another agent has taken over.

import { handoffs } from '../handoffs.ts'
import type { Hook } from '../hook.ts'

export const agentHandoffExecute: Hook = {
  moment: 'another agent than the one before has begun; wave and agent are the receiver’s',
  from: 'routed',
  holds: false,
  judges: false,
  knows: ['wave', 'agent'],
  moments: (life) => handoffs(life, ({ begun }) => begun),
}
