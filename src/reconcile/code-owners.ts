// CODEOWNERS of the base branch, read where a rule asks for code owners; remembered by commit.

import { CODEOWNERS_PATHS } from '../domain/consensus/codeowners.ts'
import type { RepoRef, Sha } from '../domain/ids.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { BareSnapshot } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

/** Commits remembered at once, in all repositories together. */
const MOST = 100

export interface CodeOwners {
  /** The file at this commit; undefined where no rule asks for it. One request for a commit that was not seen before. */
  at(
    client: Pick<RepoClient, 'texts'>,
    repo: RepoRef,
    base: Sha,
    policy: EffectivePolicy | undefined,
  ): Promise<BareSnapshot['codeowners'] | undefined>
}

export function createCodeOwners(): CodeOwners {
  const known = new Map<string, string | null>()
  return {
    async at(client, { owner, repo }, base, policy) {
      if (policy?.consensus.some((rule) => rule.codeowners === true) !== true) return undefined
      const name = `${owner}/${repo}@${base}`
      const seen = known.get(name)
      if (seen !== undefined) return seen
      const texts = await client.texts.at(base, CODEOWNERS_PATHS)
      const first = CODEOWNERS_PATHS.find((path) => texts.has(path))
      const found = (first === undefined ? undefined : texts.get(first)) ?? null
      known.set(name, found)
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
      return found
    },
  }
}
