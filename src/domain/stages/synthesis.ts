// A task that only asks a question ends in an answer: the orchestrator sums the reports up, on the issue.

import { answerBrief } from '../render/briefs.ts'
import { answerComment } from '../render/decision.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { runProgress } from './runs.ts'
import { proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

export function synthesis(task: RoutedTask): StageResult {
  const { snapshot, route } = task
  if (route.waves.some((wave) => wave.purpose === 'implement'))
    return proceed('every change has its decision on its pull request')
  const { orchestrator } = snapshot.pack
  const wish = {
    wave: 0,
    agent: orchestrator,
    purpose: 'synthesise' as const,
    headSha: snapshot.base.sha,
    baseSha: snapshot.base.sha,
    scope: '',
  }
  const progress = runProgress(snapshot, wish, () => answerBrief(task))
  switch (progress.state) {
    case 'start':
      return wait(`${orchestrator} sums the reports up`, progress.actions)
    case 'active':
      return wait(`${orchestrator} sums the reports up`)
    case 'parked':
      return parked(snapshot, progress.why)
    case 'done': {
      if (progress.outcome.purpose !== 'synthesise')
        return parked(snapshot, 'the synthesis run handed back something else')
      const { issue } = snapshot
      const body = answerComment(orchestrator, progress.outcome.value)
      return proceed(
        'the answer is on the issue',
        stickyComment(issue.number, issue.comments, 'answer', body),
      )
    }
  }
}
