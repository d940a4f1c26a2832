// Pushes against real remotes, races included, and what git's words mean.

import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Sha } from '../../src/domain/ids.ts'
import { TerminalError, TransientError, UserError } from '../../src/errors.ts'
import { commit } from '../../src/workspace/commit-gate.ts'
import { redactSecrets } from '../../src/workspace/git-auth.ts'
import { ensureMirror } from '../../src/workspace/mirror.ts'
import type { Mirror } from '../../src/workspace/mirror.ts'
import { pushCommit } from '../../src/workspace/push.ts'
import { transferError } from '../../src/workspace/transfer-error.ts'
import { addWorktree } from '../../src/workspace/worktree.ts'
import { accepted, BOT, Folder, gitSync, look, makeRemote, put } from './fixture.ts'
import type { Remote } from './fixture.ts'

const folder = new Folder()
let remote: Remote
let count = 0
let branch = ''

beforeAll(async () => {
  remote = await makeRemote(folder.path)
})
afterAll(() => folder[Symbol.dispose]())
beforeEach(() => {
  count += 1
  branch = `agent-1/wave-${count}`
})

async function makeCommit(mirror: Mirror, text: string): Promise<Sha> {
  count += 1
  const worktree = await addWorktree(mirror, { sha: remote.base, dir: join(folder.path, `w${count}`) })
  put(worktree.dir, { 'src/add.ts': text })
  return commit(worktree, accepted(await look(worktree)), {
    message: text,
    author: BOT,
    trailers: [],
    ref: `refs/baton/runs/${count}`,
  })
}
const onRemote = (): string =>
  gitSync(remote.dir, 'for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`)
const push = (mirror: Mirror, sha: Sha, expected?: Sha): Promise<{ pushed: boolean }> =>
  pushCommit(mirror, { sha, branch, expected, remoteUrl: remote.url, allowFile: true })

describe('push', () => {
  it('creates, repeats, moves on and rewrites exactly what was seen', async () => {
    const [a, b] = [await makeCommit(remote.mirror, 'a\n'), await makeCommit(remote.mirror, 'b\n')]
    expect(await push(remote.mirror, a)).toEqual({ pushed: true })
    expect(await push(remote.mirror, a)).toEqual({ pushed: false })
    expect(await push(remote.mirror, b, a)).toEqual({ pushed: true })
    expect(await push(remote.mirror, b, a)).toEqual({ pushed: false })
    expect(onRemote()).toBe(b)
  })

  it('refuses a branch that exists, that moved, and that is gone', async () => {
    const [a, b, c] = [
      await makeCommit(remote.mirror, 'a\n'),
      await makeCommit(remote.mirror, 'b\n'),
      await makeCommit(remote.mirror, 'c\n'),
    ]
    await expect(push(remote.mirror, b, a)).rejects.toThrow(/expected [0-9a-f]+, found no branch/)
    await push(remote.mirror, a)
    await expect(push(remote.mirror, b)).rejects.toThrow(/expected no branch, found/)
    await expect(push(remote.mirror, c, b)).rejects.toThrow(TransientError)
    expect(onRemote()).toBe(a)
  })

  it('lets exactly one of two clones win a race', async () => {
    const other = await ensureMirror({
      cloneUrl: remote.url,
      dir: join(folder.path, `m${count}.git`),
      refs: ['refs/heads/main'],
      allowFile: true,
    })
    const [a, b] = [await makeCommit(remote.mirror, 'mine\n'), await makeCommit(other, 'theirs\n')]
    const results = await Promise.allSettled([push(remote.mirror, a), push(other, b)])
    const won = results.map(({ status }) => status === 'fulfilled')
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(onRemote()).toBe(won[0] ? a : b)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(TransientError)
  })

  it('tells a rule of the server from a race', async () => {
    const sha = await makeCommit(remote.mirror, 'x\n')
    const hook = join(remote.dir, 'hooks/pre-receive')
    put(remote.dir, {
      'hooks/pre-receive': '#!/bin/sh\necho "error: GH013: Repository rule violations found" >&2\nexit 1\n',
    })
    chmodSync(hook, 0o755)
    const failure = await push(remote.mirror, sha).catch((error: unknown) => error)
    chmodSync(hook, 0o644)
    expect(failure).toBeInstanceOf(UserError)
    expect(String(failure)).toContain('GH013')
  })

  it.each(['-x', '--mirror', 'a..b', 'a.lock', 'a/', 'a b', '', 'a:b', '+a', 'a//b', 'x/.y'])(
    'refuses the branch name %j',
    async (name) => {
      await expect(
        pushCommit(remote.mirror, {
          sha: remote.base,
          branch: name,
          expected: undefined,
          remoteUrl: remote.url,
          allowFile: true,
        }),
      ).rejects.toThrow('not a branch name')
    },
  )

  it('finds no repository and no server', async () => {
    const request = { sha: remote.base, branch, expected: undefined, allowFile: true }
    await expect(pushCommit(remote.mirror, { ...request, remoteUrl: `${remote.url}x` })).rejects.toThrow(
      TerminalError,
    )
    await expect(
      pushCommit(remote.mirror, { ...request, remoteUrl: 'http://127.0.0.1:1/a.git' }),
    ).rejects.toThrow(TransientError)
  })
})

describe('words', () => {
  it.each<[string, abstract new (...args: never[]) => Error]>([
    [
      '! refs/heads/x [remote rejected] (refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission)',
      UserError,
    ],
    [
      'remote: error: GH013: Repository rule violations found\nremote: - Push cannot contain secrets',
      UserError,
    ],
    ['remote: error: GH006: Protected branch update failed', UserError],
    ['remote: error: GH001: Large files detected', UserError],
    [
      'remote: This repository was archived so it is read-only.\nfatal: unable to access: The requested URL returned error: 403',
      UserError,
    ],
    [
      "remote: Write access to repository not granted.\nfatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 403",
      UserError,
    ],
    ["fatal: Authentication failed for 'https://github.com/a/b/'", TransientError],
    [
      "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 503",
      TransientError,
    ],
    [
      "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 429",
      TransientError,
    ],
    ["fatal: unable to access 'https://github.com/a/b/': Could not resolve host: github.com", TransientError],
    ['error: RPC failed; curl 56 GnuTLS recv error\nfatal: early EOF', TransientError],
    ['! [rejected] (stale info)', TransientError],
    ["remote: Repository not found.\nfatal: repository 'https://github.com/a/b/' not found", TerminalError],
    ["fatal: couldn't find remote ref refs/heads/x", TerminalError],
    ['fatal: something new', TerminalError],
  ])('%s', (words, kind) => {
    expect(transferError('push', words)).toBeInstanceOf(kind)
  })

  it('carry no token', () => {
    const auth = { token: 'ghs_abc', urlPrefix: 'https://github.com/' }
    const encoded = Buffer.from('x-access-token:ghs_abc').toString('base64')
    expect(redactSecrets(`https://u:p@github.com/a ghs_abc ${encoded}`, auth)).toBe(
      'https://***@github.com/a *** ***',
    )
  })
})
