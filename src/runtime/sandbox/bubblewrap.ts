// The command line of bubblewrap for one command: an empty root to which only what is needed is added.

import { HOME, WORKSPACE } from './system-view.ts'
import type { SystemView } from './system-view.ts'
import type { Mount } from './git-view.ts'

/** What the installed bubblewrap can do, read from its `--help`. */
export interface Features {
  /** 0.8: the command cannot make user namespaces of its own. Off where bubblewrap is setuid. */
  disableUserns: boolean
  /** 0.7: the size of a tmpfs can be limited. */
  size: boolean
}

export interface Invocation {
  system: SystemView
  features: Features
  root: string
  readOnly: boolean
  /** Mounts over the worktree, in order: git's view, then protected paths. */
  over: readonly Mount[]
  env: Readonly<Record<string, string>>
  command: string
}

const SCRATCH_BYTES = 512 * 1024 * 1024

// Limits are set inside the new namespaces, so that they count the command's processes and not the whole account's. All of
// it goes to stdout, so that stderr carries bubblewrap's own words only. A limit that is lower already stays.
const PRELUDE = [
  'exec 2>&1 </dev/null',
  'for limit in "-c 0" "-f 524288" "-u 1024" "-n 4096"; do ulimit $limit 2>/dev/null; done',
  'exec /bin/bash --noprofile --norc -c "$1"',
].join('\n')

/** Arguments for bubblewrap, and the texts it reads from descriptors 3, 4, … in this order. */
export function bubblewrapArguments(call: Invocation): { args: string[]; texts: string[] } {
  const texts: string[] = []
  const mount = (item: Mount): string[] => {
    if (item.kind === 'empty') return ['--tmpfs', item.target]
    if (item.kind === 'text') {
      texts.push(item.text)
      return ['--ro-bind-data', String(2 + texts.length), item.target]
    }
    return [item.kind === 'read-only' ? '--ro-bind' : '--bind', item.source, item.target]
  }
  const scratch = (target: string): string[] => [
    ...(call.features.size ? ['--size', String(SCRATCH_BYTES)] : []),
    '--tmpfs',
    target,
  ]
  const env = { PWD: WORKSPACE, ...call.env }
  const args = [
    '--unshare-all',
    '--unshare-user',
    ...(call.features.disableUserns ? ['--disable-userns'] : []),
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    '--hostname',
    'sandbox',
    '--clearenv',
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...call.system.mounts.flatMap(mount),
    ...call.system.links.flatMap(({ text, target }) => ['--symlink', text, target]),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    ...scratch('/tmp'),
    ...scratch('/dev/shm'),
    ...scratch(HOME),
    ...mount({ kind: call.readOnly ? 'read-only' : 'writable', source: call.root, target: WORKSPACE }),
    ...call.over.flatMap(mount),
    // The root and /dev are tmpfs too: closed last, or they would be memory without a limit. /proc is closed because
    // bubblewrap 0.8 leaves /proc/sys open to a command that runs as root, and core_pattern there leads out of the sandbox.
    ...['/', '/dev', '/proc'].flatMap((path) => ['--remount-ro', path]),
    '--chdir',
    WORKSPACE,
    '--',
    '/bin/bash',
    '--noprofile',
    '--norc',
    '-c',
    PRELUDE,
    'sandbox',
    call.command,
  ]
  return { args, texts }
}
