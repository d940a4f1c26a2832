// Creates a bare repository, from a folder of files or from an existing repository that is only read.

import { mkdir, lstat, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { asError, UserError } from '../../../errors.ts'
import type { Repository } from '../world.ts'
import type { ObjectStore } from './objects.ts'
import type { TreeEdit } from './plumbing.ts'
import { git, runGit } from './process.ts'
import { listBranches, updateRef, ZERO } from './refs.ts'
import { writeTree } from './trees.ts'

/** Makes `repo.gitDir`; a clone also sets `repo.defaultBranch` to the source's. Throws UserError for an unreadable seed. */
export async function initRepository(
  store: ObjectStore,
  repo: Repository,
  seed: { files?: string; cloneFrom?: string },
): Promise<void> {
  await emptyRepository(repo)
  if (seed.cloneFrom !== undefined) await copyHistory(repo, seed.cloneFrom)
  else if (seed.files !== undefined) await firstCommit(store, repo, seed.files)
}

/** What `git init --bare --template=` makes (gitrepository-layout(5)), without a process: hundreds of tests start here. */
async function emptyRepository({ gitDir, defaultBranch }: Repository): Promise<void> {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags']) {
    await mkdir(path.join(gitDir, folder), { recursive: true })
  }
  await writeFile(path.join(gitDir, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`)
  await writeFile(
    path.join(gitDir, 'config'),
    '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n',
  )
}

async function copyHistory(repo: Repository, source: string): Promise<void> {
  const from = path.resolve(source)
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  const fetched = await runGit(repo.gitDir, [
    'fetch',
    '--quiet',
    '--no-write-fetch-head',
    '--',
    from,
    ...refs,
  ])
  const branches = fetched.code === 0 ? await listBranches(repo.gitDir) : []
  if (branches.length === 0) {
    const why = fetched.code === 0 ? 'it has no branch' : fetched.stderr.trim()
    throw new UserError(
      `cannot copy the repository ${source}: ${why}`,
      'name a git repository with at least one commit',
    )
  }
  // What the source has checked out is its default branch as far as anybody can tell from here.
  const listed = await runGit(repo.gitDir, ['ls-remote', '--symref', '--', from, 'HEAD'])
  const head = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(listed.stdout.toString())?.[1]
  const known = (name: string | undefined): boolean => branches.some((branch) => branch.name === name)
  const chosen = known(head) ? head : known(repo.defaultBranch) ? repo.defaultBranch : branches[0]?.name
  repo.defaultBranch = chosen ?? repo.defaultBranch
  await git(repo.gitDir, ['symbolic-ref', 'HEAD', `refs/heads/${repo.defaultBranch}`])
}

async function firstCommit(store: ObjectStore, repo: Repository, folder: string): Promise<void> {
  const edits = await entriesOf(store, repo.gitDir, folder, '').catch((error: unknown) => {
    throw new UserError(`cannot read the files in ${folder}`, 'name a readable folder', {
      cause: asError(error),
    })
  })
  const tree = await writeTree(store, repo.gitDir, undefined, edits)
  const author = {
    name: repo.owner.login,
    email: `${repo.owner.id}+${repo.owner.login}@users.noreply.github.com`,
    date: repo.createdAt,
  }
  const message = 'Initial commit'
  const sha = await store.writeCommit(repo.gitDir, { tree, parents: [], message, author, committer: author })
  await updateRef(repo.gitDir, `refs/heads/${repo.defaultBranch}`, sha, ZERO)
}

async function entriesOf(
  store: ObjectStore,
  gitDir: string,
  folder: string,
  prefix: string,
): Promise<TreeEdit[]> {
  const edits: TreeEdit[] = []
  for (const name of (await readdir(folder)).sort()) {
    if (name === '.git') continue
    const file = path.join(folder, name)
    const stat = await lstat(file)
    if (stat.isDirectory()) {
      edits.push(...(await entriesOf(store, gitDir, file, `${prefix}${name}/`)))
      continue
    }
    const data = stat.isSymbolicLink() ? Buffer.from(await readlink(file)) : await readFile(file)
    const mode = stat.isSymbolicLink() ? '120000' : (stat.mode & 0o111) === 0 ? '100644' : '100755'
    edits.push({ path: `${prefix}${name}`, mode, sha: await store.write(gitDir, 'blob', data) })
  }
  return edits
}
