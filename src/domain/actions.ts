// What decide() may ask for. Each action names its effect completely, so that doing it twice can be seen and avoided.

import type { AgentName, RunId, Sha } from './ids.ts'
import type { Finding, Purpose, TaskType } from './outcomes.ts'
import type { RecordedRoute } from './roster/recorded-route.ts'
import type { RoadmapLevel } from './roster/routing-tables.ts'
import type { WorkflowKind, WorkflowPlan } from './results.ts'

/** Everything that a run is told; stored with the run, so that a resumed run sees the same words. */
export interface RunBrief {
  title: string
  /** Trusted instructions, written by this product. */
  instructions: string
  /** Text by people or agents, fenced in the prompt with its source. */
  untrusted: readonly { source: string; text: string }[]
  /** Who routed the run and why, shown to the agent and kept for the record. */
  routedBy: string
}

/** A mark of a check run on a line of a file. */
export interface CheckAnnotation {
  path: string
  line: number
  title: string
  message: string
}

export type Action =
  | { do: 'ensure_labels'; names: readonly string[] }
  | { do: 'set_labels'; add: readonly string[]; remove: readonly string[] }
  /** One sticky comment per topic on an issue or pull request. `commentId` when it is known to exist. */
  | { do: 'comment'; on: number; topic: string; body: string; commentId: number | undefined }
  | {
      do: 'start_run'
      id: RunId
      wave: number
      agent: AgentName
      purpose: Purpose
      attempt: number
      /** What the worktree is checked out at. */
      headSha: Sha
      /** What a reviewer's diff starts from. */
      baseSha: Sha
      brief: RunBrief
      /** The task's type, for the agent's record; undefined before there is one. */
      taskType?: TaskType
      /** The run's place among all that wait: the smallest is taken first (milliseconds since 1970, see priority/order.ts). */
      startBy?: number
    }
  | { do: 'cancel_run'; id: RunId; why: string }
  | { do: 'push'; wave: number; branch: string; sha: Sha; expected: Sha | undefined }
  | { do: 'open_pull'; wave: number; branch: string; base: string; title: string; body: string }
  | {
      do: 'dispatch'
      wave: number
      kind: WorkflowKind
      workflow: string
      headSha: Sha
      baseSha: Sha
      attempt: number
      plan: WorkflowPlan
      runner: readonly string[]
    }
  | { do: 'collect_result'; validation: string }
  | { do: 'give_up_validation'; validation: string; why: string }
  | {
      do: 'review'
      pull: number
      sha: Sha
      topic: string
      as: 'author' | 'reviewer'
      event: 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES'
      body: string
      findings: readonly Finding[]
    }
  | {
      do: 'check'
      sha: Sha
      name: string
      status: 'in_progress' | 'completed'
      conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | undefined
      title: string
      summary: string
      annotations?: readonly CheckAnnotation[]
      /** Digest of the above: written as `external_id`. */
      digest: string
      checkId: number | undefined
    }
  /** Closes a pull request without a merge; its branch stays. */
  | { do: 'close_pull'; pull: number; why: string }
  | { do: 'mark_ready'; pull: number; nodeId: string }
  | {
      do: 'merge'
      pull: number
      sha: Sha
      method: 'squash' | 'merge' | 'rebase'
      title: string
      message: string
    }
  | { do: 'delete_branch'; branch: string; sha: Sha }
  | { do: 'close_issue' }

export interface Decision {
  /** The route that the task is on from now on. */
  routed: RecordedRoute | undefined
  /** How urgent the task is; runs that wait are moved when it changes. */
  priority: { level: RoadmapLevel; score: number } | undefined
  /** Branches to look at in the next pass, by wave. */
  waves: readonly { index: number; branch: string }[]
  actions: readonly Action[]
  /** Look again after this many milliseconds even if nothing happens. */
  requeueAfterMs: number | undefined
  /** Where the task stands, in words, for status views and logs. */
  explanation: readonly string[]
}
