// What applies to a ref: classic protection and active rulesets brought to one shape.

import { z } from 'zod'
import { atLeast, roleOf } from '../access.ts'
import type { Doer } from '../issue-events.ts'
import type { BranchProtection, Repository, Ruleset } from '../world.ts'
import { fnmatch } from './fnmatch.ts'

export interface PullRequestRule {
  approvals: number
  dismissStale: boolean
  lastPushApproval: boolean
  threadResolution: boolean
  methods: readonly string[] | undefined
}

export interface MergeQueueRule {
  method: 'merge' | 'squash' | 'rebase'
  timeoutMs: number
}

/** One protection or ruleset as it applies to a ref. */
export interface RefRules {
  source: 'protection' | 'ruleset'
  /** Whether this person or App may do it all the same; `merging` for the merge button, false for a push. */
  bypasses(by: Doer, merging: boolean): boolean
  checks: readonly { context: string; appId: number | null }[]
  /** The head must contain the base's tip. */
  strict: boolean
  checksOnCreate: boolean
  pullRequest: PullRequestRule | undefined
  /** Changes come in through a merge queue only. */
  queue: MergeQueueRule | undefined
  linear: boolean
  nonFastForward: boolean
  deletion: boolean
  update: boolean
  creation: boolean
}

const pullRequestParameters = z.looseObject({
  required_approving_review_count: z.number().default(0),
  dismiss_stale_reviews_on_push: z.boolean().default(false),
  require_last_push_approval: z.boolean().default(false),
  required_review_thread_resolution: z.boolean().default(false),
  allowed_merge_methods: z.array(z.string()).optional(),
})

const checkParameters = z.looseObject({
  required_status_checks: z
    .array(z.looseObject({ context: z.string(), integration_id: z.number().nullish() }))
    .default([]),
  strict_required_status_checks_policy: z.boolean().default(false),
  do_not_enforce_on_create: z.boolean().default(false),
})

const MINUTE_MS = 60_000
const METHODS = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const
const queueParameters = z.looseObject({
  merge_method: z.enum(['MERGE', 'SQUASH', 'REBASE']),
  check_response_timeout_minutes: z.number(),
})

/** Everything that applies to a full ref name, classic protection first. */
export function rulesFor(repo: Repository, ref: string): RefRules[] {
  const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined
  const protection = branch === undefined ? undefined : repo.protections.get(branch)
  return [
    ...(protection === undefined ? [] : [fromProtection(repo, protection)]),
    ...rulesetsFor(repo, ref).map((ruleset) => fromRuleset(repo, ruleset)),
  ]
}

/** The active rulesets whose conditions name this ref, oldest first. */
export function rulesetsFor(repo: Repository, ref: string): Ruleset[] {
  const target = ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  return [...repo.rulesets.values()].filter(
    (ruleset) =>
      ruleset.enforcement === 'active' &&
      ruleset.target === target &&
      ruleset.include.some((pattern) => matches(repo, pattern, ref)) &&
      !ruleset.exclude.some((pattern) => matches(repo, pattern, ref)),
  )
}

/** Ref conditions are fnmatch patterns in which `*` stops at a slash, besides the two names with a tilde. */
function matches(repo: Repository, pattern: string, ref: string): boolean {
  if (pattern === '~ALL') return true
  if (pattern === '~DEFAULT_BRANCH') return ref === `refs/heads/${repo.defaultBranch}`
  return fnmatch(pattern, ref)
}

function fromProtection(repo: Repository, protection: BranchProtection): RefRules {
  return {
    source: 'protection',
    bypasses: ({ actor, app }) =>
      !protection.enforceAdmins && app === undefined && atLeast(roleOf(repo, actor), 'admin'),
    checks: protection.checks,
    strict: protection.strict,
    checksOnCreate: true,
    pullRequest:
      protection.approvals === undefined
        ? undefined
        : {
            approvals: protection.approvals,
            dismissStale: protection.dismissStale,
            lastPushApproval: protection.requireLastPushApproval,
            threadResolution: false,
            methods: undefined,
          },
    queue: undefined,
    linear: false,
    nonFastForward: true,
    deletion: true,
    update: false,
    creation: false,
  }
}

function fromRuleset(repo: Repository, ruleset: Ruleset): RefRules {
  const has = (type: string): boolean => ruleset.rules.some((rule) => rule.type === type)
  const parameters = (type: string): unknown =>
    ruleset.rules.find((rule) => rule.type === type)?.parameters ?? {}
  const pull = has('pull_request') ? pullRequestParameters.parse(parameters('pull_request')) : undefined
  const queue = has('merge_queue') ? queueParameters.parse(parameters('merge_queue')) : undefined
  const checks = checkParameters.parse(parameters('required_status_checks'))
  return {
    source: 'ruleset',
    bypasses: (by, merging) => ruleset.bypassActors.some((actor) => isBypass(repo, actor, by, merging)),
    checks: checks.required_status_checks.map((check) => ({
      context: check.context,
      appId: check.integration_id ?? null,
    })),
    strict: checks.strict_required_status_checks_policy,
    checksOnCreate: !checks.do_not_enforce_on_create,
    pullRequest: pull && {
      approvals: pull.required_approving_review_count,
      dismissStale: pull.dismiss_stale_reviews_on_push,
      lastPushApproval: pull.require_last_push_approval,
      threadResolution: pull.required_review_thread_resolution,
      methods: pull.allowed_merge_methods,
    },
    queue: queue && {
      method: METHODS[queue.merge_method],
      timeoutMs: queue.check_response_timeout_minutes * MINUTE_MS,
    },
    linear: has('required_linear_history'),
    nonFastForward: has('non_fast_forward'),
    deletion: has('deletion'),
    update: has('update'),
    creation: has('creation'),
  }
}

/** Ids of the base roles in `bypass_actors` (https://docs.github.com/rest/repos/rules, `actor_type: RepositoryRole`). */
const BASE_ROLES = new Map([
  [2, 'maintain'],
  [4, 'write'],
  [5, 'admin'],
] as const)

function isBypass(
  repo: Repository,
  actor: Ruleset['bypassActors'][number],
  by: Doer,
  merging: boolean,
): boolean {
  if (actor.bypass_mode === 'pull_request' && !merging) return false
  switch (actor.actor_type) {
    case 'Integration':
      return by.app !== undefined && by.app.id === actor.actor_id
    case 'User':
      return by.app === undefined && by.actor.id === actor.actor_id
    case 'OrganizationAdmin':
      return by.app === undefined && by.actor.id === repo.owner.id
    case 'RepositoryRole': {
      const role = [...BASE_ROLES].find(([id]) => id === actor.actor_id)?.[1]
      return role !== undefined && by.app === undefined && atLeast(roleOf(repo, by.actor), role)
    }
    default:
      return false
  }
}
