// Turns a path that a model wrote into one inside the worktree, and never into another.

import { lstat, readdir } from 'node:fs/promises'
import { basename, dirname, relative } from 'node:path'
import { ToolError } from '@anthropic-ai/sdk/lib/tools/ToolError'
import { resolvePath } from '@anthropic-ai/sdk/tools/agent-toolset/node'
import { asError } from '../../errors.ts'
import { WORKSPACE } from '../sandbox/system-view.ts'
import { ToolFailure } from '../tool.ts'

export interface Inside {
  /** Canonical path on the host: every symbolic link resolved. Never shown. */
  real: string
  /** Canonical root on the host. */
  root: string
  /** Relative to the root, `.` for the root itself: what is shown. */
  shown: string
}

/**
 * Resolves a relative path, an absolute path below the worktree, or one below the sandbox's name for it. Links are resolved
 * before the check, dangling ones too. Throws ToolFailure, with no host path in it, for anything outside.
 */
export async function resolveInside(root: string, path: string): Promise<Inside> {
  if (path.includes('\0')) throw new ToolFailure('The path contains a NUL character.')
  if (path.startsWith('~'))
    throw new ToolFailure(`${path} is not in the worktree. Use a path relative to its root.`)
  const here =
    path === WORKSPACE ? '.' : path.startsWith(`${WORKSPACE}/`) ? `.${path.slice(WORKSPACE.length)}` : path
  try {
    const realRoot = await resolvePath({ workdir: root }, '.')
    const real = await resolvePath({ workdir: realRoot }, here)
    return { real, root: realRoot, shown: relative(realRoot, real) || '.' }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    const outside = asError(error).message.includes('outside')
    const why = outside
      ? 'is outside the worktree'
      : 'cannot be resolved (a loop of links, or an unreadable folder)'
    throw new ToolFailure(`${path} ${why}. Use a path relative to the worktree's root.`)
  }
}

/** Number of single-character edits between two short strings. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const stem = (name: string): string => name.replace(/\.[^.]*$/, '').toLowerCase()

/** ` Did you mean src/add.ts?`, or an empty string when nothing in the nearest existing folder is alike. */
async function didYouMean(inside: Inside): Promise<string> {
  const wanted = basename(inside.real)
  const names = await readdir(dirname(inside.real)).catch(() => [])
  const ranked = names
    .slice(0, 2000)
    .map((name) => ({
      name,
      far: stem(name) === stem(wanted) ? 0 : distance(name.toLowerCase(), wanted.toLowerCase()),
    }))
    .filter(({ far }) => far <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
  const folder = relative(inside.root, dirname(inside.real))
  const found = ranked.slice(0, 3).map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
  return found.length === 0 ? '' : ` Did you mean ${found.join(' or ')}?`
}

/** Throws the ToolFailure that fits a path that is not a regular file; returns its size and mode when it is one. */
export async function requireFile(inside: Inside): Promise<{ size: number; mode: number }> {
  const stat = await lstat(inside.real).catch(() => undefined)
  if (stat === undefined) {
    throw new ToolFailure(
      `${inside.shown} does not exist.${await didYouMean(inside)} Glob lists what there is.`,
    )
  }
  if (stat.isDirectory()) throw new ToolFailure(`${inside.shown} is a folder. Glob lists its files.`)
  if (!stat.isFile())
    throw new ToolFailure(`${inside.shown} is a pipe, socket or device, not a regular file.`)
  return { size: stat.size, mode: stat.mode }
}
