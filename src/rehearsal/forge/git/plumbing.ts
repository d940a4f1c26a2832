// Reads and writes the bare repositories behind the embedded GitHub: what its API needs of git, and nothing else.

import type { Repository } from '../world.ts'
import type { ObjectType } from './cat-file.ts'
import { formatTag } from './commit-format.ts'
import { deleteRef, listBranches, listRefs, updateRef } from './refs.ts'
import { Exclusive } from './exclusive.ts'
import { aheadBehind, commitsBetween, isAncestor, log, mergeBase, mergeTree } from './history.ts'
import { changes, unifiedDiff } from './changes.ts'
import { initRepository } from './init.ts'
import { ObjectStore } from './objects.ts'
import { assertGitVersion } from './process.ts'
import { readTree, writeTree } from './trees.ts'

export interface Person {
  name: string
  email: string
  /** ISO 8601. */
  date: string
}

export interface Commit {
  sha: string
  tree: string
  parents: string[]
  message: string
  author: Person
  committer: Person
}

/** An annotated tag. */
export interface Tag {
  sha: string
  tag: string
  message: string
  object: { sha: string; type: ObjectType }
  tagger: Person
}

export interface TreeEntry {
  mode: string
  type: 'blob' | 'tree' | 'commit'
  sha: string
  path: string
  /** Bytes, for blobs. */
  size: number | undefined
}

/** One entry of the tree to write; `sha: null` removes the path. */
export interface TreeEdit {
  path: string
  mode: string
  sha: string | null
}

export interface FileChange {
  path: string
  previousPath: string | undefined
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed'
  additions: number
  deletions: number
  /** Hunks without the file header; undefined for binary files and changes of mode only. */
  patch: string | undefined
  blobSha: string
}

export interface GitPlumbing {
  /** Runs `work` alone on this repository. Re-entrant calls are a bug and throw InternalError. */
  exclusive<T>(repo: Repository, work: () => Promise<T>): Promise<T>
  /** Creates the bare repository at `repo.gitDir`; throws UserError when the seed cannot be read. */
  init(repo: Repository, seed: { files?: string; cloneFrom?: string }): Promise<void>
  /** Full SHA of a commit-ish, or undefined. */
  resolve(repo: Repository, commitish: string): Promise<string | undefined>
  commit(repo: Repository, sha: string): Promise<Commit | undefined>
  /** `base..head`, oldest first. */
  commits(repo: Repository, base: string, head: string): Promise<Commit[]>
  tree(repo: Repository, treeish: string, recursive: boolean): Promise<TreeEntry[] | undefined>
  blob(repo: Repository, sha: string): Promise<Buffer | undefined>
  fileAt(
    repo: Repository,
    commitish: string,
    path: string,
  ): Promise<{ sha: string; data: Buffer } | undefined>
  writeBlob(repo: Repository, data: Buffer): Promise<string>
  /** SHA of `base` with `entries` applied. Throws UserError for a path git could not check out. */
  writeTree(repo: Repository, base: string | undefined, entries: readonly TreeEdit[]): Promise<string>
  writeCommit(repo: Repository, input: Omit<Commit, 'sha'>): Promise<string>
  branches(repo: Repository): Promise<{ name: string; sha: string }[]>
  /** Every ref below a prefix such as `refs/tags/`, with the object it points at. */
  refs(repo: Repository, prefix: string): Promise<Map<string, string>>
  /** SHA and type of the object behind any revision, tags not followed. */
  info(repo: Repository, name: string): Promise<{ sha: string; type: ObjectType } | undefined>
  tag(repo: Repository, sha: string): Promise<Tag | undefined>
  writeTag(repo: Repository, input: Omit<Tag, 'sha'>): Promise<string>
  /** SHAs reachable from a commit, newest first; with a path only those that changed it. */
  log(repo: Repository, head: string, path?: string): Promise<string[]>
  /** Compare and swap (`before` 40 zeros: create); false when the ref moved meanwhile. */
  updateRef(repo: Repository, ref: string, after: string, before: string): Promise<boolean>
  deleteRef(repo: Repository, ref: string, before: string): Promise<boolean>
  isAncestor(repo: Repository, ancestor: string, descendant: string): Promise<boolean>
  mergeBase(repo: Repository, a: string, b: string): Promise<string | undefined>
  /** Tree of the three-way merge, or undefined on conflict (git merge-tree --write-tree). Cached by (base, head). */
  mergeTree(repo: Repository, base: string, head: string): Promise<string | undefined>
  /** Three-dot changes with patches, as GET /pulls/N/files lists them. Cached by (base, head). */
  changes(repo: Repository, base: string, head: string): Promise<FileChange[]>
  /** The same as one unified diff. */
  diff(repo: Repository, base: string, head: string): Promise<string>
  aheadBehind(repo: Repository, base: string, head: string): Promise<{ ahead: number; behind: number }>
  /** Ends the long-lived git processes, and resolves when they are gone. They do not keep this process alive. */
  close(): Promise<void>
}

/**
 * Plumbing over the git command line, one long-lived `git cat-file` per repository. Throws UserError when git is missing or
 * older than 2.38, the first with `merge-tree --write-tree`.
 */
export function createPlumbing(): GitPlumbing {
  assertGitVersion()
  const store = new ObjectStore()
  const lock = new Exclusive()
  return {
    exclusive: (repo, work) => lock.run(repo.gitDir, work),
    init: (repo, seed) => initRepository(store, repo, seed),
    resolve: (repo, commitish) => store.resolve(repo.gitDir, commitish, 'commit'),
    commit: (repo, sha) => store.commit(repo.gitDir, sha),
    commits: (repo, base, head) => commitsBetween(store, repo.gitDir, base, head),
    tree: (repo, treeish, recursive) => readTree(store, repo.gitDir, treeish, recursive),
    blob: (repo, sha) => store.read(repo.gitDir, sha, 'blob'),
    fileAt: (repo, commitish, path) => store.fileAt(repo.gitDir, commitish, path),
    writeBlob: (repo, data) => store.write(repo.gitDir, 'blob', data),
    writeTree: (repo, base, entries) => writeTree(store, repo.gitDir, base, entries),
    writeCommit: (repo, input) => store.writeCommit(repo.gitDir, input),
    branches: (repo) => listBranches(repo.gitDir),
    refs: (repo, prefix) => listRefs(repo.gitDir, prefix),
    info: (repo, name) => store.info(repo.gitDir, name),
    tag: (repo, sha) => store.tag(repo.gitDir, sha),
    writeTag: (repo, input) => store.write(repo.gitDir, 'tag', Buffer.from(formatTag(input))),
    log: (repo, head, path) => log(store, repo.gitDir, head, path),
    updateRef: (repo, ref, after, before) => updateRef(repo.gitDir, ref, after, before),
    deleteRef: (repo, ref, before) => deleteRef(repo.gitDir, ref, before),
    isAncestor: (repo, a, b) => isAncestor(store, repo.gitDir, a, b),
    mergeBase: (repo, a, b) => mergeBase(store, repo.gitDir, a, b),
    mergeTree: (repo, base, head) => mergeTree(store, repo.gitDir, base, head),
    changes: (repo, base, head) => changes(store, repo.gitDir, base, head),
    diff: (repo, base, head) => unifiedDiff(store, repo.gitDir, base, head),
    aheadBehind: (repo, base, head) => aheadBehind(store, repo.gitDir, base, head),
    close: () => store.close(),
  }
}
