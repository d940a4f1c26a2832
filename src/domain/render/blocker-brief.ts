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

/** For whoever validates what is true of a wave that has failed again and again. */
export function failureBrief(task: RoutedTask, wave: RouteWave, failures: readonly string[]): RunBrief {
  const { snapshot } = task
  const number = waveNumber(wave)
  return {
    title: `Look into the repeated failure of wave ${number} of issue #${snapshot.issue.number}`,
    instructions:
      'The same wave has failed again and again. Check what is really so, independently of what its author believes: which statements about the state of the work are true, what the failures have in common, their root cause, and what has to be different the next time. Every finding names its source. Your recommendation is what the author is told next, and what people read before they decide.',
    untrusted: [
      issueText(snapshot),
      ...planContext(task, wave),
      ...failures.map((text, i) => ({ source: `failure ${i + 1} of ${wave.agent}`, text })),
    ],
    routedBy: `the conductor, for ${snapshot.key}: wave ${number} by ${wave.agent} has failed repeatedly`,
  }
}
