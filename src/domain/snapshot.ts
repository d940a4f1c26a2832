// Everything decide() may know about one task: what GitHub shows and what the store remembers, as plain data.

import type { BranchUpdate } from './branch-update.ts'
import type { AdrRecord } from './adr/adr.ts'
import type { Broadcast } from './directives/broadcast.ts'
import type { AddressedTask } from './directives/progress.ts'
import type { Ruling } from './conflicts/conflict.ts'
import type { Work } from './conflicts/detect.ts'
import type { TierWord } from './consensus/tier.ts'
import type { Desired } from './commands/desired.ts'
import type { EnqueuedHead, QueuedObservation, QueueRemoval } from './merge-queue.ts'
import type { ObservedCommand } from './commands/observed.ts'
import type { ObservedRequest } from './commands/requests.ts'
import type { Role } from './commands/role.ts'
import type { OutcomeOf, Purpose } from './outcomes.ts'
import type { AgentName, RunId, Sha, TaskKey, TaskRef } from './ids.ts'
import type { StoredTrouble, StoredTroubles } from './escalation/stored.ts'
import type { Freeze } from './freeze/freeze.ts'
import type { ChangedFile } from './freeze/violations.ts'
import type { PlanDocument } from './plan/document.ts'
import type { HookRecord } from './hooks/record.ts'
import type { Pack } from './roster/pack.ts'
import type { RecordedRoute } from './roster/recorded-route.ts'
import type { Candidate } from './priority/candidate.ts'
import type { Trend } from './benchmarks/trend.ts'
import type { Baseline } from './gates/gate.ts'
import type { EffectivePolicy } from './policy/effective.ts'
import type { PlatformName, WorkflowKind, WorkflowResult } from './results.ts'
import type { WaveProgress } from './schedule/state.ts'

export interface Actor {
  login: string
  kind: 'person' | 'bot'
}

/** A comment that our own author App wrote, recognised by its hidden marker. */
export interface OwnComment {
  id: number
  topic: string
  body: string
}

/** What the store knows of an agent in this repository. */
export type Standing = Pick<Candidate, 'workload' | 'record'>

export interface IssueObservation {
  number: number
  title: string
  body: string
  state: 'open' | 'closed'
  locked: boolean
  author: Actor
  labels: readonly string[]
  /** Who put which label on, oldest first. */
  labelled: readonly { label: string; actor: Actor }[]
  /** How many open issues wait for this one. */
  blocks: number
  /** The open milestone that it is in, and the day that is due, as `2026-12-18`; left out: none, or without a date. */
  milestone?: { title: string; due: string }
  /** When its text was last edited, in milliseconds since 1970; undefined: never. */
  editedAt: number | undefined
  comments: readonly OwnComment[]
}

export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'stale'
  | 'startup_failure'

/** A check run made by our author App on the pull request's head. */
export interface CheckObservation {
  id: number
  name: string
  /** Digest of what was last written, kept in `external_id`, so that an unchanged check is not written again. */
  externalId: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending'
  conclusion: CheckConclusion | null
}

/** A check run that somebody else made on the pull request's head. */
export interface ForeignCheck {
  name: string
  /** The slug of the App that made it. */
  app: string | undefined
  /** Null until it is over. */
  conclusion: CheckConclusion | null
}

export interface ReviewObservation {
  id: number
  author: Actor
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  sha: Sha | undefined
  /** The marker topic when one of our Apps wrote it. */
  topic: string | undefined
  /** Whether its author may push here, as GitHub says; left out: not read. GitHub lets anybody approve, and counts only those. */
  mayWrite?: boolean
  body?: string
  edited?: boolean
}

/** A comment in a conversation on the diff. */
export interface ThreadComment {
  id: number
  author: Actor
  body: string
  edited: boolean
  /** The marker topic when one of our Apps wrote it. */
  topic: string | undefined
  /** The review that it belongs to: GitHub makes one for every comment. */
  review: { id: number; state: ReviewObservation['state']; mayWrite: boolean } | undefined
}

/** A conversation on the diff: a comment and its replies, oldest first. */
export interface ThreadObservation {
  nodeId: string
  path: string
  /** Undefined where the head does not have it any more. */
  line: number | undefined
  /** Who resolved it, if anybody did. */
  resolved: 'no' | 'by us' | 'by a person'
  comments: readonly ThreadComment[]
}

export interface PullObservation {
  nodeId: string
  number: number
  title: string
  body: string
  state: 'open' | 'closed' | 'merged'
  draft: boolean
  labels: readonly string[]
  /** `unknown` while GitHub computes it. */
  mergeable: 'mergeable' | 'conflicting' | 'unknown'
  headSha: Sha
  baseSha: Sha
  mergeSha: Sha | undefined
  /** What the base was before the merge commit. */
  mergeParent?: Sha | undefined
  /** Milliseconds since 1970. */
  mergedAt?: number | undefined
  reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | undefined
  reviews: readonly ReviewObservation[]
  checks: readonly CheckObservation[]
  foreignChecks: readonly ForeignCheck[]
  comments: readonly OwnComment[]
  /** The conversations on its diff; left out: not read, because it was not known to be open. */
  threads?: readonly ThreadObservation[]
  /** Other open pull requests with this very head: checks stand on a commit, so they would be theirs as well. */
  siblings?: readonly number[]
  /** Left out: it is in no merge queue, or its group has no commit yet. */
  queued?: QueuedObservation
  /** Left out: the branch that it goes to has no merge queue. `removed` is looked up while it is ready and outside only. */
  mergeQueue?: { inside: boolean; removed?: QueueRemoval }
}

export interface WaveObservation {
  index: number
  branch: string
  branchSha: Sha | undefined
  pull: PullObservation | undefined
}

/** A sub-issue of the task's issue. */
export interface SubIssueObservation {
  number: number
  title: string
  state: 'open' | 'closed'
  body: string
  /** The marker topic when our author App opened it. */
  topic: string | undefined
  blockedBy: readonly number[]
}

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface RunUsage {
  turns: number
  inputTokens: number
  outputTokens: number
  usd: number
}

/** How a finished run ended; `value` is typed by the run's purpose, `commit` and `paths` are what the host committed for it. */
export type RunOutcome =
  | {
      [P in Purpose]: {
        kind: 'done'
        purpose: P
        value: OutcomeOf[P]
        commit: Sha | undefined
        paths: readonly string[]
        /** Declarations that the patch changes, as `path name`; left out: not known, or not of the patch alone. */
        symbols?: readonly string[] | undefined
      }
    }[Purpose]
  | { kind: 'blocked'; blocked: string; needs: string }
  | { kind: 'gate_refused'; problems: readonly string[] }
  /** It tried what nobody can be granted; nothing of its work is kept. */
  | { kind: 'breach'; what: readonly string[] }
  | {
      kind: 'budget' | 'refused' | 'context' | 'max_tokens' | 'aborted' | 'invalid_output' | 'failed'
      detail: string
    }

export interface RunRecord {
  id: RunId
  wave: number
  agent: AgentName
  purpose: Purpose
  attempt: number
  /** The commit that the run worked on or judged; undefined for triage and research. */
  headSha: Sha | undefined
  state: RunState
  outcome: RunOutcome | undefined
  /** Comments of people that it was told to answer, by name (threads/acts.ts); left out: none. */
  asked?: readonly string[]
  usage: RunUsage
  /** Ids of the directives that its brief named; left out: none. */
  told?: readonly string[]
  /** When it was asked for, in milliseconds since 1970; undefined where that is not known. */
  queuedAt?: number | undefined
  /** The pull request that it judges; left out: none, or it began before this was kept. */
  pull?: number
  /** Milliseconds since 1970; undefined while it is under way. */
  endedAt?: number | undefined
}

export interface ValidationRecord {
  id: string
  wave: number
  kind: WorkflowKind
  platform: PlatformName
  /** True: asked because an earlier benchmark of this head raised a suspicion. */
  confirms: boolean
  headSha: Sha
  baseSha: Sha
  nonce: string
  attempt: number
  state: 'requested' | 'running' | 'done' | 'failed' | 'refused'
  /** Undefined until the dispatch answered or the run was found by its nonce. */
  workflowRunId: string | undefined
  /** True once GitHub says that the workflow run is over; its artifact can be collected. */
  completed: boolean
  result: WorkflowResult | undefined
  detail: string | undefined
  requestedAt: number
}

/** What a pull request changes at a head. */
export interface Change {
  pull: number
  sha: Sha
  files: readonly ChangedFile[]
  /** Changed documents whose statements a gate compares with the record. */
  documents: readonly { path: string; text: string }[]
}

/** What became of taking a merged change back. */
export interface RecordedRollback {
  merge: Sha
  /** The issue whose task does it; undefined: nothing of the change was left. */
  issue: number | undefined
  /** Files that git could not put back by itself: the task's agent does it. */
  conflicts: readonly string[]
}

/** What is known before a policy is. */
export interface BareSnapshot {
  key: TaskKey
  task: TaskRef
  repository: { defaultBranch: string; labels: readonly { name: string }[] }
  /** Where waves start from and are merged to: the policy's integration branch, else the default branch. */
  base: { branch: string; sha: Sha }
  issue: IssueObservation
  /** The person with write permission whose act handed the issue to Baton; undefined: nobody yet. */
  authorisedBy: string | undefined
  /** Labels that somebody without write permission put on after the issue was handed over. */
  uncounted: readonly { label: string; by: string }[]
  /** Labels `tier:*` that people who may write have put on, oldest first; left out: there was none. */
  tiers?: readonly (TierWord & { lowers: boolean })[]
  /** The route that the task is on; undefined until it has one. */
  routed: RecordedRoute | undefined
  /** What the agents of the repository have to do and how they have done, by name. */
  standing: ReadonlyMap<string, Standing>
  /** The issue that looks back at this one; left out: there is none yet. */
  postMortem?: number | undefined
  /** What all runs of the repository have cost today or may still cost (US dollars), and when the day ends (ms since 1970). */
  day: { usd: number; endsAt: number }
  /** The plan in force, and what is wrong with the newest version of it; undefined: the task has none. */
  plan:
    | {
        document: PlanDocument | undefined
        problems: readonly string[]
        /** It was asked for anew, and the new one is not approved yet. */
        outdated?: true
        /** People wrote it, in the issue or a file: it is theirs to change. */
        filed?: true
        /** What is written: its statements are read like those of a document. The path of a file, or the issue. */
        source?: { path: string; text: string }
      }
    | undefined
  /** Where the task stood after the last pass, in words. */
  explanation: readonly string[]
  /** How the plans of the repository go together, as Markdown; only read when somebody asked. */
  coordination?: string | undefined
  /** Since when the task waits for somebody, and who was told. */
  trouble: StoredTrouble | undefined
  /** What triggers have set off, whether the task waits or not; left out: nothing. */
  troubles?: StoredTroubles
  /** Where the waves of its plan stood after the last pass, by `plan/wave`, with the times that were noted. */
  progress?: Readonly<Record<string, WaveProgress>>
  /** The orchestrator's analysis as it stands: on the issue, where people may edit it, else as its run handed it over. */
  analysis:
    | { text: string; on: 'issue' | 'run'; problems: readonly string[]; warnings: readonly string[] }
    | undefined
  /** When signals were sent in this repository, by name (milliseconds since 1970). */
  signalled?: ReadonlyMap<string, number>
  /** When the task had its first route; left out: it has none yet. */
  begunAt?: number | undefined
  /** Moments of lifecycle hooks that have come; left out: none was ever looked for. */
  hooks?: HookRecord
  /** Names of the signals that were sent in this repository. */
  signals: readonly string[]
  /** Issues that show who sends the signals that this task waits for, by signal; only of other tasks. */
  senders: ReadonlyMap<string, number>
  /** What may not change in this repository now. */
  freezes: readonly Freeze[]
  /** What open pull requests of waves change, and where verdicts outlive a rebase what they changed at earlier heads. */
  changed: readonly Change[]
  /** CODEOWNERS of the base branch, null: it has none; left out: no rule asks for it. */
  codeowners?: string | null
  /** What was last measured of the base, by metric and platform; left out: nothing is on record. */
  baselines?: readonly Baseline[]
  /** How what was measured went from merge to merge; read only once every wave is merged. */
  trends?: readonly Trend[]
  /** Heads of merged waves of which figures are on record and not saved as those of the merge yet; left out: none. */
  unsaved?: readonly Sha[]
  /** Merged changes that are being taken back; read only once a wave is merged. */
  rollbacks?: readonly RecordedRollback[]
  /** The merged change that this task takes back; undefined: it does something else. */
  rollbackOf?: Sha | undefined
  /** What is wrong with the policy or roster on the default branch; the last good one is in force. */
  configProblems: readonly string[]
  waves: readonly WaveObservation[]
  subIssues: readonly SubIssueObservation[]
  runs: readonly RunRecord[]
  validations: readonly ValidationRecord[]
  /** Whether a second App is installed that may approve. */
  reviewer: boolean
  /** True in a rehearsal whose answers are played from a script: costs are then figures of an example, and texts say so. */
  scripted: boolean
  /** Whether agents can be given Bash here; if not, why. */
  sandbox: { ok: true } | { ok: false; reason: string }
  /** What came of bringing the newest base into the waves' branches, the last of each. */
  updates: readonly BranchUpdate[]
  /** GitHub's words when it last refused to merge this head, and when (ms since the epoch). */
  mergeRefusal: { sha: Sha; message: string; at: number } | undefined
  /** What was put into a merge queue, the last of each pull request; left out: nothing. */
  enqueued?: readonly EnqueuedHead[]
  /** What people asked for in comments; left out: comments were not read. */
  commands?: readonly ObservedCommand[]
  /** What the authors of commands that were not answered yet may do now. */
  roles?: ReadonlyMap<string, Role>
  /** Buttons that were pressed and not answered yet, oldest first; left out: none. */
  requests?: readonly ObservedRequest[]
  /** Comments with commands that were seen, or need nothing more. */
  acknowledged?: ReadonlyMap<number, 'seen' | 'answered'>
  /** Open directives for the whole repository; left out: none. */
  broadcasts?: readonly Broadcast[]
  /** The other tasks that were handed over and are open; read only for an issue that is a directive and not given yet. */
  beside?: readonly TaskKey[]
  /** How far the tasks have come that the directive, which the issue is, is for. */
  addressed?: readonly AddressedTask[]
  /** Work of other open tasks that takes something for granted about what this one does; left out: none. */
  rivals?: readonly Work[]
  /** Rulings on conflicts that this task is a side of; left out: none. */
  rulings?: readonly Ruling[]
  /** Conflicts, with the heads of both sides, of which the task that has to ask for the ruling was told. */
  toldRivals?: readonly string[]
  /** Numbers that were taken for decisions of this task; left out: none. */
  adrs?: readonly AdrRecord[]
  /** What earlier commands left behind. */
  desired?: Desired
}

export interface Snapshot extends BareSnapshot {
  policy: EffectivePolicy
  pack: Pack
}
