// What is read of webhook payloads. Only these fields are checked: GitHub adds others at any time.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'

const id = z.int().positive()
const number = z.int().positive()
const Account = z.object({ login: z.string().min(1) })
const Repository = z.object({
  name: z.string().min(1),
  owner: Account,
  default_branch: z.string().optional(),
})
const Sender = z.object({ login: z.string().min(1), type: z.string() })
const Named = z.object({ full_name: z.string().regex(/^[^/]+\/[^/]+$/) })

/** What every payload of every event is asked for. */
export const Envelope = z.object({
  action: z
    .string()
    // A repository_dispatch carries whatever its sender chose, at most 100 characters.
    .regex(/^[^\p{Cc}]{1,100}$/u)
    .optional(),
  installation: z.object({ id }).nullish(),
})

export const Issue = z.object({
  number,
  /** Present when the "issue" is a pull request. */
  pull_request: z.object({}).nullish(),
  /** The API address of the parent of a sub-issue. */
  parent_issue_url: z.string().nullish(),
})
export const Pull = z.object({
  number,
  head: z.object({
    ref: z.string(),
    /** Null once the fork was deleted. */
    repo: z.object({ full_name: z.string() }).nullish(),
  }),
})

/** The pull requests GitHub lists with checks and runs. Empty for forks. */
const Pulls = z.array(z.object({ number, head: z.object({ ref: z.string() }) })).nullish()

const Paths = z.array(z.string()).nullish()

export const payloads = {
  issue: z.object({ repository: Repository, issue: Issue }),
  subIssue: z.object({
    repository: Repository,
    parent_issue: z.object({ number }).nullish(),
    parent_issue_repo: Named.nullish(),
    sub_issue: z.object({ number }).nullish(),
    sub_issue_repo: Named.nullish(),
  }),
  dependency: z.object({
    repository: Repository,
    blocked_issue: z.object({ number }).nullish(),
    blocked_issue_repo: Named.nullish(),
    blocking_issue: z.object({ number }).nullish(),
    blocking_issue_repo: Named.nullish(),
  }),
  pull: z.object({
    repository: Repository,
    pull_request: Pull,
    action: z.string().optional(),
    /** What an edit changed; the base is the part that is read. */
    changes: z.object({ base: z.object({}).optional() }).nullish(),
  }),
  checkRun: z.object({
    repository: Repository,
    action: z.string().optional(),
    check_run: z.object({
      check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
      pull_requests: Pulls,
    }),
  }),
  /** A button or "Re-run" of a check: who pressed what, and on which commit. */
  checkRunRequest: z.object({
    action: z.string().optional(),
    sender: Sender,
    requested_action: z.object({ identifier: z.string() }).nullish(),
    check_run: z.object({
      name: z.string(),
      head_sha: Sha,
      check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
    }),
  }),
  /** "Re-run all checks". */
  checkSuiteRequest: z.object({
    sender: Sender,
    check_suite: z.object({ head_sha: Sha, head_branch: z.string().nullish() }),
  }),
  checkSuite: z.object({
    repository: Repository,
    action: z.string().optional(),
    check_suite: z.object({ head_branch: z.string().nullish(), pull_requests: Pulls }),
  }),
  workflowRun: z.object({
    repository: Repository,
    workflow_run: z.object({
      display_title: z.string().nullish(),
      name: z.string().nullish(),
      head_branch: z.string().nullish(),
      pull_requests: Pulls,
    }),
  }),
  workflowJob: z.object({
    repository: Repository,
    workflow_job: z.object({ head_branch: z.string().nullish(), workflow_name: z.string().nullish() }),
  }),
  status: z.object({ repository: Repository, branches: z.array(z.object({ name: z.string() })) }),
  ref: z.object({
    repository: Repository,
    ref: z.string(),
    /** Of a push: the newest commits, at most 2,048 (https://docs.github.com/webhooks/webhook-events-and-payloads#push). */
    commits: z.array(z.object({ added: Paths, modified: Paths, removed: Paths })).nullish(),
  }),
  repository: z.object({ repository: Repository }),
  mergeGroup: z.object({ repository: Repository, merge_group: z.object({ head_ref: z.string() }) }),
  installation: z.object({ installation: z.object({ account: Account }) }),
  installationRepositories: z.object({
    repositories_added: z.array(Named).default([]),
    repositories_removed: z.array(Named).default([]),
  }),
}

export type Repository = z.infer<typeof Repository>
export type PullList = z.infer<typeof Pulls>
