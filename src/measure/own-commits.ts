// Tells whether commits belong to this repository itself, for runners that must not run the code of forks.

import { execFileSync } from 'node:child_process'

const SHA = /^[0-9a-f]{40}$/
/** Where actions/checkout puts the branches with `fetch-depth: 0`. */
const BRANCHES = 'refs/remotes/origin/'

/**
 * What is wrong with these commits: one line for each that is on none of the repository's own branches. `history` is a checkout with
 * `fetch-depth: 0`.
 *
 * Only branches (refs/heads) answer this: who pushes one may write to the repository. That the repository hands a commit out says
 * nothing: GitHub serves every commit of a fork under the SHA in the parent too, and keeps pull requests of forks under refs/pull
 * (https://docs.github.com/pull-requests/collaborating-with-pull-requests/working-with-forks/about-permissions-and-visibility-of-forks).
 * For the same reason `compare` and `commits/{sha}` of the REST API do not answer it, and `branches-where-head` knows the tips
 * alone: https://docs.github.com/rest/commits/commits#list-branches-for-head-commit.
 */
export function foreignCommits(history: string, shas: readonly string[]): string[] {
  // Throws when there is no history at all: that is no answer about a commit.
  git(history, ['rev-parse', '--git-dir'])
  return shas.flatMap((sha) => {
    if (!SHA.test(sha)) return [`${JSON.stringify(sha.slice(0, 80))} is no full SHA of 40 hex digits`]
    const args = ['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${sha}`, BRANCHES]
    try {
      return git(history, args) === '' ? [`${sha} is on no branch of this repository`] : []
    } catch (error) {
      // Not there at all. Git's words for it differ by version, and by whether it tried to fetch the commit.
      const told = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
      const reason = told.trim().split('\n').at(-1) ?? ''
      return [`${sha} is on no branch of this repository (${reason})`]
    }
  })
}

const git = (history: string, args: readonly string[]): string =>
  execFileSync('git', ['-C', history, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    // The history is a partial clone: a commit that is not there must not be fetched, as it may be a fork's. Git before 2.44 tries
    // all the same, without credentials; what it gets that way is on no branch either.
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
  }).trim()
