// What a change and its plan say, compared with the record of the head.

import type { TruthReport } from '../gates/gate.ts'
import type { Question } from '../gates/records.ts'
import { documentsToRead, MOST_DOCUMENTS } from '../gates/needs.ts'
import { hunksOf } from '../freeze/signatures.ts'
import { allOf, reason } from '../reason.ts'
import { PULL_REQUEST } from '../truth/find.ts'
import { truthGate, type TruthDocument, type TruthResult } from '../truth/gate.ts'
import type { Change, PullObservation, Snapshot } from '../snapshot.ts'
import { isAwaited } from './workflow-runs.ts'

/** Lines that the change adds or rewrites; undefined: GitHub left the patch out, so any may be. */
const changedLines = (patch: string | undefined): number[] | undefined =>
  patch === undefined
    ? undefined
    : hunksOf(patch).flatMap((hunk) =>
        hunk.after.flatMap(({ line, changed }) => (changed && line !== undefined ? [line] : [])),
      )

const LEVELS = { blocks: 'failure', warns: 'warning', waits: 'notice' } as const

/** Undefined where no gate asks for it, or the change has not been read. `questions`: what this head is asked. */
export function truthOf(
  snapshot: Snapshot,
  pull: PullObservation,
  change: Change | undefined,
  questions: readonly Question[],
): TruthReport | undefined {
  const { policy, plan, validations } = snapshot
  if (policy.gates.truth.length === 0 || change === undefined) return undefined
  const awaited = questions.filter((question) => isAwaited(snapshot, pull.headSha, question))
  const documents = change.documents.map(({ path, text }) => {
    const lines = changedLines(change.files.find((file) => file.path === path)?.patch)
    return { path, text, ...(lines === undefined ? {} : { changedLines: lines }) }
  })
  const judge = (more: readonly TruthDocument[]): TruthResult =>
    truthGate({
      documents: [{ path: PULL_REQUEST, text: pull.body }, ...documents, ...more],
      records: validations,
      head: pull.headSha,
      awaited: awaited.map(({ kind }) => kind),
    })
  const wanted = documentsToRead(
    policy,
    change.files.map(({ path }) => path),
  )
  // What was not read has not been found true. A document that is gone at the head says nothing.
  const unread =
    wanted.length <= MOST_DOCUMENTS
      ? []
      : [
          reason(
            'fail',
            `${wanted.length} documents change, and at most ${MOST_DOCUMENTS} are read: split the change`,
          ),
        ]
  const report = ({ verdict, annotations }: TruthResult): TruthReport => ({
    verdict: allOf(verdict.text, [...verdict.children, ...unread]),
    annotations: annotations.map(({ path, line, title, message, level }) => ({
      path,
      line,
      title,
      message,
      level: LEVELS[level],
    })),
  })
  // A plan that the change itself brings is one of its documents.
  const source = plan?.source
  if (source === undefined || documents.some(({ path }) => path === source.path)) return report(judge([]))
  const all = judge([{ ...source, earlier: true }])
  const faulty = all.blocking.some(({ path }) => path === source.path)
  return { ...report(all), ...(faulty ? { ofChange: report(judge([])) } : {}) }
}
