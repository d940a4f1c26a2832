// Mirrors, worktrees, locks and diffs on real repositories.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { changedPaths, diffText } from '../../src/workspace/diff.ts'
import { withFileLock } from '../../src/workspace/file-lock.ts'
import { isSupportedGit, requireGit } from '../../src/workspace/git-version.ts'
import { git, gitText } from '../../src/workspace/git.ts'
import { ensureMirror, hasCommit, localRef, mergeBase, readRef } from '../../src/workspace/mirror.ts'
import {
  addWorktree,
  keepWork,
  listWorktrees,
  pruneWorktrees,
  removeWorktree,
} from '../../src/workspace/worktree.ts'
import { BOT, Folder, gitSync, makeRemote, put } from './fixture.ts'

const NOWHERE = Sha.parse('1'.repeat(40))

describe('mirror', () => {
  it('fetches refs and SHAs, keeps branches as origin/*, stores no URL', async () => {
    using folder = new Folder()
    const { dir, url, mirror, base } = await makeRemote(folder.path)
    const seed = join(folder.path, 'seed')
    put(seed, { new: 'x' })
    gitSync(seed, 'add', 'new')
    gitSync(seed, 'commit', '-qm', 'two')
    const two = Sha.parse(gitSync(seed, 'rev-parse', 'HEAD'))
    gitSync(seed, 'push', '-q', dir, 'HEAD:refs/pull/7/head')
    expect(await hasCommit(mirror, two)).toBe(false)
    await ensureMirror({
      cloneUrl: url,
      dir: mirror.dir,
      refs: ['refs/pull/7/head', two, base],
      allowFile: true,
    })
    expect(await readRef(mirror, localRef('refs/pull/7/head'))).toBe(two)
    expect(await readRef(mirror, 'refs/remotes/origin/main')).toBe(base)
    expect(await mergeBase(mirror, base, two)).toBe(base)
    expect(readFileSync(join(mirror.dir, 'config'), 'utf8')).not.toContain('file:')
  })

  const bad: [string, { cloneUrl?: string; refs?: string[]; allowFile?: boolean }, RegExp][] = [
    ['credentials in the URL', { cloneUrl: 'https://x:y@example.com/a' }, /credentials/],
    ['a short ref', { refs: ['main'] }, /full ref name/],
    ['an option as a ref', { refs: ['--upload-pack=touch x'] }, /full ref name/],
    ['a refspec as a ref', { refs: ['refs/heads/a:refs/heads/b'] }, /full ref name/],
    ['a ref that is not there', { refs: ['refs/heads/none'] }, /couldn't find remote ref/],
    ['a path when paths are not asked for', { allowFile: false }, /not allowed/],
    ['another transport', { cloneUrl: 'ext::sh -c touch% x' }, /not allowed/],
    ['an option as a URL', { cloneUrl: '--upload-pack=x' }, /git fetch failed/],
  ]
  it.each(bad)('refuses %s', async (_name, change, expected) => {
    using folder = new Folder()
    const { url, mirror } = await makeRemote(folder.path)
    const request = { cloneUrl: url, dir: mirror.dir, refs: ['refs/heads/main'], allowFile: true, ...change }
    await expect(ensureMirror(request)).rejects.toThrow(expected)
  })

  it('creates one mirror when many ask at once', async () => {
    using folder = new Folder()
    const { url } = await makeRemote(folder.path)
    const dir = join(folder.path, 'many/m.git')
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        ensureMirror({ cloneUrl: url, dir, refs: ['refs/heads/main'], allowFile: true }),
      ),
    )
    expect(new Set(all.map((mirror) => mirror.dir))).toEqual(new Set([dir]))
    expect(existsSync(`${dir}.lock`)).toBe(false)
  })

  it('sends the token as a header to its URL only, and shows it nowhere', async () => {
    const seen: { url: string; authorization: string | undefined }[] = []
    const server = createServer((request, response) => {
      seen.push({ url: request.url ?? '', authorization: request.headers.authorization })
      response.writeHead(403).end('no')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    using folder = new Folder()
    const origin = `http://127.0.0.1:${port}/`
    const token = 'secret-installation-token'
    const encoded = Buffer.from(`x-access-token:${token}`).toString('base64')
    for (const urlPrefix of [origin, 'https://github.com/']) {
      const failure = await ensureMirror({
        cloneUrl: `${origin}acme/widgets.git`,
        dir: join(folder.path, 'm.git'),
        refs: ['refs/heads/main'],
        auth: { token, urlPrefix },
      }).catch((error: unknown) => String(error))
      expect(failure).toMatch(/^UserError.*403/)
      expect(failure).not.toContain(token)
      expect(failure).not.toContain(encoded)
    }
    await new Promise((done) => server.close(done))
    expect(seen.map(({ authorization }) => authorization)).toEqual([`Basic ${encoded}`, undefined])
  })
})

describe('worktree', () => {
  it('is cut, listed and removed; a second one in the same folder is refused', async () => {
    using folder = new Folder()
    const { mirror, base } = await makeRemote(folder.path)
    const dir = join(folder.path, 'runs/1')
    const worktree = await addWorktree(mirror, { sha: base, dir })
    expect(await listWorktrees(mirror)).toEqual([dir])
    expect(gitSync(dir, 'status', '--porcelain')).toBe('')
    await expect(addWorktree(mirror, { sha: base, dir })).rejects.toThrow('exists already')
    await expect(addWorktree(mirror, { sha: NOWHERE, dir: `${dir}b` })).rejects.toThrow('no commit')
    await removeWorktree(worktree)
    await removeWorktree(worktree)
    expect(existsSync(dir)).toBe(false)
    expect(await listWorktrees(mirror)).toEqual([])
  })

  it('is not removed while its work is kept nowhere', async () => {
    using folder = new Folder()
    const { mirror, base } = await makeRemote(folder.path)
    const worktree = await addWorktree(mirror, { sha: base, dir: join(folder.path, 'w') })
    put(worktree.dir, { 'src/add.ts': 'work\n' })
    symlinkSync('README.md', join(worktree.dir, 'link'))
    await expect(removeWorktree(worktree)).rejects.toThrow('no ref keeps')
    const kept = await keepWork(worktree, { name: 'run-1', by: BOT })
    expect(gitSync(mirror.dir, 'show', `${kept}:src/add.ts`)).toBe('work')
    put(worktree.dir, { more: 'x' })
    await expect(removeWorktree(worktree, { keptUnder: 'refs/baton/kept/run-1' })).rejects.toThrow(
      'no ref keeps',
    )
    rmSync(join(worktree.dir, 'more'))
    await removeWorktree(worktree, { keptUnder: 'refs/baton/kept/run-1' })
    expect(existsSync(worktree.dir)).toBe(false)
    expect(await readRef(mirror, 'refs/baton/kept/run-1')).toBe(kept)
  })

  it('is removed although a folder in it is locked', async () => {
    using folder = new Folder()
    const { mirror, base } = await makeRemote(folder.path)
    const worktree = await addWorktree(mirror, { sha: base, dir: join(folder.path, 'w') })
    put(worktree.dir, { 'build/locked/x': 'ignored' })
    chmodSync(join(worktree.dir, 'build/locked'), 0o500)
    await removeWorktree(worktree)
    expect(existsSync(worktree.dir)).toBe(false)
  })

  it('runs no hook and no filter of the repository when it is cut', async () => {
    using folder = new Folder()
    const mark = join(folder.path, 'ran')
    const { mirror, base } = await makeRemote(folder.path, {
      '.gitattributes': '* filter=lfs\n',
      a: 'pointer\n',
    })
    put(mirror.dir, { 'hooks/post-checkout': `#!/bin/sh\ntouch ${mark}\n` })
    gitSync(mirror.dir, 'config', 'core.fsmonitor', `touch ${mark}`)
    const worktree = await addWorktree(mirror, { sha: base, dir: join(folder.path, 'w') })
    expect(readFileSync(join(worktree.dir, 'a'), 'utf8')).toBe('pointer\n')
    expect(existsSync(mark)).toBe(false)
  })

  it('many are cut from one mirror at once, and forgotten when their folders vanish', async () => {
    using folder = new Folder()
    const { mirror, base } = await makeRemote(folder.path)
    const dirs = Array.from({ length: 6 }, (_, index) => join(folder.path, `w${index}`))
    await Promise.all(dirs.map((dir) => addWorktree(mirror, { sha: base, dir })))
    expect((await listWorktrees(mirror)).sort()).toEqual(dirs)
    for (const dir of dirs.slice(1)) rmSync(dir, { recursive: true })
    await pruneWorktrees(mirror)
    expect(await listWorktrees(mirror)).toEqual(dirs.slice(0, 1))
  })
})

describe('lock', () => {
  it('lets one in at a time', async () => {
    using folder = new Folder()
    let inside = 0
    let most = 0
    const enter = (): Promise<void> =>
      withFileLock(join(folder.path, 'l'), async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((done) => setImmediate(done))
        inside -= 1
      })
    await Promise.all(Array.from({ length: 8 }, enter))
    expect(most).toBe(1)
  })

  it('is taken over from a process that died, and not from one that lives', async () => {
    using folder = new Folder()
    const path = join(folder.path, 'l')
    const child = spawn('sleep', ['60'])
    const holder = { host: hostname(), pid: child.pid, started: '', nonce: 'x' }
    writeFileSync(path, JSON.stringify(holder))
    await expect(withFileLock(path, async () => 'in', { waitMs: 60 })).rejects.toThrow(
      'could not get the lock',
    )
    child.kill('SIGKILL')
    await new Promise((done) => child.on('exit', done))
    expect(await Promise.all([1, 2, 3].map((n) => withFileLock(path, async () => n)))).toEqual([1, 2, 3])
    // The same pid with another start time is another process.
    writeFileSync(path, JSON.stringify({ ...holder, pid: process.pid, started: '1' }))
    expect(await withFileLock(path, async () => 'in')).toBe('in')
  })

  it('is given back when the work throws', async () => {
    using folder = new Folder()
    const path = join(folder.path, 'l')
    await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(path)).toBe(false)
  })
})

describe('diff', () => {
  it('shows three-dot changes with limits', async () => {
    using folder = new Folder()
    const { dir, url, mirror, base } = await makeRemote(folder.path)
    const seed = join(folder.path, 'seed')
    gitSync(seed, 'mv', 'src/deep/er/file.txt', 'moved.txt')
    put(seed, {
      'src/add.ts': 'diff --git a/x b/x\n',
      'big.txt': 'line\n'.repeat(5000),
      'b.bin': Buffer.from([0, 1]),
    })
    gitSync(seed, 'add', '--all')
    gitSync(seed, 'commit', '-qm', 'two')
    gitSync(seed, 'push', '-q', dir, 'HEAD:two')
    await ensureMirror({ cloneUrl: url, dir: mirror.dir, refs: ['refs/heads/two'], allowFile: true })
    const head = Sha.parse(gitSync(seed, 'rev-parse', 'HEAD'))
    expect(
      (await changedPaths(mirror, base, head)).map(
        ({ path, status, additions }) => `${status} ${path} ${additions}`,
      ),
    ).toEqual(['added b.bin undefined', 'added big.txt 5000', 'renamed moved.txt 0', 'modified src/add.ts 1'])
    const whole = await diffText(mirror, { base, head })
    expect(whole.omitted).toEqual([])
    expect(whole.text).toContain('+diff --git a/x b/x')
    const limited = await diffText(mirror, { base, head }, { maxFileBytes: 2000 })
    expect(limited.omitted).toEqual(['big.txt'])
    expect(limited.text.length).toBeLessThan(2500)
    expect((await diffText(mirror, { base, head }, { maxBytes: 1 })).omitted).toHaveLength(4)
  })
})

describe('git', () => {
  it.each([
    ['git version 2.38.0', true],
    ['git version 2.39.5 (Apple Git-154)', true],
    ['git version 3.0.0', true],
    ['git version 2.37.9', false],
    ['git version 1.99', false],
    ['hg 6', false],
  ])('%s', (text, expected) => expect(isSupportedGit(text)).toBe(expected))

  it('of this machine is new enough', async () => expect(await requireGit()).toMatch(/^git version/))

  it('is stopped at the output limit, by time and by its signal', async () => {
    using folder = new Folder()
    const { mirror } = await makeRemote(folder.path)
    const run = { gitDir: mirror.dir }
    const cut = await git(['cat-file', '-p', 'refs/remotes/origin/main:README.md'], { ...run, maxBytes: 3 })
    expect([cut.stdout.toString(), cut.truncated]).toEqual(['# W', true])
    await expect(git(['cat-file', '--batch'], { ...run, signal: AbortSignal.abort() })).rejects.toThrow(
      'cancelled',
    )
    await expect(gitText(['no-such-command'], run)).rejects.toThrow('not a git command')
  })

  it('gets nothing of this process but PATH and the proxy', async () => {
    using folder = new Folder()
    const { mirror } = await makeRemote(folder.path)
    process.env['GITHUB_TOKEN'] = 'visible'
    process.env['GIT_DIR'] = '/nowhere'
    try {
      const seen = await gitText(['-c', 'alias.show-env=!env', 'show-env'], { gitDir: mirror.dir })
      expect(seen).not.toContain('visible')
      expect(seen).not.toContain('/nowhere')
    } finally {
      delete process.env['GITHUB_TOKEN']
      delete process.env['GIT_DIR']
    }
  })
})
