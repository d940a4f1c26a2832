// Which event is about what: a table over every event that is read.

import { expect, test } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { mapDelivery, nonceOf } from '../../src/intake/map-delivery.ts'
import type { Target } from '../../src/intake/targets.ts'
import { repository } from '../support/engine.ts'

const where = { owner: 'acme', repo: 'widgets' }
const issue = (number: number, parent?: number): Target => ({
  kind: 'issue',
  ...where,
  number,
  ...(parent === undefined ? {} : { parent }),
})
const pull = (number: number, branch?: string): Target => ({
  kind: 'pull',
  ...where,
  number,
  ...(branch === undefined ? {} : { branch }),
})
const changed = (number: number, branch?: string): Target => ({
  kind: 'pull',
  ...where,
  number,
  ...(branch === undefined ? {} : { branch }),
  changed: true,
})
const from = (fullName: string | null, ref: string) => ({
  number: 9,
  head: { ref, repo: fullName === null ? null : { full_name: fullName } },
})
const branch = (name: string): Target => ({ kind: 'branch', ...where, branch: name })
const ours = 'baton/issue-12/wave-1'
const pulls = [{ number: 9, head: { ref: ours } }]
const api = 'https://api.github.com/repos/acme/widgets/issues'

const ada = { login: 'ada', type: 'User' }
const gates = (name: string) => ({
  name,
  head_sha: 'a'.repeat(40),
  check_suite: { head_branch: ours },
  pull_requests: [],
})
const press = (identifier: string) => ({
  action: 'requested_action',
  sender: ada,
  requested_action: { identifier },
  check_run: gates('baton/gates'),
})
const request = (
  kinds: ('validate' | 'benchmark')[],
  change: { by?: string; bot?: boolean } = {},
): Target => ({
  kind: 'request',
  sha: Sha.parse('a'.repeat(40)),
  branch: ours,
  kinds,
  by: 'ada',
  bot: false,
  ...change,
})

test.each<[string, object, Target[]]>([
  ['issues', { issue: { number: 12 } }, [issue(12)]],
  ['issues', { issue: { number: 13, parent_issue_url: `${api}/12` } }, [issue(13, 12)]],
  [
    'issues',
    { issue: { number: 13, parent_issue_url: 'https://api.github.com/repos/other/one/issues/12' } },
    [issue(13)],
  ],
  ['issues', { issue: { number: 13, parent_issue_url: null } }, [issue(13)]],
  ['issue_comment', { issue: { number: 12 } }, [issue(12)]],
  ['issue_comment', { issue: { number: 9, pull_request: { url: 'x' } } }, [pull(9)]],
  ['sub_issues', { parent_issue: { number: 12 }, sub_issue: { number: 13 } }, [issue(12), issue(13)]],
  [
    'sub_issues',
    { parent_issue: { number: 1 }, parent_issue_repo: { full_name: 'b/c' }, sub_issue: { number: 13 } },
    [{ kind: 'issue', owner: 'b', repo: 'c', number: 1 }, issue(13)],
  ],
  [
    'issue_dependencies',
    { blocked_issue: { number: 2 }, blocking_issue: { number: 3 } },
    [issue(2), issue(3)],
  ],
  ['pull_request', { pull_request: { number: 9, head: { ref: ours } } }, [pull(9, ours)]],
  ['pull_request', { action: 'opened', pull_request: from('acme/widgets', 'x') }, [changed(9, 'x')]],
  ['pull_request', { action: 'reopened', pull_request: from('ACME/Widgets', 'x') }, [changed(9, 'x')]],
  ['pull_request', { action: 'synchronize', pull_request: from('mallory/widgets', ours) }, [changed(9)]],
  ['pull_request', { action: 'opened', pull_request: from(null, ours) }, [changed(9)]],
  ['pull_request', { action: 'labeled', pull_request: from('mallory/widgets', ours) }, [pull(9)]],
  [
    'pull_request',
    { action: 'edited', changes: { base: { ref: { from: 'main' } } }, pull_request: from(null, 'x') },
    [changed(9)],
  ],
  [
    'pull_request',
    { action: 'edited', changes: { title: { from: 'x' } }, pull_request: from(null, 'x') },
    [pull(9)],
  ],
  ['pull_request_review', { action: 'edited', pull_request: from('acme/widgets', ours) }, [pull(9, ours)]],
  ['pull_request_review', { pull_request: { number: 9, head: { ref: ours } } }, [pull(9, ours)]],
  ['pull_request_review_comment', { pull_request: { number: 9, head: { ref: ours } } }, [pull(9, ours)]],
  ['pull_request_review_thread', { pull_request: { number: 9, head: { ref: ours } } }, [pull(9, ours)]],
  [
    'check_run',
    { check_run: { check_suite: { head_branch: ours }, pull_requests: pulls } },
    [branch(ours), pull(9, ours)],
  ],
  ['check_run', { check_run: { check_suite: { head_branch: null }, pull_requests: [] } }, []],
  ['check_suite', { check_suite: { head_branch: ours, pull_requests: [] } }, [branch(ours)]],
  ['check_run', press('run-validate'), [branch(ours), request(['validate'])]],
  ['check_run', press('run-bench'), [branch(ours), request(['benchmark'])]],
  ['check_run', press('of-another-version'), [branch(ours)]],
  ['check_run', { ...press('run-bench'), action: 'completed' }, [branch(ours)]],
  ['check_run', { ...press('run-bench'), check_run: gates('baton/consensus') }, [branch(ours)]],
  [
    'check_run',
    { ...press('run-bench'), sender: { login: 'robot[bot]', type: 'Bot' } },
    [branch(ours), request(['benchmark'], { by: 'robot[bot]', bot: true })],
  ],
  [
    'check_run',
    { action: 'rerequested', sender: ada, check_run: gates('baton/gates') },
    [branch(ours), request(['validate', 'benchmark'])],
  ],
  [
    'check_suite',
    {
      action: 'rerequested',
      sender: ada,
      check_suite: { head_sha: 'a'.repeat(40), head_branch: ours, pull_requests: [] },
    },
    [branch(ours), request(['validate', 'benchmark'])],
  ],
  [
    'workflow_run',
    {
      workflow_run: {
        display_title: 'baton-validate wave 1 n0nce_-42',
        head_branch: ours,
        pull_requests: [],
      },
    },
    [{ kind: 'nonce', nonce: 'n0nce_-42' }, branch(ours)],
  ],
  [
    'workflow_run',
    { workflow_run: { display_title: 'CI', name: 'CI', head_branch: 'main' } },
    [branch('main')],
  ],
  ['workflow_job', { workflow_job: { head_branch: ours, workflow_name: 'CI' } }, [branch(ours)]],
  ['status', { branches: [{ name: ours }, { name: 'main' }] }, [branch(ours), branch('main')]],
  ['push', { ref: `refs/heads/${ours}` }, [branch(ours)]],
  ['push', { ref: 'refs/heads/main' }, [{ kind: 'repo', ...where }, branch('main')]],
  [
    'push',
    { ref: 'refs/heads/main', commits: [{ added: [], modified: ['.github/baton.yml'], removed: [] }] },
    [{ kind: 'repo', ...where }, { kind: 'configuration', ...where }, branch('main')],
  ],
  [
    'push',
    { ref: 'refs/heads/main', commits: [{ removed: ['.github/baton/agents/critic.md'] }, { added: ['a'] }] },
    [{ kind: 'repo', ...where }, { kind: 'configuration', ...where }, branch('main')],
  ],
  [
    'push',
    { ref: 'refs/heads/main', commits: [{ modified: ['.github/baton.yml.bak', 'src/.github/baton.yml'] }] },
    [{ kind: 'repo', ...where }, branch('main')],
  ],
  ['push', { ref: `refs/heads/${ours}`, commits: [{ modified: ['.github/baton.yml'] }] }, [branch(ours)]],
  ['push', { ref: 'refs/tags/v1' }, []],
  ['create', { ref: ours }, [branch(ours)]],
  ['delete', { ref: ours }, [branch(ours)]],
  ['merge_group', { merge_group: { head_ref: 'x' } }, [{ kind: 'repo', ...where }]],
  [
    'merge_group',
    { merge_group: { head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${'a'.repeat(40)}` } },
    [
      { kind: 'repo', ...where },
      { kind: 'pull', ...where, number: 12 },
    ],
  ],
  ['installation', { installation: { account: { login: 'acme' } } }, [{ kind: 'owner', owner: 'acme' }]],
  [
    'installation_repositories',
    { repositories_added: [{ full_name: 'acme/widgets' }], repositories_removed: [] },
    [{ kind: 'repo', ...where }],
  ],
  ['star', {}, []],
  ['__proto__', {}, []],
])('%s %j', (event, payload, targets) => {
  expect(mapDelivery(event, { repository, a_field_github_added_yesterday: [1], ...payload })).toEqual(targets)
})

test.each<[string, object, RegExp]>([
  ['issues', { issue: { number: -1 } }, /issue\.number/],
  ['issues', {}, /at issue/],
  ['pull_request', { pull_request: { number: 1 } }, /pull_request\.head/],
  ['push', { ref: 7 }, /at ref/],
])('%s %j is refused with the place', (event, payload, message) => {
  expect(() => mapDelivery(event, { repository, ...payload })).toThrow(message)
})

test.each<[string | null, string | undefined]>([
  ['baton-validate 0123456789abcdef', '0123456789abcdef'],
  ['baton-bench acme/widgets#12 wave 2 0123456789abcdef', '0123456789abcdef'],
  ['baton-validate short', undefined],
  ['baton-validate', undefined],
  ['not baton-validate 0123456789abcdef', undefined],
  ['baton-validate 0123456789abcdef\n', undefined],
  [null, undefined],
])('the nonce of %j', (title, nonce) => {
  expect(nonceOf(title)).toBe(nonce)
})
