// Spare worktrees: moved to where they are needed, brought to the commit that is asked for, and never in the way.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { ensureMirror, readRef } from '../../src/workspace/mirror.ts'
import { createSpares } from '../../src/workspace/spares.ts'
import { tampering } from '../../src/workspace/tampering.ts'
import { listWorktrees, removeWorktree } from '../../src/workspace/worktree.ts'
import { Folder, gitSync, makeRemote, put } from './fixture.ts'

const failures: unknown[] = []
const make = () => createSpares((error) => failures.push(error))

it('a spare is moved, brought to another commit, and as good as a new worktree', async () => {
  using folder = new Folder()
  const { dir: remote, url, mirror, base } = await makeRemote(folder.path)
  const seed = join(folder.path, 'seed')
  put(seed, { 'README.md': 'two\n', fresh: 'x' })
  gitSync(seed, 'add', '-A')
  gitSync(seed, 'commit', '-qm', 'two')
  gitSync(seed, 'push', '-q', remote, 'HEAD:refs/heads/main')
  await ensureMirror({ cloneUrl: url, dir: mirror.dir, refs: ['refs/heads/main'], allowFile: true })
  const two = await readRef(mirror, 'refs/remotes/origin/main')
  if (two === undefined) throw new Error('no main')

  const spares = make()
  spares.prepare(mirror, base)
  await spares.idle()
  expect(existsSync(`${mirror.dir}.spare`)).toBe(true)
  const dir = join(folder.path, 'work')
  const worktree = await spares.take(mirror, { sha: two, dir })
  expect(existsSync(`${mirror.dir}.spare`)).toBe(false)
  expect(readFileSync(join(dir, 'README.md'), 'utf8')).toBe('two\n')
  expect(existsSync(join(dir, 'fresh'))).toBe(true)
  expect(await tampering(worktree)).toEqual([])
  expect(await listWorktrees(mirror)).toEqual([dir])
  await removeWorktree(worktree)
  expect(failures).toEqual([])
})

it('without a spare a worktree is made; two that ask at once get one each', async () => {
  using folder = new Folder()
  const { mirror, base } = await makeRemote(folder.path)
  const spares = make()
  spares.prepare(mirror, base)
  spares.prepare(mirror, base)
  await spares.idle()
  const dirs = ['a', 'b', 'c'].map((name) => join(folder.path, name))
  const taken = await Promise.all(dirs.map((dir) => spares.take(mirror, { sha: base, dir })))
  expect(taken.map(({ dir }) => dir)).toEqual(dirs)
  for (const worktree of taken) expect(await tampering(worktree)).toEqual([])
  expect((await listWorktrees(mirror)).sort()).toEqual(dirs)
})

it('what cannot be prepared is told, and leaves nothing behind', async () => {
  using folder = new Folder()
  const { mirror } = await makeRemote(folder.path)
  const told: unknown[] = []
  const spares = createSpares((error) => told.push(error))
  spares.prepare(mirror, Sha.parse('1'.repeat(40)))
  await spares.idle()
  expect(told).toHaveLength(1)
  expect(existsSync(`${mirror.dir}.spare`)).toBe(false)
  await spares.stop()
  spares.prepare(mirror, Sha.parse('1'.repeat(40)))
  await spares.idle()
  expect(told).toHaveLength(1)
})
