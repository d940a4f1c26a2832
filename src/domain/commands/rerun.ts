// A head looked at once more because a person said so, by a command or a button of its check.

import type { Sha } from '../ids.ts'
import { shortSha } from '../render/figures.ts'
import type { WorkflowKind } from '../results.ts'
import { put, sameStamp, type Desired, type Stamp } from './desired.ts'
import type { HeadFacts } from './facts.ts'

type Asked = { desired: Desired } | { refused: string }

/** `sha`: the head that was meant; left out: the one there is. */
export interface RerunWish {
  on: number
  kind: WorkflowKind
  sha?: Sha | undefined
}

/** The newest attempt that a person has asked to go beyond; 0: nobody has. */
export const attemptsBefore = (desired: Desired | undefined, sha: Sha, kind: WorkflowKind): number =>
  Math.max(
    0,
    ...(desired?.reruns ?? [])
      .filter((wish) => wish.sha === sha && wish.kind === kind)
      .map(({ beyond }) => beyond),
  )

/**
 * Adds the wish: every attempt that is on record for the head counts no more. Attempts and not times are compared, because
 * GitHub's clock is not ours. What is under way, or about a head that is nobody's any more, is refused with the reason.
 */
export function rerun(
  desired: Desired,
  { on, kind, sha }: RerunWish,
  stamp: Stamp,
  heads: ReadonlyMap<number, HeadFacts>,
): Asked {
  const sameAs = (entry: Desired['reruns'][number]): boolean => sameStamp(entry, stamp) && entry.kind === kind
  // Folded before: what was on record then is not what is on record now.
  if (desired.reruns.some(sameAs)) return { desired }
  const head = heads.get(on)
  if (head === undefined) return { refused: `#${on} is no open pull request of this task` }
  const short = shortSha(head.sha)
  if (sha !== undefined && sha !== head.sha)
    return {
      refused: `that was about ${shortSha(sha)}, and the head of #${on} is ${short} now: its own check can be run again`,
    }
  const known = head.asked[kind]
  if (known === undefined) return { refused: 'the policy has no benchmark, so there is nothing to measure' }
  if (head.busy !== undefined)
    return { refused: `${head.busy} is at work on what comes after ${short}, which is looked at by itself` }
  if (known.underWay || known.attempt < 1) return { refused: `${kind} is under way on ${short} already` }
  const fresh = { ...stamp, on, sha: head.sha, kind, beyond: known.attempt }
  return { desired: { ...desired, reruns: put(desired.reruns, fresh, sameAs) } }
}
