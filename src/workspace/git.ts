// The one way the host runs git: nothing a repository or its author prepared can make it run a program.

import { spawn } from 'node:child_process'
import { InternalError, TransientError } from '../errors.ts'
import { authEnvironment, redactSecrets } from './git-auth.ts'
import type { GitAuth } from './git-auth.ts'

export interface GitOptions {
  /** Repository to work on (`--git-dir`). Left out only for commands that need none, such as `init` and `--version`. */
  gitDir?: string
  /** Working tree that belongs to it for this one command (`--work-tree`); also the working directory. */
  workTree?: string
  /** Index file of this one command, so that no other index is read or written. */
  indexFile?: string
  /** Written to stdin. */
  input?: string | Buffer
  /** Further environment, for example author and committer. Cannot weaken the fixed part. */
  env?: Record<string, string>
  auth?: GitAuth | undefined
  /** Lets git read and write repositories by path. For tests and the embedded GitHub only. */
  allowFile?: boolean | undefined
  signal?: AbortSignal | undefined
  /** Milliseconds until git is killed; default 10 minutes. */
  timeoutMs?: number
  /** Bytes of stdout kept before git is stopped; default 64 MiB. */
  maxBytes?: number
}

export interface GitOutput {
  exitCode: number
  stdout: Buffer
  /** Redacted, at most 16 KiB. */
  stderr: string
  /** True when stdout reached `maxBytes` and git was stopped there. */
  truncated: boolean
}

const NOTHING = '/dev/null'

// `-c` beats every configuration file, so a config that an agent managed to write changes none of these.
const FIXED_CONFIG: readonly (readonly [string, string])[] = [
  ['core.hooksPath', NOTHING],
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  ['core.attributesFile', NOTHING],
  ['core.excludesFile', NOTHING],
  ['core.sshCommand', 'false'],
  ['core.askPass', ''],
  ['core.pager', 'cat'],
  ['core.quotePath', 'false'],
  ['core.symlinks', 'true'],
  ['core.fileMode', 'true'],
  ['core.autocrlf', 'false'],
  // Names that Windows or macOS would take for .git are refused on Linux too.
  ['core.protectNTFS', 'true'],
  ['core.protectHFS', 'true'],
  ['credential.helper', ''],
  ['diff.ignoreSubmodules', 'all'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['gpg.program', 'false'],
  ['commit.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['http.followRedirects', 'false'],
  ['advice.detachedHead', 'false'],
  ['protocol.allow', 'never'],
  ['protocol.https.allow', 'always'],
  ['protocol.http.allow', 'always'],
]

const STDERR_CAP = 16 * 1024

/** The environment of every host git: fixed, so that no variable of this process reaches it (a proxy and the CA list excepted). */
function environment(options: GitOptions): Record<string, string> {
  const inherited: Record<string, string> = {}
  for (const name of [
    'PATH',
    'HTTPS_PROXY',
    'https_proxy',
    'HTTP_PROXY',
    'http_proxy',
    'NO_PROXY',
    'no_proxy',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'GIT_SSL_CAINFO',
  ]) {
    const value = process.env[name]
    if (value !== undefined) inherited[name] = value
  }
  return {
    ...inherited,
    ...options.env,
    ...authEnvironment(options.auth),
    ...(options.indexFile === undefined ? {} : { GIT_INDEX_FILE: options.indexFile }),
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: NOTHING,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: NOTHING,
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    GIT_EDITOR: 'false',
    GIT_LFS_SKIP_SMUDGE: '1',
  }
}

function commandLine(args: readonly string[], options: GitOptions): string[] {
  const line = FIXED_CONFIG.flatMap(([key, value]) => ['-c', `${key}=${value}`])
  if (options.allowFile === true) line.push('-c', 'protocol.file.allow=always')
  if (options.gitDir !== undefined) line.push(`--git-dir=${options.gitDir}`)
  if (options.workTree !== undefined) line.push(`--work-tree=${options.workTree}`)
  return [...line, '--no-pager', '--literal-pathspecs', ...args]
}

/**
 * Runs git and returns what it said; a non-zero exit is a result, not an error.
 * Throws TransientError when it was aborted or ran out of time, InternalError when it could not be started.
 */
export function git(args: readonly string[], options: GitOptions): Promise<GitOutput> {
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024
  const what = `git ${args[0] ?? ''}`
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) {
      reject(new TransientError(`${what} was cancelled`))
      return
    }
    // A process group of its own, so that git's children (http helper, pack-objects) end with it.
    const child = spawn('git', commandLine(args, options), {
      cwd: options.workTree ?? options.gitDir ?? '/',
      env: environment(options),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    })
    const chunks: Buffer[] = []
    let kept = 0
    let stderr = ''
    let truncated = false
    let stopped: string | undefined
    const kill = (): void => {
      // Without a pid git never started, and 'error' is already on its way.
      if (child.pid === undefined || child.exitCode !== null) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // The group ended by itself in between.
        child.kill('SIGKILL')
      }
    }
    const abort = (): void => {
      stopped = 'was cancelled'
      kill()
    }
    const timer = setTimeout(() => {
      stopped = 'took too long and was stopped'
      kill()
    }, options.timeoutMs ?? 600_000)
    options.signal?.addEventListener('abort', abort, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', abort)
    }

    child.stdout.on('data', (chunk: Buffer) => {
      if (truncated) return
      const room = maxBytes - kept
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
      kept += Math.min(chunk.length, room)
      if (chunk.length > room) {
        truncated = true
        kill()
      }
    })
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_CAP)
    })
    // git may end without reading all of its input (EPIPE); its exit code tells the story.
    child.stdin.on('error', () => child.stdin.destroy())
    child.stdin.end(options.input ?? '')
    child.on('error', (cause) => {
      settle()
      reject(new InternalError('git could not be started: is it installed and on PATH?', { cause }))
    })
    child.on('close', (code) => {
      settle()
      if (stopped !== undefined) reject(new TransientError(`${what} ${stopped}`))
      else
        resolve({
          exitCode: code ?? 128,
          stdout: Buffer.concat(chunks),
          stderr: redactSecrets(stderr, options.auth),
          truncated,
        })
    })
  })
}

/** Like `git`, but a non-zero exit throws InternalError with git's words. Returns stdout. */
export async function gitOk(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const output = await git(args, options)
  if (output.exitCode !== 0 && !output.truncated) {
    throw new InternalError(`git ${args[0] ?? ''} failed (exit ${output.exitCode}): ${output.stderr.trim()}`)
  }
  return output.stdout
}

/** stdout of `gitOk` as text without the trailing newline. */
export async function gitText(args: readonly string[], options: GitOptions): Promise<string> {
  return (await gitOk(args, options)).toString('utf8').replace(/\n$/, '')
}
