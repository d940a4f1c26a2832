// One line for each thing that happens in a rehearsal, for a person who watches.

import type { Action } from '../domain/actions.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import { shortSha } from '../domain/render/figures.ts'
import { unreachable } from '../errors.ts'

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.replaceAll(/[#*]/g, '')
    .trim() ?? ''

/** What an action for the issue with this number did, in words; undefined for those that are not worth a line. */
function describe(issue: number, action: Action): string | undefined {
  switch (action.do) {
    case 'comment':
      return `comment on #${action.on}: ${firstLine(action.body)}`
    case 'react':
      return `reaction to a comment on #${action.on}: ${action.content}`
    case 'answer_request':
      return `@${action.by} asked for another run: ${action.outcome}`
    case 'set_labels': {
      const added = action.add.map((label) => `+${label}`)
      const removed = action.remove.map((label) => `-${label}`)
      return `labels of #${action.on ?? issue}: ${[...added, ...removed].join(' ')}`
    }
    case 'push':
      return `pushed ${shortSha(action.sha)} to ${action.branch}`
    case 'update_branch':
      return `${shortSha(action.base)} is brought into ${action.branch}`
    case 'open_pull':
      return `draft pull request opened for #${issue}: ${action.title}`
    case 'dispatch':
      return `${action.workflow} dispatched on ${shortSha(action.headSha)}`
    case 'collect_result':
      return `result of ${validationKind(action.validation)} collected`
    case 'review':
      return `review on #${action.pull} by the ${action.as} App: ${action.event} — ${firstLine(action.body)}`
    case 'answer_thread':
      return `answer in the diff of #${action.pull} by the ${action.as} App: ${firstLine(action.body)}`
    case 'check':
      return `check ${action.name} on ${shortSha(action.sha)}: ${action.conclusion ?? action.status} (${action.title})`
    case 'close_pull':
      return `#${action.pull} closed: ${action.why}`
    case 'edit_pull':
      return `#${action.pull} says what its newest attempt did`
    case 'mark_ready':
      return `#${action.pull} is ready for review`
    case 'merge':
      return `#${action.pull} merged at ${shortSha(action.sha)} (${action.method})`
    case 'enqueue':
      return `#${action.pull} goes into the merge queue at ${shortSha(action.sha)}`
    case 'dequeue':
      return `#${action.pull} is taken out of the merge queue: ${action.why}`
    case 'roll_back':
      return `${shortSha(action.merge)} is taken back: ${action.issue.title}`
    case 'save_measurements':
      return `what ${shortSha(action.head)} measured is the baseline of ${action.branch}`
    case 'delete_branch':
      return `branch ${action.branch} deleted`
    case 'open_post_mortem':
      return `issue that looks back at #${issue}: ${action.title}`
    case 'close_issue':
      return `issue #${issue} closed`
    case 'ensure_sub_issue':
      return `sub-issue of #${issue}: ${action.title}`
    case 'close_sub_issue':
      return `#${action.number} closed: ${action.reason === 'completed' ? 'its wave is complete' : 'its wave is cancelled'}`
    case 'ensure_dependency':
      return `#${action.blocked} ${action.present ? 'is blocked' : 'is no longer blocked'} by #${action.blocking}`
    case 'send_signal':
      return `signal ${action.name} sent: ${action.payload.status}`
    case 'freeze':
      return `${action.id} freezes ${[...action.symbols, ...action.paths].join(', ')} at ${shortSha(action.sha)}`
    case 'lift_freeze':
      return `the freeze ${action.id} is lifted by ${action.by.join(', ')}`
    case 'wake_task':
      return `${action.task} is told of a contradiction`
    case 'rule':
      return `ruled: ${action.ruling.conflict.about}`
    case 'reserve_adr':
      return `a decision record is numbered: ${action.title}`
    case 'commit_adr':
      return `decision record ${action.number} committed to ${action.branch}`
    case 'give_up_validation':
      return `${validationKind(action.validation)} given up: ${action.why}`
    case 'dispatch_hook':
      return `${action.workflow} started by the hook ${action.inputs.hook}`
    case 'cancel_run':
      return `run cancelled: ${action.why}`
    case 'ensure_labels':
    case 'note_freeze_notice':
    case 'note_hook':
    case 'start_run':
      return undefined
    default:
      return unreachable(action)
  }
}

/** The kind is a part of every validation's id; see validationId(). */
const validationKind = (id: string): string => /\/(validate|benchmark)\//.exec(id)?.[1] ?? 'a workflow run'

export interface RunEvent {
  run: string
  agent: string
  purpose: string
  state: 'started' | 'ended'
  outcome: string | undefined
}

export interface Progress {
  action(key: TaskKey, action: Action): void
  run(event: RunEvent): void
}

/** Writes a line for each event, and none for a check that says again what it said last. */
export function createProgress(line: (text: string) => void): Progress {
  const checks = new Map<string, string>()
  return {
    action(key, action) {
      const text = describe(taskRef(key).number, action)
      if (text === undefined) return
      if (action.do === 'check') {
        const check = `${action.name} ${action.sha}`
        if (checks.get(check) === text) return
        checks.set(check, text)
      }
      line(text)
    },
    run({ run, agent, purpose, state, outcome }) {
      const issue = /#\d+/.exec(run)?.[0] ?? ''
      line(
        state === 'started'
          ? `${agent} starts on ${issue}: ${purpose}`
          : `${agent} ends on ${issue}: ${purpose} → ${outcome ?? ''}`,
      )
    },
  }
}
