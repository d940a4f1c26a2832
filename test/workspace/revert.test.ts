// Reverts by the host on real git: what comes back, twice the same, and what is left to people.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { ensureMirror } from '../../src/workspace/mirror.ts'
import { revert } from '../../src/workspace/revert.ts'
import { Folder, gitSync, makeRemote, put, type Remote } from './fixture.ts'

const folder = new Folder()
let remote: Remote
let seed: string

beforeAll(async () => {
  remote = await makeRemote(folder.path)
  seed = join(folder.path, 'seed')
})
afterAll(() => folder[Symbol.dispose]())

const rev = (name: string): Sha => Sha.parse(gitSync(seed, 'rev-parse', name))
/** A commit of these files on the branch that is checked out. */
function commits(files: Record<string, string>): Sha {
  put(seed, files)
  gitSync(seed, 'add', '--all')
  gitSync(seed, 'commit', '--quiet', '--message', 'change')
  return rev('HEAD')
}
/** Begins a branch of its own at the base. */
const begin = (name: string): void => void gitSync(seed, 'checkout', '--quiet', '-b', name, remote.base)

async function reverted(branch: string, merge: Sha, parent: Sha = remote.base) {
  gitSync(seed, 'push', '--quiet', remote.dir, branch)
  const tip = rev(branch)
  const mirror = await ensureMirror({
    cloneUrl: remote.url,
    dir: remote.mirror.dir,
    refs: [`refs/heads/${branch}`],
    allowFile: true,
  })
  const request = { merge, parent, tip, message: 'Revert it\n', ref: `refs/baton/reverts/${merge}` }
  const done = await revert(mirror, request)
  expect(await revert(mirror, request)).toEqual(done)
  return {
    done,
    tip,
    show: (path: string) => gitSync(mirror.dir, 'show', `refs/baton/reverts/${merge}:${path}`),
  }
}

describe('a revert', () => {
  it('puts back what a squashed change did and leaves what came later', async () => {
    begin('squashed')
    const merge = commits({ 'src/add.ts': 'slow\n', 'src/new.ts': 'new\n' })
    commits({ 'README.md': '# Later\n' })
    const { done, tip, show } = await reverted('squashed', merge)
    expect(done).toEqual({
      kind: 'reverted',
      commit: expect.any(String),
      tip,
      paths: ['src/add.ts', 'src/new.ts'],
    })
    expect(show('README.md')).toBe('# Later')
    expect(show('src/add.ts')).toMatch(/a - b$/)
    expect(() => show('src/new.ts')).toThrow()
    if (done.kind !== 'reverted') return
    const format = '--format=%P|%an|%ae|%cn|%s'
    expect(gitSync(remote.mirror.dir, 'show', '--no-patch', format, done.commit)).toBe(
      `${tip}|Baton|baton@agents.invalid|Baton|Revert it`,
    )
  })

  it('puts back what a merge commit brought, and not the branch that it was merged to', async () => {
    begin('side')
    commits({ 'src/add.ts': 'slow\n' })
    begin('merged')
    const parent = commits({ 'README.md': '# Meanwhile\n' })
    gitSync(seed, 'merge', '--quiet', '--no-ff', '--message', 'merge', 'side')
    const { done, show } = await reverted('merged', rev('HEAD'), parent)
    expect(done).toMatchObject({ kind: 'reverted', paths: ['src/add.ts'] })
    expect([show('README.md'), show('src/add.ts')]).toEqual(['# Meanwhile', expect.stringMatching(/a - b$/)])
  })

  it('is left to people where later changes stand on it', async () => {
    begin('built-upon')
    const merge = commits({ 'src/add.ts': 'slow\n' })
    const tip = commits({ 'src/add.ts': 'slow, and more\n' })
    expect((await reverted('built-upon', merge)).done).toEqual({
      kind: 'conflict',
      tip,
      paths: ['src/add.ts'],
    })
  })

  it.each<[string, () => Sha]>([
    [
      'it was taken back before',
      () => {
        begin('taken-back')
        const merge = commits({ 'src/add.ts': 'slow\n' })
        gitSync(seed, 'revert', '--no-edit', 'HEAD')
        return merge
      },
    ],
    [
      'the branch was rewritten',
      () => {
        begin('rewritten')
        const merge = commits({ 'src/add.ts': 'slow\n' })
        gitSync(seed, 'reset', '--quiet', '--hard', remote.base)
        commits({ 'src/add.ts': 'another\n' })
        gitSync(seed, 'push', '--quiet', remote.dir, `${merge}:refs/heads/rewritten-before`)
        return merge
      },
    ],
  ])('there is nothing to do where %s', async (_, prepare) => {
    const merge = prepare()
    const branch = gitSync(seed, 'branch', '--show-current')
    await ensureMirror({
      cloneUrl: remote.url,
      dir: remote.mirror.dir,
      refs: [merge],
      allowFile: true,
    }).catch(() => undefined)
    expect((await reverted(branch, merge)).done).toMatchObject({ kind: 'gone' })
  })
})
