// Whether anything but files was changed in a worktree: its HEAD, refs, hooks and configuration are the host's alone.

import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { entryExists } from '../presence.ts'
import { git, gitOk } from './git.ts'
import type { Worktree } from './worktree.ts'

async function textOf(path: string): Promise<string | undefined> {
  const stat = await lstat(path).catch(() => undefined)
  return stat?.isFile() === true && stat.size < 100_000 ? readFile(path, 'utf8') : undefined
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** What git itself keeps for a detached worktree that nothing but reading was done in. */
const OWN_FILES = new Set(['HEAD', 'ORIG_HEAD', 'commondir', 'gitdir', 'index', 'logs', 'refs', 'locked'])
/** What a mirror's configuration consists of when the host made it. */
const OWN_KEYS =
  /^(?:core\.(?:repositoryformatversion|filemode|bare|ignorecase|precomposeunicode|symlinks|logallrefupdates)|extensions\.\w+)$/i
/** Where the host keeps refs in a mirror. */
const OWN_REFS = /^refs\/(?:remotes\/origin|baton)\//
/** Files of a mirror that change what git does. The host writes none of them. */
const NEVER = ['config.worktree', 'info/attributes', 'info/grafts', 'objects/info/alternates', 'shallow.lock']

/**
 * What was tampered with, in words; empty when nothing was. Looks at the state itself and not at a record of it, so it needs
 * nothing from before a crash: a mirror has no hooks, no branches of its own and a configuration of few keys, and a worktree
 * stays detached at the commit it was cut from. A ref that was moved within `origin/` is not seen, and has no effect: what is
 * committed has the worktree's commit as its parent, and what is pushed is named by its SHA.
 */
export async function tampering(worktree: Worktree): Promise<string[]> {
  const mirror = await realpath(worktree.mirror.dir)
  const pointer = /^gitdir: (\/[^\n]+)\n?$/.exec((await textOf(join(worktree.dir, '.git'))) ?? '')?.[1]
  const own = pointer === undefined ? undefined : await realpath(pointer).catch(() => undefined)
  if (own === undefined || dirname(own) !== join(mirror, 'worktrees'))
    return ['.git of the worktree was replaced']
  const found: string[] = []
  const back = (await textOf(join(own, 'gitdir')))?.trim()
  const expected = join(await realpath(worktree.dir), '.git')
  if (back === undefined || (await realpath(back).catch(() => back)) !== expected)
    found.push('the repository no longer points at the worktree')
  if ((await textOf(join(own, 'commondir')))?.trim() !== '../..')
    found.push('the worktree was pointed at another repository')
  if ((await textOf(join(own, 'HEAD')))?.trim() !== worktree.sha) found.push('HEAD was moved')
  for (const name of await namesIn(own))
    if (!OWN_FILES.has(name)) found.push(`${name} was added to the worktree's git folder`)
  if ((await namesIn(join(own, 'refs'))).length > 0) found.push('refs were added to the worktree')
  if ((await namesIn(join(mirror, 'hooks'))).length > 0) found.push('hooks were added')
  for (const name of NEVER) if (await entryExists(join(mirror, name))) found.push(`${name} was added`)
  if ((await textOf(join(mirror, 'HEAD')))?.trim() !== 'ref: refs/heads/main')
    found.push('HEAD of the repository was moved')

  const config = await git(
    ['config', '--file', join(mirror, 'config'), '--no-includes', '--list', '--name-only'],
    {},
  )
  const keys = config.stdout.toString('utf8').split('\n')
  const foreign = keys.filter((key) => key !== '' && !OWN_KEYS.test(key))
  if (config.exitCode !== 0) found.push('config cannot be read')
  for (const key of new Set(foreign)) found.push(`config ${key} was set`)
  const refs = (await gitOk(['for-each-ref', '--format=%(refname)'], { gitDir: mirror })).toString('utf8')
  for (const ref of refs.split('\n')) if (ref !== '' && !OWN_REFS.test(ref)) found.push(`${ref} was made`)
  return found.slice(0, 50)
}
