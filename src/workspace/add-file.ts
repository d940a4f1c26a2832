// One commit by the host that adds one file to a commit of the mirror, without a worktree.

import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Sha } from '../domain/ids.ts'
import { alwaysProtectedBy } from '../domain/policy/protected.ts'
import { UserError } from '../errors.ts'
import { git, gitOk, gitText } from './git.ts'
import { scratchDir, type Mirror } from './mirror.ts'
import { writeCommit } from './write-commit.ts'

export interface AddFile {
  baseSha: Sha
  /** From the top of the repository. */
  path: string
  text: string
  message: string
  /** ISO 8601; with all the rest the same, the commit is the same. */
  date: string
}

/** Names of the files and folders of a folder at a commit; none where there is no such folder. */
export async function filesOf(mirror: Mirror, sha: Sha, dir: string): Promise<string[]> {
  const output = await git(['ls-tree', '--name-only', '-z', `${sha}:${dir}`], { gitDir: mirror.dir })
  return output.exitCode === 0
    ? output.stdout
        .toString('utf8')
        .split('\0')
        .filter((name) => name !== '')
    : []
}

/** Writes the commit and returns its name; moves no branch. Raises UserError for a path that nothing of ours may write. */
export async function addFile(mirror: Mirror, { baseSha, path, text, message, date }: AddFile): Promise<Sha> {
  const protectedBy = alwaysProtectedBy(path)
  if (protectedBy !== undefined) {
    throw new UserError(
      `${path} is protected (${protectedBy})`,
      'Set adr.dir of the policy to a folder for documents, for example docs/adr.',
    )
  }
  const scratch = scratchDir(mirror)
  await mkdir(scratch, { recursive: true })
  const indexFile = join(scratch, `index-${randomUUID()}`)
  const options = { gitDir: mirror.dir, indexFile }
  try {
    await gitOk(['read-tree', baseSha], options)
    const blob = await gitText(['hash-object', '-w', '--stdin'], { gitDir: mirror.dir, input: text })
    await gitOk(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], options)
    const tree = Sha.parse(await gitText(['write-tree'], options))
    const person = { name: 'Baton', email: 'baton@agents.invalid', date }
    return await writeCommit(mirror, {
      tree,
      parents: [baseSha],
      message,
      author: person,
      committer: person,
    })
  } finally {
    await rm(indexFile, { force: true })
  }
}
