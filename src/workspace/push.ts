// Puts one commit on one branch of GitHub, only if the branch still is what was seen.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { InternalError, TransientError, UserError } from '../errors.ts'
import { git } from './git.ts'
import type { GitAuth } from './git-auth.ts'
import type { Mirror } from './mirror.ts'
import { transferError } from './transfer-error.ts'

export interface PushRequest {
  sha: Sha
  /** Short branch name, for example `agent-1/performance-recovery/wave-1`. */
  branch: string
  /** The commit the branch must have now; undefined when it must not exist. */
  expected: Sha | undefined
  remoteUrl: string
  auth?: GitAuth | undefined
  allowFile?: boolean | undefined
  signal?: AbortSignal | undefined
}

const Branch = z
  .string()
  .regex(/^(?!-)(?!.*\.\.)(?!.*\/\/)(?!.*\.lock(\/|$))(?!.*\/$)(?!.*\/\.)[\w][\w./+-]{0,200}$/)

/**
 * Pushes with an exact lease. Doing it again after a crash is a success: a branch that already has the commit is left alone.
 * Returns whether anything was sent. Throws TransientError when the branch moved or the network failed (observe again),
 * UserError when a rule or a missing permission refused it, TerminalError when the repository is gone.
 */
export async function pushCommit(mirror: Mirror, request: PushRequest): Promise<{ pushed: boolean }> {
  if (!Branch.safeParse(request.branch).success) {
    throw new UserError(
      `not a branch name: ${JSON.stringify(request.branch)}`,
      'Use letters, digits, dashes and slashes.',
    )
  }
  const ref = `refs/heads/${request.branch}`
  const run = { gitDir: mirror.dir, auth: request.auth, allowFile: request.allowFile, signal: request.signal }
  const local = await git(['cat-file', '-e', `${request.sha}^{commit}`], { gitDir: mirror.dir })
  if (local.exitCode !== 0) throw new InternalError(`the mirror has no commit ${request.sha}`)

  const output = await git(
    [
      'push',
      '--porcelain',
      '--no-verify',
      '--no-follow-tags',
      `--force-with-lease=${ref}:${request.expected ?? ''}`,
      request.remoteUrl,
      `${request.sha}:${ref}`,
    ],
    run,
  )
  const words = `${output.stdout.toString('utf8')}\n${output.stderr}`
  if (output.exitCode === 0) return { pushed: !/^=\t/m.test(words) }

  if (/\(stale info\)|\[rejected\]|cannot lock ref|reference already exists/i.test(words)) {
    const now = await remoteHead(request, run)
    if (now === request.sha) return { pushed: false }
    throw new TransientError(
      `the branch ${request.branch} moved: expected ${request.expected ?? 'no branch'}, found ${now ?? 'no branch'}`,
    )
  }
  throw transferError('push', words)
}

async function remoteHead(request: PushRequest, run: Parameters<typeof git>[1]): Promise<Sha | undefined> {
  const ref = `refs/heads/${request.branch}`
  const output = await git(['ls-remote', '--quiet', request.remoteUrl, ref], run)
  if (output.exitCode !== 0) throw transferError('fetch', output.stderr)
  const line = output.stdout
    .toString('utf8')
    .split('\n')
    .find((row) => row.endsWith(`\t${ref}`))
  return line === undefined ? undefined : Sha.parse(line.slice(0, 40))
}
