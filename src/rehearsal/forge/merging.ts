// The commits that merging, squashing and rebasing a pull request make, all with plumbing on the bare repository.

import { unreachable } from '../../errors.ts'
import type { Forge } from './forge.ts'
import type { Commit, Person } from './git/plumbing.ts'
import { issueByNumber } from './lookup.ts'
import type { MergeMethod } from './policy.ts'
import { accountOf, noreplyEmail } from './render/commit.ts'
import type { Pull, Repository, User } from './world.ts'

/** The author or committer that GitHub writes for an account. */
export const personOf = (forge: Forge, user: User): Person => ({
  name: user.login,
  email: noreplyEmail(user),
  date: forge.world.iso(),
})

export interface MergeInput {
  repo: Repository
  pull: Pull
  /** The base's tip. */
  base: string
  method: MergeMethod
  actor: User
  title: string | undefined
  message: string | undefined
}

/** SHA of what the base moves to, or undefined when the two conflict. */
export function mergeCommit(forge: Forge, input: MergeInput): Promise<string | undefined> {
  switch (input.method) {
    case 'merge':
      return merge(forge, input)
    case 'squash':
      return squash(forge, input)
    case 'rebase':
      return rebase(forge, input)
    default:
      return unreachable(input.method)
  }
}

async function merge(forge: Forge, input: MergeInput): Promise<string | undefined> {
  const { repo, pull, base, actor } = input
  const tree = await forge.git.mergeTree(repo, base, pull.headSha)
  if (tree === undefined) return undefined
  const issue = issueByNumber(repo, pull.number)
  const title = input.title ?? `Merge pull request #${pull.number} from ${repo.owner.login}/${pull.headRef}`
  const author = personOf(forge, actor)
  return forge.git.writeCommit(repo, {
    tree,
    parents: [base, pull.headSha],
    message: joined(title, input.message ?? issue.title),
    author,
    committer: author,
  })
}

async function squash(forge: Forge, input: MergeInput): Promise<string | undefined> {
  const { repo, pull, base, actor } = input
  const tree = await forge.git.mergeTree(repo, base, pull.headSha)
  if (tree === undefined) return undefined
  const issue = issueByNumber(repo, pull.number)
  const commits = await forge.git.commits(repo, base, pull.headSha)
  const body =
    commits.length > 1 ? commits.map(({ message }) => `* ${message}`).join('\n\n') : bodyOf(commits[0])
  const coauthors = [...new Set(commits.flatMap((commit) => coauthorOf(forge, commit, issue.user)))]
  const text = input.message ?? [body, coauthors.join('\n')].filter(Boolean).join('\n\n')
  return forge.git.writeCommit(repo, {
    tree,
    parents: [base],
    message: joined(input.title ?? `${issue.title} (#${pull.number})`, text),
    author: personOf(forge, issue.user),
    committer: personOf(forge, actor),
  })
}

const joined = (title: string, body: string): string => (body === '' ? title : `${title}\n\n${body}`)
const bodyOf = (commit: Commit | undefined): string =>
  commit?.message.split('\n').slice(1).join('\n').trim() ?? ''

/** A trailer for a commit that somebody other than the pull request's author wrote. */
function coauthorOf(forge: Forge, { author }: Commit, opener: User): string[] {
  if (accountOf(forge, author)?.id === opener.id) return []
  return [`Co-authored-by: ${author.name} <${author.email}>`]
}

/** Replays the commits one by one; merges among them are left out, as are commits that change nothing any more. */
async function rebase(forge: Forge, { repo, pull, base, actor }: MergeInput): Promise<string | undefined> {
  let tip = base
  for (const commit of await forge.git.commits(repo, base, pull.headSha)) {
    if (commit.parents.length > 1) continue
    const next = await replay(forge, repo, commit, tip, actor)
    if (next === undefined) return undefined
    tip = next
  }
  return tip
}

/**
 * One commit on a new parent; where it stands there already, it still gets a new committer and so a new SHA (GitHub docs, "About
 * merge methods on GitHub"). `git merge-tree` takes its base from history, so the new parent's tree is first given the old
 * parent as its history: the merge of the two then differs from the new parent by exactly what the commit changed.
 */
async function replay(
  forge: Forge,
  repo: Repository,
  commit: Commit,
  onto: string,
  actor: User,
): Promise<string | undefined> {
  const [parent] = commit.parents
  const target = await forge.git.commit(repo, onto)
  if (parent === undefined || target === undefined) return undefined
  const { author } = commit
  const stand = await forge.git.writeCommit(repo, {
    tree: target.tree,
    parents: [parent],
    message: 'rebase',
    author,
    committer: author,
  })
  const tree = await forge.git.mergeTree(repo, stand, commit.sha)
  if (tree === undefined || tree === target.tree) return tree === undefined ? undefined : onto
  return forge.git.writeCommit(repo, {
    tree,
    parents: [onto],
    message: commit.message,
    author,
    committer: personOf(forge, actor),
  })
}
