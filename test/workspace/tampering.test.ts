// What is left of a worktree's git when somebody got past the sandbox: each change is named, and an untouched one is clean.

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commit } from '../../src/workspace/commit-gate.ts'
import { tampering } from '../../src/workspace/tampering.ts'
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

it('is clean as it was cut, after changes to files, beside other worktrees and after the host’s commit', async () => {
  const worktree = await fresh()
  await fresh()
  put(worktree.dir, { 'src/a.ts': 'x\n', 'README.md': 'y\n' })
  gitSync(worktree.dir, 'status')
  expect(await tampering(worktree)).toEqual([])
  const request = { message: 'm', author: BOT, trailers: [], ref: 'refs/baton/runs/x' }
  await commit(worktree, accepted(await look(worktree)), request)
  expect(await tampering(worktree)).toEqual([])
})

const own = (worktree: Worktree): string =>
  /gitdir: (.*)\n/.exec(readFileSync(join(worktree.dir, '.git'), 'utf8'))?.[1] ?? ''

it.each<[string, (worktree: Worktree) => void, string[], ((worktree: Worktree) => void)?]>([
  [
    'HEAD on a branch',
    (w) => writeFileSync(join(own(w), 'HEAD'), 'ref: refs/heads/main\n'),
    ['HEAD was moved'],
  ],
  [
    'a merge begun',
    (w) => put(own(w), { MERGE_HEAD: `${w.sha}\n` }),
    ["MERGE_HEAD was added to the worktree's git folder"],
  ],
  [
    'hooks of the worktree',
    (w) => put(own(w), { 'hooks/pre-commit': 'x' }),
    ["hooks was added to the worktree's git folder"],
  ],
  [
    'a config of the worktree',
    (w) => put(own(w), { 'config.worktree': '[core]\n' }),
    ["config.worktree was added to the worktree's git folder"],
  ],
  [
    'a ref of the worktree',
    (w) => put(own(w), { 'refs/bisect/bad': w.sha }),
    ['refs were added to the worktree'],
  ],
  [
    'another repository behind it',
    (w) => writeFileSync(join(own(w), 'commondir'), '/tmp/evil\n'),
    ['the worktree was pointed at another repository'],
  ],
  [
    '.git pointing elsewhere',
    (w) => writeFileSync(join(w.dir, '.git'), 'gitdir: /tmp\n'),
    ['.git of the worktree was replaced'],
  ],
  [
    '.git as a folder',
    (w) => {
      rmSync(join(w.dir, '.git'))
      mkdirSync(join(w.dir, '.git'))
    },
    ['.git of the worktree was replaced'],
  ],
  [
    '.git as a link',
    (w) => {
      rmSync(join(w.dir, '.git'))
      symlinkSync('/tmp', join(w.dir, '.git'))
    },
    ['.git of the worktree was replaced'],
  ],
  [
    'hooks, config and refs of the repository',
    (w) => {
      put(w.mirror.dir, { 'hooks/pre-push': '#!/bin/sh\n' })
      gitSync(w.mirror.dir, 'config', 'core.hooksPath', '/tmp/hooks')
      gitSync(w.mirror.dir, 'config', 'include.path', '/nonexistent')
      gitSync(w.mirror.dir, 'update-ref', 'refs/heads/main', w.sha)
      gitSync(w.mirror.dir, 'update-ref', `refs/replace/${w.sha}`, w.sha)
      put(w.mirror.dir, { 'objects/info/alternates': '/tmp/objects\n' })
    },
    [
      'hooks were added',
      'objects/info/alternates was added',
      'config core.hookspath was set',
      'config include.path was set',
      'refs/heads/main was made',
      expect.stringMatching(/^refs\/replace\/[0-9a-f]{40} was made$/),
    ],
  ],
])('sees %s', async (_name, tamper, expected) => {
  const worktree = await fresh()
  tamper(worktree)
  expect(await tampering(worktree)).toEqual(expected)
})
