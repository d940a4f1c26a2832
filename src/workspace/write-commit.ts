// Commits written by the host from a tree: same input, same SHA.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { gitText } from './git.ts'
import type { Mirror } from './mirror.ts'

/** Who and when. `date` is part of the input so that a repeated action makes the same commit. */
export const Person = z.strictObject({
  name: z.string().regex(/^[^<>\p{Cc}]{1,100}$/u, 'expected a name without <, > or control characters'),
  email: z.string().regex(/^[^<>\s\p{Cc}]{1,200}$/u, 'expected an e-mail address without <, > or spaces'),
  date: z.iso.datetime({ offset: true }),
})
export type Person = z.infer<typeof Person>

export interface CommitInput {
  tree: Sha
  parents: readonly Sha[]
  message: string
  author: Person
  committer: Person
}

/** Writes a commit object and returns its name. Moves no ref, runs no hook, signs nothing. Throws a ZodError for a bad person. */
export async function writeCommit(mirror: Mirror, input: CommitInput): Promise<Sha> {
  const author = Person.parse(input.author)
  const committer = Person.parse(input.committer)
  const sha = await gitText(
    ['commit-tree', input.tree, ...input.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
    {
      gitDir: mirror.dir,
      input: input.message,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: author.date,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        GIT_COMMITTER_DATE: committer.date,
      },
    },
  )
  return Sha.parse(sha)
}
