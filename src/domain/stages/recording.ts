// Decisions on record: after the last wave each becomes a file in a pull request of its own, which only adds that file.
//
// A wave's branch is left alone: a commit there after the verdicts would make every one of them stale (docs/adr/0011).

import type { Action } from '../actions.ts'
import { renderAdr, type AdrRecord } from '../adr/adr.ts'
import { adrWishes, type AdrWish } from '../adr/wishes.ts'
import { adrApproval, adrCheck, adrPull } from '../render/adr-text.ts'
import { CONSENSUS_CHECK, GATES_CHECK } from '../render/checks.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import { approval, MERGEABLE_POLL_MS, PERSON_POLL_MS, REFUSAL_RETRY_MS } from './merging.ts'
import { recordIndex } from '../side-runs.ts'
import { workOn } from './assigned.ts'
import { tierOfWave } from './seated.ts'
import { requiredCheck } from './checks.ts'
import { isQueued, queueing, whileQueued } from './queueing.ts'
import { proceed, together, wait, type RoutedTask, type StageResult } from './stage.ts'

/** The branches of the task's records, to be looked at as those of waves are. */
export const recordBranches = ({ adrs = [] }: Pick<Snapshot, 'adrs'>): { index: number; branch: string }[] =>
  adrs.map(({ number, branch }) => ({ index: recordIndex(number), branch }))

function merged(task: RoutedTask, record: AdrRecord, pull: PullObservation): StageResult {
  const { snapshot, now } = task
  const name = `the decision record ${record.number} in #${pull.number}`
  if (pull.headSha !== record.sha) {
    // Somebody has edited it: then it is theirs to merge, and nothing of ours vouches for it.
    return wait(`${name} was changed by somebody and waits for them`, [], 'in-review', PERSON_POLL_MS)
  }
  const before: Action[] = [
    ...requiredCheck(pull, adrCheck(GATES_CHECK, pull.headSha, record)),
    ...requiredCheck(pull, adrCheck(CONSENSUS_CHECK, pull.headSha, record)),
    ...approval(snapshot, pull, adrApproval(record)),
    ...(pull.draft ? [{ do: 'mark_ready' as const, pull: pull.number, nodeId: pull.nodeId }] : []),
  ]
  if (before.length > 0) return wait(`${name} is made ready`, before, 'in-review')
  if (pull.reviewDecision === 'REVIEW_REQUIRED' || pull.reviewDecision === 'CHANGES_REQUESTED')
    return wait(`${name} waits for a person's approval`, [], 'in-review', PERSON_POLL_MS)
  if (isQueued(pull)) return whileQueued(pull)
  const refusal = snapshot.mergeRefusal
  if (refusal?.sha === pull.headSha && now - refusal.at < REFUSAL_RETRY_MS) {
    const left = REFUSAL_RETRY_MS - (now - refusal.at)
    return wait(`GitHub refuses to merge ${name}: ${refusal.message}`, [], 'in-review', left)
  }
  if (pull.mergeable === 'conflicting')
    return wait(`${name} conflicts with ${snapshot.base.branch}`, [], 'in-review', PERSON_POLL_MS)
  if (pull.mergeable === 'unknown')
    return wait('GitHub is still computing whether it can merge', [], 'in-review', MERGEABLE_POLL_MS)
  if (pull.mergeQueue !== undefined) return queueing(task, pull, undefined)
  const message = `Baton-Task: ${snapshot.key}\nBaton-Record: ${record.path}`
  return wait(
    `${name} is merged`,
    [
      {
        do: 'merge',
        pull: pull.number,
        sha: pull.headSha,
        method: snapshot.policy.merge.method,
        title: `${pull.title} (#${pull.number})`,
        message,
      },
    ],
    'in-review',
  )
}

/** Number, commit, pull request, merge: each seen before the next is asked for. */
function recorded(task: RoutedTask, { topic, content }: AdrWish): StageResult {
  const { snapshot } = task
  const { policy, base } = snapshot
  const record = snapshot.adrs?.find((one) => one.topic === topic)
  if (record === undefined) {
    const action: Action = {
      do: 'reserve_adr',
      topic,
      title: content.title,
      dir: policy.adr.dir,
      baseSha: base.sha,
    }
    return wait('a decision gets its number', [action])
  }
  const seen = snapshot.waves.find(({ index }) => index === recordIndex(record.number))
  if (seen === undefined) return wait('looking at the branch of the record first', [], 'running', 0)
  const { pull } = seen
  if (pull?.state === 'merged')
    return proceed(`decision record ${record.number} is merged in #${pull.number}`)
  if (pull?.state === 'closed') return proceed(`#${pull.number} was closed: the decision is not recorded`)
  if (pull !== undefined) return merged(task, record, pull)
  const text = adrPull(snapshot, record)
  if (seen.branchSha === undefined || record.sha === undefined) {
    const action: Action = {
      do: 'commit_adr',
      number: record.number,
      branch: record.branch,
      path: record.path,
      text: renderAdr(record.number, content, record.reservedAt),
      message: text.title,
      baseSha: base.sha,
      expected: seen.branchSha,
      date: new Date(record.reservedAt).toISOString(),
    }
    return wait(`decision record ${record.number} is committed`, [action])
  }
  const { title, body } = text
  const { branch } = record
  const wave = seen.index
  return wait(`a pull request for the decision record ${record.number} is opened`, [
    { do: 'open_pull', wave, branch, base: base.branch, title, body },
  ])
}

/** The end of a task waits until its records are merged, or a person has closed their pull requests. */
export function recording(task: RoutedTask): StageResult {
  const { snapshot, route } = task
  // Of what is merged the files are not read any more: what the task, its paths, its labels and its agents say of the tier is known.
  const irreversible = (index: number): boolean => {
    const wave = route.waves.find((one) => one.index === index)
    return wave !== undefined && tierOfWave(task, workOn(snapshot, wave), undefined).tier === 'irreversible'
  }
  const wishes = adrWishes(snapshot, route, irreversible)
  if (wishes.length === 0) return proceed('no decision is to be recorded')
  const results = wishes.map((wish) => recorded(task, wish))
  const open = results.filter((result) => !result.proceed)
  return open.length === 0
    ? proceed(results.map(({ explanation }) => explanation).join('; '))
    : together(open)
}
