// One function per action, in the order of the Action union; a new action does not compile until it has one.

import type { Action } from '../../domain/actions.ts'
import { unreachable } from '../../errors.ts'
import { commitAdr, reserve } from './adr.ts'
import { check } from './check.ts'
import { comment } from './comment.ts'
import type { ActContext } from './context.ts'
import { dispatch } from './dispatch.ts'
import { dequeue, enqueue } from './enqueue.ts'
import { freeze, liftFreeze, noteFreezeNotice } from './freeze.ts'
import { dispatchHook, noteHook } from './hook.ts'
import { closeSubIssue, ensureDependency, ensureSubIssue } from './hierarchy.ts'
import { closeIssue, ensureLabels, setLabels } from './issue.ts'
import { openPostMortem } from './post-mortem.ts'
import { closePull, deleteBranch, editPull, markReady, merge, openPull, saveMeasurements } from './pull.ts'
import { push } from './push.ts'
import { react } from './react.ts'
import { answer } from './request.ts'
import { answerThread, review } from './review.ts'
import { rollBack } from './rollback.ts'
import { rule, wakeTask } from './ruling.ts'
import { cancelRun, startRun } from './run.ts'
import { sendSignal } from './signal.ts'
import { updateBranch } from './update-branch.ts'
import { collectResult, giveUpValidation } from './validation.ts'

/**
 * Carries one action out; safe to call again with the same action after a crash at any point. Returns whether anything was
 * changed or learnt: false means that the world only has to show what is done already.
 */
export async function act(action: Action, context: ActContext): Promise<boolean> {
  switch (action.do) {
    case 'ensure_labels':
      return ensureLabels(action, context)
    case 'set_labels':
      return setLabels(action, context)
    case 'comment':
      return comment(action, context)
    case 'react':
      return react(action, context)
    case 'answer_request':
      return answer(action, context)
    case 'start_run':
      return startRun(action, context)
    case 'cancel_run':
      return cancelRun(action, context)
    case 'push':
      return push(action, context)
    case 'update_branch':
      return updateBranch(action, context)
    case 'open_pull':
      return openPull(action, context)
    case 'dispatch':
      return dispatch(action, context)
    case 'collect_result':
      return collectResult(action, context)
    case 'give_up_validation':
      return giveUpValidation(action, context)
    case 'review':
      return review(action, context)
    case 'answer_thread':
      return answerThread(action, context)
    case 'check':
      return check(action, context)
    case 'edit_pull':
      return editPull(action, context)
    case 'close_pull':
      return closePull(action, context)
    case 'mark_ready':
      return markReady(action, context)
    case 'merge':
      return merge(action, context)
    case 'enqueue':
      return enqueue(action, context)
    case 'dequeue':
      return dequeue(action, context)
    case 'save_measurements':
      return saveMeasurements(action, context)
    case 'roll_back':
      return rollBack(action, context)
    case 'delete_branch':
      return deleteBranch(action, context)
    case 'open_post_mortem':
      return openPostMortem(action, context)
    case 'close_issue':
      return closeIssue(context)
    case 'ensure_sub_issue':
      return ensureSubIssue(action, context)
    case 'close_sub_issue':
      return closeSubIssue(action, context)
    case 'ensure_dependency':
      return ensureDependency(action, context)
    case 'send_signal':
      return sendSignal(action, context)
    case 'freeze':
      return freeze(action, context)
    case 'note_freeze_notice':
      return noteFreezeNotice(action, context)
    case 'lift_freeze':
      return liftFreeze(action, context)
    case 'dispatch_hook':
      return dispatchHook(action, context)
    case 'note_hook':
      return noteHook(action, context)
    case 'wake_task':
      return wakeTask(action, context)
    case 'rule':
      return rule(action, context)
    case 'reserve_adr':
      return reserve(action, context)
    case 'commit_adr':
      return commitAdr(action, context)
    default:
      return unreachable(action)
  }
}
