// A world small enough to hold in memory: what GitHub shows and the store remembers about one task.

import type { BranchUpdate } from '../../../src/domain/branch-update.ts'
import type { Decision } from '../../../src/domain/actions.ts'
import type { Sha } from '../../../src/domain/ids.ts'
import { Sha as ShaSchema, TaskKey, taskRef } from '../../../src/domain/ids.ts'
import type { EffectivePolicy } from '../../../src/domain/policy/effective.ts'
import type {
  BareSnapshot,
  OwnComment,
  PullObservation,
  ReviewObservation,
  RunRecord,
  ValidationRecord,
} from '../../../src/domain/snapshot.ts'
import { NOW } from '../support.ts'

export interface Setting {
  policy: EffectivePolicy
  /** Whether a second App is installed. */
  reviewer: boolean
  /** Whether a ruleset asks for an approval. */
  ruleset: boolean
  /** Whether GitHub names the workflow run that a dispatch started. */
  namesRuns: boolean
}

/** What a validation really found, known to the world and not to decide(). */
/** `slow`: a benchmark whose figures are suspicious; it convicts only when a second one is too. */
export type Finding = 'green' | 'red' | 'slow' | 'lost'

export interface World {
  readonly setting: Setting
  now: number
  issue: { state: 'open' | 'closed'; labels: string[]; comments: OwnComment[] }
  repositoryLabels: string[]
  authorisedBy: string | undefined
  base: Sha
  /** Branch tips. */
  branches: Map<string, Sha>
  /** The newest pull request of each branch. */
  pulls: Map<string, PullObservation>
  runs: RunRecord[]
  validations: ValidationRecord[]
  /** By validation id. */
  findings: Map<string, Finding>
  /** Merged heads whose figures were saved. */
  saved: Set<Sha>
  watched: Decision['waves']
  routed: BareSnapshot['routed']
  mergeRefusal: BareSnapshot['mergeRefusal']
  updates: BranchUpdate[]
  hooks: BareSnapshot['hooks']
  /** Topics of the comments that hooks wrote. */
  said: Set<string>
  commits: number
  ids: number
  /** How often somebody may still push while a merge is asked for: nobody does for ever. */
  lastMinutePushes: number
}

export const KEY = TaskKey.parse('acme/attention#7')

export function newSha(world: World): Sha {
  world.commits += 1
  return ShaSchema.parse(world.commits.toString(16).padStart(12, '0').padEnd(40, 'c'))
}

export function newId(world: World): number {
  world.ids += 1
  return world.ids
}

export function createWorld(setting: Setting): World {
  const world: World = {
    setting,
    now: NOW,
    issue: { state: 'open', labels: [setting.policy.label], comments: [] },
    repositoryLabels: [setting.policy.label],
    authorisedBy: 'alice',
    base: ShaSchema.parse('0'.repeat(40)),
    branches: new Map(),
    pulls: new Map(),
    runs: [],
    validations: [],
    findings: new Map(),
    saved: new Set(),
    watched: [],
    routed: undefined,
    mergeRefusal: undefined,
    updates: [],
    hooks: undefined,
    said: new Set(),
    commits: 0,
    ids: 0,
    lastMinutePushes: 3,
  }
  world.base = newSha(world)
  return world
}

/** What a rule of the repository makes of the reviews: each reviewer's newest decision counts. */
function reviewDecision(
  world: World,
  reviews: readonly ReviewObservation[],
): PullObservation['reviewDecision'] {
  if (!world.setting.ruleset) return undefined
  const newest = new Map<string, string>()
  for (const review of reviews) {
    if (review.state === 'APPROVED' || review.state === 'CHANGES_REQUESTED' || review.state === 'DISMISSED')
      newest.set(review.author.login, review.state)
  }
  const states = new Set(newest.values())
  if (states.has('CHANGES_REQUESTED')) return 'CHANGES_REQUESTED'
  return states.has('APPROVED') ? 'APPROVED' : 'REVIEW_REQUIRED'
}

/** Merged heads with figures that nobody saved. */
export const unsaved = (world: World): Sha[] =>
  [...world.pulls.values()]
    .filter(({ state, headSha }) => state === 'merged' && !world.saved.has(headSha))
    .map(({ headSha }) => headSha)
    .filter((head) => world.validations.some((one) => one.headSha === head && one.state === 'done'))

export function snapshotOf(world: World): BareSnapshot {
  return structuredClone({
    key: KEY,
    uncounted: [],
    routed: world.routed,
    standing: new Map(),
    day: { usd: 0, endsAt: world.now },
    plan: undefined,
    subIssues: [],
    trouble: undefined,
    ...(world.hooks === undefined ? {} : { hooks: world.hooks }),
    explanation: [],
    signals: [],
    freezes: [],
    senders: new Map(),
    analysis: undefined,
    changed: [],
    task: taskRef(KEY),
    repository: { defaultBranch: 'main', labels: world.repositoryLabels.map((name) => ({ name })) },
    base: { branch: 'main', sha: world.base },
    issue: {
      labelled: [],
      blocks: 0,
      editedAt: undefined,
      number: 7,
      title: 'Make it sparse',
      body: 'Please.',
      locked: false,
      author: { login: 'alice', kind: 'person' },
      ...world.issue,
    },
    authorisedBy: world.authorisedBy,
    configProblems: [],
    waves: world.watched.map(({ index, branch }) => {
      const pull = world.pulls.get(branch)
      return {
        index,
        branch,
        branchSha: world.branches.get(branch),
        pull: pull && { ...pull, reviewDecision: reviewDecision(world, pull.reviews) },
      }
    }),
    runs: world.runs,
    validations: world.validations,
    unsaved: unsaved(world),
    reviewer: world.setting.reviewer,
    scripted: false,
    sandbox: { ok: true },
    updates: world.updates,
    mergeRefusal: world.mergeRefusal,
  })
}

export function changePull(world: World, branch: string, change: Partial<PullObservation>): void {
  const pull = world.pulls.get(branch)
  if (pull !== undefined) world.pulls.set(branch, { ...pull, ...change })
}

export const branchOfPull = (world: World, number: number): string =>
  [...world.pulls].find(([, pull]) => pull.number === number)?.[0] ?? ''

/** Moves a branch and what hangs on it: an open pull request's head, its checks, approvals that a rule calls stale. */
export function moveBranch(world: World, branch: string, sha: Sha): void {
  world.branches.set(branch, sha)
  const pull = world.pulls.get(branch)
  if (pull?.state !== 'open') return
  const reviews = pull.reviews.map((review) =>
    world.setting.ruleset && review.state === 'APPROVED'
      ? { ...review, state: 'DISMISSED' as const }
      : review,
  )
  world.pulls.set(branch, { ...pull, headSha: sha, checks: [], reviews })
}

export const changeRun = (world: World, id: string, change: Partial<RunRecord>): void => {
  world.runs = world.runs.map((run) => (run.id === id ? { ...run, ...change } : run))
}

export const changeValidation = (world: World, id: string, change: Partial<ValidationRecord>): void => {
  world.validations = world.validations.map((record) =>
    record.id === id ? { ...record, ...change } : record,
  )
}

export const isActive = (run: RunRecord): boolean => run.state === 'queued' || run.state === 'running'
