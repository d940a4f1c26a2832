// What open pull requests change, for the freezes of others; remembered by head, because a head never changes.

import type { Freeze } from '../domain/freeze/freeze.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import type { BareSnapshot, WaveObservation } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

/** Heads remembered at once, in all repositories together. */
const MOST = 200

export interface ChangedFiles {
  /** Asks nothing while nobody else has something frozen. */
  of(
    client: RepoClient,
    key: TaskKey,
    waves: readonly WaveObservation[],
    freezes: readonly Freeze[],
  ): Promise<BareSnapshot['changed']>
}

export function createChangedFiles(): ChangedFiles {
  const known = new Map<string, BareSnapshot['changed'][number]>()
  return {
    async of(client, key, waves, freezes) {
      if (!freezes.some((freeze) => freeze.taskKey !== key && freeze.liftedAt === undefined)) return []
      const { owner, repo } = taskRef(key)
      const changed: BareSnapshot['changed'][number][] = []
      for (const { pull } of waves) {
        if (pull?.state !== 'open') continue
        const name = `${owner}/${repo}#${pull.number}@${pull.headSha}`
        const entry = known.get(name) ?? {
          pull: pull.number,
          sha: pull.headSha,
          files: await client.pulls.changed(pull.number),
        }
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
