// What a second agent is told about a blocker of the first.

import { waveNumber } from '../roster/route-waves.ts'
import type { RunBrief } from '../actions.ts'
import type { AgentName } from '../ids.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { issueText } from './briefs.ts'
import { planContext } from './plan-briefs.ts'

export function investigationBrief(
  task: RoutedTask,
  wave: RouteWave,
  blocked: AgentName,
  { blocked: what, needs }: { blocked: string; needs: string },
): RunBrief {
  const { snapshot } = task
  return {
    title: `Look into what blocks ${blocked} in wave ${waveNumber(wave)} of issue #${snapshot.issue.number}`,
    instructions:
      'Another agent cannot go on. Find out why, independently of what it believes: the root cause, what would remove it, and whether it can go on at all. Every finding names its source. Your recommendation is what that agent is told next; where only a person can help, say what they have to decide.',
    untrusted: [
      issueText(snapshot),
      ...planContext(task, wave),
      { source: `blocker by ${blocked}`, text: `${what}\n\nIt needs: ${needs}` },
    ],
    routedBy: `the conductor, for ${snapshot.key}: ${blocked} reported a blocker in wave ${waveNumber(wave)}`,
  }
}
