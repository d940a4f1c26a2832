// A remote repository, a mirror and worktrees in a temporary folder, made with real git.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Sha } from '../../src/domain/ids.ts'
import { inspect } from '../../src/workspace/commit-gate.ts'
import type { Accepted, Inspection } from '../../src/workspace/commit-gate.ts'
import { GatePolicy } from '../../src/workspace/gate-policy.ts'
import { ensureMirror, readRef } from '../../src/workspace/mirror.ts'
import type { Mirror } from '../../src/workspace/mirror.ts'
import type { Worktree } from '../../src/workspace/worktree.ts'

/** A temporary folder, removed when the scope that holds it ends. */
export class Folder implements Disposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'baton-test-')));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Plain git as a person would run it. */
export function gitSync(cwd: string, ...args: string[]): string {
  return execFileSync(
    'git',
    ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'protocol.file.allow=always', ...args],
    {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
    },
  ).trim()
}

/** Writes files, folders included. */
export function put(root: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

export const BASE_FILES = {
  'README.md': '# Widgets\n',
  'src/add.ts': 'export const add = (a: number, b: number): number => a - b\n',
  'src/deep/er/file.txt': 'deep\n',
  'tool.sh': 'echo tool\n',
  '.github/workflows/ci.yml': 'on: push\n',
  '.gitignore': 'build/\n',
  'package.json': '{"type":"module"}\n',
}

export interface Remote {
  url: string
  dir: string
  mirror: Mirror
  base: Sha
}

/** A bare remote with one commit of `files` on main, and its mirror. */
export async function makeRemote(
  folder: string,
  files: Record<string, string | Buffer> = BASE_FILES,
): Promise<Remote> {
  const dir = join(folder, 'remote.git')
  const seed = join(folder, 'seed')
  mkdirSync(seed)
  gitSync(folder, 'init', '--quiet', '--bare', '--initial-branch=main', dir)
  gitSync(seed, 'init', '--quiet', '--initial-branch=main')
  put(seed, files)
  gitSync(seed, 'add', '--all')
  gitSync(seed, 'commit', '--quiet', '--message', 'base')
  gitSync(seed, 'push', '--quiet', dir, 'main')
  const url = `file://${dir}`
  const mirror = await ensureMirror({
    cloneUrl: url,
    dir: join(folder, 'data/mirror.git'),
    refs: ['refs/heads/main'],
    allowFile: true,
  })
  const base = await readRef(mirror, 'refs/remotes/origin/main')
  if (base === undefined) throw new Error('the fixture has no main')
  return { url, dir, mirror, base }
}

export const BOT = { name: 'Baton', email: 'baton@example.com', date: '2026-01-02T03:04:05Z' }

/** Runs the gate with the default policy, changed where given. */
export const look = (
  worktree: Worktree,
  policy: Parameters<typeof GatePolicy.parse>[0] = {},
): Promise<Inspection> => inspect(worktree, GatePolicy.parse(policy))

/** The inspection as an accepted one; fails the test otherwise. */
export function accepted(inspection: Inspection): Accepted {
  if (!inspection.ok) throw new Error(`refused: ${JSON.stringify(inspection.problems)}`)
  return inspection
}
