// The oldest git that Baton works with, and the check for it.

import { asError, UserError } from '../errors.ts'
import { gitText } from './git.ts'

/** `merge-tree --write-tree` came with 2.38, safe.directory and the worktree fixes before it. */
const OLDEST: readonly [number, number] = [2, 38]

/** Major and minor of `git version 2.39.5 (Apple Git-154)`; undefined when the text is something else. */
export function parseGitVersion(text: string): [number, number] | undefined {
  const match = /^git version (\d+)\.(\d+)/.exec(text)
  return match === null ? undefined : [Number(match[1]), Number(match[2])]
}

/** Whether a version string is new enough. */
export function isSupportedGit(text: string): boolean {
  const version = parseGitVersion(text)
  if (version === undefined) return false
  const [major, minor] = version
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

const fix = `Install git ${OLDEST.join('.')} or newer and put it first on PATH.`

async function versionText(): Promise<string> {
  try {
    return await gitText(['version'], {})
  } catch (error) {
    throw new UserError(`git cannot be run: ${asError(error).message}`, fix, { cause: error })
  }
}

/** Returns the version text of the installed git. Throws UserError when it is too old or there is none. */
export async function requireGit(): Promise<string> {
  const text = await versionText()
  if (!isSupportedGit(text)) {
    throw new UserError(`git ${OLDEST.join('.')} or newer is needed, found: ${text}`, fix)
  }
  return text
}
