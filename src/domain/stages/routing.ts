// The route, in one sticky comment that says who was chosen and why.

import { routeComment } from '../render/route-comment.ts'
import { route, type Route } from '../roster/route.ts'
import { seating, type Seating } from '../roster/seats.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'

/** Labels decide; the triage's proposal fills in what no label says. */
export function routeOf(snapshot: Snapshot): Route {
  const triage = snapshot.runs.find(
    (run) => run.purpose === 'triage' && run.outcome?.kind === 'done',
  )?.outcome
  return route({
    labels: snapshot.issue.labels,
    pack: snapshot.pack,
    consensus: snapshot.policy.consensus,
    ...(triage?.kind === 'done' && triage.purpose === 'triage' ? { triage: triage.value } : {}),
  })
}

/**
 * Who has to agree, now that the changed paths are known. The author's own seat is left out: nobody judges their own work.
 * Claims in a verdict bring in the rules for performance claims.
 */
export function seatingOf(task: RoutedTask, attempts: readonly RunRecord[]): Seating {
  const { snapshot, route: taken } = task
  const outcomes = attempts.flatMap((run) => (run.outcome?.kind === 'done' ? [run.outcome] : []))
  const claims = snapshot.runs.some(
    (run) =>
      run.outcome?.kind === 'done' && run.outcome.purpose === 'review' && run.outcome.value.claims.length > 0,
  )
  const planned = seating(snapshot.pack.routing[taken.type].reviewers, snapshot.policy.consensus, {
    type: taken.type,
    complexity: taken.complexity,
    paths: [...new Set(outcomes.flatMap((outcome) => outcome.paths))],
    coreFiles: snapshot.pack.core_files,
    claims,
  })
  const authors = new Set(attempts.map((run) => run.agent))
  const requirements = planned.requirements
    .map((requirement) => {
      const seats = requirement.seats.filter((seat) => !authors.has(seat))
      const veto = requirement.veto.filter((seat) => !authors.has(seat))
      return { ...requirement, seats, veto, quorum: Math.min(requirement.quorum, seats.length) }
    })
    .filter((requirement) => requirement.seats.length > 0 || requirement.people > 0)
  return { ...planned, requirements, seats: planned.seats.filter((seat) => !authors.has(seat)) }
}

export function routing({ snapshot, route: taken }: RoutedTask): StageResult {
  const { issue } = snapshot
  return proceed(
    `routed as ${taken.type} to ${taken.waves.map((wave) => wave.agent).join(' → ')}`,
    stickyComment(issue.number, issue.comments, 'route', routeComment(snapshot, taken)),
  )
}
