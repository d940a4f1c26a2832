// The rules that hold of the world while Baton works in it: who may start work, whose checks and approvals open a merge.

import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Octokit } from '@octokit/rest'
import { runsOfTask } from '../../src/store/runs.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { GREET, GREET_PATH } from '../support/small-scenario.ts'
import { at, isDone, issueOf, labelsOf, onlyPull, smallStage, taskOf } from '../support/small-stage.ts'
import { expectPaidOnce } from '../support/whole-world.ts'

interface Refusal {
  status: number
  message: string
}

/** What GitHub answered to a request that it must refuse. */
async function refused(request: Promise<unknown>): Promise<Refusal> {
  try {
    await request
  } catch (error) {
    if (error instanceof Error && 'status' in error)
      return { status: Number(error.status), message: error.message }
    throw error
  }
  throw new Error('it was not refused')
}

describe('a pull request of the author App', () => {
  const green = (client: Octokit, name: string, sha: string): Promise<unknown> =>
    client.rest.checks.create({ ...at, name, head_sha: sha, status: 'completed', conclusion: 'success' })

  test('is merged with the author App’s checks on its head and another account’s approval, and with nothing less', async () => {
    const { app, repo, close, stage } = await smallStage()
    onTestFinished(close)
    const [author, reviewer] = [app('author'), app('reviewer')]
    const main = (await author.rest.git.getRef({ ...at, ref: 'heads/main' })).data.object.sha
    await author.rest.git.createRef({ ...at, ref: 'refs/heads/probe', sha: main })
    const content = Buffer.from(GREET[1]).toString('base64')
    const sha = (await stage.forge.git.fileAt(repo, 'main', GREET_PATH))?.sha ?? ''
    const file = { path: GREET_PATH, message: 'Greet', branch: 'probe', content, sha }
    const head =
      (await author.rest.repos.createOrUpdateFileContents({ ...at, ...file })).data.commit.sha ?? ''
    const { number } = (
      await author.rest.pulls.create({ ...at, head: 'probe', base: 'main', title: 'Greet' })
    ).data
    const merge = (): Promise<unknown> =>
      author.rest.pulls.merge({ ...at, pull_number: number, merge_method: 'squash' })
    const approve = (client: Octokit): Promise<unknown> =>
      client.rest.pulls.createReview({ ...at, pull_number: number, event: 'APPROVE' })

    expect(await refused(approve(author))).toMatchObject({
      status: 422,
      message: expect.stringContaining('approve your own pull request'),
    })
    await approve(reviewer)
    await green(author, 'baton/gates', head)
    const missing = {
      status: 405,
      message: expect.stringContaining('Required status check "baton/consensus" is expected.'),
    }
    expect(await refused(merge())).toMatchObject(missing)
    await green(reviewer, 'baton/consensus', head)
    expect(await refused(merge())).toMatchObject(missing)
    await green(author, 'baton/consensus', main)
    expect(await refused(merge())).toMatchObject(missing)
    await green(author, 'baton/consensus', head)
    await merge()
    expect(onlyPull(repo).merged).toBe(true)
  })
})

describe('an issue', () => {
  let here: Conducted
  beforeEach(async () => {
    here = await conduct()
  })
  afterEach(async () => {
    await here.close()
  })

  test('of a stranger starts nothing and is not answered, until somebody entitled labels it', async () => {
    const { small, baton, acted, rest } = here
    const labels = ['baton', 'type:implementation']
    const issue = (await small.as('mallory').rest.issues.create({ ...at, title: 'Do my work', labels })).data
      .number
    await rest()
    expect(labelsOf(issueOf(small.repo, issue))).toEqual([])
    await small.as('mallory').rest.issues.createComment({ ...at, issue_number: issue, body: '/baton start' })
    expect(
      await refused(small.as('mallory').rest.issues.addLabels({ ...at, issue_number: issue, labels })),
    ).toMatchObject({
      status: 403,
    })
    // Who triages may label, but not hand out work.
    small.repo.collaborators.set('mallory', 'triage')
    await small.as('mallory').rest.issues.addLabels({ ...at, issue_number: issue, labels })
    await rest()
    expect(labelsOf(issueOf(small.repo, issue)).sort()).toEqual(labels)
    expect(acted).toEqual([])
    expect(await runsOfTask(baton.store.db, taskOf(issue))).toEqual([])
    expect(issueOf(small.repo, issue).comments.map(({ user }) => user.login)).toEqual(['mallory'])

    await small.as('alice').rest.issues.removeLabel({ ...at, issue_number: issue, name: 'baton' })
    await small.as('alice').rest.issues.addLabels({ ...at, issue_number: issue, labels })
    await until('work has started', async () => (await runsOfTask(baton.store.db, taskOf(issue))).length > 0)
    expect(issueOf(small.repo, issue).comments.at(-1)).toMatchObject({ user: { login: 'baton[bot]' } })
  })
})

describe('without a reviewer App, and with a policy that breaks on the way', () => {
  let here: Conducted
  beforeEach(async () => {
    here = await conduct((config) => ({ ...config, github: { ...config.github, reviewer: undefined } }))
  })
  afterEach(async () => {
    await here.close()
  })

  /** An administrator pushes past the ruleset: switches it off for one commit. */
  async function pushToMain(path: string, text: string): Promise<void> {
    const { as, stage, repo } = here.small
    const alice = as('alice').rest
    const [ruleset] = (await alice.repos.getRepoRulesets(at)).data
    const enforce = (enforcement: 'active' | 'disabled'): Promise<unknown> =>
      alice.repos.updateRepoRuleset({ ...at, ruleset_id: ruleset?.id ?? 0, enforcement })
    const sha = (await stage.forge.git.fileAt(repo, 'main', path))?.sha ?? ''
    await enforce('disabled')
    const content = Buffer.from(text).toString('base64')
    await alice.repos.createOrUpdateFileContents({ ...at, path, message: 'Change it', content, sha })
    await enforce('active')
  }

  test('the last good policy stays in force; all reviews are comments; a person approves and it is merged', async () => {
    const { small, acted, baton, rest } = here
    const { repo, stage } = small
    const issue = await stage.fileIssue()
    await until('a pull request is open', () => repo.pulls.size > 0)
    await pushToMain('.github/baton.yml', 'version: 1\nextends: asa-swarm\nvalidate: []\n')
    await until('the seats have agreed', () => acted.some((action) => action.do === 'mark_ready'), 200_000)
    await rest()

    const config = issueOf(repo, issue).comments.filter(({ body }) => body.includes('<!-- baton:config -->'))
    expect(config.map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /last good configuration stays in force[\s\S]*`\.github\/baton\.yml:3` `validate`/,
      ),
    ])
    const pull = onlyPull(repo)
    expect(pull.merged).toBe(false)
    expect(new Set(pull.reviews.map(({ state, user }) => `${user.login} ${state}`))).toEqual(
      new Set(['baton[bot] COMMENTED']),
    )
    // GitHub makes a review without words of every answer in a thread.
    expect(pull.reviews.filter(({ body }) => body !== '')).toHaveLength(3)
    expect(labelsOf(issueOf(repo, issue))).toContain('state:in-review')
    expect(acted.filter((action) => action.do === 'merge')).toEqual([])

    await small.as('alice').rest.pulls.createReview({ ...at, pull_number: pull.number, event: 'APPROVE' })
    await until('it is merged', () => isDone(repo, issue))
    await rest()
    expect(pull).toMatchObject({ merged: true, mergedBy: { login: 'baton[bot]' } })
    expect((await stage.forge.git.fileAt(repo, 'main', GREET_PATH))?.data.toString()).toBe(GREET[2])
    expect(stage.forge.contract.violations).toEqual([])
    expectPaidOnce(small)
    expect(await baton.queue.listDeadLetters()).toEqual([])

    const before = stage.forge.requests.length
    await baton.queue.wake([taskOf(issue)])
    await baton.queue.idle()
    expect(stage.forge.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      expect.stringMatching(/^POST .*\/graphql$/),
    ])
  })
})
