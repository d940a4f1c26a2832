// A research wave: one report, posted as the wave's findings on the issue.

import { researchBrief } from '../render/briefs.ts'
import { findingsComment } from '../render/findings-comment.ts'
import type { RouteWave } from '../roster/route.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { failedInARow, lookInto } from './repeated-failure.ts'
import { failureText, runProgress } from './runs.ts'
import { proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

export function researchWave(task: RoutedTask, wave: RouteWave): StageResult {
  const { snapshot } = task
  const wish = {
    wave: wave.index,
    number: wave.plan,
    agent: wave.agent,
    purpose: 'research' as const,
    headSha: snapshot.base.sha,
    baseSha: snapshot.base.sha,
    scope: '',
  }
  const progress = runProgress(snapshot, wish, () => researchBrief(task, wave))
  switch (progress.state) {
    case 'start':
      return wait(`wave ${wave.index}: ${wave.agent} is asked`, progress.actions)
    case 'active':
      return wait(`wave ${wave.index}: ${wave.agent} is at work`)
    case 'parked': {
      const failed = failedInARow(snapshot, wave)
      const stopped = failed.some(({ outcome }) => outcome?.kind === 'blocked' || outcome?.kind === 'breach')
      const texts = failed.map(({ outcome }) => failureText(outcome))
      const looked =
        stopped || failed.length < snapshot.policy.triggers.failures
          ? undefined
          : lookInto(task, wave, 'attempts', texts)
      return typeof looked === 'object' ? looked : parked(snapshot, progress.why)
    }
    case 'done': {
      if (progress.outcome.purpose !== 'research')
        return parked(snapshot, 'the research run handed back something else')
      const { issue } = snapshot
      const body = findingsComment(wave, progress.run, progress.outcome.value)
      return proceed(
        `wave ${wave.index}: ${wave.agent} reported`,
        stickyComment(issue.number, issue.comments, `wave-${wave.index}`, body),
      )
    }
  }
}
