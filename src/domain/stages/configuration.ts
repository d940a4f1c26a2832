// Problems in the target repository's policy or roster are reported on the issue; the last good configuration works on.

import { configComment, configFixedComment } from '../render/config-comment.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { proceed, type StageResult } from './stage.ts'

export function configuration(snapshot: Snapshot): StageResult {
  const { issue, configProblems } = snapshot
  const reported = issue.comments.some((comment) => comment.topic === 'config')
  if (configProblems.length === 0 && !reported) return proceed('configuration is valid')
  const body = configProblems.length > 0 ? configComment(configProblems) : configFixedComment()
  return proceed(
    configProblems.length > 0
      ? `${configProblems.length} configuration problems, the last good one is in force`
      : 'configuration is valid again',
    stickyComment(issue.number, issue.comments, 'config', body),
  )
}
