// What a sandboxed command sees of git: history and its own index, read-only, without URLs, other worktrees or their refs.

import { lstat, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { targetExists } from '../../presence.ts'

/** A mount for bubblewrap. `text` becomes a read-only file that exists nowhere on the host. */
export type Mount =
  | { kind: 'read-only' | 'writable'; source: string; target: string }
  | { kind: 'text'; text: string; target: string }
  | { kind: 'empty'; target: string }

/** Where the mirror appears inside the sandbox. */
const REPOSITORY = '/repository.git'

const KEPT_KEYS = new Set([
  'repositoryformatversion',
  'filemode',
  'bare',
  'ignorecase',
  'precomposeunicode',
  'symlinks',
  'logallrefupdates',
  'objectformat',
  'refstorage',
  'partialclone',
  'worktreeconfig',
])

/**
 * A repository's config reduced to what git needs to read it. Everything else (remote URLs, which may carry tokens, extra
 * headers, filters, aliases, includes) is left out. Unknown syntax is left out too.
 */
export function plainConfig(config: string): string {
  let kept = false
  const lines: string[] = []
  for (const line of config.split('\n')) {
    const section = /^\s*\[\s*([A-Za-z.]+)\s*\]\s*$/.exec(line)?.[1]
    if (/^\s*\[/.test(line)) {
      kept = section !== undefined && ['core', 'extensions'].includes(section.toLowerCase())
      if (kept) lines.push(`[${section}]`)
      continue
    }
    const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*([A-Za-z0-9]+)\s*$/.exec(line) ?? []
    if (kept && key !== undefined && KEPT_KEYS.has(key.toLowerCase())) lines.push(`\t${key} = ${value}`)
  }
  return `${lines.join('\n')}\n`
}

async function readIfThere(path: string): Promise<string> {
  return (await targetExists(path)) ? readFile(path, 'utf8') : ''
}

/**
 * Mounts that make git work inside the sandbox for the worktree at `root`, shown at `target`. A linked worktree is only
 * followed when the repository points back at it, so a `.git` file that an agent wrote opens no other folder.
 */
export async function gitMounts(root: string, target: string): Promise<Mount[]> {
  const dotGit = join(root, '.git')
  const stat = await lstat(dotGit).catch(() => undefined)
  if (stat === undefined || stat.isSymbolicLink()) return []
  const shown = `${target}/.git`
  if (stat.isDirectory()) {
    const mounts: Mount[] = [{ kind: 'read-only', source: dotGit, target: shown }]
    const config = join(dotGit, 'config')
    const isFile = (await lstat(config).catch(() => undefined))?.isFile() === true
    if (isFile)
      mounts.push({
        kind: 'text',
        text: plainConfig(await readFile(config, 'utf8')),
        target: `${shown}/config`,
      })
    return mounts
  }
  if (!stat.isFile() || stat.size > 4096) return []
  const readOnly: Mount = { kind: 'read-only', source: dotGit, target: shown }
  const pointer = /^gitdir: (\/[^\n]+)\n?$/.exec(await readFile(dotGit, 'utf8'))?.[1]
  if (pointer === undefined || !(await targetExists(join(pointer, 'gitdir')))) return [readOnly]
  const own = await realpath(pointer)
  const back = (await readFile(join(own, 'gitdir'), 'utf8')).trim()
  const worktrees = dirname(own)
  const common = dirname(worktrees)
  const pointsBack = (await targetExists(back)) && (await realpath(back)) === (await realpath(dotGit))
  if (!pointsBack || basename(worktrees) !== 'worktrees' || !(await targetExists(join(common, 'objects'))))
    return [readOnly]
  const id = basename(own)
  return [
    { kind: 'read-only', source: common, target: REPOSITORY },
    {
      kind: 'text',
      text: plainConfig(await readIfThere(join(common, 'config'))),
      target: `${REPOSITORY}/config`,
    },
    { kind: 'empty', target: `${REPOSITORY}/worktrees` },
    { kind: 'read-only', source: own, target: `${REPOSITORY}/worktrees/${id}` },
    { kind: 'text', text: `${shown}\n`, target: `${REPOSITORY}/worktrees/${id}/gitdir` },
    ...((await targetExists(join(common, 'refs/baton')))
      ? [{ kind: 'empty' as const, target: `${REPOSITORY}/refs/baton` }]
      : []),
    { kind: 'text', text: `gitdir: ${REPOSITORY}/worktrees/${id}\n`, target: shown },
  ]
}
