// Commits by the host: what was looked at, deterministic, nothing else.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commit } from '../../src/workspace/commit-gate.ts'
import { addWorktree } from '../../src/workspace/worktree.ts'
import type { Worktree } from '../../src/workspace/worktree.ts'
import { accepted, BOT, Folder, gitSync, look, makeRemote, put } from './fixture.ts'
import type { Remote } from './fixture.ts'

const folder = new Folder()
let remote: Remote
let count = 0

beforeAll(async () => {
  remote = await makeRemote(folder.path)
})
afterAll(() => folder[Symbol.dispose]())

const fresh = (): Promise<Worktree> => {
  count += 1
  return addWorktree(remote.mirror, { sha: remote.base, dir: join(folder.path, `w${count}`) })
}

describe('commit', () => {
  it('commits exactly what was looked at, twice the same, whatever the files are by then', async () => {
    const worktree = await fresh()
    put(worktree.dir, { 'src/add.ts': 'export const add = 1\n' })
    const inspection = accepted(await look(worktree))
    put(worktree.dir, { 'src/add.ts': 'swapped\n', '.github/workflows/ci.yml': 'evil\n' })
    const input = {
      message: 'fix: add\u0000\u001b[31m numbers',
      author: BOT,
      trailers: [
        { key: 'Baton-Run', value: 'acme/w#1/w1' },
        { key: 'Baton-Agent', value: 'implementer' },
      ],
      ref: 'refs/baton/runs/one',
    }
    const sha = await commit(worktree, inspection, input)
    expect(await commit(worktree, inspection, input)).toBe(sha)
    const show = gitSync(remote.mirror.dir, 'show', '--no-patch', '--format=%P|%an|%ae|%aI|%cn|%B', sha)
    expect(show).toBe(
      `${remote.base}|Baton|baton@example.com|2026-01-02T03:04:05+00:00|Baton|fix: add[31m numbers\n\nBaton-Run: acme/w#1/w1\nBaton-Agent: implementer`,
    )
    expect(gitSync(remote.mirror.dir, 'show', `${sha}:src/add.ts`)).toBe('export const add = 1')
    expect(gitSync(remote.mirror.dir, 'diff', '--name-only', remote.base, sha)).toBe('src/add.ts')
    expect(gitSync(remote.mirror.dir, 'rev-parse', 'refs/baton/runs/one')).toBe(sha)
  })

  const bad: [string, object, RegExp][] = [
    ['an empty message', { message: '  ' }, /message/],
    ['a trailer with a line break', { trailers: [{ key: 'A', value: 'x\nSigned-off-by: y' }] }, /one line/],
    ['a trailer key with a colon', { trailers: [{ key: 'A: b', value: 'x' }] }, /trailer key/],
    ['an author with brackets', { author: { ...BOT, name: 'A <b>' } }, /name without/],
    ['a date that is none', { author: { ...BOT, date: 'yesterday' } }, /date/i],
    ['a ref elsewhere', { ref: 'refs/heads/main' }, /refs\/baton/],
  ]
  it.each(bad)('refuses %s', async (_name, change, expected) => {
    const worktree = await fresh()
    put(worktree.dir, { x: 'y' })
    const inspection = accepted(await look(worktree))
    const input = { message: 'm', author: BOT, trailers: [], ref: 'refs/baton/runs/bad', ...change }
    await expect(commit(worktree, inspection, input)).rejects.toThrow(expected)
  })

  it('refuses an empty change and a ref that keeps something else', async () => {
    const worktree = await fresh()
    const input = { message: 'm', author: BOT, trailers: [], ref: 'refs/baton/runs/two' }
    await expect(commit(worktree, accepted(await look(worktree)), input)).rejects.toThrow('nothing to commit')
    put(worktree.dir, { x: 'y' })
    const inspection = accepted(await look(worktree))
    await commit(worktree, inspection, input)
    await expect(commit(worktree, inspection, { ...input, message: 'other' })).rejects.toThrow(
      'already keeps another commit',
    )
  })
})
