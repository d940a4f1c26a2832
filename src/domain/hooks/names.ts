// The names of the lifecycle hooks: keys of `hooks` in policy and pack.

import { z } from 'zod'

export const HookName = z.enum([
  'PRE_TASK_SETUP',
  'PRE_TASK_VALIDATION',
  'COLLABORATION_INIT',
  'COLLABORATION_SYNC',
  'COLLABORATION_COORDINATION',
  'POST_TASK_VALIDATION',
  'POST_TASK_CLEANUP',
  'HANDOFF_PREPARATION',
  'AGENT_HANDOFF_PREPARE',
  'AGENT_HANDOFF_EXECUTE',
  'WORKFLOW_STATE_MANAGEMENT',
  'ERROR_DETECTION',
  'BLOCKER_ESCALATION',
  'RECOVERY_COORDINATION',
])
export type HookName = z.infer<typeof HookName>
