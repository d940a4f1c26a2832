// Clone, fetch and push with the real git: who is let in, what a push causes, and what it is refused with.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReceiver, type Receiver, type TestForge } from '../support.ts'
import {
  APPS,
  cloneUrl,
  commit,
  git,
  openPull,
  protect,
  repo,
  repositoryOf,
  startCodeForge,
  tip,
} from './support.ts'

let t: TestForge
let hooks: Receiver
let work: string
beforeAll(async () => {
  t = await startCodeForge()
  hooks = await startReceiver()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's' })
  work = await mkdtemp(join(tmpdir(), 'forge-work-'))
})
afterAll(async () => {
  await hooks[Symbol.asyncDispose]()
  await t.close()
  await rm(work, { recursive: true })
})

/** A clone with one commit more on a new branch. */
async function cloneWith(name: string, file: string, token = 'ghp_grace'): Promise<string> {
  const cloned = await git(work, 'clone', '--quiet', cloneUrl(t, token), name)
  expect(cloned.code, cloned.output).toBe(0)
  const dir = join(work, name)
  await writeFile(join(dir, file), `${name}\n`)
  await git(dir, 'add', '--all')
  await git(dir, 'commit', '--quiet', '-m', `add ${file}`)
  return dir
}

describe('reading', () => {
  it.each([
    ['public, nobody', 'engine', undefined, 0, ''],
    ['public, stranger', 'engine', 'ghp_mallory', 0, ''],
    ['private, bad token', 'secret', 'nonsense', 128, 'Authentication failed'],
    ['private, owner', 'secret', 'ghp_ada', 0, ''],
    ['private, nobody', 'secret', undefined, 128, 'could not read Username'],
    ['private, stranger', 'secret', 'ghp_mallory', 128, 'not found'],
    ['missing', 'nowhere', 'ghp_ada', 128, 'not found'],
    ['a path that climbs', '..%2fsecret', 'ghp_mallory', 128, 'not found'],
  ])('%s', async (name, repository, token, code, words) => {
    const result = await git(work, 'ls-remote', cloneUrl(t, token, repository), 'refs/heads/main')
    expect([result.code, result.output.includes(words)], result.output).toEqual([code, true])
    if (code === 0) expect(result.output, name).toMatch(/^[0-9a-f]{40}\trefs\/heads\/main/)
  })

  it('asks for credentials with a challenge', async () => {
    const answer = await fetch(`${t.forge.url}/ada/secret.git/info/refs?service=git-upload-pack`)
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="GitHub"'])
    const dumb = await fetch(`${t.forge.url}/ada/engine.git/info/refs`)
    expect(dumb.status).toBe(403)
  })

  it('lets one fetch a shallow commit by its SHA, a pull request head, and no more than it may see', async () => {
    const { number, head } = await openPull(t.as('grace'), 'fetched', { 'p.txt': 'p\n' })
    await git(work, 'init', '--quiet', 'shallow')
    const dir = join(work, 'shallow')
    expect((await git(dir, 'fetch', '--depth=1', cloneUrl(t, undefined), head.sha)).code).toBe(0)
    expect((await git(dir, 'fetch', cloneUrl(t, undefined), `refs/pull/${number}/head`)).code).toBe(0)
    expect((await git(dir, 'rev-parse', 'FETCH_HEAD')).output.trim()).toBe(head.sha)
  })
})

describe('pushing', () => {
  it('moves the branch, the pull request and the webhooks', async () => {
    const dir = await cloneWith('pushed', 'pushed.txt')
    const push = await git(dir, 'push', 'origin', 'HEAD:refs/heads/pushed')
    expect(push.code, push.output).toBe(0)
    const { data } = await t
      .as('grace')
      .rest.pulls.create({ ...repo, title: 'p', head: 'pushed', base: 'main' })
    await writeFile(join(dir, 'second.txt'), '2\n')
    await git(dir, 'add', '--all')
    await git(dir, 'commit', '--quiet', '-m', 'second')
    expect((await git(dir, 'push', 'origin', 'HEAD:refs/heads/pushed')).code).toBe(0)
    const now = (await git(dir, 'rev-parse', 'HEAD')).output.trim()
    const pull = (await t.as('grace').rest.pulls.get({ ...repo, pull_number: data.number })).data
    expect([pull.head.sha, pull.commits, pull.changed_files]).toEqual([now, 2, 2])
    await t.forge.drain()
    const names = hooks.names().filter((name) => /^(push|create|pull_request\.)/.test(name))
    expect(names.slice(-5)).toEqual([
      'create',
      'push',
      'pull_request.opened',
      'push',
      'pull_request.synchronize',
    ])
    const last = hooks.received.findLast(({ event }) => event === 'push')!
    expect(last.payload).toMatchObject({
      ref: 'refs/heads/pushed',
      after: now,
      forced: false,
      pusher: { name: 'grace' },
      commits: [{ message: 'second', added: ['second.txt'] }],
    })
    const forced = await git(dir, 'push', '--force', 'origin', 'HEAD~1:refs/heads/pushed')
    expect(forced.code).toBe(0)
    const deleted = await git(dir, 'push', 'origin', ':refs/heads/pushed')
    expect(deleted.code, deleted.output).toBe(0)
    expect((await t.as('grace').rest.pulls.get({ ...repo, pull_number: data.number })).data.state).toBe(
      'closed',
    )
  })

  it('marks a pull request as merged when its commits arrive on the base', async () => {
    const { number } = await openPull(t.as('ada'), 'by-hand', { 'by-hand.txt': 'x\n' })
    await git(work, 'clone', '--quiet', cloneUrl(t, 'ghp_ada'), 'by-hand')
    const dir = join(work, 'by-hand')
    await git(dir, 'merge', '--no-ff', '-m', 'by hand', 'origin/by-hand')
    expect((await git(dir, 'push', 'origin', 'main')).code).toBe(0)
    const { data } = await t.as('ada').rest.pulls.get({ ...repo, pull_number: number })
    expect([data.merged, data.merge_commit_sha]).toEqual([true, await tip(t.as('ada'), 'main')])
  })

  it.each([
    ['nobody', undefined, 'could not read Username'],
    ['a stranger', 'ghp_mallory', 'Write access to repository engine not granted'],
    ['a triager', 'ghp_lin', 'Write access to repository engine not granted'],
  ])('is refused for %s', async (_, token, words) => {
    const dir = await cloneWith(`refused-${String(token)}`, 'x.txt')
    const push = await git(dir, 'push', cloneUrl(t, token), 'HEAD:refs/heads/x')
    expect(push.code).not.toBe(0)
    expect(push.output).toContain(words)
    expect((await git(repositoryOf(t).gitDir, 'rev-parse', '--verify', 'refs/heads/x')).code).not.toBe(0)
  })

  it('keeps workflow files from Apps without the permission', async () => {
    const token = await t.installationToken('reviewer')
    const dir = await cloneWith('workflow', 'plain.txt', token)
    expect((await git(dir, 'push', 'origin', 'HEAD:refs/heads/plain')).code).toBe(0)
    await writeFile(join(dir, '.github/workflows/new.yml'), 'on: push\n')
    await git(dir, 'add', '--all')
    await git(dir, 'commit', '--quiet', '-m', 'workflow')
    const words =
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/new.yml` without `workflows` permission'
    for (const branch of ['plain', 'fresh']) {
      const push = await git(dir, 'push', 'origin', `HEAD:refs/heads/${branch}`)
      expect(push.code).not.toBe(0)
      expect(push.output).toContain(words)
    }
    const allowed = await git(
      dir,
      'push',
      cloneUrl(t, await t.installationToken('baton')),
      'HEAD:refs/heads/fresh',
    )
    expect(allowed.code, allowed.output).toBe(0)
  })

  it('cannot touch refs that are GitHub’s own', async () => {
    const dir = await cloneWith('own', 'own.txt')
    for (const ref of ['refs/pull/1/head', 'refs/notes/x']) {
      expect((await git(dir, 'push', 'origin', `HEAD:${ref}`)).code).not.toBe(0)
    }
  })

  it('takes hostile names as names', async () => {
    const dir = await cloneWith('names', 'ok.txt')
    for (const branch of ['$(touch pwned)', "a'b;c", 'ünïcode/日本']) {
      const push = await git(dir, 'push', 'origin', `HEAD:refs/heads/${branch.replaceAll(' ', '-')}`)
      expect(push.code, push.output).toBe(0)
    }
    const { data } = await t.as('grace').rest.repos.listBranches({ ...repo, per_page: 100 })
    expect(data.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['$(touch-pwned)', "a'b;c", 'ünïcode/日本']),
    )
  })
})

describe('pushing to a protected branch', () => {
  it('is refused per ref with the rule: rulesets GH013, classic protection GH006', async () => {
    const dir = await cloneWith('protected', 'z.txt')
    await commit(t.as('ada'), 'classic', { 'c.txt': 'c\n' })
    await t.as('ada').rest.repos.updateBranchProtection({
      ...repo,
      branch: 'classic',
      required_status_checks: { strict: false, contexts: ['ci'] },
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    })
    await protect(t, { approvals: 1 })
    await git(dir, 'fetch', '--quiet', 'origin')
    await git(dir, 'checkout', '--quiet', '-b', 'on-classic', 'origin/classic')
    await git(dir, 'commit', '--quiet', '--allow-empty', '-m', 'empty')
    const push = await git(dir, 'push', 'origin', 'main:main', 'on-classic:classic', 'main:free')
    expect(push.code).not.toBe(0)
    for (const words of [
      'error: GH013: Repository rule violations found for refs/heads/main.',
      'error: GH006: Protected branch update failed for refs/heads/classic.',
      '- Changes must be made through a pull request.',
      '- Required status check "ci" is expected.',
      '[remote rejected] main -> main',
      '[new branch]      main -> free',
    ]) {
      expect(push.output).toContain(words)
    }
    const force = await git(dir, 'push', '--force', 'origin', 'main~1:main', ':classic')
    expect(force.output).toContain('Cannot delete this branch')
    const rewritten = await git(dir, 'push', '--force', 'origin', 'main~1:classic')
    expect(rewritten.output).toContain('Cannot force-push to this branch')
  })
})
