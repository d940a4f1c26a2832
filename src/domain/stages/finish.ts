// After the last wave: the closing summary, the branch tidied away, the look back asked for, the issue closed.

import type { Action } from '../actions.ts'
import { summaryComment } from '../render/summary-comment.ts'
import { stickyComment } from './comments.ts'
import { postMortem } from './post-mortem.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

export function finish(task: RoutedTask): StageResult {
  const { snapshot } = task
  const { issue } = snapshot
  const lookBack = postMortem(task)
  // First: the summary names it, and nothing is done for a closed issue that built nothing.
  if (lookBack.length > 0) return wait('an issue that looks back is opened', lookBack)
  const branches: Action[] = snapshot.policy.merge.delete_branch
    ? snapshot.waves.flatMap((wave) =>
        wave.pull?.state === 'merged' && wave.branchSha === wave.pull.headSha
          ? [{ do: 'delete_branch', branch: wave.branch, sha: wave.branchSha }]
          : [],
      )
    : []
  return {
    actions: [
      ...stickyComment(issue.number, issue.comments, 'summary', summaryComment(task)),
      ...branches,
      ...(issue.state === 'open' ? [{ do: 'close_issue' as const }] : []),
    ],
    explanation: 'all waves are done',
    state: 'done',
    proceed: false,
  }
}
