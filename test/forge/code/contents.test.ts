// Git data, contents, commits and comparisons over the API, hostile paths included.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure, type TestForge } from '../support.ts'
import { commit, git, readFile, repo, repositoryOf, startCodeForge, tip } from './support.ts'

let t: TestForge
beforeAll(async () => {
  t = await startCodeForge()
})
afterAll(async () => {
  const fsck = await git(repositoryOf(t).gitDir, 'fsck', '--strict', '--full')
  await t.close()
  expect(fsck.code, fsck.output).toBe(0)
})

const refused = async (call: Promise<unknown>) => {
  const { status, message } = await failure(call)
  return [status, message]
}

describe('contents', () => {
  it('reads files and folders, at any ref', async () => {
    const repos = t.as('mallory').rest.repos
    const file = await repos.getContent({ ...repo, path: 'README.md' })
    expect(file.data).toMatchObject({ type: 'file', encoding: 'base64', content: 'IyBlbmdpbmUK\n', size: 9 })
    const folder = await fetch(`${t.forge.url}/repos/ada/engine/contents/`, {
      headers: { 'user-agent': 'test' },
    })
    expect(await folder.json()).toMatchObject([
      { name: '.github', type: 'dir', path: '.github' },
      { name: 'README.md', type: 'file', size: 9 },
      { name: 'src', type: 'dir' },
    ])
    const inner = await repos.getContent({ ...repo, path: 'src/', ref: await tip(t.as('ada'), 'main') })
    expect(inner.data).toMatchObject([{ path: 'src/lines.txt' }])
    expect(await refused(repos.getContent({ ...repo, path: 'nope.md' }))).toEqual([404, 'Not Found'])
    expect(await refused(repos.getContent({ ...repo, path: 'README.md', ref: 'nope' }))).toEqual([
      404,
      'No commit found for the ref nope',
    ])
    for (const path of ['src/../README.md', '../../../etc/passwd', 'README.md\nblob HEAD']) {
      expect([400, 404], path).toContain((await failure(repos.getContent({ ...repo, path }))).status)
    }
  })

  it('creates, updates and deletes a file, each a commit', async () => {
    const repos = t.as('grace').rest.repos
    const file = { ...repo, path: 'docs/ü b.md', branch: 'main' }
    const content = (text: string) => Buffer.from(text).toString('base64')
    const made = await repos.createOrUpdateFileContents({ ...file, message: 'make', content: content('1') })
    expect([made.status, made.data.commit.message]).toEqual([201, 'make'])
    const sha = made.data.content!.sha!
    const missing = repos.createOrUpdateFileContents({ ...file, message: 'm', content: content('2') })
    expect(await refused(missing)).toEqual([422, 'Invalid request.\n\n"sha" wasn\'t supplied.'])
    const stale = repos.createOrUpdateFileContents({
      ...file,
      message: 'm',
      content: content('2'),
      sha: '1'.repeat(40),
    })
    expect(await refused(stale)).toEqual([409, `docs/ü b.md does not match ${'1'.repeat(40)}`])
    const updated = await repos.createOrUpdateFileContents({
      ...file,
      message: 'change',
      content: content('2'),
      sha,
    })
    expect(updated.status).toBe(200)
    expect(await readFile(t.as('grace'), 'docs/ü b.md')).toBe('2')
    await repos.deleteFile({ ...file, message: 'remove', sha: updated.data.content!.sha! })
    expect(await refused(repos.getContent({ ...repo, path: 'docs' }))).toEqual([404, 'Not Found'])
    const nowhere = repos.createOrUpdateFileContents({
      ...file,
      branch: 'nope',
      message: 'm',
      content: content('x'),
    })
    expect(await refused(nowhere)).toEqual([404, 'Branch nope not found'])
    const reader = t
      .app('reader')
      .rest.repos.createOrUpdateFileContents({ ...file, message: 'm', content: content('x') })
    expect((await failure(reader)).status).toBe(403)
    const workflow = t.app('reviewer').rest.repos.createOrUpdateFileContents({
      ...repo,
      path: '.github/workflows/x.yml',
      message: 'm',
      content: content('on: push'),
    })
    expect((await failure(workflow)).status).toBe(403)
  })
})

describe('git data', () => {
  it('writes trees that keep what they are based on', async () => {
    const rest = t.as('grace').rest.git
    const base_tree = await tip(t.as('grace'), 'main')
    const blob = await rest.createBlob({
      ...repo,
      content: Buffer.from([0, 255, 10]).toString('base64'),
      encoding: 'base64',
    })
    const tree = await rest.createTree({
      ...repo,
      base_tree,
      tree: [
        { path: 'src/bin', mode: '100755', type: 'blob', sha: blob.data.sha },
        { path: 'src.txt', mode: '100644', type: 'blob', content: 'sorts before src/\n' },
        { path: 'README.md', mode: '100644', type: 'blob', sha: null },
      ],
    })
    const all = await rest.getTree({ ...repo, tree_sha: tree.data.sha, recursive: '1' })
    expect(all.data.tree.map(({ path, mode }) => [path, mode])).toEqual([
      ['.github', '040000'],
      ['.github/workflows', '040000'],
      ['.github/workflows/check.yml', '100644'],
      ['.github/workflows/push.yml', '100644'],
      ['src.txt', '100644'],
      ['src', '040000'],
      ['src/bin', '100755'],
      ['src/lines.txt', '100644'],
    ])
    const data = await rest.getBlob({ ...repo, file_sha: blob.data.sha })
    expect([...Buffer.from(data.data.content, 'base64')]).toEqual([0, 255, 10])
    const made = await rest.createCommit({
      ...repo,
      message: 'm <x>\n\nbody',
      tree: tree.data.sha,
      parents: [base_tree],
      author: { name: 'A <b>\n', email: 'a@b.c', date: '2026-01-31T12:00:00+02:00' },
    })
    expect(made.data).toMatchObject({
      message: 'm <x>\n\nbody',
      author: { name: 'A b', email: 'a@b.c', date: '2026-01-31T10:00:00Z' },
    })
    await rest.createRef({ ...repo, ref: 'refs/heads/data', sha: made.data.sha })
    const tag = await rest.createTag({
      ...repo,
      tag: 'v1',
      message: 'one',
      object: made.data.sha,
      type: 'commit',
    })
    await rest.createRef({ ...repo, ref: 'refs/tags/v1', sha: tag.data.sha })
    expect((await rest.getRef({ ...repo, ref: 'tags/v1' })).data.object).toMatchObject({
      type: 'tag',
      sha: tag.data.sha,
    })
    expect((await rest.getTag({ ...repo, tag_sha: tag.data.sha })).data).toMatchObject({
      tag: 'v1',
      message: 'one',
    })
    expect((await t.as('grace').rest.repos.getCommit({ ...repo, ref: 'v1' })).data.sha).toBe(made.data.sha)
    await rest.deleteRef({ ...repo, ref: 'tags/v1' })
    expect((await failure(rest.getRef({ ...repo, ref: 'tags/v1' }))).status).toBe(404)
  })

  it.each([
    ['a path that climbs', { path: '../x', content: 'x' }, 'tree.path contains a malformed path component'],
    ['a .git folder', { path: '.GIT/config', content: 'x' }, 'tree.path contains a malformed path component'],
    ['an absolute path', { path: '/x', content: 'x' }, 'tree.path contains a malformed path component'],
    [
      'a missing object',
      { path: 'x', sha: '1'.repeat(40) },
      `tree.sha ${'1'.repeat(40)} is not a valid blob`,
    ],
    ['removing nothing', { path: 'nope', sha: null }, 'GitRPC::BadObjectState'],
    ['neither sha nor content', { path: 'x' }, 'Must supply either tree.sha or tree.content'],
  ])('refuses %s in a tree', async (_, entry, message) => {
    const tree = [{ mode: '100644' as const, type: 'blob' as const, ...entry }]
    expect(await refused(t.as('grace').rest.git.createTree({ ...repo, base_tree: 'main', tree }))).toEqual([
      422,
      message,
    ])
  })

  it('refuses commits of what is not there', async () => {
    const rest = t.as('grace').rest.git
    const none = '1'.repeat(40)
    expect(await refused(rest.createCommit({ ...repo, message: 'm', tree: none }))).toEqual([
      422,
      'Tree SHA does not exist',
    ])
    const { data } = await rest.getTree({ ...repo, tree_sha: 'main' })
    expect(
      (await failure(rest.createCommit({ ...repo, message: 'm', tree: data.sha, parents: [none] }))).status,
    ).toBe(422)
    expect(await refused(rest.getCommit({ ...repo, commit_sha: none }))).toEqual([404, 'Not Found'])
    expect(await refused(rest.getBlob({ ...repo, file_sha: data.sha }))).toEqual([404, 'Not Found'])
  })
})

describe('commits', () => {
  it('are listed by path and author, and compared', async () => {
    const grace = t.as('grace')
    const from = await tip(grace, 'main')
    await commit(grace, 'history', { 'h.txt': '1\n' }, 'first')
    const last = await commit(grace, 'history', { 'h.txt': '2\n' }, 'second')
    const mine = await grace.rest.repos.listCommits({
      ...repo,
      sha: 'history',
      path: 'h.txt',
      author: 'grace',
    })
    expect(mine.data.map(({ commit: { message } }) => message)).toEqual(['second', 'first'])
    expect(mine.data[0]?.author?.login).toBe('grace')
    expect((await grace.rest.repos.listCommits({ ...repo, sha: 'history', author: 'lin' })).data).toEqual([])
    const paged = await grace.rest.repos.listCommits({ ...repo, sha: 'history', per_page: 1 })
    expect([paged.data.length, paged.headers.link]).toEqual([1, expect.stringContaining('rel="next"')])
    const one = await grace.rest.repos.getCommit({ ...repo, ref: 'history' })
    expect(one.data).toMatchObject({
      sha: last,
      stats: { additions: 1, deletions: 1 },
      files: [{ filename: 'h.txt' }],
    })
    const compare = async (basehead: string) => {
      const { data } = await grace.rest.repos.compareCommitsWithBasehead({ ...repo, basehead })
      return [data.status, data.ahead_by, data.behind_by, data.files?.length]
    }
    expect(await compare('main...history')).toEqual(['ahead', 2, 0, 1])
    expect(await compare('history...main')).toEqual(['behind', 0, 2, 0])
    expect(await compare(`ada:main...${from}`)).toEqual(['identical', 0, 0, 0])
    expect((await failure(compare('main...nope'))).status).toBe(404)
    const pulls = await grace.rest.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: last })
    expect(pulls.data).toEqual([])
  })

  it('are not found under names that are options or more than a name', async () => {
    for (const ref of ['--all', '-x', 'nope', 'HEAD\ncontents HEAD', 'main:README.md']) {
      const call = t.as('grace').request('GET /repos/{owner}/{repo}/commits/{ref}', { ...repo, ref })
      expect((await failure(call)).status, ref).toBe(422)
    }
  })
})
