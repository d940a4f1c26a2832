// Who has to agree to a wave's change, now that there is one, and whose word is heard about it.

import { ownership, parseCodeowners } from '../consensus/codeowners.ts'
import type { Voices } from '../consensus/consensus.ts'
import { samePatchHeads } from '../consensus/same-patch.ts'
import { tierOf, type TierVerdict } from '../consensus/tier.ts'
import { peopleApproving } from '../consensus/verdicts.ts'
import type { Sha } from '../ids.ts'
import { seating, withoutAuthors, type Seating, type SeatingFacts } from '../roster/seats.ts'
import type { PullObservation, RunRecord, Snapshot } from '../snapshot.ts'
import { countingLabels } from './routing.ts'
import type { RoutedTask } from './stage.ts'

/** The files of exactly this head; undefined: not read yet. */
const filesOf = ({ changed }: Snapshot, pull: PullObservation) =>
  changed.find((one) => one.pull === pull.number && one.sha === pull.headSha)?.files

/** Paths before and after, of all that changes at the head: commits of people count like those of agents. */
function pathsOf(
  snapshot: Snapshot,
  pull: PullObservation | undefined,
  attempts: readonly RunRecord[],
): string[] {
  const files = pull === undefined ? undefined : filesOf(snapshot, pull)
  const committed = attempts.flatMap((run) => (run.outcome?.kind === 'done' ? run.outcome.paths : []))
  const seen = files?.flatMap(({ path, previousPath }) => [path, ...(previousPath ? [previousPath] : [])])
  return [...new Set([...committed, ...(seen ?? [])])]
}

/** Whether somebody changed the task's priority after it was first set: by a command, or by another label. */
function priorityChanged({ desired, issue }: Snapshot): boolean {
  const set = issue.labelled.filter(({ label }) => label.toLowerCase().startsWith('priority:'))
  return desired?.priority !== undefined || new Set(set.map(({ label }) => label.toLowerCase())).size > 1
}

/** The tier of a decision as far as it is known: without a pull request by the task alone. */
export function tierOfWave(
  { snapshot, route: taken }: RoutedTask,
  attempts: readonly RunRecord[],
  pull: PullObservation | undefined,
): TierVerdict {
  const { runs, tiers = [], policy, pack } = snapshot
  const waves = new Set(attempts.map((run) => run.wave))
  const agents = runs.flatMap(({ wave, agent, outcome }) => {
    if (!waves.has(wave) || outcome?.kind !== 'done') return []
    if (!('tier' in outcome.value)) return []
    return outcome.value.tier === undefined ? [] : [{ tier: outcome.value.tier, by: agent }]
  })
  const known = pathsOf(snapshot, pull, attempts)
  const begun = attempts.length > 0 || pull !== undefined
  return tierOf(policy.tiers, {
    type: taken.type,
    kind: taken.kind,
    complexity: taken.complexity,
    labels: countingLabels(snapshot).labels,
    files: pull === undefined ? undefined : filesOf(snapshot, pull),
    paths: begun ? known : taken.components.flatMap((name) => pack.components[name]?.paths ?? []),
    agents,
    people: tiers,
  })
}

/**
 * Who has to agree, now that the changed paths are known. The author's own seat is left out: nobody judges their own work.
 * Claims in a verdict bring in the rules for performance claims.
 */
export function seatingOf(
  task: RoutedTask,
  attempts: readonly RunRecord[],
  pull: PullObservation | undefined,
): Seating & { cascade: boolean; tier: TierVerdict } {
  const { snapshot, route: taken } = task
  const claims = snapshot.runs.some(
    (run) =>
      run.outcome?.kind === 'done' && run.outcome.purpose === 'review' && run.outcome.value.claims.length > 0,
  )
  const tier = tierOfWave(task, attempts, pull)
  const facts: SeatingFacts = {
    type: taken.type,
    kind: taken.kind,
    complexity: taken.complexity,
    paths: pathsOf(snapshot, pull, attempts),
    coreFiles: snapshot.pack.core_files,
    claims,
    labels: countingLabels(snapshot).labels,
    priorityChanged: priorityChanged(snapshot),
    tier: tier.tier,
  }
  const { consensus, tiers } = snapshot.policy
  const planned = seating(taken.panel, consensus, facts, tiers[tier.tier])
  const authors = new Set(attempts.map((run) => run.agent))
  return {
    ...planned,
    requirements: planned.requirements.map((requirement) => withoutAuthors(requirement, authors)),
    seats: planned.seats.filter((seat) => !authors.has(seat)),
    cascade: taken.shape === 'cascade',
    tier,
  }
}

/** Earlier heads whose verdicts stand: those that a rebase moved as they were, where the policy lets them. */
export const keptHeads = ({ policy, changed }: Snapshot, pull: PullObservation): Sha[] =>
  policy.keep_on_rebase ? samePatchHeads(pull, changed) : []

/** People who approve this head, by a review or by a command that names it; and who owns what it changes. */
export function voicesOf(snapshot: Snapshot, pull: PullObservation, kept: readonly Sha[]): Voices {
  const { desired, policy, codeowners } = snapshot
  const commanded = (desired?.approved ?? [])
    .filter(({ on, sha }) => on === pull.number && sha === pull.headSha)
    .map(({ by }) => by)
  const files = filesOf(snapshot, pull)
  const paths = files?.flatMap(({ path, previousPath }) => [path, ...(previousPath ? [previousPath] : [])])
  return {
    people: [...new Set([...peopleApproving(pull.reviews, pull.headSha, kept), ...commanded])],
    teams: policy.teams,
    owned:
      codeowners === undefined || codeowners === null
        ? codeowners
        : paths && ownership(parseCodeowners(codeowners), paths),
  }
}
