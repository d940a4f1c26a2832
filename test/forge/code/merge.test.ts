// Merging: nothing is lost, conflicts are seen, every refusal has GitHub's words, histories are what they should be.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure, type TestForge } from '../support.ts'
import { commit, git, LINES, openPull, readFile, repo, repositoryOf, startCodeForge, tip } from './support.ts'

let t: TestForge
beforeAll(async () => {
  t = await startCodeForge()
})
afterAll(async () => {
  await t.close()
})

const edit = (line: number, text: string): string =>
  LINES.map((old, i) => (i + 1 === line ? text : old)).join('\n') + '\n'

describe('merging', () => {
  it('loses nothing when two pull requests change the same file', async () => {
    const grace = t.as('grace')
    const first = await openPull(grace, 'top', { 'src/lines.txt': edit(2, 'TOP') })
    const second = await openPull(grace, 'bottom', {
      'src/lines.txt': edit(19, 'BOTTOM'),
      'new.txt': 'new\n',
    })
    for (const { number } of [first, second]) {
      const { data } = await grace.rest.pulls.merge({ ...repo, pull_number: number })
      expect(data).toMatchObject({ merged: true, message: 'Pull Request successfully merged' })
    }
    const merged = await readFile(grace, 'src/lines.txt')
    expect(merged).toContain('TOP')
    expect(merged).toContain('BOTTOM')
    expect(await readFile(grace, 'new.txt')).toBe('new\n')
    const { data } = await grace.rest.pulls.get({ ...repo, pull_number: second.number })
    expect(data).toMatchObject({
      merged: true,
      state: 'closed',
      changed_files: 2,
      commits: 1,
      mergeable: null,
    })
    expect(data.merged_by?.login).toBe('grace')
    await expect(
      grace.rest.pulls.checkIfMerged({ ...repo, pull_number: second.number }),
    ).resolves.toMatchObject({
      status: 204,
    })
  })

  it.each([
    ['merge', 2, 2],
    ['squash', 1, 1],
    ['rebase', 1, 2],
  ] as const)('%s gives a commit with %i parents and %i commits', async (method, parents, commits) => {
    const grace = t.as('grace')
    const before = await tip(grace, 'main')
    await commit(grace, `by-${method}`, { [`${method}-1.txt`]: '1\n' }, 'first')
    const { number } = await openPull(grace, `by-${method}`, { [`${method}-2.txt`]: '2\n' })
    // Something else goes to main meanwhile, so that rebasing has something to do.
    await commit(grace, 'main', { [`other-${method}.txt`]: 'x\n' })
    await grace.rest.pulls.merge({ ...repo, pull_number: number, merge_method: method })
    const head = await tip(grace, 'main')
    const { data } = await grace.rest.repos.getCommit({ ...repo, ref: head })
    expect(data.parents).toHaveLength(parents)
    const compared = await grace.rest.repos.compareCommitsWithBasehead({
      ...repo,
      basehead: `${before}...${head}`,
    })
    const own = compared.data.commits.filter(
      ({ parents: { length }, commit: { message } }) => length < 2 && !message.includes('other-'),
    )
    expect(own).toHaveLength(commits)
    for (const file of [`${method}-1.txt`, `${method}-2.txt`, `other-${method}.txt`]) {
      expect((await readFile(grace, file)).length).toBeGreaterThan(0)
    }
    const fsck = await git(repositoryOf(t).gitDir, 'fsck', '--strict', '--full')
    expect(fsck.code, fsck.output).toBe(0)
  })

  it('gives each method its message', async () => {
    const grace = t.as('grace')
    const one = await openPull(grace, 'said-merge', { 'm.txt': 'm\n' })
    await grace.rest.pulls.merge({ ...repo, pull_number: one.number })
    const two = await openPull(grace, 'said-squash', { 's.txt': 's\n' })
    await grace.rest.pulls.merge({ ...repo, pull_number: two.number, merge_method: 'squash' })
    const three = await openPull(grace, 'said-own', { 'o.txt': 'o\n' })
    await grace.rest.pulls.merge({
      ...repo,
      pull_number: three.number,
      commit_title: 'Own',
      commit_message: 'words',
    })
    const { data } = await grace.rest.repos.listCommits({ ...repo, per_page: 4 })
    const messages = data.map(({ commit }) => commit.message)
    expect(messages).toContain('Own\n\nwords')
    expect(messages).toContain(`Add said-squash (#${two.number})`)
    const { data: merge } = await grace.rest.repos.getCommit({
      ...repo,
      ref: await tip(grace, 'said-squash'),
    })
    expect(merge.commit.message).toBe('change s.txt')
    const all = await grace.rest.repos.listCommits({ ...repo, per_page: 10 })
    expect(all.data.map(({ commit }) => commit.message)).toContain(
      `Merge pull request #${one.number} from ada/said-merge\n\nAdd said-merge`,
    )
  })

  it('sees a conflict and refuses the merge', async () => {
    const grace = t.as('grace')
    const mine = await openPull(grace, 'mine', { 'clash.txt': 'mine\n' })
    const yours = await openPull(grace, 'yours', { 'clash.txt': 'yours\n' })
    await grace.rest.pulls.merge({ ...repo, pull_number: mine.number })
    const { data } = await grace.rest.pulls.get({ ...repo, pull_number: yours.number })
    expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
    const refusals = {
      merge: 'Pull Request is not mergeable',
      squash: 'Pull Request is not mergeable',
      rebase: "This branch can't be rebased",
    } as const
    for (const method of ['merge', 'squash', 'rebase'] as const) {
      const { status, message } = await failure(
        grace.rest.pulls.merge({ ...repo, pull_number: yours.number, merge_method: method }),
      )
      expect([status, message]).toEqual([405, refusals[method]])
    }
    const update = await failure(grace.rest.pulls.updateBranch({ ...repo, pull_number: yours.number }))
    expect([update.status, update.message]).toEqual([422, 'merge conflict between base and head'])
  })

  it('refuses drafts, moved heads, merged and closed pull requests, and unknown numbers', async () => {
    const grace = t.as('grace')
    const draft = await openPull(grace, 'draft', { 'd.txt': 'd\n' }, { draft: true })
    const other = await openPull(grace, 'moved', { 'e.txt': 'e\n' })
    const closed = await openPull(grace, 'closed', { 'f.txt': 'f\n' })
    await grace.rest.pulls.update({ ...repo, pull_number: closed.number, state: 'closed' })
    expect((await grace.rest.pulls.get({ ...repo, pull_number: draft.number })).data.mergeable_state).toBe(
      'draft',
    )
    const rows: [number, string | undefined, number, string][] = [
      [draft.number, undefined, 405, 'Pull Request is still a draft'],
      [other.number, draft.head.sha, 409, 'Head branch was modified. Review and try the merge again.'],
      [closed.number, undefined, 405, 'Pull Request is not mergeable'],
      [9999, undefined, 404, 'Not Found'],
    ]
    for (const [number, sha, status, message] of rows) {
      const refused = await failure(
        grace.rest.pulls.merge({ ...repo, pull_number: number, ...(sha === undefined ? {} : { sha }) }),
      )
      expect([refused.status, refused.message]).toEqual([status, message])
    }
    const lin = await failure(t.as('lin').rest.pulls.merge({ ...repo, pull_number: other.number }))
    expect(lin.status).toBe(403)
    await expect(
      grace.rest.pulls.checkIfMerged({ ...repo, pull_number: other.number }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('closes the issues that the body names, on the default branch only', async () => {
    const grace = t.as('grace')
    const numbers = []
    for (const title of ['a', 'b', 'c']) {
      numbers.push((await grace.rest.issues.create({ ...repo, title })).data.number)
    }
    const [a, b, c] = numbers
    const body = `Closes #${a}, resolves: #${b}. Mentions #${c}; closes other/place#${c}.`
    const { number } = await openPull(grace, 'closing', { 'g.txt': 'g\n' }, { body })
    await grace.rest.pulls.merge({ ...repo, pull_number: number })
    const states = []
    for (const issue_number of numbers)
      states.push((await grace.rest.issues.get({ ...repo, issue_number })).data.state)
    expect(states).toEqual(['closed', 'closed', 'open'])
  })

  it('brings a branch up to date with its base', async () => {
    const grace = t.as('grace')
    const { number, head } = await openPull(grace, 'behind', { 'h.txt': 'h\n' })
    const fresh = await failure(grace.rest.pulls.updateBranch({ ...repo, pull_number: number }))
    expect([fresh.status, fresh.message]).toEqual([422, 'There are no new commits on the base branch.'])
    await commit(grace, 'main', { 'ahead.txt': 'x\n' })
    const wrong = await failure(
      grace.rest.pulls.updateBranch({ ...repo, pull_number: number, expected_head_sha: '1'.repeat(40) }),
    )
    expect([wrong.status, wrong.message]).toEqual([422, 'Validation Failed'])
    const updated = await grace.rest.pulls.updateBranch({
      ...repo,
      pull_number: number,
      expected_head_sha: head.sha,
    })
    expect(updated.status).toBe(202)
    const { data } = await grace.rest.pulls.get({ ...repo, pull_number: number })
    expect(data.head.sha).not.toBe(head.sha)
    expect(data).toMatchObject({ changed_files: 1, mergeable_state: 'clean' })
  })
})
