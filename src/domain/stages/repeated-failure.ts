// Repeated failure at one wave: before people are asked, an agent that the pack or policy names looks into it once.

import { failureBrief } from '../render/blocker-brief.ts'
import { failureComment } from '../render/findings-comment.ts'
import type { AgentName } from '../ids.ts'
import { mayDo } from '../roster/team.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { lookOf, type Repeated } from '../side-runs.ts'
import { stickyComment } from './comments.ts'
import { attemptsOf, failuresInARow, isAfterRetry, runProgress } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** The first of those named that the team has, that may look, and whose own work it is not. */
function validator({ pack, policy }: Snapshot, author: AgentName): AgentName | undefined {
  return policy.triggers.validators.find((name) => name !== author && mayDo(pack, name, 'research'))
}

/** The failed attempts in a row at a wave that count: those after the last word to try again, oldest first. */
export function failedInARow(snapshot: Snapshot, wave: RouteWave): RunRecord[] {
  const { sha } = snapshot.base
  const { agent, purpose } = wave
  const wish = { wave: wave.index, agent, purpose, headSha: sha, baseSha: sha, scope: '' }
  const counted = attemptsOf(snapshot, wish).filter(
    (run) =>
      run.state !== 'cancelled' &&
      run.outcome !== undefined &&
      isAfterRetry(snapshot, run, wave.plan ?? wave.index),
  )
  const failures = failuresInARow(counted)
  return failures === 0 ? [] : counted.slice(-failures)
}

/**
 * A result while somebody looks into it, `answered` when the finding is on the issue and in the next brief, undefined when nobody
 * can look: then it goes on as without. A wave is looked into once for attempts and once for rounds.
 */
export function lookInto(
  task: RoutedTask,
  wave: RouteWave,
  repeated: Repeated,
  failures: readonly string[],
): StageResult | 'answered' | undefined {
  const { snapshot } = task
  const agent = validator(snapshot, wave.agent)
  if (agent === undefined) return undefined
  const { sha } = snapshot.base
  const wish = {
    wave: lookOf(repeated, wave.index),
    agent,
    purpose: 'research' as const,
    headSha: sha,
    baseSha: sha,
    scope: '',
  }
  const what = `wave ${wave.index}: ${repeated} of ${wave.agent} keep failing`
  const progress = runProgress(snapshot, wish, () => failureBrief(task, wave, failures))
  switch (progress.state) {
    case 'start':
      return wait(`${what}, ${agent} looks into it before people are asked`, progress.actions)
    case 'active':
      return wait(`${what}, ${agent} looks into it`)
    case 'parked':
      return undefined
    case 'done': {
      if (progress.outcome.purpose !== 'research') return undefined
      const { issue } = snapshot
      const body = failureComment(
        wave.agent,
        waveNumber(wave),
        failures,
        progress.run,
        progress.outcome.value,
      )
      const said = stickyComment(issue.number, issue.comments, `failure-${wave.index}-${repeated}`, body)
      return said.length > 0 ? wait(`wave ${wave.index}: ${agent} has looked into it`, said) : 'answered'
    }
  }
}
