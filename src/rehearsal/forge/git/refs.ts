// Refs: listing them, and moving them only from where the caller saw them.

import { InternalError } from '../../../errors.ts'
import { git, runGit } from './process.ts'

export const ZERO = '0'.repeat(40)

/** Every ref below `prefix`, with the SHA it points at (a tag's own, not its commit's). */
export async function listRefs(gitDir: string, prefix: string): Promise<Map<string, string>> {
  const out = await git(gitDir, ['for-each-ref', '--format=%(objectname) %(refname)', prefix])
  const lines = out.toString().split('\n').filter(Boolean)
  return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]))
}

export async function listBranches(gitDir: string): Promise<{ name: string; sha: string }[]> {
  const refs = await listRefs(gitDir, 'refs/heads/')
  return [...refs].map(([ref, sha]) => ({ name: ref.slice('refs/heads/'.length), sha }))
}

/** Moves `ref` from `before` to `after` (40 zeros: create); false when it is elsewhere by now. */
export const updateRef = (gitDir: string, ref: string, after: string, before: string): Promise<boolean> =>
  swap(gitDir, ['update-ref', ref, after, before])

export const deleteRef = (gitDir: string, ref: string, before: string): Promise<boolean> =>
  swap(gitDir, ['update-ref', '-d', ref, before])

async function swap(gitDir: string, args: readonly string[]): Promise<boolean> {
  const result = await runGit(gitDir, args)
  if (result.code === 0) return true
  if (/cannot lock ref|reference already exists/.test(result.stderr)) return false
  throw new InternalError(`git update-ref: ${result.stderr.trim()}`)
}

/** The rules of `git check-ref-format` for a full ref name. */
export function isValidRef(ref: string): boolean {
  const parts = ref.split('/')
  // oxlint-disable-next-line no-control-regex -- control characters are what git refuses here
  const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$/
  return (
    parts.length >= 3 &&
    parts[0] === 'refs' &&
    !forbidden.test(ref) &&
    parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  )
}
