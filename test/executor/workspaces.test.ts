// Worktrees of runs: the same one after a crash with the work in it, a new one for a half-made one, none left behind.

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { TerminalError, TransientError } from '../../src/errors.ts'
import { runRef } from '../../src/executor/workspaces.ts'
import { listWorktrees } from '../../src/workspace/worktree.ts'
import { commit, tip } from '../forge/code/support.ts'
import { type Bench, repo, runId, signal, startBench } from './support.ts'

let bench: Bench
beforeAll(async () => (bench = await startBench()))
afterAll(async () => await bench[Symbol.asyncDispose]())

const worktree = (name: string, from = bench.workspaces) =>
  from.worktree(bench.mirror, runId(name), bench.main, signal)

describe('a worktree', () => {
  test('holds the files of its commit', async () => {
    const tree = await worktree('fresh')
    expect(await readFile(join(tree.dir, 'README.md'), 'utf8')).toBe('# engine\n')
    expect(tree).toMatchObject({ sha: bench.main, mirror: bench.mirror })
  })

  test('is the same after a restart, with the work in it', async () => {
    const before = await worktree('resumed')
    await writeFile(join(before.dir, 'new.txt'), 'half done')
    const after = await worktree('resumed', bench.restarted())
    expect(after).toEqual(before)
    expect(await readFile(join(after.dir, 'new.txt'), 'utf8')).toBe('half done')
  })

  test('that was half made is made anew', async () => {
    const { dir } = await worktree('half')
    await rm(`${dir}.ready`, { recursive: true })
    await rm(join(dir, 'README.md'))
    await writeFile(join(dir, 'stray.txt'), 'of a checkout that was cut off')
    const again = await worktree('half', bench.restarted())
    expect(again.dir).toBe(dir)
    expect(existsSync(join(dir, 'README.md'))).toBe(true)
    expect(existsSync(join(dir, 'stray.txt'))).toBe(false)
  })

  test('is made where only an empty folder was left', async () => {
    const { dir } = await worktree('folder')
    await bench.workspaces.discard({ mirror: bench.mirror, dir, sha: bench.main })
    await mkdir(dir)
    await worktree('folder')
    expect(existsSync(join(dir, 'README.md'))).toBe(true)
  })

  test('belongs to one run: names that look alike do not share one', async () => {
    const dirs = await Promise.all(
      ['a/b', 'a-b', 'a b', 'A-B'].map(async (name) => (await worktree(name)).dir),
    )
    expect(new Set(dirs).size).toBe(4)
    for (const dir of dirs) expect(dir.startsWith(bench.worktrees)).toBe(true)
  })

  test('is discarded with whatever is in it, twice if need be', async () => {
    const tree = await worktree('discarded')
    await mkdir(join(tree.dir, 'deep'))
    await writeFile(join(tree.dir, 'deep', 'file'), 'x')
    await bench.workspaces.discard(tree)
    await bench.workspaces.discard(tree)
    expect(existsSync(tree.dir)).toBe(false)
    expect(await listWorktrees(bench.mirror)).not.toContain(tree.dir)
    expect((await worktree('discarded')).dir).toBe(tree.dir)
  })

  test('of a commit that the mirror lacks is refused', async () => {
    const unknown = Sha.parse('f'.repeat(40))
    await expect(bench.workspaces.worktree(bench.mirror, runId('unknown'), unknown, signal)).rejects.toThrow(
      TerminalError,
    )
  })
})

describe('reaping', () => {
  test('keeps the worktrees of open runs and removes every other', async () => {
    const kept = await worktree('open')
    await writeFile(join(kept.dir, 'work.txt'), 'unfinished')
    const left = await worktree('left')
    await mkdir(join(bench.worktrees, 'debris'))
    const again = bench.restarted()
    await again.reap([runId('open'), runId('never started')])
    expect((await readdir(bench.worktrees)).length).toBe(2)
    expect(existsSync(left.dir)).toBe(false)
    expect(await readFile(join((await worktree('open', again)).dir, 'work.txt'), 'utf8')).toBe('unfinished')
    // A run that starts after all gets a whole one.
    expect(existsSync(join((await worktree('left', again)).dir, 'README.md'))).toBe(true)
  })

  test('with nothing there is nothing to do', async () => {
    await using other = await startBench()
    await other.workspaces.reap([])
    await other.workspaces.reap([runId('any')])
    expect(existsSync(other.worktrees)).toBe(false)
  })
})

describe('the mirror', () => {
  test('is one per repository, whatever the spelling, and fetches what is asked for', async () => {
    const sha = Sha.parse(await commit(bench.t.as('grace'), 'topic', { 'new.txt': 'x\n' }))
    const spelled = { owner: repo.owner.toUpperCase(), repo: repo.repo.toUpperCase() }
    const mirror = await bench.workspaces.mirror(spelled, [sha], signal)
    expect(mirror).toEqual(bench.mirror)
    const tree = await bench.workspaces.worktree(mirror, runId('topic'), sha, signal)
    expect(await readFile(join(tree.dir, 'new.txt'), 'utf8')).toBe('x\n')
  })

  test('pushes a commit where it was expected, and nowhere else', async () => {
    const sha = Sha.parse(await commit(bench.t.as('grace'), 'source', { 'p.txt': 'p\n' }))
    await bench.workspaces.mirror(repo, [sha], signal)
    const push = (expected: Sha | undefined) =>
      bench.workspaces.push(repo, { sha, branch: 'baton/target', expected, signal })
    await push(undefined)
    await push(undefined)
    expect(await tip(bench.t.as('grace'), 'baton/target')).toBe(sha)
    const theirs = await commit(bench.t.as('grace'), 'baton/target', { 'theirs.txt': 't\n' })
    await expect(push(sha)).rejects.toThrow(TransientError)
    expect(await tip(bench.t.as('grace'), 'baton/target')).toBe(theirs)
  })
})

test('the ref that keeps a run’s commit is valid for git and its own', () => {
  const refs = ['acme/a..b#1/w1', 'acme/a.b#1/w1', 'x'.repeat(120), 'a~b^c:d'].map((id) => runRef(runId(id)))
  expect(new Set(refs).size).toBe(4)
  for (const ref of refs) expect(ref).toMatch(/^refs\/baton\/runs\/[0-9a-f]{32}$/)
})
