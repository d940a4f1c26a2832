// Findings about rules, rights and webhooks: one thing changed at a time.

import { describe, expect, test } from 'vitest'
import { branchFindings, type BranchFacts } from '../../src/domain/setup/branch-rules.ts'
import type { Finding } from '../../src/domain/setup/finding.ts'
import { eventFindings, hookFindings, missingPermissions } from '../../src/domain/setup/rights.ts'
import { wantedRuleset, type Rule } from '../../src/domain/setup/ruleset.ts'
import { fileFindings } from '../../src/domain/setup/target-files.ts'

const wish = { authorAppId: 11, branch: undefined, mergeQueue: undefined }
const { rules } = wantedRuleset(wish)
const pull = (parameters: Record<string, unknown>): Rule => ({
  type: 'pull_request',
  parameters: { ...rules[0]?.parameters, ...parameters },
})
const checks = (...list: unknown[]): Rule => ({
  type: 'required_status_checks',
  parameters: { strict_required_status_checks_policy: false, required_status_checks: list },
})
const wrong = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ level }) => level !== 'ok')
    .map(({ level, place }) => `${level} ${place.replace('repository.ruleset', '').replace(/^\./, '')}`)

describe('the rules of a branch', () => {
  const gates = { context: 'baton/gates', integration_id: 11 }
  const consensus = { context: 'baton/consensus', integration_id: 11 }
  test.each<[string, Partial<BranchFacts>, string[]]>([
    ['as wanted', {}, []],
    [
      'none',
      { rules: [] },
      ['fail rules.pull_request', 'fail rules.required_status_checks', 'warn approvals'],
    ],
    ['one App', { reviewer: 'none' }, ['warn approvals']],
    ['two Apps, one not installed', { reviewer: 'not installed' }, ['fail approvals']],
    ['two Apps, one without rights', { reviewer: 'does not count' }, ['fail approvals']],
    [
      'no approval',
      { rules: [pull({ required_approving_review_count: 0 }), ...rules.slice(1)] },
      ['warn approvals'],
    ],
    [
      'two approvals',
      { rules: [pull({ required_approving_review_count: 2 }), ...rules.slice(1)] },
      ['warn approvals'],
    ],
    [
      'code owners',
      { rules: [pull({ require_code_owner_review: true }), ...rules.slice(1)] },
      ['warn approvals'],
    ],
    [
      'two rules of a kind, of which one is enough',
      { rules: [pull({ dismiss_stale_reviews_on_push: false }), ...rules] },
      [],
    ],
    ['checks in two rulesets', { rules: [rules[0]!, checks(gates), checks(consensus)] }, []],
    [
      'one of them of another App besides',
      { rules: [checks({ ...gates, integration_id: 9 }), ...rules] },
      ['fail baton/gates'],
    ],
    ['one of them of any App besides', { rules: [...rules, checks({ context: 'baton/gates' })] }, []],
    [
      'only that of another App',
      { rules: [rules[0]!, checks({ ...gates, integration_id: 9 }, consensus)] },
      ['fail rules.required_status_checks.baton/gates'],
    ],
    ['a merge queue', { rules: [...rules, { type: 'merge_queue' }] }, []],
    [
      'a merge queue that waits for a check of others',
      { rules: [...rules, { type: 'merge_queue' }, checks(gates, { context: 'build' })] },
      ['warn merge_queue.checks'],
    ],
    ['a check of others, without a queue', { rules: [...rules, checks({ context: 'build' })] }, []],
    [
      'a check that most never get',
      { rules: [...rules, checks({ context: 'baton/freeze' })] },
      ['fail baton/freeze'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(wrong(branchFindings(wish, { rules, reviewer: 'counts', ...change }))).toEqual(expected)
  })
})

test.each<[Record<string, string>, string[]]>([
  [{ contents: 'write', metadata: 'read' }, []],
  [{ contents: 'admin', metadata: 'write' }, []],
  [{ contents: 'read', metadata: 'read' }, ['contents: write (has read)']],
  [{ metadata: 'none' }, ['contents: write (has none)', 'metadata: read (has none)']],
])('permissions %o', (found, missing) => {
  expect(missingPermissions({ contents: 'write', metadata: 'read' }, found)).toEqual(missing)
})

test('events that are missing are named', () => {
  expect(wrong(eventFindings('app.events', ['push', 'issues'], ['issues', 'star']))).toEqual([
    'fail app.events',
  ])
  expect(eventFindings('app.events', ['push'], ['push'])).toMatchObject([{ level: 'ok' }])
})

test.each<[string | undefined, boolean, string[]]>([
  ['https://baton.ada.dev/api/github/webhooks', true, []],
  ['http://baton.ada.dev/api/github/webhooks', true, ['warn hook']],
  ['https://baton.ada.dev/api/github/webhooks', false, ['fail hook.secret']],
  ['https://baton.example.com/api/github/webhooks', true, ['fail hook']],
  ['https://baton.ada.dev/', true, ['fail hook']],
  ['nonsense', true, ['fail hook']],
  [undefined, false, ['fail hook']],
])('webhooks to %s, with a secret: %s', (url, secret, expected) => {
  expect(wrong(hookFindings('hook', url, secret))).toEqual(expected)
})

test('files are missing, different, or the same but for line ends', () => {
  const form = '.github/ISSUE_TEMPLATE/a.yml'
  const wanted = new Map([
    ['.github/workflows/a.yml', 'a\nb\n'],
    [form, 'c'],
  ])
  expect(
    wrong(
      fileFindings(
        wanted,
        new Map([
          ['.github/workflows/a.yml', 'a\r\nb'],
          [form, 'c\n'],
        ]),
      ),
    ),
  ).toEqual([])
  expect(wrong(fileFindings(wanted, new Map([['.github/workflows/a.yml', 'b']])))).toEqual([
    'warn repository.files..github/workflows/a.yml',
    `warn repository.files.${form}`,
  ])
  expect(wrong(fileFindings(wanted, new Map()))[0]).toBe('fail repository.files..github/workflows/a.yml')
})
