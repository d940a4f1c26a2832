// What a sandboxed command sees of the machine: programs and libraries, no data, no accounts, no secrets.

import { lstat, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { entryExists } from '../../presence.ts'
import type { Mount } from './git-view.ts'

/** The worktree's place inside the sandbox: the same for every run, so that no host path shows in any output. */
export const WORKSPACE = '/workspace'
export const HOME = '/home/agent'
const NODE = '/opt/node'

// Folders with programs and libraries, and the few files of /etc that they read. /etc/ssl is not bound whole: it holds keys.
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']
const ETC = [
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
  '/etc/ca-certificates',
  '/etc/localtime',
]

export interface SystemView {
  mounts: Mount[]
  /** `--symlink` pairs: link text and where it goes. */
  links: { text: string; target: string }[]
  path: string
}

/** The Node.js of this process, and npm where it came with it, at a place of their own: its real folder may be someone's home. */
async function nodeMounts(): Promise<Pick<SystemView, 'mounts' | 'links'>> {
  const program = await realpath(process.execPath)
  const mounts: Mount[] = [{ kind: 'read-only', source: program, target: `${NODE}/bin/node` }]
  const npm = join(dirname(dirname(program)), 'lib/node_modules/npm')
  if (basename(dirname(program)) !== 'bin' || !(await entryExists(join(npm, 'bin/npm-cli.js'))))
    return { mounts, links: [] }
  mounts.push({ kind: 'read-only', source: npm, target: `${NODE}/lib/node_modules/npm` })
  const links = ['npm', 'npx'].map((name) => ({
    text: `../lib/node_modules/npm/bin/${name}-cli.js`,
    target: `${NODE}/bin/${name}`,
  }))
  return { mounts, links }
}

/**
 * Everything that is the same for every command. `toolchains` are absolute folders outside /usr (a Rust or Go installation)
 * that become readable at the same path; their `bin` goes on PATH.
 */
export async function systemView(toolchains: readonly string[]): Promise<SystemView> {
  const { mounts, links } = await nodeMounts()
  for (const path of SYSTEM) {
    const stat = await lstat(path).catch(() => undefined)
    if (stat?.isSymbolicLink() === true) links.push({ text: await readlink(path), target: path })
    else if (stat?.isDirectory() === true) mounts.push({ kind: 'read-only', source: path, target: path })
  }
  for (const path of [...ETC, ...toolchains]) {
    if (await entryExists(path)) mounts.push({ kind: 'read-only', source: path, target: path })
  }
  const uid = process.getuid?.() ?? 65_534
  const gid = process.getgid?.() ?? 65_534
  mounts.push(
    { kind: 'text', text: `agent:x:${uid}:${gid}::${HOME}:/bin/bash\n`, target: '/etc/passwd' },
    { kind: 'text', text: `agent:x:${gid}:\n`, target: '/etc/group' },
    { kind: 'text', text: '127.0.0.1 localhost\n::1 localhost\n', target: '/etc/hosts' },
    { kind: 'text', text: 'hosts: files\npasswd: files\ngroup: files\n', target: '/etc/nsswitch.conf' },
  )
  const path = [
    `${NODE}/bin`,
    ...toolchains.map((folder) => `${folder}/bin`),
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
    '/usr/sbin',
    '/sbin',
  ]
  return { mounts, links, path: path.join(':') }
}
