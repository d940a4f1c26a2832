// The sandbox of the Bash tool: bubblewrap driven directly, allow-list only, no network.
//
// Not through @anthropic-ai/sandbox-runtime 0.0.83, because of what it does to a worktree and its command: it leaves empty
// files for absent protected paths (.github, .npmrc) in one worktree for as long as a command runs in any other, where Read
// and the commit gate find them; it adds proxy variables with a password to the environment; its rules follow process.cwd().

import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, lstat, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { asError, InternalError } from '../../errors.ts'
import { PROTECTED_PATHS, protectedBy } from '../../domain/policy/protected.ts'
import type { ExecOptions, ExecResult, Sandbox } from '../tool.ts'
import { bubblewrapArguments } from './bubblewrap.ts'
import type { Features } from './bubblewrap.ts'
import { gitMounts } from './git-view.ts'
import type { Mount } from './git-view.ts'
import { runConfined } from './run-confined.ts'
import { HOME, systemView, WORKSPACE } from './system-view.ts'
import type { SystemView } from './system-view.ts'

export interface SandboxOptions {
  /** Globs of paths that are read-only besides the built-in ones, for example `infra/**`. One with a name in it that any
   * folder may have is read-only at the top alone; the commit gate sees the rest. */
  protect?: readonly string[]
  /** Absolute folders of toolchains outside /usr to make readable. */
  toolchains?: readonly string[]
  /** Where bubblewrap is looked for; default PATH. */
  searchPath?: string
}

const INSTALL =
  'install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap; Fedora: dnf install bubblewrap; Alpine: apk add bubblewrap bash)'

async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter)) {
    if (!folder.startsWith('/')) continue
    const path = join(folder, name)
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (usable) return path
  }
  return undefined
}

/** Read-only mounts for what exists of the protected paths. What does not exist yet is refused by the commit gate. */
async function protectedMounts(root: string, protect: readonly string[]): Promise<Mount[]> {
  const top = await readdir(root)
  const globs = [...PROTECTED_PATHS, ...protect]
  const nested = globs
    .map((glob) => glob.replace(/\/\*\*$/, ''))
    .filter((path) => /^[^*?{]+\/[^*?{]+$/.test(path))
  const names = new Set([...top.filter((name) => protectedBy(globs, name) !== undefined), ...nested])
  const mounts: Mount[] = []
  for (const name of names) {
    if (name === '.git') continue
    const source = join(root, name)
    const stat = await lstat(source).catch(() => undefined)
    // bubblewrap follows links on the host's side: a link that an agent made would open what it points at.
    const straight =
      stat !== undefined && (stat.isFile() || stat.isDirectory()) && (await realpath(source)) === source
    if (straight) mounts.push({ kind: 'read-only', source, target: `${WORKSPACE}/${name}` })
  }
  return mounts
}

/** The whole environment of a command. Nothing of this process's environment is in it. */
function environment(system: SystemView, extra: Record<string, string> | undefined): Record<string, string> {
  return {
    PATH: system.path,
    HOME,
    TMPDIR: '/tmp',
    USER: 'agent',
    LOGNAME: 'agent',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    CI: '1',
    PAGER: 'cat',
    GIT_PAGER: 'cat',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    npm_config_update_notifier: 'false',
    ...extra,
  }
}

class BubblewrapSandbox implements Sandbox {
  readonly #program: string
  readonly #features: Features
  readonly #system: SystemView
  readonly #protect: readonly string[]
  /** The last command per worktree: what one command leaves is checked before the next one's mounts are made from it. */
  readonly #last = new Map<string, Promise<unknown>>()

  constructor(program: string, features: Features, system: SystemView, protect: readonly string[]) {
    this.#program = program
    this.#features = features
    this.#system = system
    this.#protect = protect
  }

  async exec(command: string, options: ExecOptions): Promise<ExecResult> {
    const root = await realpath(options.root)
    if (root === '/') throw new InternalError('the root folder cannot be a worktree')
    const previous = this.#last.get(root) ?? Promise.resolve()
    const turn = previous.then(
      () => this.#run(command, root, options),
      () => this.#run(command, root, options),
    )
    this.#last.set(root, turn)
    try {
      return await turn
    } finally {
      if (this.#last.get(root) === turn) this.#last.delete(root)
    }
  }

  async #run(command: string, root: string, options: ExecOptions): Promise<ExecResult> {
    const over = [...(await gitMounts(root, WORKSPACE)), ...(await protectedMounts(root, this.#protect))]
    const { args, texts } = bubblewrapArguments({
      system: this.#system,
      features: this.#features,
      root,
      readOnly: options.readOnly,
      over,
      env: environment(this.#system, options.env),
      command,
    })
    return runConfined({
      program: this.#program,
      args,
      texts,
      timeoutMs: options.timeoutMs,
      signal: options.signal,
    })
  }

  async probe(): Promise<{ ok: true } | { ok: false; reason: string }> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'baton-probe-')))
    try {
      const canary = join(folder, 'canary')
      await writeFile(canary, 'seen')
      const root = await mkdtemp(join(folder, 'root-'))
      const checks = CHECKS.map(([check, name]) => `${check} || echo "${name}"`)
      const result = await this.exec([...checks, 'echo sealed'].join('\n'), {
        root,
        readOnly: false,
        timeoutMs: 20_000,
        signal: AbortSignal.timeout(30_000),
        env: { CANARY: canary },
      })
      if (result.timedOut) return { ok: false, reason: 'a command in the sandbox did not end within 20 s' }
      if (result.output.trim() === 'sealed') return { ok: true }
      return {
        ok: false,
        reason: `the sandbox is not tight: ${result.output.trim() || `exit code ${result.exitCode}`}`,
      }
    } catch (error) {
      return { ok: false, reason: explain(asError(error).message) }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

// Each must hold inside; what fails prints its name, and only a run that got to the end prints "sealed".
const CHECKS: readonly (readonly [string, string])[] = [
  ['test ! -e "$CANARY"', 'files outside the worktree can be read'],
  ['test "$(grep -c : /proc/net/dev)" -le 1', 'the network can be reached'],
  ['test "$(ls -d /proc/[0-9]* | wc -l)" -lt 20', 'other processes can be seen'],
  ['test ! -w /usr', 'system folders can be written'],
  ['test ! -w /proc/sys/kernel/core_pattern', 'kernel settings can be written'],
  ['touch /workspace/probe', 'the worktree cannot be written'],
  ['node --version > /dev/null', 'Node.js cannot be run'],
]

/** bubblewrap's words with what to do about them. */
function explain(words: string): string {
  if (/namespace|uid map|Operation not permitted|Permission denied|Can't mount proc/i.test(words)) {
    return (
      `${words}. The kernel does not let this user make namespaces: allow unprivileged user namespaces ` +
      '(sysctl kernel.unprivileged_userns_clone=1; on Ubuntu 24.04 an AppArmor profile for bwrap or ' +
      'kernel.apparmor_restrict_unprivileged_userns=0), in a container run it with a seccomp profile that allows them'
    )
  }
  return `${words}. Try: ${INSTALL}`
}

/**
 * Finds bubblewrap, runs a command in it and checks that it is tight. Returns the sandbox, or in one sentence why there is
 * none and what to install or allow; then Bash must not be offered.
 */
export async function createSandbox(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox } | { reason: string }> {
  if (process.platform !== 'linux')
    return { reason: `the sandbox needs Linux with bubblewrap, this is ${process.platform}` }
  const program = await findProgram('bwrap', options.searchPath ?? process.env['PATH'] ?? '')
  if (program === undefined) return { reason: `bubblewrap (bwrap) was not found on PATH: ${INSTALL}` }
  const help = await promisify(execFile)(program, ['--help'], { timeout: 10_000 }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) => asError(error).message,
  )
  if (!help.includes('--clearenv'))
    return { reason: `bubblewrap is too old (0.5 or newer is needed): ${INSTALL}` }
  const system = await systemView(options.toolchains ?? [])
  const size = help.includes('--size')
  let reason = ''
  // A setuid bubblewrap has the flag but refuses it; without it the sandbox is still tight, only wider towards the kernel.
  for (const disableUserns of help.includes('--disable-userns') ? [true, false] : [false]) {
    const sandbox = new BubblewrapSandbox(program, { disableUserns, size }, system, options.protect ?? [])
    const probe = await sandbox.probe()
    if (probe.ok) return { sandbox }
    reason = probe.reason
  }
  return { reason }
}
