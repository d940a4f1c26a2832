// What open pull requests change, for freezes of others and for gates; remembered by head, because a head never changes.

import type { Freeze } from '../domain/freeze/freeze.ts'
import { documentsToRead, MOST_DOCUMENTS, needsChanges } from '../domain/gates/needs.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { BareSnapshot, Change, PullObservation, WaveObservation } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

/** Heads remembered at once, in all repositories together. */
const MOST = 200

export interface ChangedFiles {
  /** Asks nothing while nobody else has something frozen and no gate looks at changes. */
  of(
    client: RepoClient,
    key: TaskKey,
    waves: readonly WaveObservation[],
    why: { freezes: readonly Freeze[]; policy: EffectivePolicy | undefined },
  ): Promise<BareSnapshot['changed']>
}

async function read(
  client: RepoClient,
  { number, headSha }: PullObservation,
  policy: EffectivePolicy | undefined,
): Promise<Change> {
  const files = await client.pulls.changed(number)
  const wanted =
    policy === undefined
      ? []
      : documentsToRead(
          policy,
          files.map(({ path }) => path),
        )
  const texts = await client.texts.at(headSha, wanted.slice(0, MOST_DOCUMENTS))
  return {
    pull: number,
    sha: headSha,
    files,
    documents: [...texts].map(([path, text]) => ({ path, text })),
  }
}

export function createChangedFiles(): ChangedFiles {
  const known = new Map<string, Change>()
  return {
    async of(client, key, waves, { freezes, policy }) {
      const frozen = freezes.some((freeze) => freeze.taskKey !== key && freeze.liftedAt === undefined)
      if (!frozen && (policy === undefined || !needsChanges(policy))) return []
      const { owner, repo } = taskRef(key)
      const truth = JSON.stringify(policy?.gates.truth ?? [])
      const changed: Change[] = []
      for (const { pull } of waves) {
        if (pull?.state !== 'open') continue
        const name = `${owner}/${repo}#${pull.number}@${pull.headSha} ${truth}`
        const entry = known.get(name) ?? (await read(client, pull, policy))
        known.delete(name)
        known.set(name, entry)
        const [oldest] = known.keys()
        if (known.size > MOST && oldest !== undefined) known.delete(oldest)
        changed.push(entry)
      }
      return changed
    },
  }
}
