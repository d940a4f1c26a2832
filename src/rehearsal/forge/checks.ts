// Check runs and the suites that group them: which of them count, and what they add up to.

import type { Forge } from './forge.ts'
import { type App, type CheckRun, type CommitStatus, nodeId, type Repository } from './world.ts'

/** One App's checks on one commit. GitHub creates it on push; it is never deleted. */
export interface CheckSuite {
  id: number
  nodeId: string
  app: App
  headSha: string
  headBranch: string | null
  /** The branch's tip before the push that brought the commit, where one did. */
  before: string | null
  createdAt: string
}

/** Suites follow from pushes and check runs, so they live beside the repository and end with it. */
const suites = new WeakMap<Repository, CheckSuite[]>()

export const suitesOf = (repo: Repository): readonly CheckSuite[] => suites.get(repo) ?? []

/** The App's suite for a commit, created on first need. */
export function ensureSuite(
  forge: Forge,
  repo: Repository,
  app: App,
  head: { sha: string; branch: string | null; before: string | null },
): CheckSuite {
  const all = suites.get(repo) ?? []
  suites.set(repo, all)
  const known = all.find((suite) => suite.app.id === app.id && suite.headSha === head.sha)
  if (known !== undefined) return known
  const id = forge.world.nextId()
  const suite: CheckSuite = {
    id,
    nodeId: nodeId('CS', id),
    app,
    headSha: head.sha,
    headBranch: head.branch,
    before: head.before,
    createdAt: forge.world.iso(),
  }
  all.push(suite)
  return suite
}

/** The newest check run per (name, App) on a commit, in order of creation: the only ones that rules look at. */
export function latestChecks(repo: Repository, sha: string): CheckRun[] {
  const latest = new Map<string, CheckRun>()
  for (const run of repo.checks) if (run.headSha === sha) latest.set(`${run.app.id}\0${run.name}`, run)
  return [...latest.values()].sort((a, b) => a.id - b.id)
}

/** The newest commit status per context, newest first. */
export function latestStatuses(repo: Repository, sha: string): CommitStatus[] {
  const latest = new Map<string, CommitStatus>()
  for (const status of repo.statuses) if (status.sha === sha) latest.set(status.context, status)
  return [...latest.values()].sort((a, b) => b.id - a.id)
}

/** success, neutral and skipped satisfy a required check (https://docs.github.com/pull-requests, "About status checks"). */
export const passes = (run: CheckRun): boolean =>
  run.status === 'completed' &&
  (run.conclusion === 'success' || run.conclusion === 'neutral' || run.conclusion === 'skipped')

/** GitHub's combined state: failure wins over pending, no status at all is pending. */
export function combinedState(statuses: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure'
  if (statuses.length === 0 || statuses.some(({ state }) => state === 'pending')) return 'pending'
  return 'success'
}

/** Conclusions from worst to best: a suite ends as its worst run did. */
const WORST_FIRST = [
  'failure',
  'timed_out',
  'action_required',
  'cancelled',
  'success',
  'neutral',
  'skipped',
] as const

export interface SuiteState {
  status: CheckRun['status']
  conclusion: CheckRun['conclusion']
  /** The newest run per name. */
  runs: CheckRun[]
}

export function suiteState(repo: Repository, suite: CheckSuite): SuiteState {
  const runs = latestChecks(repo, suite.headSha).filter((run) => run.app.id === suite.app.id)
  // Also when there is none yet.
  if (runs.every((run) => run.status === 'queued')) {
    return { status: 'queued', conclusion: null, runs }
  }
  if (runs.some((run) => run.status !== 'completed')) return { status: 'in_progress', conclusion: null, runs }
  const conclusion = WORST_FIRST.find((worst) => runs.some((run) => run.conclusion === worst)) ?? 'success'
  return { status: 'completed', conclusion, runs }
}
