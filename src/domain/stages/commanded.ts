// What people asked for in comments: answered, and obeyed before anything else is decided.

import type { Action } from '../actions.ts'
import type { Facts } from '../commands/answers.ts'
import { commandState, type Reply } from '../commands/command-state.ts'
import { nothingDesired, type Desired } from '../commands/desired.ts'
import { requestState, type RequestAnswer } from '../commands/requests.ts'
import type { OwnComment, Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { openWork } from './handing-over.ts'
import { allLeaving } from './queueing.ts'
import { isActive, proceed, takenBack, wait, type StageResult } from './stage.ts'

export interface Commanded {
  /** To be remembered with the task before the actions are carried out. */
  desired: Desired
  result: StageResult
}

/** The words first: the reaction is the receipt for both. */
function answered(reply: Reply, comments: readonly OwnComment[]): Action[] {
  const { commentId, on, reaction, body } = reply
  const react: Action = { do: 'react', commentId, on, content: reaction }
  if (body === undefined) return [react]
  return [...stickyComment(on, comments, `reply/${commentId}`, body), react]
}

/** The words first: once the request is answered it is not looked at again. */
const pressed = ({ id, by, outcome, words }: RequestAnswer, comments: readonly OwnComment[]): Action[] => [
  ...(words === undefined ? [] : stickyComment(words.on, comments, `request/${id}`, words.body)),
  { do: 'answer_request', id, by, outcome },
]

/**
 * Answers what was not answered yet and says whether the task may go on. Before somebody entitled has handed the issue over
 * nothing is said, as everywhere. A held task waits, and what is queued for it is taken back; a stopped one has its runs cancelled too.
 */
export function commanded(snapshot: Snapshot, facts: Facts): Commanded {
  const { issue, waves, commands = [], roles = new Map(), acknowledged = new Map() } = snapshot
  const before = snapshot.desired ?? nothingDesired()
  if (snapshot.authorisedBy === undefined)
    return { desired: before, result: proceed('no command is read yet') }
  const pulls = waves.flatMap(({ pull }) => (pull === undefined ? [] : [pull]))
  const { desired: said, replies } = commandState({
    commands,
    roles,
    acknowledged,
    before,
    issue,
    pulls: new Map(
      pulls.map(({ number, state, headSha }) => [number, state === 'open' ? headSha : undefined]),
    ),
    agents: snapshot.pack.agents,
    work: commands.length > 0 ? openWork(snapshot) : [],
    merged: new Map(
      pulls.flatMap(({ number, state, mergeSha }) =>
        state === 'merged' && mergeSha !== undefined ? [[number, mergeSha] as const] : [],
      ),
    ),
    facts,
  })
  const commentsOn = (number: number): readonly OwnComment[] =>
    pulls.find((pull) => pull.number === number)?.comments ?? issue.comments
  const { desired, answers } = requestState({
    requests: snapshot.requests ?? [],
    roles,
    before: said,
    issue: issue.number,
    pulls: waves.flatMap(({ branch, pull }) =>
      pull === undefined ? [] : [{ number: pull.number, branch, headSha: pull.headSha }],
    ),
    heads: facts.heads,
  })
  const actions = [
    ...replies.flatMap((reply) => answered(reply, commentsOn(reply.on))),
    ...answers.flatMap((answer) => pressed(answer, commentsOn(answer.words?.on ?? issue.number))),
  ]
  const { stopped, held } = desired
  if (stopped !== undefined) {
    const why = `stopped by @${stopped.by}`
    const cancelled = snapshot.runs
      .filter(isActive)
      .map((run): Action => ({ do: 'cancel_run', id: run.id, why }))
    const out = [...cancelled, ...allLeaving(snapshot, why)]
    return { desired, result: wait(why, [...actions, ...out], 'blocked') }
  }
  if (held !== undefined) {
    const why = `held by @${held.by}`
    return {
      desired,
      result: wait(
        why,
        [...actions, ...takenBack(snapshot.runs, why), ...allLeaving(snapshot, why)],
        'blocked',
      ),
    }
  }
  return { desired, result: proceed('no command stands in the way', actions) }
}
