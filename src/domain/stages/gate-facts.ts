// Puts together what gates may look at for one head of a wave, or for a whole plan.

import { peopleApproving } from '../consensus/verdicts.ts'
import type { Gated, GateFacts } from '../gates/gate.ts'
import { platformsOf } from '../gates/platforms.ts'
import type { Sha } from '../ids.ts'
import { waveNumber, type RouteWave } from '../roster/route-waves.ts'
import type { PullObservation } from '../snapshot.ts'
import type { RoutedTask } from './stage.ts'
import { truthOf } from './truth-of.ts'

const gated = ({ snapshot, route }: RoutedTask, wave: number | undefined): Gated => ({
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
  known: Pick<GateFacts, 'gated' | 'changed' | 'checks' | 'approvedBy' | 'truth'>,
): GateFacts {
  const { snapshot } = task
  const { policy, pack } = snapshot
  return {
    ...known,
    head,
    validations: snapshot.validations,
    platforms: platformsOf(policy, known),
    bareMetal: new Set(
      Object.keys(policy.platforms).filter((name) => policy.platforms[name]?.bare_metal === true),
    ),
    targets: pack.targets,
    baselines: snapshot.baselines ?? [],
  }
}

export function waveFacts(task: RoutedTask, wave: RouteWave, pull: PullObservation): GateFacts {
  const changed = task.snapshot.changed.find((one) => one.pull === pull.number && one.sha === pull.headSha)
  return facts(task, pull.headSha, {
    gated: gated(task, waveNumber(wave)),
    changed: changed?.files,
    checks: pull.foreignChecks,
    approvedBy: peopleApproving(pull.reviews, pull.headSha),
    truth: truthOf(task.snapshot, pull, changed),
  })
}

/** Of a head that others have overtaken: what it changed and who approved it is not looked up any more. */
export const pastFacts = (task: RoutedTask, wave: RouteWave, head: Sha): GateFacts =>
  facts(task, head, {
    gated: gated(task, waveNumber(wave)),
    changed: undefined,
    checks: [],
    approvedBy: [],
    truth: undefined,
  })

/** Of what was merged already: nothing is known of its parts any more. */
export const wholeFacts = (task: RoutedTask, head: Sha): GateFacts =>
  facts(task, head, {
    gated: gated(task, undefined),
    changed: undefined,
    checks: [],
    approvedBy: [],
    truth: undefined,
  })
