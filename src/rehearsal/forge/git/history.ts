// Questions about how commits relate: ranges, ancestry, merges. Answers are kept, as SHAs never change their meaning.

import { InternalError } from '../../../errors.ts'
import { Cache } from './cache.ts'
import type { ObjectStore } from './objects.ts'
import type { Commit } from './plumbing.ts'
import { git, runGit } from './process.ts'

const ranges = new Cache<string[]>(1000)
const bases = new Cache<string | undefined>(5000)
const merges = new Cache<string | undefined>(2000)
const distances = new Cache<{ ahead: number; behind: number }>(2000)

/** Both ends as commit SHAs; undefined when either is missing. */
async function ends(
  store: ObjectStore,
  gitDir: string,
  a: string,
  b: string,
): Promise<[string, string] | undefined> {
  const [left, right] = await Promise.all([
    store.resolve(gitDir, a, 'commit'),
    store.resolve(gitDir, b, 'commit'),
  ])
  return left === undefined || right === undefined ? undefined : [left, right]
}

/** Commits reachable from `head` and not from `base`, oldest first; none when either is missing. */
export async function commitsBetween(
  store: ObjectStore,
  gitDir: string,
  base: string,
  head: string,
): Promise<Commit[]> {
  const pair = await ends(store, gitDir, base, head)
  if (pair === undefined) return []
  const range = `${pair[0]}..${pair[1]}`
  const shas = await ranges.get(`${gitDir}\0${range}`, async () => {
    const out = await git(gitDir, ['rev-list', '--reverse', '--topo-order', range])
    return out.toString().split('\n').filter(Boolean)
  })
  const commits = await Promise.all(shas.map((sha) => store.commit(gitDir, sha)))
  return commits.map((commit, i) => {
    if (commit === undefined) throw new InternalError(`commit ${shas[i] ?? ''} vanished`)
    return commit
  })
}

/** SHAs reachable from `head`, newest first; with a path only those that changed it. None when `head` is missing. */
export async function log(
  store: ObjectStore,
  gitDir: string,
  head: string,
  path?: string,
): Promise<string[]> {
  const sha = await store.resolve(gitDir, head, 'commit')
  if (sha === undefined) return []
  const out = await git(gitDir, ['rev-list', sha, ...(path === undefined ? [] : ['--', path])])
  return out.toString().split('\n').filter(Boolean)
}

export async function mergeBase(
  store: ObjectStore,
  gitDir: string,
  a: string,
  b: string,
): Promise<string | undefined> {
  const pair = await ends(store, gitDir, a, b)
  if (pair === undefined) return undefined
  if (pair[0] === pair[1]) return pair[0]
  return bases.get([gitDir, ...pair].join('\0'), async () => {
    const result = await runGit(gitDir, ['merge-base', ...pair])
    if (result.code > 1) throw new InternalError(`git merge-base: ${result.stderr.trim()}`)
    return result.stdout.toString().trim() || undefined
  })
}

/** Whether `descendant` contains `ancestor`; a commit contains itself. */
export async function isAncestor(
  store: ObjectStore,
  gitDir: string,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const sha = await store.resolve(gitDir, ancestor, 'commit')
  return sha !== undefined && (await mergeBase(store, gitDir, sha, descendant)) === sha
}

/** Tree of merging `head` into `base`, or undefined when they conflict or share no history. */
export async function mergeTree(
  store: ObjectStore,
  gitDir: string,
  base: string,
  head: string,
): Promise<string | undefined> {
  const pair = await ends(store, gitDir, base, head)
  if (pair === undefined || (await mergeBase(store, gitDir, ...pair)) === undefined) return undefined
  return merges.get([gitDir, ...pair].join('\0'), async () => {
    const result = await runGit(gitDir, ['merge-tree', '--write-tree', '--name-only', ...pair])
    if (result.code > 1) throw new InternalError(`git merge-tree: ${result.stderr.trim()}`)
    return result.code === 0 ? result.stdout.toString().trim().split('\n')[0] : undefined
  })
}

/** How many commits each side has that the other lacks; zeros when either is missing. */
export async function aheadBehind(
  store: ObjectStore,
  gitDir: string,
  base: string,
  head: string,
): Promise<{ ahead: number; behind: number }> {
  const pair = await ends(store, gitDir, base, head)
  if (pair === undefined) return { ahead: 0, behind: 0 }
  return distances.get([gitDir, ...pair].join('\0'), async () => {
    const out = await git(gitDir, ['rev-list', '--left-right', '--count', `${pair[0]}...${pair[1]}`])
    const [behind = 0, ahead = 0] = out.toString().trim().split('\t').map(Number)
    return { ahead, behind }
  })
}
