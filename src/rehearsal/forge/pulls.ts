// Finding pull requests and the branches they name, and what keeps a closed one from opening again.

import { numberParam } from './body.ts'
import type { Forge } from './forge.ts'
import { HttpError, invalid, notFound } from './http-error.ts'
import type { RouteContext } from './route.ts'
import type { Pull, Repository } from './world.ts'

/** The pull request of `{pull_number}`. Throws 404 when there is none. */
export function pullOf(c: RouteContext): Pull {
  const pull = c.repo().pulls.get(numberParam(c, 'pull_number'))
  if (pull === undefined) throw notFound()
  return pull
}

/** The branch in `head`, which may be written `owner:branch`. Throws 501 for another owner's: there are no forks here. */
export function headBranch(repo: Repository, head: string): string {
  const colon = head.indexOf(':')
  if (colon < 0) return head
  if (head.slice(0, colon).toLowerCase() !== repo.owner.login.toLowerCase()) {
    throw new HttpError(501, `The embedded GitHub has no forks: ${head} is not a branch of this repository`)
  }
  return head.slice(colon + 1)
}

/** The open pull request from one branch into another, if there is one. */
export function openPull(repo: Repository, headRef: string, baseRef: string): Pull | undefined {
  for (const pull of repo.pulls.values()) {
    if (
      pull.headRef === headRef &&
      pull.baseRef === baseRef &&
      repo.issues.get(pull.number)?.state === 'open'
    ) {
      return pull
    }
  }
  return undefined
}

/** GitHub's 422 for what a pull request cannot be, in words of its own. */
export const refusedPull = (message: string, field?: string): HttpError =>
  invalid([{ resource: 'PullRequest', code: 'custom', message, ...(field === undefined ? {} : { field }) }])

/**
 * Makes a closed pull request ready to open again: its head moves to its branch's tip. Throws 422 when it was merged, when
 * another one is open for the same branches, or when its branch is gone or was rewritten. Needs the repository's lock.
 */
export async function checkReopen(forge: Forge, repo: Repository, pull: Pull): Promise<void> {
  const refuse = (why: string): HttpError => refusedPull(`state cannot be changed. ${why}`, 'state')
  if (pull.merged) throw refuse('The pull request has been merged.')
  if (openPull(repo, pull.headRef, pull.baseRef) !== undefined) {
    throw refuse(`There is already an open pull request from ${pull.headRef} to ${pull.baseRef}.`)
  }
  const tip = await forge.git.resolve(repo, `refs/heads/${pull.headRef}`)
  if (tip === undefined) throw refuse(`The ${pull.headRef} branch has been deleted.`)
  if (!(await forge.git.isAncestor(repo, pull.headSha, tip))) {
    throw refuse(`The ${pull.headRef} branch was force-pushed or recreated.`)
  }
  await forge.git.updateRef(repo, `refs/pull/${pull.number}/head`, tip, pull.headSha)
  pull.headSha = tip
}
