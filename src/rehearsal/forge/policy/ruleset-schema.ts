// What a ruleset request may hold: the rules that this forge enforces, and no others, so that none is silently ignored.

import { z } from 'zod'

/** Bounds are those of GitHub's OpenAPI description (repository-rule-pull-request: 0–10 approvals; repository-rule-merge-queue). */
const MAX_APPROVALS = 10

const plain = (type: 'creation' | 'deletion' | 'non_fast_forward' | 'required_linear_history') =>
  z.strictObject({ type: z.literal(type) })

const rule = z.discriminatedUnion('type', [
  plain('creation'),
  plain('deletion'),
  plain('non_fast_forward'),
  plain('required_linear_history'),
  z.strictObject({
    type: z.literal('update'),
    parameters: z.strictObject({ update_allows_fetch_and_merge: z.boolean() }).optional(),
  }),
  z.strictObject({
    type: z.literal('pull_request'),
    parameters: z.strictObject({
      required_approving_review_count: z.number().int().min(0).max(MAX_APPROVALS),
      dismiss_stale_reviews_on_push: z.boolean(),
      // Code owners, teams and stacks of approvals are not enforced here.
      require_code_owner_review: z.literal(false),
      require_last_push_approval: z.boolean(),
      required_review_thread_resolution: z.boolean(),
      allowed_merge_methods: z
        .array(z.enum(['merge', 'squash', 'rebase']))
        .min(1)
        .optional(),
      automatic_copilot_code_review_enabled: z.literal(false).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('merge_queue'),
    parameters: z.strictObject({
      check_response_timeout_minutes: z.number().int().min(1).max(360),
      // Groups of one: how entries are put together makes no difference here.
      grouping_strategy: z.enum(['ALLGREEN', 'HEADGREEN']),
      max_entries_to_build: z.number().int().min(0).max(100),
      max_entries_to_merge: z.number().int().min(0).max(100),
      merge_method: z.enum(['MERGE', 'SQUASH', 'REBASE']),
      min_entries_to_merge: z.number().int().min(0).max(100),
      min_entries_to_merge_wait_minutes: z.number().int().min(0).max(360),
    }),
  }),
  z.strictObject({
    type: z.literal('required_status_checks'),
    parameters: z.strictObject({
      required_status_checks: z.array(
        z.strictObject({ context: z.string().min(1), integration_id: z.number().int().optional() }),
      ),
      strict_required_status_checks_policy: z.boolean(),
      do_not_enforce_on_create: z.boolean().optional(),
    }),
  }),
])

const fields = {
  name: z.string().min(1),
  target: z.enum(['branch', 'tag', 'push']),
  enforcement: z.enum(['active', 'disabled', 'evaluate']),
  bypass_actors: z.array(
    z.strictObject({
      actor_id: z.number().int().nullish(),
      actor_type: z.enum(['Integration', 'OrganizationAdmin', 'RepositoryRole', 'Team', 'DeployKey', 'User']),
      bypass_mode: z.enum(['always', 'pull_request', 'exempt']).default('always'),
    }),
  ),
  conditions: z.strictObject({
    ref_name: z.strictObject({
      include: z.array(z.string()).default([]),
      exclude: z.array(z.string()).default([]),
    }),
  }),
  rules: z.array(rule),
}

/** PUT …/rulesets/{ruleset_id}: every field is optional. */
export const rulesetUpdate = z.strictObject(fields).partial()

/** POST …/rulesets. */
export const rulesetSchema = z.strictObject({
  ...rulesetUpdate.shape,
  name: fields.name,
  enforcement: fields.enforcement,
})
