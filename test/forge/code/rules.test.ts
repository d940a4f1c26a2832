// Rulesets and classic protection as resources, and what they keep from being moved.

import { describe, expect, it } from 'vitest'
import { closingReferences } from '../../../src/rehearsal/forge/merged.ts'
import { rulesetsFor } from '../../../src/rehearsal/forge/policy/branch-rules.ts'
import { failure, malformed } from '../support.ts'
import {
  APPS,
  commit,
  mergeRefusal,
  openPull,
  protect,
  repo,
  repositoryOf,
  ruled,
  startCodeForge,
} from './support.ts'

describe('moving refs through the API', () => {
  it('meets the same rules', async () => {
    await using t = await startCodeForge()
    const grace = t.as('grace')
    const sha = await commit(grace, 'side', { 'a.txt': 'a\n' })
    await protect(t, { approvals: 0 })
    const through = ruled('Changes must be made through a pull request.').message
    const calls = {
      update: () => grace.rest.git.updateRef({ ...repo, ref: 'heads/main', sha }),
      force: () => grace.rest.git.updateRef({ ...repo, ref: 'heads/side', sha: '1'.repeat(40), force: true }),
      contents: () =>
        grace.rest.repos.createOrUpdateFileContents({
          ...repo,
          path: 'x.txt',
          message: 'x',
          content: 'eA==',
        }),
      remove: () => grace.rest.git.deleteRef({ ...repo, ref: 'heads/main' }),
      again: () => grace.rest.git.createRef({ ...repo, ref: 'refs/heads/side', sha }),
      invalid: () => grace.rest.git.createRef({ ...repo, ref: 'refs/heads/a..b', sha }),
      missing: () => grace.rest.git.createRef({ ...repo, ref: 'refs/heads/new', sha: '1'.repeat(40) }),
      gone: () => grace.rest.git.updateRef({ ...repo, ref: 'heads/nowhere', sha }),
    }
    const found: Record<string, [number, string]> = {}
    for (const [name, call] of Object.entries(calls)) {
      const { status, message } = await failure(call())
      found[name] = [status, message]
    }
    expect(found).toEqual({
      update: [422, through],
      force: [422, 'Object does not exist'],
      contents: [409, through],
      remove: [422, 'Cannot delete the default branch'],
      again: [422, 'Reference already exists'],
      invalid: [422, 'refs/heads/a..b is not a valid ref name.'],
      missing: [422, 'Object does not exist'],
      gone: [422, 'Reference does not exist'],
    })
    const main = await grace.rest.git.getRef({ ...repo, ref: 'heads/main' })
    const back = await failure(
      grace.rest.git.updateRef({ ...repo, ref: 'heads/side', sha: main.data.object.sha }),
    )
    expect([back.status, back.message]).toEqual([422, 'Update is not a fast forward'])
    await grace.rest.git.updateRef({ ...repo, ref: 'heads/side', sha: main.data.object.sha, force: true })
  })

  it('can be bypassed by the App that a ruleset names', async () => {
    await using t = await startCodeForge()
    const { number } = await openPull(t.as('grace'), 'one', { 'a.txt': 'a\n' })
    await protect(t, { approvals: 2 })
    const ruleset = [...repositoryOf(t).rulesets.values()][0]!
    ruleset.bypassActors = [
      { actor_id: APPS.baton.id, actor_type: 'Integration', bypass_mode: 'pull_request' },
    ]
    const direct = await failure(commit(t.app('baton'), 'main', { 'x.txt': 'x\n' }))
    expect(direct.message).toContain('Changes must be made through a pull request.')
    const other = await failure(t.app('reviewer').rest.pulls.merge({ ...repo, pull_number: number }))
    expect(other.status).toBe(405)
    await t.app('baton').rest.pulls.merge({ ...repo, pull_number: number })
  })
})

describe('rulesets', () => {
  it('are kept, listed, changed and deleted, and refuse what they cannot enforce', async () => {
    await using t = await startCodeForge()
    await protect(t, { approvals: 1, checks: [{ context: 'ci' }] })
    const ada = t.as('ada')
    const { data: list } = await ada.request('GET /repos/{owner}/{repo}/rulesets', repo)
    expect(list).toMatchObject([{ name: 'main', enforcement: 'active', source: 'ada/engine' }])
    const ruleset_id = list[0]!.id
    const { data: rules } = await t
      .as('lin')
      .request('GET /repos/{owner}/{repo}/rules/branches/{branch}', { ...repo, branch: 'main' })
    expect(rules.map(({ type }) => type)).toEqual([
      'deletion',
      'non_fast_forward',
      'pull_request',
      'required_status_checks',
    ])
    const { data: none } = await ada.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
      ...repo,
      branch: 'x',
    })
    expect(none).toEqual([])
    const body = { ...repo, name: 'other', enforcement: 'active' } as const
    const rows = [
      { ...body, rules: [{ type: 'merge_queue' }] },
      { ...body, rules: [{ type: 'pull_request', parameters: { required_approving_review_count: 11 } }] },
      { ...body, name: 'main' },
      { ...repo, name: 'x', enforcement: 'sometimes' },
    ]
    for (const row of rows) {
      const call = () => ada.request('POST /repos/{owner}/{repo}/rulesets', row as typeof body)
      expect((await malformed(t.forge, () => failure(call()))).status).toBe(422)
    }
    expect((await failure(t.as('grace').request('POST /repos/{owner}/{repo}/rulesets', body))).status).toBe(
      403,
    )
    await ada.request('PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      ...repo,
      ruleset_id,
      enforcement: 'disabled',
    })
    const { data: one } = await ada.request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      ...repo,
      ruleset_id,
    })
    expect(one).toMatchObject({
      enforcement: 'disabled',
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'] } },
    })
    await ada.request('DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...repo, ruleset_id })
    expect(
      (await failure(ada.request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...repo, ruleset_id })))
        .status,
    ).toBe(404)
  })

  it.each([
    ['~ALL', 'refs/heads/a/b', true],
    ['~DEFAULT_BRANCH', 'refs/heads/main', true],
    ['~DEFAULT_BRANCH', 'refs/heads/main2', false],
    ['refs/heads/release/*', 'refs/heads/release/1', true],
    ['refs/heads/release/*', 'refs/heads/release/1/2', false],
    ['refs/heads/**/*', 'refs/heads/release/1/2', true],
    ['refs/heads/v?', 'refs/heads/v1', true],
    ['refs/heads/v?', 'refs/heads/v12', false],
    ['refs/heads/[ab]', 'refs/heads/b', true],
    ['main', 'refs/heads/main', false],
    ['refs/heads/(a)', 'refs/heads/a', false],
    ['!refs/heads/x', 'refs/heads/main', false],
    ['refs/heads/[!a]', 'refs/heads/a', false],
    ['refs/heads/[z-a]', 'refs/heads/a', false],
    ['refs/heads/[', 'refs/heads/[', true],
    ['refs/heads/a.b', 'refs/heads/axb', false],
  ])('pattern %s on %s: %s', async (pattern, ref, expected) => {
    const ruleset = { enforcement: 'active', target: 'branch', include: [pattern], exclude: [] as string[] }
    const repository = { defaultBranch: 'main', rulesets: new Map([[1, ruleset]]) }
    expect(rulesetsFor(repository as never, ref)).toHaveLength(expected ? 1 : 0)
    ruleset.exclude = ['~ALL']
    expect(rulesetsFor(repository as never, ref)).toHaveLength(0)
  })
})

describe('branch protection', () => {
  it('is set, shown, enforced and removed', async () => {
    await using t = await startCodeForge()
    const ada = t.as('ada')
    const branch = { ...repo, branch: 'main' }
    expect(await failure(ada.rest.repos.getBranchProtection(branch))).toMatchObject({
      status: 404,
      message: 'Branch not protected',
    })
    await ada.rest.repos.updateBranchProtection({
      ...branch,
      required_status_checks: {
        strict: false,
        contexts: [],
        checks: [{ context: 'ci', app_id: APPS.baton.id }],
      },
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 2, dismiss_stale_reviews: true },
      restrictions: null,
    })
    const { data } = await ada.rest.repos.getBranchProtection(branch)
    expect(data.required_status_checks?.checks).toEqual([{ context: 'ci', app_id: APPS.baton.id }])
    expect((await ada.rest.repos.getBranch(branch)).data).toMatchObject({
      protected: true,
      protection: { enabled: true },
    })
    const { number } = await openPull(ada, 'one', { 'a.txt': 'a\n' })
    expect(await mergeRefusal(t, number)).toEqual({
      status: 405,
      message:
        'At least 2 approving reviews are required by reviewers with write access. Required status check "ci" is expected.',
    })
    await ada.rest.repos.deleteBranchProtection(branch)
    await t.as('grace').rest.pulls.merge({ ...repo, pull_number: number })
  })
})

describe('closing references', () => {
  it.each([
    ['Closes #1', [1]],
    ['fixed #1 and resolves #2, FIXES: #3', [1, 2, 3]],
    ['closes ada/engine#4', [4]],
    ['closes ada/other#4', []],
    ['disclose #1', []],
    ['close#1', []],
    ['closes #1 #2', [1]],
    ['see #1', []],
    ['closes #1closes #2', []],
    ['', []],
  ])('%s', (text, numbers) => {
    expect(closingReferences(text, 'ada/engine')).toEqual(numbers)
  })
})
