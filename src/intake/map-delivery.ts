// Maps a webhook to what it is about. Pure: no store, no GitHub; which task that belongs to is looked up later.

import { z } from 'zod'
import { EVERY_KIND, kindsOfButton } from '../domain/gates/buttons.ts'
import { GATES_CHECK } from '../domain/gates/check-names.ts'
import { POLICY_PATH, ROSTER_PATH } from '../domain/policy/configuration-files.ts'
import { UserError } from '../errors.ts'
import { payloads, type PullList, type Repository } from './payloads.ts'
import type { Target } from './targets.ts'

const at = (repository: Repository): { owner: string; repo: string } => ({
  owner: repository.owner.login,
  repo: repository.name,
})

function atFullName(fullName: string): { owner: string; repo: string } {
  const slash = fullName.indexOf('/')
  return { owner: fullName.slice(0, slash), repo: fullName.slice(slash + 1) }
}

/** The nonce in a run name of ours, `baton-<anything> <nonce>`: the name is all of ours that GitHub echoes for every run. */
export function nonceOf(title: string | null | undefined): string | undefined {
  return /^baton-.* ([0-9A-Za-z_-]{8,128})$/.exec(title ?? '')?.[1]
}

/** Checks and runs name a branch, and pull requests where GitHub knows them: either may be missing. */
function branchAndPulls(
  repository: Repository,
  branch: string | null | undefined,
  pulls: PullList,
): Target[] {
  const where = at(repository)
  return [
    ...(branch ? [{ kind: 'branch' as const, ...where, branch }] : []),
    ...(pulls ?? []).map((pull) => ({
      kind: 'pull' as const,
      ...where,
      number: pull.number,
      branch: pull.head.ref,
    })),
  ]
}

/** `…/issues/7` → 7, for a parent in the same repository only: a task and its sub-issues share one repository. */
function parentNumber(url: string | null | undefined, repository: Repository): number | undefined {
  const { owner, repo } = at(repository)
  const tail = `/repos/${owner}/${repo}/issues/`
  const start = url?.indexOf(tail) ?? -1
  const digits = start < 0 ? undefined : url?.slice(start + tail.length)
  return digits !== undefined && /^[1-9]\d*$/.test(digits) ? Number(digits) : undefined
}

function fromIssue(payload: unknown): Target[] {
  const { repository, issue } = payloads.issue.parse(payload)
  if (issue.pull_request) return [{ kind: 'pull', ...at(repository), number: issue.number }]
  const parent = parentNumber(issue.parent_issue_url, repository)
  return [
    { kind: 'issue', ...at(repository), number: issue.number, ...(parent === undefined ? {} : { parent }) },
  ]
}

function fromPull(payload: unknown): Target[] {
  const { repository, pull_request: pull } = payloads.pull.parse(payload)
  const { owner, repo } = at(repository)
  const { head, number } = pull
  // A branch of a fork may have any name, also one of ours.
  const ours =
    head.repo === undefined || head.repo?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase()
  return [{ kind: 'pull', owner, repo, number, ...(ours ? { branch: head.ref } : {}) }]
}

const CHANGING = new Set(['opened', 'reopened', 'synchronize'])

/** Reviews and labels leave what a pull request would change as it is; commits and another base do not. */
function fromPullItself(payload: unknown): Target[] {
  const { action, changes } = payloads.pull.parse(payload)
  const changed = CHANGING.has(action ?? '') || (action === 'edited' && changes?.base !== undefined)
  return fromPull(payload).map((target) =>
    target.kind === 'pull' && changed ? { ...target, changed } : target,
  )
}

function fromSubIssue(payload: unknown): Target[] {
  const read = payloads.subIssue.parse(payload)
  const where = (repo: { full_name: string } | null | undefined): { owner: string; repo: string } =>
    repo ? atFullName(repo.full_name) : at(read.repository)
  const parent = read.parent_issue
  const targets: Target[] = []
  if (parent) targets.push({ kind: 'issue', ...where(read.parent_issue_repo), number: parent.number })
  if (read.sub_issue)
    targets.push({ kind: 'issue', ...where(read.sub_issue_repo), number: read.sub_issue.number })
  return targets
}

function fromDependency(payload: unknown): Target[] {
  const read = payloads.dependency.parse(payload)
  const one = (
    issue: { number: number } | null | undefined,
    repo: { full_name: string } | null | undefined,
  ): Target[] =>
    issue
      ? [
          {
            kind: 'issue',
            ...(repo ? atFullName(repo.full_name) : at(read.repository)),
            number: issue.number,
          },
        ]
      : []
  return [
    ...one(read.blocked_issue, read.blocked_issue_repo),
    ...one(read.blocking_issue, read.blocking_issue_repo),
  ]
}

function fromWorkflowRun(payload: unknown): Target[] {
  const { repository, workflow_run: run } = payloads.workflowRun.parse(payload)
  const nonce = nonceOf(run.display_title) ?? nonceOf(run.name)
  return [
    ...(nonce === undefined ? [] : [{ kind: 'nonce' as const, nonce }]),
    ...branchAndPulls(repository, run.head_branch, run.pull_requests),
  ]
}

function fromWorkflowJob(payload: unknown): Target[] {
  const { repository, workflow_job: job } = payloads.workflowJob.parse(payload)
  // A job carries the run's name in workflow_name where run-name was not used; the branch is there in any case.
  const nonce = nonceOf(job.workflow_name)
  return [
    ...(nonce === undefined ? [] : [{ kind: 'nonce' as const, nonce }]),
    ...branchAndPulls(repository, job.head_branch, undefined),
  ]
}

const isBot = ({ type }: { type: string }): boolean => type !== 'User'

/** Only the gates can be run again: the other checks follow from them, and from what people and agents say. */
function checkRequest(payload: unknown): Target[] {
  const { action, check_run: run, sender, requested_action: asked } = payloads.checkRunRequest.parse(payload)
  if (run.name !== GATES_CHECK) return []
  const kinds = action === 'rerequested' ? [...EVERY_KIND] : kindsOfButton(asked?.identifier ?? '')
  if (kinds.length === 0) return []
  const branch = run.check_suite?.head_branch ?? null
  return [{ kind: 'request', sha: run.head_sha, branch, kinds, by: sender.login, bot: isBot(sender) }]
}

function suiteRequest(payload: unknown): Target[] {
  const { check_suite: suite, sender } = payloads.checkSuiteRequest.parse(payload)
  const { head_sha: sha, head_branch: branch = null } = suite
  return [{ kind: 'request', sha, branch, kinds: [...EVERY_KIND], by: sender.login, bot: isBot(sender) }]
}

/** A push to the default branch may change policy and moves the base of every pull request: it concerns every open task. */
function fromRef(payload: unknown): Target[] {
  const { repository, ref, commits } = payloads.ref.parse(payload)
  if (ref.startsWith('refs/tags/')) return []
  const branch = ref.replace(/^refs\/heads\//, '')
  const branchTarget: Target = { kind: 'branch', ...at(repository), branch }
  if (branch !== repository.default_branch) return [branchTarget]
  const changed = (commits ?? []).flatMap(({ added, modified, removed }) =>
    [added, modified, removed].flatMap((paths) => paths ?? []),
  )
  const configures = changed.some((path) => path === POLICY_PATH || path.startsWith(`${ROSTER_PATH}/`))
  return [
    { kind: 'repo', ...at(repository) },
    ...(configures ? [{ kind: 'configuration' as const, ...at(repository) }] : []),
    branchTarget,
  ]
}

/**
 * The group's branch is `gh-readonly-queue/<base>/pr-<number>-<sha>`, after its last pull request. Others may be in the group too, and
 * their checks are asked for on commits of their own, so every open task is looked at.
 */
function fromMergeGroup(payload: unknown): Target[] {
  const { repository, merge_group: group } = payloads.mergeGroup.parse(payload)
  const number = /\/pr-([1-9]\d{0,9})-[0-9a-f]{40}$/.exec(group.head_ref)?.[1]
  return [
    { kind: 'repo', ...at(repository) },
    ...(number === undefined ? [] : [{ kind: 'pull' as const, ...at(repository), number: Number(number) }]),
  ]
}

const mappers: Record<string, (payload: unknown) => Target[]> = {
  issues: fromIssue,
  issue_comment: fromIssue,
  sub_issues: fromSubIssue,
  issue_dependencies: fromDependency,
  pull_request: fromPullItself,
  pull_request_review: fromPull,
  pull_request_review_comment: fromPull,
  pull_request_review_thread: fromPull,
  check_run: (payload) => {
    const { action, repository, check_run: run } = payloads.checkRun.parse(payload)
    return [
      ...branchAndPulls(repository, run.check_suite?.head_branch, run.pull_requests),
      ...(action === 'requested_action' || action === 'rerequested' ? checkRequest(payload) : []),
    ]
  },
  check_suite: (payload) => {
    const { action, repository, check_suite: suite } = payloads.checkSuite.parse(payload)
    return [
      ...branchAndPulls(repository, suite.head_branch, suite.pull_requests),
      ...(action === 'rerequested' ? suiteRequest(payload) : []),
    ]
  },
  workflow_run: fromWorkflowRun,
  workflow_job: fromWorkflowJob,
  status: (payload) => {
    const { repository, branches } = payloads.status.parse(payload)
    return branches.map(({ name }) => ({ kind: 'branch', ...at(repository), branch: name }))
  },
  push: fromRef,
  create: fromRef,
  delete: fromRef,
  merge_group: fromMergeGroup,
  repository_ruleset: (payload) => [{ kind: 'repo', ...at(payloads.repository.parse(payload).repository) }],
  installation: (payload) => [
    { kind: 'owner', owner: payloads.installation.parse(payload).installation.account.login },
  ],
  installation_repositories: (payload) => {
    const read = payloads.installationRepositories.parse(payload)
    return [...read.repositories_added, ...read.repositories_removed].map(({ full_name }) => ({
      kind: 'repo',
      ...atFullName(full_name),
    }))
  },
}

/**
 * What a delivery is about; empty for events that concern no task. Raises UserError when a field that is read here is
 * missing or of another type: the delivery is then kept as failed, with the error.
 */
export function mapDelivery(event: string, payload: unknown): Target[] {
  const mapper = Object.hasOwn(mappers, event) ? mappers[event] : undefined
  if (mapper === undefined) return []
  try {
    return mapper(payload)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new UserError(
      `the ${event} payload is not what GitHub documents\n${z.prettifyError(error)}`,
      'compare it with https://docs.github.com/webhooks/webhook-events-and-payloads and redeliver it',
      { cause: error },
    )
  }
}
