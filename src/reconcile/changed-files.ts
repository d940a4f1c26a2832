// What open pull requests change: who has to agree depends on it, and freezes and gates look at it. Remembered by head, because a
// head never changes.

import { documentsToRead, MOST_DOCUMENTS } from '../domain/gates/needs.ts'
import { taskRef, type Sha, type TaskKey } from '../domain/ids.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { BareSnapshot, Change, PullObservation, RunRecord, WaveObservation } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

/** Heads remembered at once, in all repositories together. */
const MOST = 200
/** Earlier heads that are looked at: a verdict that is older than these rebases is given anew. */
const MOST_EARLIER = 5

export interface ChangedFiles {
  /**
   * Of each open pull request what its head changes, and where verdicts may outlive a rebase what the heads changed that were
   * judged before. One request for a head that was not seen before.
   */
  of(
    client: RepoClient,
    key: TaskKey,
    waves: readonly WaveObservation[],
    runs: readonly RunRecord[],
    policy: EffectivePolicy | undefined,
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

/** Heads of a pull request that were judged and are not its head any more, the newest first. */
function judgedBefore(runs: readonly RunRecord[], wave: number, pull: PullObservation): Sha[] {
  const heads = runs.flatMap((run) =>
    run.wave === wave && run.purpose === 'review' && run.headSha !== undefined && run.headSha !== pull.headSha
      ? [run.headSha]
      : [],
  )
  return [...new Set(heads)].slice(-MOST_EARLIER)
}

export function createChangedFiles(): ChangedFiles {
  const known = new Map<string, Change>()
  async function remembered(name: string, look: () => Promise<Change>): Promise<Change> {
    const entry = known.get(name) ?? (await look())
    known.delete(name)
    known.set(name, entry)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    return entry
  }
  return {
    async of(client, key, waves, runs, policy) {
      const { owner, repo } = taskRef(key)
      const truth = JSON.stringify(policy?.gates.truth ?? [])
      const changed: Change[] = []
      for (const { index, pull } of waves) {
        if (pull?.state !== 'open') continue
        const name = `${owner}/${repo}#${pull.number}@`
        changed.push(await remembered(`${name}${pull.headSha} ${truth}`, () => read(client, pull, policy)))
        if (policy?.keep_on_rebase !== true) continue
        for (const sha of judgedBefore(runs, index, pull)) {
          const earlier = async (): Promise<Change> => {
            const files = await client.pulls.compared(pull.baseSha, sha)
            return { pull: pull.number, sha, files, documents: [] }
          }
          changed.push(await remembered(`${name}${sha} earlier`, earlier))
        }
      }
      return changed
    },
  }
}
