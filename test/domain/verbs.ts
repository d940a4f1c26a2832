// Decisions in short words, for tables.

import type { Action } from '../../src/domain/actions.ts'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { unreachable } from '../../src/errors.ts'
import { at, NOW, policy } from './support.ts'

/** What decide() asks for, each action in a few letters. */
export const verbs = (from: BareSnapshot, now = NOW): string[] =>
  decide(from, policy(), now).actions.map((action) => {
    switch (action.do) {
      case 'comment':
        return `comment:${action.topic}`
      case 'react':
        return `react:${action.content}/${action.commentId}`
      case 'start_run':
        return `start_run:${action.agent}/${action.purpose}/${action.attempt}`
      case 'set_labels':
        return `labels${action.on === undefined ? '' : `/${action.on}`}:${[...action.add.map((l) => `+${l}`), ...action.remove.map((l) => `-${l}`)].join(' ')}`
      case 'dispatch':
        return `dispatch:${action.kind}/${action.attempt}`
      case 'check':
        return `check:${action.name}=${action.conclusion ?? action.status}`
      case 'review':
        return `review:${action.as}:${action.event}:${action.topic.split('/').slice(0, 2).join('/')}`
      case 'answer_thread':
        return `answer_thread:${action.as}:${action.topic}${action.resolve ? ':resolve' : ''}`
      case 'send_signal':
        return `send_signal:${action.name}`
      case 'dispatch_hook':
        return `dispatch_hook:${action.workflow}`
      case 'note_hook':
        return `note:${action.id}/${action.step + 1}`
      case 'cancel_run':
      case 'answer_request':
      case 'close_issue':
      case 'close_pull':
      case 'close_sub_issue':
      case 'collect_result':
      case 'commit_adr':
      case 'delete_branch':
      case 'edit_pull':
      case 'dequeue':
      case 'enqueue':
      case 'ensure_dependency':
      case 'ensure_labels':
      case 'ensure_sub_issue':
      case 'freeze':
      case 'give_up_validation':
      case 'lift_freeze':
      case 'mark_ready':
      case 'merge':
      case 'note_freeze_notice':
      case 'open_post_mortem':
      case 'open_pull':
      case 'push':
      case 'update_branch':
      case 'roll_back':
      case 'save_measurements':
      case 'reserve_adr':
      case 'rule':
      case 'wake_task':
        return action.do
      default:
        return unreachable(action)
    }
  })

/** The first action of a kind that decide() asks for. */
export const find = <D extends Action['do']>(
  from: BareSnapshot,
  name: D,
): Extract<Action, { do: D }> | undefined =>
  decide(from, policy(), NOW).actions.find(
    (action): action is Extract<Action, { do: D }> => action.do === name,
  )

/** The text of the comment that parks the task, undefined when it is not parked. */
export const parked = (from: BareSnapshot): string | undefined => {
  const action = decide(from, policy(), NOW).actions.find(
    (one) => one.do === 'comment' && one.topic === 'parked',
  )
  return action?.do === 'comment' ? action.body : undefined
}

/** A snapshot with its issue changed. */
export const issue = (change: Partial<BareSnapshot['issue']>, from = at.handedOver) => ({
  ...from,
  issue: { ...from.issue, ...change },
})

/** With the comments that it asks for: after what the validator of repeated failure has found out, people are asked. */
export const posted = (from: BareSnapshot): BareSnapshot => ({
  ...from,
  issue: {
    ...from.issue,
    comments: decide(from, policy(), NOW).actions.flatMap((action, id) =>
      action.do === 'comment' ? [{ id, topic: action.topic, body: action.body }] : [],
    ),
  },
})
