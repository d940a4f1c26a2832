// Who pushed last to which branch: `require_last_push_approval` disqualifies them.

import type { Pull, Repository, User } from './world.ts'

const pushers = new WeakMap<Repository, Map<string, User>>()

export function recordPusher(repo: Repository, ref: string, user: User): void {
  const known = pushers.get(repo) ?? new Map<string, User>()
  pushers.set(repo, known.set(ref, user))
}

/** The account that pushed the pull request's head last, undefined for branches that came with the repository. */
export const lastPusher = (repo: Repository, pull: Pull): User | undefined =>
  pushers.get(repo)?.get(`refs/heads/${pull.headRef}`)
