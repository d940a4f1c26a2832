// Puts together what gates may look at for one head of a wave, or for a whole plan.

import { peopleApproving } from '../consensus/verdicts.ts'
import { changedPaths } from '../evidence/changed-paths.ts'
import type { Gated, GateFacts } from '../gates/gate.ts'
import { platformsOf, questionsOf } from '../gates/platforms.ts'
import { gatedPoints } from '../gates/points.ts'
import type { Sha } from '../ids.ts'
import { waveNumber, type RouteWave } from '../roster/route-waves.ts'
import type { PullObservation, RunRecord } from '../snapshot.ts'
import { inForce } from './rerunning.ts'
import type { RoutedTask } from './stage.ts'
import { truthOf } from './truth-of.ts'

/** What a wave is, for conditions; undefined: the task, or its plan, as a whole. */
export const gatedWave = ({ snapshot, route }: RoutedTask, wave: number | undefined): Gated => ({
  type: route.type,
  kind: route.kind,
  complexity: route.complexity,
  components: route.components,
  labels: snapshot.issue.labels,
  wave,
})

function facts(
  task: RoutedTask,
  head: Sha,
  known: Pick<GateFacts, 'gated' | 'changed' | 'checks' | 'approvedBy' | 'truth' | 'points'> &
    Partial<Pick<GateFacts, 'overrides'>>,
): GateFacts {
  const { snapshot } = task
  const { policy, pack } = snapshot
  return {
    overrides: [],
    ...known,
    head,
    validations: inForce(snapshot),
    platforms: platformsOf(policy, known),
    bareMetal: new Set(
      Object.keys(policy.platforms).filter((name) => policy.platforms[name]?.bare_metal === true),
    ),
    targets: pack.targets,
    baselines: snapshot.baselines ?? [],
  }
}

/** `attempts`: those at the wave; what they changed says which integration points are touched. */
export function waveFacts(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): GateFacts {
  const changed = task.snapshot.changed.find((one) => one.pull === pull.number && one.sha === pull.headSha)
  const gated = gatedWave(task, waveNumber(wave))
  const asked = questionsOf(platformsOf(task.snapshot.policy, { gated, changed: changed?.files }))
  return facts(task, pull.headSha, {
    gated,
    changed: changed?.files,
    checks: pull.foreignChecks,
    approvedBy: peopleApproving(pull.reviews, pull.headSha),
    overrides: (task.snapshot.desired?.overrides ?? []).filter(
      ({ on, sha }) => on === pull.number && sha === pull.headSha,
    ),
    truth: truthOf(task.snapshot, pull, changed, asked),
    points: gatedPoints(task.snapshot.pack.integration_points, changedPaths(attempts)),
  })
}

/** Of a head that was reworked since: what is on record for it, and nothing of its pull request as it is now. */
export const pastFacts = (task: RoutedTask, wave: RouteWave, head: Sha): GateFacts =>
  facts(task, head, {
    gated: gatedWave(task, waveNumber(wave)),
    changed: undefined,
    checks: [],
    approvedBy: [],
    truth: undefined,
    points: [],
  })

/** Of what was merged already: nothing is known of its parts any more. */
export const wholeFacts = (task: RoutedTask, head: Sha): GateFacts =>
  facts(task, head, {
    gated: gatedWave(task, undefined),
    changed: undefined,
    checks: [],
    approvedBy: [],
    truth: undefined,
    points: [],
  })
