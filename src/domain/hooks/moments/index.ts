// Every hook: the keys of `hooks` in policy and pack. A new hook is a file here, its name in ../names.ts, and a line below.

import type { Hook } from '../hook.ts'
import { HookName } from '../names.ts'
import { agentHandoffExecute } from './agent-handoff-execute.ts'
import { agentHandoffPrepare } from './agent-handoff-prepare.ts'
import { blockerEscalation } from './blocker-escalation.ts'
import { collaborationCoordination } from './collaboration-coordination.ts'
import { collaborationInit } from './collaboration-init.ts'
import { collaborationSync } from './collaboration-sync.ts'
import { errorDetection } from './error-detection.ts'
import { handoffPreparation } from './handoff-preparation.ts'
import { postTaskCleanup } from './post-task-cleanup.ts'
import { postTaskValidation } from './post-task-validation.ts'
import { preTaskSetup } from './pre-task-setup.ts'
import { preTaskValidation } from './pre-task-validation.ts'
import { recoveryCoordination } from './recovery-coordination.ts'
import { workflowStateManagement } from './workflow-state-management.ts'

export const HOOKS: Readonly<Record<HookName, Hook>> = {
  PRE_TASK_SETUP: preTaskSetup,
  PRE_TASK_VALIDATION: preTaskValidation,
  COLLABORATION_INIT: collaborationInit,
  COLLABORATION_SYNC: collaborationSync,
  COLLABORATION_COORDINATION: collaborationCoordination,
  POST_TASK_VALIDATION: postTaskValidation,
  POST_TASK_CLEANUP: postTaskCleanup,
  HANDOFF_PREPARATION: handoffPreparation,
  AGENT_HANDOFF_PREPARE: agentHandoffPrepare,
  AGENT_HANDOFF_EXECUTE: agentHandoffExecute,
  WORKFLOW_STATE_MANAGEMENT: workflowStateManagement,
  ERROR_DETECTION: errorDetection,
  BLOCKER_ESCALATION: blockerEscalation,
  RECOVERY_COORDINATION: recoveryCoordination,
}

export const HOOK_NAMES: readonly HookName[] = HookName.options
