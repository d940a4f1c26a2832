// The state of the embedded GitHub: plain data, one world per server. Code lives in bare git repositories, never here.
// Handlers change it through the functions beside their routes; `emit` (webhooks.ts) announces every change.

import type { KeyObject } from 'node:crypto'
import type { Artifact, WorkflowRun } from './world-actions.ts'

export type { Artifact, WorkflowJob, WorkflowRun, WorkflowStep } from './world-actions.ts'

export type Level = 'read' | 'write'
/** Permission names as GitHub spells them for Apps (https://docs.github.com/rest/authentication/permissions-required-for-github-apps). */
export type Permission =
  | 'metadata'
  | 'contents'
  | 'issues'
  | 'pull_requests'
  | 'checks'
  | 'statuses'
  | 'actions'
  | 'administration'
  | 'members'
  | 'workflows'
  | 'merge_queues'
export type Permissions = Partial<Record<Permission, Level>>
/** A person's role on a repository, as `role_name` of the collaborator permission endpoint spells it. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export interface User {
  id: number
  nodeId: string
  login: string
  type: 'User' | 'Bot' | 'Organization'
}

export interface App {
  id: number
  nodeId: string
  slug: string
  name: string
  clientId: string
  owner: User
  /** `<slug>[bot]`, the actor of everything done with an installation token. */
  bot: User
  /** PKCS#8 PEM, handed to the product as its PRIVATE_KEY. */
  privateKeyPem: string
  publicKey: KeyObject
  webhook: { url: string; secret: string } | undefined
  permissions: Permissions
  events: string[]
  createdAt: string
}

export interface Installation {
  id: number
  app: App
  account: User
  /** `all`, or ids of the repositories it was installed on. */
  repositories: 'all' | Set<number>
  permissions: Permissions
  createdAt: string
}

export interface UserToken {
  kind: 'user'
  token: string
  user: User
}
export interface InstallationToken {
  kind: 'installation'
  token: string
  installation: Installation
  /** Narrowed at creation by `permissions` and `repository_ids`. */
  permissions: Permissions
  repositories: 'all' | Set<number>
  expiresAt: number
}
export type Token = UserToken | InstallationToken

export interface Label {
  id: number
  nodeId: string
  name: string
  color: string
  description: string | null
  default: boolean
}

export interface Milestone {
  id: number
  nodeId: string
  number: number
  title: string
  description: string | null
  state: 'open' | 'closed'
  creator: User
  createdAt: string
  updatedAt: string
  closedAt: string | null
  dueOn: string | null
}

export interface Reaction {
  id: number
  nodeId: string
  user: User
  content: string
  createdAt: string
}

export interface Comment {
  id: number
  nodeId: string
  user: User
  /** Set when an App wrote it (`performed_via_github_app`). */
  app: App | undefined
  body: string
  createdAt: string
  updatedAt: string
  /** When its text was last changed; null: never. */
  editedAt: string | null
  reactions: Reaction[]
}

/** A timeline entry kept for the few events that the product reads (labeled, closed, …). */
export interface TimelineEvent {
  id: number
  event: string
  actor: User
  createdAt: string
  label?: string
  commitId?: string
  /** Set when an App did it (`performed_via_github_app`). */
  app?: App
  /** Who was assigned or unassigned. */
  assignee?: User
  /** Why it left the merge queue, and the commit of its merge group. */
  reason?: string
  beforeCommit?: string
  /** Title of the milestone that it was put into or taken out of. */
  milestone?: string
}

export interface Issue {
  id: number
  nodeId: string
  number: number
  title: string
  body: string | null
  user: User
  app: App | undefined
  state: 'open' | 'closed'
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null
  locked: boolean
  /** `active_lock_reason`, while locked with one. */
  lockReason?: string
  labels: Label[]
  assignees: User[]
  /** Its number. */
  milestone: number | undefined
  /** Set while it is pinned to the list of issues; `id` orders pins. */
  pinned?: { id: number; by: User }
  comments: Comment[]
  reactions: Reaction[]
  timeline: TimelineEvent[]
  /** Numbers in the same repository. */
  parent: number | undefined
  subIssues: number[]
  blockedBy: number[]
  createdAt: string
  updatedAt: string
  /** When its body was last changed; null: never. A new title is no edit in this sense. */
  editedAt: string | null
  closedAt: string | null
  closedBy: User | null
  /** Present when this number is a pull request; then `Repository.pulls` has it too. */
  isPull: boolean
}

export interface ReviewComment {
  id: number
  nodeId: string
  reviewId: number
  user: User
  body: string
  path: string
  line: number | null
  startLine: number | null
  side: 'LEFT' | 'RIGHT'
  commitId: string
  originalCommitId: string
  diffHunk: string
  inReplyTo: number | undefined
  resolved: boolean
  /** Of a thread's first comment. */
  resolvedBy?: User | undefined
  createdAt: string
  updatedAt: string
  reactions: Reaction[]
}

export interface Review {
  id: number
  nodeId: string
  user: User
  app: App | undefined
  body: string
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  commitId: string
  submittedAt: string
  editedAt?: string
}

/** The pull-request part; title, body, labels, state and comments are on the Issue of the same number. */
export interface Pull {
  id: number
  nodeId: string
  number: number
  /** Branch names in the same repository (this forge has no forks; a cross-repository head is refused with 501). */
  headRef: string
  baseRef: string
  headSha: string
  /** Base tip when it was merged or closed, for stable diffs afterwards. */
  baseShaAtClose: string | undefined
  draft: boolean
  merged: boolean
  mergedAt: string | null
  mergedBy: User | null
  mergeCommitSha: string | null
  requestedReviewers: User[]
  reviews: Review[]
  reviewComments: ReviewComment[]
  maintainerCanModify: boolean
}

export interface CheckAnnotation {
  path: string
  start_line: number
  end_line: number
  start_column?: number
  end_column?: number
  annotation_level: 'notice' | 'warning' | 'failure'
  message: string
  title?: string
  raw_details?: string
}

export interface CheckRun {
  id: number
  nodeId: string
  app: App
  suiteId: number
  name: string
  headSha: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion:
    | 'success'
    | 'failure'
    | 'neutral'
    | 'cancelled'
    | 'skipped'
    | 'timed_out'
    | 'action_required'
    | null
  externalId: string
  detailsUrl: string | null
  startedAt: string
  completedAt: string | null
  output: {
    title: string | null
    summary: string | null
    text: string | null
    annotations: CheckAnnotation[]
  }
  actions: { label: string; description: string; identifier: string }[]
}

export interface CommitStatus {
  id: number
  nodeId: string
  sha: string
  context: string
  state: 'error' | 'failure' | 'pending' | 'success'
  description: string | null
  targetUrl: string | null
  creator: User
  createdAt: string
}

/** Classic branch protection, reduced to what this forge enforces. */
export interface BranchProtection {
  branch: string
  checks: { context: string; appId: number | null }[]
  strict: boolean
  approvals: number | undefined
  dismissStale: boolean
  requireLastPushApproval: boolean
  enforceAdmins: boolean
}

/** A repository ruleset; `rules` are kept as they were sent after schema validation. */
export interface Ruleset {
  id: number
  nodeId: string
  name: string
  target: 'branch' | 'tag' | 'push'
  enforcement: 'active' | 'disabled' | 'evaluate'
  bypassActors: { actor_id: number | null; actor_type: string; bypass_mode: string }[]
  /** Ref patterns such as `~DEFAULT_BRANCH` or `refs/heads/release/*`. */
  include: string[]
  exclude: string[]
  rules: { type: string; parameters?: Record<string, unknown> }[]
  createdAt: string
  updatedAt: string
}

export interface Repository {
  id: number
  nodeId: string
  owner: User
  name: string
  description: string | null
  private: boolean
  defaultBranch: string
  /** Absolute path of the bare git repository: the only truth for code. */
  gitDir: string
  createdAt: string
  pushedAt: string
  nextNumber: number
  issues: Map<number, Issue>
  pulls: Map<number, Pull>
  /** By lower-cased name: GitHub compares label names without case. */
  labels: Map<string, Label>
  milestones: Map<number, Milestone>
  checks: CheckRun[]
  statuses: CommitStatus[]
  protections: Map<string, BranchProtection>
  rulesets: Map<number, Ruleset>
  /** Workflow ids by path, handed out on first sight. */
  workflowIds: Map<string, number>
  runs: WorkflowRun[]
  artifacts: Artifact[]
  /** By lower-cased login; the owner is not in it. */
  collaborators: Map<string, Role>
}

export interface World {
  /** Milliseconds since the epoch; injectable for tests. */
  now: () => number
  /** ISO timestamp without milliseconds, as GitHub prints them. */
  iso: () => string
  /** When this world began, ISO: the creation date of its accounts. */
  startedAt: string
  /** One counter for every database id. */
  nextId: () => number
  /** By lower-cased login; organisations and bots included. */
  users: Map<string, User>
  apps: Map<number, App>
  installations: Map<number, Installation>
  tokens: Map<string, Token>
  /** By `owner/name`, lower-cased. */
  repositories: Map<string, Repository>
}

/** GitHub node ids are opaque; ours are `<TYPE>_<base64url of the id>` so that GraphQL can find the object again. */
export const nodeId = (type: string, id: number): string =>
  `${type}_${Buffer.from(String(id)).toString('base64url')}`

/** The database id inside one of our node ids, or undefined when it is not one of `type`. */
export function idOfNode(type: string, node: string): number | undefined {
  if (!node.startsWith(`${type}_`)) return undefined
  const id = Number(Buffer.from(node.slice(type.length + 1), 'base64url').toString())
  return Number.isSafeInteger(id) ? id : undefined
}

export const fullName = (repo: Repository): string => `${repo.owner.login}/${repo.name}`
