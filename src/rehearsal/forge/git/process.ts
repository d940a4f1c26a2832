// Runs git with nothing of the machine's own configuration in reach: no hooks, no file-system monitor, no external diff.

import { execFile, execFileSync } from 'node:child_process'
import { asError, InternalError, UserError } from '../../../errors.ts'

/** First release with `git merge-tree --write-tree` (https://git-scm.com/docs/git-merge-tree). */
const OLDEST = [2, 38] as const
const MAX_OUTPUT = 512 * 1024 * 1024

/** Settings given to every git process; `gc.auto=0` because a long-lived `cat-file` must not lose its packs. */
export const SAFE_CONFIG: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.quotePath', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.ext.allow', 'never'],
]

/** The whole environment of a git process. */
export function gitEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...extra,
  }
}

/** Arguments that precede the git command for a bare repository. */
export const gitPrefix = (gitDir: string): string[] => [
  '--git-dir',
  gitDir,
  '--literal-pathspecs',
  ...SAFE_CONFIG.flatMap(([key, value]) => ['-c', `${key}=${value}`]),
]

export interface GitResult {
  code: number
  stdout: Buffer
  stderr: string
}

/** Runs git on a bare repository and returns whatever exit code it ended with. */
export function runGit(gitDir: string, args: readonly string[], input?: string | Buffer): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...gitPrefix(gitDir), ...args],
      { encoding: 'buffer', maxBuffer: MAX_OUTPUT, env: gitEnvironment() },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code
        if (typeof code === 'number') resolve({ code, stdout, stderr: stderr.toString() })
        else reject(new InternalError(`git ${args[0] ?? ''} did not run`, { cause: error }))
      },
    )
    // git may end before it has read everything (EPIPE); its exit code then says why.
    child.stdin?.on('error', () => child.stdin?.destroy())
    child.stdin?.end(input)
  })
}

/** The same, for commands that have no reason to fail: throws InternalError with git's own words when one does. */
export async function git(gitDir: string, args: readonly string[], input?: string | Buffer): Promise<Buffer> {
  const result = await runGit(gitDir, args, input)
  if (result.code !== 0) {
    throw new InternalError(`git ${args[0] ?? ''} ended with ${result.code}: ${result.stderr.trim()}`)
  }
  return result.stdout
}

/** The PATH on which a git new enough was found: asked once per process, not once per forge. */
let checkedPath: string | undefined

/** Throws UserError, saying what was found, unless git 2.38 or newer is on the PATH. */
export function assertGitVersion(): void {
  const searched = process.env['PATH'] ?? ''
  if (checkedPath === searched) return
  const fix = `install git ${OLDEST.join('.')} or newer and put it on the PATH (check with: git --version)`
  let found: string
  try {
    found = execFileSync('git', ['--version'], { encoding: 'utf8', env: gitEnvironment() }).trim()
  } catch (error) {
    throw new UserError('git could not be run', fix, { cause: asError(error) })
  }
  const [, major, minor] = /(\d+)\.(\d+)/.exec(found) ?? []
  const version = [Number(major), Number(minor)] as const
  const enough = version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1])
  if (!enough) throw new UserError(`git is too old: found "${found}"`, fix)
  checkedPath = searched
}
