// The plumbing without a server: seeds, locks, compare-and-swap, changes, and its refusals.

import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { createPlumbing, type GitPlumbing } from '../../../src/rehearsal/forge/git/plumbing.ts'
import { isValidRef, ZERO } from '../../../src/rehearsal/forge/git/refs.ts'
import type { Repository } from '../../../src/rehearsal/forge/world.ts'
import { git } from './support.ts'

let root: string
let plumbing: GitPlumbing
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbing-'))
  plumbing = createPlumbing()
})
afterAll(async () => {
  await plumbing.close()
  await rm(root, { recursive: true })
})

const owner = { id: 1, nodeId: 'U_1', login: 'ada', type: 'User' } as const
const bare = (name: string): Repository => {
  const some: Partial<Repository> = {
    gitDir: join(root, `${name}.git`),
    defaultBranch: 'main',
    owner,
    createdAt: '2026-01-01T00:00:00Z',
  }
  return some as Repository
}
const person = { name: 'A', email: 'a@b.c', date: '2026-01-01T00:00:00Z' }

async function change(repo: Repository, base: string, path: string, text: string | null): Promise<string> {
  const sha = text === null ? null : await plumbing.writeBlob(repo, Buffer.from(text))
  const tree = await plumbing.writeTree(repo, base, [{ path, mode: '100644', sha }])
  return plumbing.writeCommit(repo, {
    tree,
    parents: [base],
    message: path,
    author: person,
    committer: person,
  })
}

describe('seeds', () => {
  it('take a folder as it is: modes, links, odd names, no .git', async () => {
    const files = join(root, 'files')
    await mkdir(join(files, 'a/.git'), { recursive: true })
    await writeFile(join(files, 'a/.git/config'), 'no')
    await writeFile(join(files, 'a/run.sh'), '#!/bin/sh\n')
    await chmod(join(files, 'a/run.sh'), 0o755)
    await writeFile(join(files, "it's ünï\tcode"), 'x')
    await symlink('a/run.sh', join(files, 'link'))
    const repo = bare('seeded')
    await plumbing.init(repo, { files })
    const tree = await plumbing.tree(repo, 'main', true)
    expect(tree?.map(({ path, mode }) => [path, mode])).toEqual([
      ['a', '040000'],
      ['a/run.sh', '100755'],
      ["it's ünï\tcode", '100644'],
      ['link', '120000'],
    ])
    expect((await plumbing.fileAt(repo, 'main', 'link'))?.data.toString()).toBe('a/run.sh')
    expect((await git(repo.gitDir, 'fsck', '--strict')).code).toBe(0)
  })

  it('copy a repository with its branches and leave the original alone', async () => {
    const source = join(root, 'source')
    await git(root, 'init', '--quiet', '-b', 'trunk', 'source')
    await git(source, 'commit', '--quiet', '--allow-empty', '-m', 'one')
    await git(source, 'branch', 'side')
    await git(source, 'tag', 'v1')
    const before = (await git(source, 'for-each-ref')).output
    const repo = bare('copied')
    await plumbing.init(repo, { cloneFrom: source })
    expect([repo.defaultBranch, (await plumbing.branches(repo)).map(({ name }) => name)]).toEqual([
      'trunk',
      ['side', 'trunk'],
    ])
    const head = (await plumbing.resolve(repo, 'trunk'))!
    await plumbing.updateRef(repo, 'refs/heads/trunk', await change(repo, head, 'x', 'x'), head)
    expect((await git(source, 'for-each-ref')).output).toBe(before)
  })

  it.each([
    ['a missing folder', { files: '/nowhere/at/all' }],
    ['a missing repository', { cloneFrom: '/nowhere/at/all' }],
    ['a folder that is no repository', { cloneFrom: tmpdir() }],
    ['an address', { cloneFrom: 'ext::sh -c id' }],
  ])('refuse %s', async (name, seed) => {
    await expect(plumbing.init(bare(`bad-${name}`), seed)).rejects.toBeInstanceOf(UserError)
  })
})

describe('refs', () => {
  it('move only from where they were seen, one of many at a time', async () => {
    const repo = bare('refs')
    await plumbing.init(repo, { files: join(root, 'files') })
    const head = (await plumbing.resolve(repo, 'main'))!
    const nexts = await Promise.all(['1', '2', '3', '4'].map((text) => change(repo, head, 'n', text)))
    const moved = await Promise.all(
      nexts.map((next) => plumbing.updateRef(repo, 'refs/heads/main', next, head)),
    )
    expect(moved.filter(Boolean)).toHaveLength(1)
    expect(await plumbing.resolve(repo, 'main')).toBe(nexts[moved.indexOf(true)])
    expect(await plumbing.updateRef(repo, 'refs/heads/main', head, ZERO)).toBe(false)
    expect(await plumbing.updateRef(repo, 'refs/heads/main/below', head, ZERO)).toBe(false)
    expect(await plumbing.deleteRef(repo, 'refs/heads/main', head)).toBe(false)
  })

  it('are held exclusively, in order, and not twice by the same caller', async () => {
    const repo = bare('lock')
    const seen: string[] = []
    const step = (name: string) => async () => {
      seen.push(`${name} in`)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`${name} out`)
      if (name === 'b') throw new Error('b failed')
    }
    const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => plumbing.exclusive(repo, step(name))))
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const nested = plumbing.exclusive(repo, () => plumbing.exclusive(repo, step('d')))
    await expect(nested).rejects.toThrow('already held')
  })

  it.each([
    ['refs/heads/a', true],
    ['refs/heads/a/b-c_d.e', true],
    ['refs/heads/日本', true],
    ['heads/a', false],
    ['refs/heads', false],
    ['refs/heads/', false],
    ['refs/heads/a..b', false],
    ['refs/heads/.a', false],
    ['refs/heads/a.lock', false],
    ['refs/heads/a.lock/b', false],
    ['refs/heads/a b', false],
    ['refs/heads/a\nb', false],
    ['refs/heads/a~1', false],
    ['refs/heads/@{x', false],
    ['refs/heads/a//b', false],
    ['refs/heads/a.', false],
  ])('%j is a valid name: %s', async (ref, valid) => {
    expect(isValidRef(ref)).toBe(valid)
    const real = await git(root, 'check-ref-format', ref)
    // git itself has no quarrel with two parts; the API wants three.
    if (ref !== 'heads/a' && ref !== 'refs/heads') expect(real.code === 0).toBe(valid)
  })
})

describe('reading', () => {
  it('survives any number of questions at once, and names that are commands', async () => {
    const repo = bare('read')
    await plumbing.init(repo, { files: join(root, 'files') })
    const big = Buffer.alloc(300_000, 'x\n')
    const sha = await plumbing.writeBlob(repo, big)
    const blobs = await Promise.all(
      Array.from({ length: 50 }, (_, i) => plumbing.blob(repo, i % 2 === 0 ? sha : '0'.repeat(40))),
    )
    expect(blobs.map((blob) => blob?.length)).toEqual(
      Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? big.length : undefined)),
    )
    for (const name of ['', 'nope', '--help', 'main\ninfo main', 'main\0', ':/x', 'main:', '^main']) {
      expect(await plumbing.resolve(repo, name), JSON.stringify(name)).toBeUndefined()
    }
  })

  it('tells renames, binaries, mode changes and types apart', async () => {
    const repo = bare('changes')
    await plumbing.init(repo, { files: join(root, 'files') })
    const base = (await plumbing.resolve(repo, 'main'))!
    const old = await change(repo, base, 'old.txt', 'same\ncontent\nhere\n')
    const blob = (await plumbing.fileAt(repo, old, 'old.txt'))!.sha
    const bin = await plumbing.writeBlob(repo, Buffer.from([0, 1, 2]))
    const text = await plumbing.writeBlob(repo, Buffer.from('diff --git a/x b/x\n@@ -1 +1 @@\n'))
    const tree = await plumbing.writeTree(repo, old, [
      { path: 'old.txt', mode: '100644', sha: null },
      { path: 'new name.txt', mode: '100644', sha: blob },
      { path: 'bin', mode: '100644', sha: bin },
      { path: 'a/run.sh', mode: '100644', sha: (await plumbing.fileAt(repo, old, 'a/run.sh'))!.sha },
      { path: 'link', mode: '100644', sha: text },
    ])
    const head = await plumbing.writeCommit(repo, {
      tree,
      parents: [old],
      message: 'm',
      author: person,
      committer: person,
    })
    const found = await plumbing.changes(repo, old, head)
    expect(
      found.map(({ path, previousPath, status, patch }) => [
        path,
        previousPath,
        status,
        patch?.split('\n').length,
      ]),
    ).toEqual([
      ['a/run.sh', undefined, 'modified', undefined],
      ['bin', undefined, 'added', undefined],
      ['link', undefined, 'changed', 6],
      ['new name.txt', 'old.txt', 'renamed', undefined],
    ])
    expect(await plumbing.changes(repo, head, old), 'three dots: old has nothing that head lacks').toEqual([])
    expect(await plumbing.aheadBehind(repo, base, head)).toEqual({ ahead: 2, behind: 0 })
  })
})
