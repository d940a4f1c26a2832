// A finding that its seat does not raise any more: its thread says where it was settled, and is resolved.

import type { Action } from '../actions.ts'
import type { Verdict } from '../consensus/verdicts.ts'
import { settledBody } from '../render/verdict-body.ts'
import type { PullObservation } from '../snapshot.ts'
import { SETTLED, settledThreads } from '../threads/findings.ts'

export function settleThreads(
  pull: PullObservation,
  { seat, sha, outcome }: Verdict,
  as: 'author' | 'reviewer',
): Action[] {
  return settledThreads(seat, outcome.findings, pull.threads ?? []).flatMap((thread): Action[] => {
    const first = thread.comments[0]
    if (first === undefined) return []
    const topic = `${SETTLED}${first.id}`
    return [
      {
        do: 'answer_thread',
        pull: pull.number,
        thread: thread.nodeId,
        comment: first.id,
        topic,
        as,
        body: settledBody(seat, sha, topic),
        resolve: true,
      },
    ]
  })
}
