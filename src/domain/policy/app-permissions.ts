// What the GitHub App asks for. `app.yml` must say the same; a test compares them.

/** The least that every feature needs (facts about GitHub's App permissions, OpenAPI schema `app-permissions`). */
export const APP_PERMISSIONS = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  members: 'read',
  merge_queues: 'write',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
} as const satisfies Record<string, 'read' | 'write'>

/** Asked for only where set-up installs the ruleset itself. */
export const OPTIONAL_APP_PERMISSIONS = { administration: 'write' } as const

/** The second App, whose approvals the ruleset counts: GitHub counts an App's approval only with `contents: write`. */
export const REVIEWER_APP_PERMISSIONS = {
  checks: 'write',
  contents: 'write',
  metadata: 'read',
  pull_requests: 'write',
} as const satisfies Record<string, 'read' | 'write'>

/** Subscribed webhooks. `installation` and `installation_repositories` come unasked to every App. */
export const APP_EVENTS = [
  'check_run',
  'check_suite',
  'issue_comment',
  'issue_dependencies',
  'issues',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'push',
  'sub_issues',
  'workflow_job',
  'workflow_run',
] as const
