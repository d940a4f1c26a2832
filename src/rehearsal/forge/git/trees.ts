// Tree objects: listing them, and writing a tree as an older one with edits.

import { UserError } from '../../../errors.ts'
import { Cache } from './cache.ts'
import type { ObjectStore } from './objects.ts'
import type { TreeEdit, TreeEntry } from './plumbing.ts'
import { git } from './process.ts'

const listings = new Cache<TreeEntry[]>(1000)
const DIRECTORY = '40000'
const SUBMODULE = '160000'
/** Modes that git stores (https://docs.github.com/rest/git/trees). */
const MODES: ReadonlySet<string> = new Set(['100644', '100755', '40000', SUBMODULE, '120000'])

interface Entry {
  mode: string
  sha: string
}

/** Entries of a tree (with subtrees listed too when recursive), or undefined when there is no such tree. */
export async function readTree(
  store: ObjectStore,
  gitDir: string,
  treeish: string,
  recursive: boolean,
): Promise<TreeEntry[] | undefined> {
  const sha = await store.resolve(gitDir, treeish, 'tree')
  if (sha === undefined) return undefined
  return listings.get(`${gitDir}\0${sha}\0${recursive}`, async () => {
    const out = await git(gitDir, ['ls-tree', '-l', '-z', ...(recursive ? ['-r', '-t'] : []), sha])
    return out.toString().split('\0').filter(Boolean).map(parseListed)
  })
}

function parseListed(line: string): TreeEntry {
  const tab = line.indexOf('\t')
  const [mode = '', type, sha = '', size] = line.slice(0, tab).split(/ +/)
  return {
    mode,
    type: type === 'tree' || type === 'commit' ? type : 'blob',
    sha,
    path: line.slice(tab + 1),
    size: size === undefined || size === '-' ? undefined : Number(size),
  }
}

/**
 * Writes `base` (commit or tree; undefined: the empty tree) with `edits` applied in order and returns the new tree's SHA.
 * Throws UserError for malformed paths and modes, missing objects and removals of what is not there.
 */
export async function writeTree(
  store: ObjectStore,
  gitDir: string,
  base: string | undefined,
  edits: readonly TreeEdit[],
): Promise<string> {
  const root = base === undefined ? undefined : await store.resolve(gitDir, base, 'tree')
  if (base !== undefined && root === undefined) {
    throw new UserError(`no tree ${base}`, 'name an existing tree or commit as the base')
  }
  for (const edit of edits) await check(store, gitDir, edit)
  const sha = await apply(
    store,
    gitDir,
    root,
    edits.map(({ path, ...rest }) => ({ ...rest, path: toBytes(path) })),
  )
  return sha ?? store.write(gitDir, 'tree', Buffer.alloc(0))
}

async function check(store: ObjectStore, gitDir: string, edit: TreeEdit): Promise<void> {
  const parts = edit.path.split('/')
  const bad = parts.some((part) => part === '' || part === '.' || part === '..' || /^\.git$/i.test(part))
  if (bad || edit.path.includes('\0')) {
    throw new UserError(
      'tree.path contains a malformed path component',
      `use a relative path, not ${edit.path}`,
    )
  }
  if (edit.sha === null) return
  const mode = edit.mode.replace(/^0/, '')
  if (!MODES.has(mode))
    throw new UserError(`tree.mode ${edit.mode} is not valid`, 'use 100644, 100755, 040000, 160000 or 120000')
  if (mode === SUBMODULE) return
  const want = mode === DIRECTORY ? 'tree' : 'blob'
  if ((await store.info(gitDir, edit.sha))?.type !== want) {
    throw new UserError(`tree.sha ${edit.sha} is not a valid ${want}`, `create the ${want} first`)
  }
}

/** Names are handled as bytes (latin1 strings), so that a name that is not UTF-8 survives, and sorts as git sorts it. */
const toBytes = (text: string): string => Buffer.from(text).toString('latin1')

/** The tree with edits applied, or undefined when nothing is left in it. */
async function apply(
  store: ObjectStore,
  gitDir: string,
  tree: string | undefined,
  edits: readonly TreeEdit[],
): Promise<string | undefined> {
  const entries = tree === undefined ? new Map<string, Entry>() : await parseTree(store, gitDir, tree)
  const below = new Map<string, TreeEdit[]>()
  for (const edit of edits) {
    const slash = edit.path.indexOf('/')
    if (slash >= 0) {
      const name = edit.path.slice(0, slash)
      below.set(name, [...(below.get(name) ?? []), { ...edit, path: edit.path.slice(slash + 1) }])
    } else if (edit.sha === null) {
      if (!entries.delete(edit.path))
        throw new UserError('GitRPC::BadObjectState', 'remove only paths that exist')
    } else {
      entries.set(edit.path, { mode: edit.mode.replace(/^0/, ''), sha: edit.sha })
    }
  }
  for (const [name, inner] of below) {
    const entry = entries.get(name)
    const sha = await apply(store, gitDir, entry?.mode === DIRECTORY ? entry.sha : undefined, inner)
    if (sha === undefined) entries.delete(name)
    else entries.set(name, { mode: DIRECTORY, sha })
  }
  return entries.size === 0 ? undefined : store.write(gitDir, 'tree', formatTree(entries))
}

async function parseTree(store: ObjectStore, gitDir: string, sha: string): Promise<Map<string, Entry>> {
  const data = (await store.read(gitDir, sha, 'tree')) ?? Buffer.alloc(0)
  const entries = new Map<string, Entry>()
  for (let at = 0; at < data.length;) {
    const end = data.indexOf(0, at)
    const header = data.toString('latin1', at, end)
    const space = header.indexOf(' ')
    entries.set(header.slice(space + 1), {
      mode: header.slice(0, space),
      sha: data.toString('hex', end + 1, end + 21),
    })
    at = end + 21
  }
  return entries
}

/** Git sorts a directory as if its name ended in a slash. */
function formatTree(entries: ReadonlyMap<string, Entry>): Buffer {
  const key = ([name, entry]: [string, Entry]): string => (entry.mode === DIRECTORY ? `${name}/` : name)
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return Buffer.concat(
    sorted.flatMap(([name, entry]) => [
      Buffer.from(`${entry.mode} ${name}\0`, 'latin1'),
      Buffer.from(entry.sha, 'hex'),
    ]),
  )
}
