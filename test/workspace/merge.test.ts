// A base merged into a branch without a worktree, on real git: what is clean, what conflicts, and the same each time.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { conflictText, isCurrent, merged, unresolved } from '../../src/workspace/merge.ts'
import { ensureMirror, treeOf, type Mirror } from '../../src/workspace/mirror.ts'
import { Folder, gitSync, makeRemote, put } from './fixture.ts'

const folder = new Folder()
let mirror: Mirror
let seed: string
let url: string
let count = 0
beforeAll(async () => {
  const remote = await makeRemote(folder.path, {
    'a.txt': 'one\ntwo\nthree\n',
    'b.txt': 'b\n',
    'with space.txt': 'x\n',
    'bin.dat': Buffer.from([0, 1, 2]),
  })
  mirror = remote.mirror
  url = remote.url
  seed = join(folder.path, 'seed')
  gitSync(seed, 'remote', 'add', 'there', remote.dir)
})
afterAll(() => folder[Symbol.dispose]())

type Files = Record<string, string | Buffer | null>

/** A commit on main as it was first, with these files; null removes one. Known to the mirror. */
async function commit(files: Files, from = 'main'): Promise<Sha> {
  count += 1
  gitSync(seed, 'checkout', '--quiet', '-b', `branch-${count}`, from)
  for (const [path, content] of Object.entries(files)) {
    if (content === null) gitSync(seed, 'rm', '--quiet', path)
    else put(seed, { [path]: content })
  }
  gitSync(seed, 'add', '--all')
  gitSync(seed, 'commit', '--quiet', '--allow-empty', '--message', `change ${count}`)
  gitSync(seed, 'push', '--quiet', 'there', `branch-${count}`)
  const sha = Sha.parse(gitSync(seed, 'rev-parse', 'HEAD'))
  await ensureMirror({
    cloneUrl: url,
    dir: mirror.dir,
    refs: [`refs/heads/branch-${count}`],
    allowFile: true,
  })
  return sha
}
const show = (sha: Sha, path: string): string => gitSync(mirror.dir, 'show', `${sha}:${path}`)

describe('two that go together', () => {
  test('come to one commit with both changes, the branch’s first', async () => {
    const [head, base] = [await commit({ 'a.txt': 'ONE\ntwo\nthree\n' }), await commit({ 'b.txt': 'B\n' })]
    const { sha, conflicts } = await merged(mirror, head, base)
    expect(conflicts).toEqual([])
    expect(gitSync(mirror.dir, 'show', '--no-patch', '--format=%P|%an|%cn', sha)).toBe(
      `${head} ${base}|Baton|Baton`,
    )
    expect([show(sha, 'a.txt'), show(sha, 'b.txt')]).toEqual(['ONE\ntwo\nthree', 'B'])
    expect(await merged(mirror, head, base)).toEqual({ sha, conflicts })
    expect((await merged(mirror, base, head)).sha).not.toBe(sha)
  })

  test('move no ref and leave no file behind', async () => {
    const refs = gitSync(mirror.dir, 'for-each-ref')
    const [head, base] = [await commit({ 'b.txt': 'C\n' }), await commit({ 'a.txt': 'ONE\n' })]
    const before = gitSync(mirror.dir, 'for-each-ref')
    await merged(mirror, head, base)
    expect(gitSync(mirror.dir, 'for-each-ref')).toBe(before)
    expect(before.length).toBeGreaterThan(refs.length)
  })

  test.each<[string, (main: Sha, ahead: Sha) => [Sha, Sha], boolean]>([
    ['a branch ahead of the base holds it', (main, ahead) => [ahead, main], true],
    ['a branch at the base holds it', (main) => [main, main], true],
    ['a branch behind the base does not', (main, ahead) => [main, ahead], false],
  ])('%s', async (_, pick, holds) => {
    const main = await commit({})
    const ahead = await commit({ 'n.txt': 'n\n' }, main)
    expect(await isCurrent(mirror, ...pick(main, ahead))).toBe(holds)
  })
})

describe('two that conflict', () => {
  const cases: [string, Files, Files, string[], RegExp][] = [
    [
      'on the same lines show both sides, first the branch',
      { 'a.txt': 'one\nOURS\nthree\n' },
      { 'a.txt': 'one\nTHEIRS\nthree\n' },
      ['a.txt'],
      /^a\.txt\n<{7} [0-9a-f]{40}\nOURS\n={7}\nTHEIRS\n>{7} [0-9a-f]{40}$/,
    ],
    [
      'in several files are all named',
      { 'a.txt': 'x\n', 'with space.txt': 'x1\n' },
      { 'a.txt': 'y\n', 'with space.txt': 'y1\n' },
      ['a.txt', 'with space.txt'],
      /x1[\s\S]*y1/,
    ],
    [
      'where one side removed what the other changed say so',
      { 'b.txt': null },
      { 'b.txt': 'changed\n' },
      ['b.txt'],
      /^b\.txt\nOne side changed it and the other removed/,
    ],
    [
      'in a file that is no text say so',
      { 'bin.dat': Buffer.from([0, 9]) },
      { 'bin.dat': Buffer.from([0, 8]) },
      ['bin.dat'],
      /^bin\.dat\nOne side changed it/,
    ],
    [
      'by adding the same file show both',
      { 'new.txt': 'ours\n' },
      { 'new.txt': 'theirs\n' },
      ['new.txt'],
      /ours\n={7}\ntheirs/,
    ],
  ]
  test.each(cases)('%s', async (_, ours, theirs, files, words) => {
    const [head, base] = [await commit(ours), await commit(theirs)]
    const result = await merged(mirror, head, base)
    expect(result.conflicts).toEqual(files)
    expect(await conflictText(mirror, result)).toMatch(words)
    expect(await merged(mirror, head, base)).toEqual(result)
  })

  test('at length are cut, and what is left out is named', async () => {
    const many = (mark: string): Files =>
      Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}.txt`, `${mark} ${'x'.repeat(3000)}\n`]))
    const result = await merged(mirror, await commit(many('ours')), await commit(many('theirs')))
    const text = await conflictText(mirror, result)
    expect(text.length).toBeLessThan(25_000)
    expect(text).toMatch(/… and \d+ more: .*f9\.txt$/)
  })

  test('are resolved when no line of a marker is left in the files that conflicted', async () => {
    const mine = await commit({ 'a.txt': 'one\nOURS\nthree\n', 'with space.txt': 'x1\n' })
    const theirs = await commit({ 'a.txt': 'one\nTHEIRS\nthree\n', 'with space.txt': 'y1\n' })
    const { sha, conflicts } = await merged(mirror, mine, theirs)
    expect(await unresolved(mirror, await treeOf(mirror, sha), conflicts)).toEqual([
      'a.txt',
      'with space.txt',
    ])
    const half = await commit({ 'a.txt': 'both\n', 'with space.txt': 'y\n>>>>>>> theirs\n' })
    expect(await unresolved(mirror, await treeOf(mirror, half), conflicts)).toEqual(['with space.txt'])
    // Elsewhere such a line may be what a file is about.
    expect(await unresolved(mirror, await treeOf(mirror, half), ['a.txt'])).toEqual([])
    expect(await unresolved(mirror, await treeOf(mirror, half), [])).toEqual([])
  })
})
