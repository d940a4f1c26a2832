// What decide() may ask for. Each action names its effect completely, so that doing it twice can be seen and avoided.

import type { Ruling } from './conflicts/conflict.ts'
import type { Authority } from './authority/authority.ts'
import type { Mandate } from './authority/mandate.ts'
import type { AgentName, RunId, Sha, TaskKey } from './ids.ts'
import type { Finding, OutcomeOf, Purpose, TaskType } from './outcomes.ts'
import type { Desired } from './commands/desired.ts'
import type { StoredTrouble, StoredTroubles } from './escalation/stored.ts'
import type { HookRecord, StepEnd } from './hooks/record.ts'
import type { SignalName, WaveKey } from './plan/names.ts'
import type { RecordedRoute } from './roster/recorded-route.ts'
import type { RoadmapLevel } from './roster/routing-tables.ts'
import type { PlatformRequest, WorkflowKind, WorkflowPlan } from './results.ts'
import type { WaveProgress } from './schedule/state.ts'
import type { SignalPayload } from './signals/payload.ts'
import type { TaskState } from './stages/stage.ts'

/** Everything that a run is told; stored with the run, so that a resumed run sees the same words. */
export interface RunBrief {
  title: string
  /** Trusted instructions, written by this product. */
  instructions: string
  /** Text by people or agents, fenced in the prompt with its source. */
  untrusted: readonly { source: string; text: string }[]
  /** Who routed the run and why, shown to the agent and kept for the record. */
  routedBy: string
  /** Its place in a plan; left out where there is none. */
  mandate?: Mandate
  /** Comments of people that the run answers, by name (threads/acts.ts). */
  asked?: readonly string[]
  /** Ids of the directives that the instructions name; left out: none. */
  directives?: readonly string[]
}

/** A mark of a check run on a line of a file. */
export interface CheckAnnotation {
  path: string
  line: number
  title: string
  message: string
  /** Left out: failure. */
  level?: 'failure' | 'warning' | 'notice'
}

/** A button of a check run; what it asks for comes back by its identifier. */
export interface CheckButton {
  label: string
  description: string
  identifier: string
}

export type Action =
  | { do: 'ensure_labels'; names: readonly string[] }
  /** On the task's issue, or on one of its pull requests. */
  | { do: 'set_labels'; on?: number; add: readonly string[]; remove: readonly string[] }
  /** One sticky comment per topic on an issue or pull request. `commentId` when it is known to exist. */
  | { do: 'comment'; on: number; topic: string; body: string; commentId: number | undefined }
  /** On somebody's comment: `eyes` when its commands were seen, the others when they were answered. */
  | { do: 'react'; commentId: number; on: number; content: 'rocket' | 'confused' | 'eyes' }
  /** A button that somebody pressed needs nothing more. */
  | { do: 'answer_request'; id: number; by: string; outcome: string }
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
      /** A base that is merged into the head first; what conflicts is left for the run to resolve. */
      onto?: Sha
      brief: RunBrief
      /** The pull request that it judges; left out: none. */
      pull?: number
      /** What its grantor gave it; left out: all that policy, agent and purpose allow. */
      authority?: Authority
      /** The branch that its commit will go to; left out: by the policy's pattern. */
      branch?: string
      /** The task's type, for the agent's record; undefined before there is one. */
      taskType?: TaskType
      /** The run's place among all that wait: the smallest is taken first (milliseconds since 1970, see priority/order.ts). */
      startBy?: number
    }
  | { do: 'cancel_run'; id: RunId; why: string }
  | { do: 'push'; wave: number; branch: string; sha: Sha; expected: Sha | undefined }
  /** The newest base into a branch whose tip is `head`. */
  | { do: 'update_branch'; wave: number; branch: string; head: Sha; base: Sha }
  | { do: 'open_pull'; wave: number; branch: string; base: string; title: string; body: string }
  | {
      do: 'dispatch'
      wave: number
      kind: WorkflowKind
      /** True: a first benchmark of this head raised a suspicion. */
      confirms: boolean
      workflow: string
      headSha: Sha
      baseSha: Sha
      attempt: number
      plan: WorkflowPlan
      platform: PlatformRequest
    }
  /** `branch` is what the head is to be merged to; `onBranch`: it is a commit of that branch already. */
  | { do: 'collect_result'; validation: string; branch: string; onBranch: boolean }
  | { do: 'give_up_validation'; validation: string; why: string }
  | {
      do: 'review'
      pull: number
      sha: Sha
      topic: string
      as: 'author' | 'reviewer'
      event: 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES'
      body: string
      /** `topic` marks the comment that a finding becomes. */
      findings: readonly (Finding & { topic?: string })[]
    }
  /** A word in a conversation on the diff, said once; `comment` is the one that the conversation began with. */
  | {
      do: 'answer_thread'
      pull: number
      thread: string
      comment: number
      topic: string
      as: 'author' | 'reviewer'
      body: string
      resolve: boolean
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
      /** In place of those that stand there; left out: they stay. */
      buttons?: readonly CheckButton[]
      /** Digest of the above: written as `external_id`. */
      digest: string
      checkId: number | undefined
    }
  /** Says of a pull request of ours what its newest attempt says. */
  | { do: 'edit_pull'; pull: number; body: string }
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
  /** Puts exactly this head into the merge queue of its base. `after`: the removal from it that is the last one known. */
  | { do: 'enqueue'; pull: number; nodeId: string; sha: Sha; after: string | undefined }
  /** Takes what we put into a merge queue out of it again; it goes back once nothing holds it up. */
  | { do: 'dequeue'; pull: number; nodeId: string; why: string }
  /** What was measured of a merged head is from now on what later heads of the branch are compared with. */
  | { do: 'save_measurements'; head: Sha; mergedAs: Sha; branch: string }
  /**
   * Takes a merged change back, by a task of its own: an issue whose first wave is the revert, made by the host. Where git cannot
   * make it, the wave's agent does. Everything that comes after is as for any task.
   */
  | {
      do: 'roll_back'
      merge: Sha
      parent: Sha
      /** The branch that it was merged to. */
      base: string
      /** The person on whose authority the task runs. */
      by: string
      /** Of the issue; `topic` is unique in the repository. */
      issue: { title: string; body: string; topic: string; labels: readonly string[] }
      route: RecordedRoute
      /** The branch that the revert goes to. */
      branch: string
      patch: OutcomeOf['implement']
    }
  | { do: 'delete_branch'; branch: string; sha: Sha }
  /** The issue that looks back at this one, opened once and handed over by whoever handed over this one. */
  | { do: 'open_post_mortem'; title: string; body: string; topic: string; labels: readonly string[] }
  | { do: 'close_issue' }
  /**
   * A sub-issue of the task's issue, or of one of its continuations. `body` ends with the marker of `topic`, which is unique
   * in the repository (subIssueTopic()). `number` when it is known to exist: then its texts are rewritten.
   */
  | {
      do: 'ensure_sub_issue'
      wave: number
      title: string
      body: string
      topic: string
      labels: readonly string[]
      number: number | undefined
    }
  | { do: 'close_sub_issue'; wave: number; number: number; reason: 'completed' | 'not_planned' }
  /** Whether GitHub shows one issue as blocked by another: it shows it only. */
  | { do: 'ensure_dependency'; blocked: number; blocking: number; present: boolean }
  /** `wave` undefined: the plan as a whole. */
  | {
      do: 'send_signal'
      name: SignalName
      wave: number | undefined
      sha: Sha | undefined
      payload: SignalPayload
    }
  | {
      do: 'freeze'
      id: WaveKey
      wave: number
      sha: Sha
      paths: readonly string[]
      symbols: readonly string[]
      /** For how long; undefined: until it is lifted. */
      days: number | undefined
      /** Lifts it together with a person. */
      orchestrator: AgentName
      /** Seats that lift it when they all agree; none: only a person can, with the orchestrator. */
      seats: readonly AgentName[]
    }
  /** The end of a freeze was announced; comes after the comment that announces it. */
  | { do: 'note_freeze_notice'; id: WaveKey }
  | { do: 'lift_freeze'; id: WaveKey; by: readonly string[] }
  /** Starts a workflow that a hook names, on the default branch, and notes the step of the moment `id` as ended. */
  | {
      do: 'dispatch_hook'
      id: string
      step: number
      workflow: string
      inputs: Readonly<Record<'hook' | 'task' | 'wave' | 'sha' | 'nonce', string>>
    }
  /** A step of a hook is over; comes after what the step did. */
  | { do: 'note_hook'; id: string; step: number; end: StepEnd }
  /** Brings another task a pass, because of something that this one has seen; `about` is remembered. */
  | { do: 'wake_task'; task: TaskKey; about: string }
  /** Keeps a ruling for both sides of a conflict. */
  | { do: 'rule'; ruling: Ruling }
  /** Takes a number for a decision record, above those that the folder shows at `baseSha`. */
  | { do: 'reserve_adr'; topic: string; title: string; dir: string; baseSha: Sha }
  /** One commit by the host, on `baseSha`, that adds one file; `expected`: what its branch is now. */
  | {
      do: 'commit_adr'
      number: number
      branch: string
      path: string
      text: string
      message: string
      baseSha: Sha
      expected: Sha | undefined
      /** ISO 8601. */
      date: string
    }

export interface Decision {
  /** The route that the task is on from now on. */
  routed: RecordedRoute | undefined
  /** Moments of hooks that have come, to be remembered before any action; undefined: nobody looked for any. */
  hooks: HookRecord | undefined
  /** What people want, as their commands left it: to be remembered before any action. */
  desired: Desired | undefined
  /** What the label `state:` of its issue says from now on; undefined leaves it alone. */
  state: TaskState | undefined
  /** Since when the task waits for somebody, and who was told. */
  trouble: StoredTrouble | undefined
  /** What triggers have set off, to be remembered after the actions. */
  troubles: StoredTroubles
  /** Where the waves of its plan stand, by `plan/wave`. */
  progress: Readonly<Record<string, WaveProgress>>
  /** Issues that show who sends the task's own signals, by signal: other tasks look them up. */
  senders: Readonly<Record<string, number>>
  /** Signals that the task waits for. */
  waitsFor: readonly string[]
  /** How urgent the task is; runs that wait are moved when it changes. */
  priority: { level: RoadmapLevel; score: number } | undefined
  /** Branches to look at in the next pass, by wave, with the pull requests whose conversations are read. */
  waves: readonly { index: number; branch: string; pull?: number }[]
  actions: readonly Action[]
  /** Look again after this many milliseconds even if nothing happens. */
  requeueAfterMs: number | undefined
  /** Where the task stands, in words, for status views and logs. */
  explanation: readonly string[]
}
