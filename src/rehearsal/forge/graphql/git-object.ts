// Refs and git objects as GraphQL shows them, read from the repository itself.

import type { GitPlumbing, TreeEntry } from '../git/plumbing.ts'
import type { Repository } from '../world.ts'
import { mayRead } from './people.ts'
import type { Scope, View } from './scope.ts'

export const gitNodeId = (type: string, repo: Repository, name: string): string =>
  `${type}_${Buffer.from(`${repo.id}:${name}`).toString('base64url')}`

export function refView(scope: Scope, repo: Repository, fullName: string, sha: string): View {
  const [, prefix = '', name = fullName] = /^(refs\/(?:heads|tags|pull)\/)(.+)$/.exec(fullName) ?? []
  return {
    __typename: 'Ref',
    id: gitNodeId('REF', repo, fullName),
    name,
    prefix,
    target: () => scope.views.commit(repo, sha),
  }
}

/** git calls content binary when there is a NUL byte in its first 8000 bytes. */
const isBinary = (data: Buffer): boolean => data.subarray(0, 8000).includes(0)

function blobView(repo: Repository, sha: string, data: Buffer): View {
  return {
    ...gitObject('Blob', repo, sha),
    byteSize: data.length,
    isBinary: isBinary(data),
    isTruncated: false,
    text: isBinary(data) ? null : data.toString('utf8'),
  }
}

const gitObject = (type: 'Blob' | 'Tree', repo: Repository, sha: string) => ({
  __typename: type,
  id: gitNodeId(type.slice(0, 1), repo, sha),
  oid: sha,
  abbreviatedOid: sha.slice(0, 7),
})

/** A tree whose entries' paths begin with `path`, the tree's own place. */
export function treeView(scope: Scope, repo: Repository, sha: string, path = ''): View {
  const entries = async (): Promise<unknown[]> =>
    ((await scope.forge.git.tree(repo, sha, false)) ?? []).map((entry) => {
      const name = entry.path.slice(entry.path.lastIndexOf('/') + 1)
      const full = path === '' ? name : `${path}/${name}`
      return {
        name,
        path: full,
        mode: Number.parseInt(entry.mode, 8),
        type: entry.type,
        oid: entry.sha,
        object: () => entryView(scope, repo, entry, full),
      }
    })
  return { ...gitObject('Tree', repo, sha), entries }
}

async function entryView(
  scope: Scope,
  repo: Repository,
  entry: TreeEntry,
  path: string,
): Promise<View | null> {
  if (entry.type === 'tree') return treeView(scope, repo, entry.sha, path)
  // A submodule's commit is in another repository.
  if (entry.type === 'commit') return null
  const data = await scope.forge.git.blob(repo, entry.sha)
  return data === undefined ? null : blobView(repo, entry.sha, data)
}

/** Walks down from a root tree; undefined when the path leads nowhere. */
async function entryAt(
  git: GitPlumbing,
  repo: Repository,
  root: string,
  path: string,
): Promise<TreeEntry | undefined> {
  let found: TreeEntry | undefined
  let sha: string | undefined = root
  for (const part of path.split('/').filter((name) => name !== '')) {
    const entries: TreeEntry[] = sha === undefined ? [] : ((await git.tree(repo, sha, false)) ?? [])
    found = entries.find((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1) === part)
    if (found === undefined) return undefined
    sha = found.type === 'tree' ? found.sha : undefined
  }
  return found
}

/** The object that `revision` or `revision:path` names; `HEAD` is the default branch. Throws HttpError 403 or 404. */
export async function objectView(scope: Scope, repo: Repository, expression: string): Promise<View | null> {
  mayRead(scope, repo, 'contents')
  const { git } = scope.forge
  const colon = expression.indexOf(':')
  const given = colon === -1 ? expression : expression.slice(0, colon)
  const revision = given === 'HEAD' || given === '' ? `refs/heads/${repo.defaultBranch}` : given
  const sha = await git.resolve(repo, revision)
  if (colon === -1)
    return sha === undefined ? objectByOid(scope, repo, expression) : scope.views.commit(repo, sha)
  const commit = sha === undefined ? undefined : await git.commit(repo, sha)
  if (commit === undefined) return null
  const path = expression.slice(colon + 1).replace(/\/$/, '')
  if (path === '') return treeView(scope, repo, commit.tree)
  const entry = await entryAt(git, repo, commit.tree, path)
  return entry === undefined ? null : entryView(scope, repo, entry, path)
}

async function objectByOid(scope: Scope, repo: Repository, oid: string): Promise<View | null> {
  if (!/^[0-9a-f]{40}$/.test(oid)) return null
  const data = await scope.forge.git.blob(repo, oid)
  if (data !== undefined) return blobView(repo, oid, data)
  return (await scope.forge.git.tree(repo, oid, false)) === undefined ? null : treeView(scope, repo, oid)
}
