// Required checks, reviews and rules: what blocks, in which words, and what does not count.

import { describe, expect, it } from 'vitest'
import { failure, type TestForge } from '../support.ts'
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

const report = (
  t: TestForge,
  app: 'baton' | 'reviewer',
  sha: string,
  conclusion: 'success' | 'failure' | 'neutral' | 'skipped',
) => t.app(app).rest.checks.create({ ...repo, name: 'gate', head_sha: sha, conclusion })
const stateOf = async (t: TestForge, number: number) =>
  (await t.as('grace').rest.pulls.get({ ...repo, pull_number: number })).data.mergeable_state

describe('required checks', () => {
  it('count only from the App they are bound to, the latest per name, neutral and skipped passing', async () => {
    await using t = await startCodeForge()
    const { number, head } = await openPull(t.as('grace'), 'one', { 'a.txt': 'a\n' })
    await protect(t, { checks: [{ context: 'gate', integration_id: APPS.baton.id }] })
    expect(await mergeRefusal(t, number)).toEqual(ruled('Required status check "gate" is expected.'))
    await report(t, 'reviewer', head.sha, 'success')
    await t
      .as('grace')
      .rest.repos.createCommitStatus({ ...repo, sha: head.sha, context: 'gate', state: 'success' })
    expect(await mergeRefusal(t, number)).toEqual(ruled('Required status check "gate" is expected.'))
    const queued = await t
      .app('baton')
      .rest.checks.create({ ...repo, name: 'gate', head_sha: head.sha, status: 'queued' })
    expect(await mergeRefusal(t, number)).toEqual(ruled('Required status check "gate" is queued.'))
    await t.app('baton').rest.checks.update({ ...repo, check_run_id: queued.data.id, status: 'in_progress' })
    expect(await mergeRefusal(t, number)).toEqual(ruled('Required status check "gate" is in progress.'))
    for (const passing of ['success', 'neutral', 'skipped'] as const) {
      await report(t, 'baton', head.sha, passing)
      expect(await stateOf(t, number)).toBe('clean')
      await report(t, 'baton', head.sha, 'failure')
      expect(await mergeRefusal(t, number)).toEqual(ruled('Required status check "gate" is failing.'))
    }
    const foreign = await failure(
      t.app('reviewer').rest.checks.update({ ...repo, check_run_id: queued.data.id, conclusion: 'success' }),
    )
    expect([foreign.status, foreign.message]).toEqual([
      403,
      `Invalid app_id \`${APPS.reviewer.id}\` - check run can only be modified by the GitHub App that created it.`,
    ])
    await report(t, 'baton', head.sha, 'success')
    await commit(t.as('grace'), 'one', { 'b.txt': 'b\n' })
    expect(await mergeRefusal(t, number)).toEqual(ruled('Required status check "gate" is expected.'))
  })

  it('are counted together when there are several, and want an up-to-date branch when strict', async () => {
    await using t = await startCodeForge()
    const { number, head } = await openPull(t.as('grace'), 'one', { 'a.txt': 'a\n' })
    await protect(t, {
      checks: [{ context: 'gate' }, { context: 'lint' }, { context: 'test' }],
      strict: true,
    })
    expect(await mergeRefusal(t, number)).toEqual(ruled('3 of 3 required status checks are expected.'))
    await report(t, 'baton', head.sha, 'failure')
    await t
      .as('grace')
      .rest.repos.createCommitStatus({ ...repo, sha: head.sha, context: 'lint', state: 'success' })
    expect(await mergeRefusal(t, number)).toEqual(
      ruled('2 of 3 required status checks have not succeeded: 1 failing, 1 expected.'),
    )
    await report(t, 'baton', head.sha, 'success')
    await t
      .as('grace')
      .rest.repos.createCommitStatus({ ...repo, sha: head.sha, context: 'test', state: 'success' })
    expect(await stateOf(t, number)).toBe('clean')
    const repository = repositoryOf(t)
    const [ruleset] = [...repository.rulesets.keys()]
    await t.as('ada').request('PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      ...repo,
      ruleset_id: ruleset!,
      enforcement: 'disabled',
    })
    await commit(t.as('grace'), 'main', { 'other.txt': 'o\n' })
    await t.as('ada').request('PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      ...repo,
      ruleset_id: ruleset!,
      enforcement: 'active',
    })
    expect(await stateOf(t, number)).toBe('behind')
    const behind = await mergeRefusal(t, number)
    expect([behind.status, behind.message]).toEqual([
      409,
      'Repository rule violations found\n\nHead branch is out of date. Review and try the merge again.\n\n',
    ])
  })

  it('leave a red check that is not required as unstable', async () => {
    await using t = await startCodeForge()
    const { number, head } = await openPull(t.as('grace'), 'one', { 'a.txt': 'a\n' })
    await report(t, 'baton', head.sha, 'failure')
    expect(await stateOf(t, number)).toBe('unstable')
    await t.as('grace').rest.pulls.merge({ ...repo, pull_number: number })
  })
})

describe('required reviews', () => {
  it('count from reviewers with write only, the latest of each, never the author’s', async () => {
    await using t = await startCodeForge()
    const { number, head } = await openPull(t.app('baton'), 'one', { 'a.txt': 'a\n' })
    await protect(t, { approvals: 1 })
    const missing = ruled('At least 1 approving review is required by reviewers with write access.')
    expect(await mergeRefusal(t, number)).toEqual(missing)
    const review = (who: 'lin' | 'mallory' | 'grace', event: 'APPROVE' | 'COMMENT' | 'REQUEST_CHANGES') =>
      t.as(who).rest.pulls.createReview({ ...repo, pull_number: number, event, body: 'words' })
    await review('lin', 'APPROVE')
    await review('mallory', 'APPROVE')
    expect(await mergeRefusal(t, number)).toEqual(missing)
    await review('grace', 'REQUEST_CHANGES')
    expect(await mergeRefusal(t, number)).toEqual(
      ruled(
        'Changes have been requested.',
        'At least 1 approving review is required by reviewers with write access.',
      ),
    )
    const approved = await t
      .app('reviewer')
      .rest.pulls.createReview({ ...repo, pull_number: number, event: 'APPROVE' })
    expect(approved.data.commit_id).toBe(head.sha)
    expect(await mergeRefusal(t, number)).toEqual(ruled('Changes have been requested.'))
    await review('grace', 'COMMENT')
    expect(await stateOf(t, number)).toBe('blocked')
    await review('grace', 'APPROVE')
    expect(await stateOf(t, number)).toBe('clean')
    const app = repositoryOf(t)
    for (const installation of t.forge.world.installations.values()) {
      if (installation.app.id === APPS.reviewer.id) installation.permissions = { contents: 'read' }
    }
    const { data } = await t.as('grace').rest.pulls.listReviews({ ...repo, pull_number: number })
    const grace = data.find(({ user, state }) => user?.login === 'grace' && state === 'APPROVED')!
    await t
      .as('grace')
      .rest.pulls.dismissReview({ ...repo, pull_number: number, review_id: grace.id, message: 'no' })
    expect(await mergeRefusal(t, number), 'an App without contents: write does not count').toEqual(missing)
    expect(app.pulls.size).toBe(1)
  })

  it('end with a push that changes the diff, when the rule says so, and only then', async () => {
    await using t = await startCodeForge()
    const { number } = await openPull(t.app('baton'), 'one', { 'a.txt': 'a\n' })
    await protect(t, { approvals: 1, dismissStale: true })
    await t.as('grace').rest.pulls.createReview({ ...repo, pull_number: number, event: 'APPROVE' })
    const ruleset = [...repositoryOf(t).rulesets.values()][0]!
    ruleset.enforcement = 'disabled'
    await commit(t.as('grace'), 'main', { 'other.txt': 'o\n' })
    ruleset.enforcement = 'active'
    await t.app('baton').rest.pulls.updateBranch({ ...repo, pull_number: number })
    expect(await stateOf(t, number), 'merging the base changes nothing').toBe('clean')
    await commit(t.app('baton'), 'one', { 'a.txt': 'changed\n' })
    expect(await mergeRefusal(t, number)).toEqual(
      ruled('At least 1 approving review is required by reviewers with write access.'),
    )
    const { data } = await t.as('grace').rest.pulls.listReviews({ ...repo, pull_number: number })
    expect(data.map(({ state }) => state)).toEqual(['DISMISSED'])
  })

  it('ask somebody other than the last pusher, and for resolved conversations', async () => {
    await using t = await startCodeForge()
    const { number, head } = await openPull(t.app('baton'), 'one', { 'a.txt': 'a\n' })
    await protect(t, { approvals: 1, lastPush: true, threads: true })
    await commit(t.as('grace'), 'one', { 'b.txt': 'b\n' })
    await t.as('grace').rest.pulls.createReview({ ...repo, pull_number: number, event: 'APPROVE' })
    const lastPush = 'New changes require approval from someone other than the last pusher.'
    expect(await mergeRefusal(t, number)).toEqual(ruled(lastPush))
    await t.as('ada').rest.pulls.createReviewComment({
      ...repo,
      pull_number: number,
      commit_id: head.sha,
      path: 'a.txt',
      line: 1,
      body: 'why?',
    })
    const threads = 'A conversation must be resolved before this pull request can be merged.'
    expect(await mergeRefusal(t, number)).toEqual(ruled(lastPush, threads))
    await t.as('ada').rest.pulls.createReview({ ...repo, pull_number: number, event: 'APPROVE' })
    expect(await mergeRefusal(t, number)).toEqual(ruled(threads))
    repositoryOf(t).pulls.get(number)!.reviewComments[0]!.resolved = true
    expect(await stateOf(t, number)).toBe('clean')
  })
})
