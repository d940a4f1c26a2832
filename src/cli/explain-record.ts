// What is on record of a pull request or task: its checks as GitHub has them, and where the store says that it stands.

import { wishes } from '../domain/commands/answers.ts'
import { CONSENSUS_CHECK, FREEZE_CHECK, GATES_CHECK } from '../domain/gates/check-names.ts'
import { TaskKey, taskKey, taskRef, type RepoRef, type TaskRef } from '../domain/ids.ts'
import { holding } from '../domain/reason.ts'
import { readSummary, type CheckSummary } from '../domain/render/check-summary.ts'
import { taskOfBody } from '../domain/render/pull-body.ts'
import { asError, TerminalError, UserError } from '../errors.ts'
import type { GitHub } from '../github/apps.ts'
import { inspectInstallation } from '../github/inspection.ts'
import type { CheckFacts, PullFacts } from '../github/record-api.ts'
import type { RepoClient } from '../github/repo-client.ts'
import { taskOfDefaultBranch } from '../queue/resolve.ts'
import { TaskState } from '../reconcile/task-state.ts'
import type { Store } from '../store/open.ts'
import { linkedTasks, loadTask, refOf } from '../store/tasks.ts'

export interface ExplainedTask {
  key: string
  open: boolean
  /** Where its last pass left it, step by step. */
  stands: readonly string[]
  /** What people want of it by command. */
  wished: readonly string[]
}

export interface ExplainedCheck extends CheckSummary {
  name: string
  status: string
  conclusion: string | undefined
  title: string
}

export interface ExplainedPull {
  number: number
  title: string
  state: PullFacts['state']
  draft: boolean
  head: string
  branch: string
  author: string
  checks: readonly ExplainedCheck[]
  /** Required checks that this head does not have yet. */
  missing: readonly string[]
  /** What keeps its checks from passing, by check. */
  outstanding: readonly { check: string; text: string }[]
}

export interface Explained {
  repository: string
  number: number
  kind: 'issue' | 'pull'
  title: string
  task: ExplainedTask | undefined
  pulls: readonly ExplainedPull[]
  notes: readonly string[]
}

/** What the store has, or why it could not be asked. */
export type StoredTask =
  | { key: TaskKey | undefined; task: ExplainedTask | undefined; branches: readonly string[] }
  | { unread: string }

/** Takes the name of what is asked about, and the task that GitHub says it belongs to. */
export type ReadTask = (ref: string, guess: TaskKey | undefined) => Promise<StoredTask>

/** Reads from an open store. A link on record counts more than what a branch is called. */
export async function storedTask(
  db: Store['db'],
  ref: string,
  guess: TaskKey | undefined,
  now: number,
): Promise<StoredTask> {
  const key = (await linkedTasks(db, [ref])).get(ref) ?? guess
  const record = key === undefined ? undefined : await loadTask(db, key)
  if (key === undefined || record === undefined) return { key, task: undefined, branches: [] }
  const { explanation, desired, waves } = TaskState.parse(record.state)
  const wished = desired === undefined ? [] : wishes(desired, now)
  return {
    key,
    task: { key, open: record.open, stands: explanation, wished },
    branches: waves.map(({ branch }) => branch),
  }
}

const REQUIRED = [GATES_CHECK, CONSENSUS_CHECK] as const
const ORDER: readonly string[] = [...REQUIRED, FREEZE_CHECK]
const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)

const explainCheck = ({ summary, ...check }: CheckFacts): ExplainedCheck => ({
  ...check,
  ...readSummary(summary),
})

/** `ours`: opened by our App, so that both required checks have to come. */
function explainPull(pull: PullFacts, facts: readonly CheckFacts[], ours: boolean): ExplainedPull {
  const checks = facts
    .map(explainCheck)
    .toSorted((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
  const { number, title, state, draft, head, branch, author } = pull
  const asked = ours && state === 'open'
  const missing = asked ? REQUIRED.filter((name) => !checks.some((check) => check.name === name)) : []
  const held = checks
    .filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'neutral')
    .flatMap(({ name, title: said, trees }) => {
      const ends = trees.flatMap(holding).map(({ text }) => text)
      return (ends.length === 0 ? [said] : ends).map((text) => ({ check: name, text }))
    })
  return {
    number,
    title,
    state,
    draft,
    head,
    branch,
    author,
    checks,
    missing,
    outstanding: state === 'open' ? held : [],
  }
}

/** Raises UserError where the App is not installed, or GitHub does not take its credentials. */
async function clientFor(github: GitHub, repo: RepoRef): Promise<RepoClient> {
  const name = `${repo.owner}/${repo.repo}`
  const installed = await inspectInstallation(github, repo).catch((error: unknown) => {
    if (!(error instanceof TerminalError)) throw error
    throw new UserError(
      `GitHub does not take the credentials: ${asError(error).message}`,
      'set APP_ID and PRIVATE_KEY to the number of the App and a private key of it; `baton doctor` looks at both',
      { cause: error },
    )
  })
  if (installed === undefined)
    throw new UserError(
      `the App is not installed on ${name}, or there is no such repository`,
      `look at the spelling, or install the App from its page; \`baton doctor ${name}\` says what is missing`,
    )
  if (installed.suspended)
    throw new UserError(
      `the installation on ${name} is suspended`,
      'unsuspend it in the settings of the account',
    )
  return github.author(repo)
}

function guessOf(repo: RepoRef, pull: PullFacts): TaskKey | undefined {
  const issue = pull.here ? taskOfDefaultBranch(repo, pull.branch) : undefined
  if (issue !== undefined) return taskKey({ ...repo, number: issue })
  return TaskKey.safeParse(taskOfBody(pull.body)).data
}

const nobody = (at: TaskRef, what: string, fix: string): UserError =>
  new UserError(`${refOf(at)} ${what}`, fix)

async function ofIssue(client: RepoClient, at: TaskRef, read: ReadTask, title: string): Promise<Explained> {
  const bot = `${await client.login()}[bot]`
  const stored = await read(refOf(at), taskKey(at))
  const key = 'unread' in stored ? taskKey(at) : (stored.key ?? taskKey(at))
  const numbers = new Map<number, PullFacts>()
  for (const branch of 'unread' in stored ? [] : stored.branches) {
    const [newest] = await client.pulls.ofBranch(branch)
    const found = newest && (await client.record.numbered(newest.number))
    if (found?.kind === 'pull' && found.author === bot) numbers.set(found.number, found)
  }
  for (const pull of await client.record.openPulls())
    if (pull.author === bot && guessOf(at, pull) === key) numbers.set(pull.number, pull)
  const task = 'unread' in stored ? undefined : stored.task
  if (!('unread' in stored) && task === undefined && numbers.size === 0)
    throw nobody(
      at,
      'is an issue that Baton does not work on',
      'hand it over with the label that the policy names (`baton`), or name a pull request of Baton',
    )
  const pulls: ExplainedPull[] = []
  for (const pull of [...numbers.values()].toSorted((a, b) => a.number - b.number))
    pulls.push(explainPull(pull, await client.record.checks(pull.head), true))
  const notes = [
    ...('unread' in stored ? [`${stored.unread}; without the store only open pull requests are found`] : []),
    ...(key === taskKey(at) ? [] : [`it belongs to the task #${taskRef(key).number}`]),
    ...(pulls.length === 0 ? ['it has no pull request yet'] : []),
  ]
  return {
    repository: `${at.owner}/${at.repo}`,
    number: at.number,
    kind: 'issue',
    title,
    task,
    pulls,
    notes,
  }
}

async function ofPull(client: RepoClient, at: TaskRef, read: ReadTask, pull: PullFacts): Promise<Explained> {
  const ours = pull.author === `${await client.login()}[bot]`
  const checks = await client.record.checks(pull.head)
  if (!ours && checks.length === 0)
    throw nobody(
      at,
      `is no pull request of Baton: @${pull.author} opened it, and no check of the App is on its head`,
      'name a pull request that the App opened, or the issue of a task',
    )
  const stored = await read(refOf(at), ours ? guessOf(at, pull) : undefined)
  const notes = [
    ...('unread' in stored ? [stored.unread] : []),
    ...(!('unread' in stored) && ours && stored.task === undefined
      ? ['the store knows no task that it belongs to']
      : []),
    ...(ours
      ? []
      : [`@${pull.author} opened it: it belongs to no task, and its required checks are not ours`]),
  ]
  return {
    repository: `${at.owner}/${at.repo}`,
    number: at.number,
    kind: 'pull',
    title: pull.title,
    task: 'unread' in stored ? undefined : stored.task,
    pulls: [explainPull(pull, checks, ours)],
    notes,
  }
}

/**
 * Reads a number of a repository: a pull request with its newest head, or an issue with the pull requests of its task. It changes
 * nothing. Raises UserError for what does not exist, is not installed, or is not ours.
 */
export async function explainNumber(github: GitHub, at: TaskRef, read: ReadTask): Promise<Explained> {
  const client = await clientFor(github, { owner: at.owner, repo: at.repo })
  const found = await client.record.numbered(at.number)
  if (found === undefined)
    throw nobody(
      at,
      'does not exist, or was deleted or moved',
      'look at the number on the issue or pull request',
    )
  return found.kind === 'issue' ? ofIssue(client, at, read, found.title) : ofPull(client, at, read, found)
}
