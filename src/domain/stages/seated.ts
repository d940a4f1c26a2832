// Who has to agree to a wave's change, now that there is one, and whose word is heard about it.

import { ownership, parseCodeowners } from '../consensus/codeowners.ts'
import { evaluateConsensus, type Consensus, type Voices } from '../consensus/consensus.ts'
import { samePatchHeads } from '../consensus/same-patch.ts'
import { tierOf, type TierVerdict } from '../consensus/tier.ts'
import { peopleApproving, verdictsOn } from '../consensus/verdicts.ts'
import type { AskedMerge } from '../commands/desired.ts'
import type { Freeze } from '../freeze/freeze.ts'
import type { Sha } from '../ids.ts'
import { reason } from '../reason.ts'
import { checkNamed } from '../roster/check-names.ts'
import { pointSeats } from '../roster/integration.ts'
import type { Pack } from '../roster/pack.ts'
import { seating, withoutAuthors, type SeatGroup, type Seating, type SeatingFacts } from '../roster/seats.ts'
import type { PullObservation, RunRecord, Snapshot } from '../snapshot.ts'
import { objectors } from '../threads/acts.ts'
import type { RouteWave } from '../roster/route.ts'
import { workOn } from './assigned.ts'
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

/** Those who have to agree to the end of a freeze have to be asked: its seats, else the orchestrator that names none. */
const liftSeats = (pack: Pack, lifting: readonly Freeze[]): SeatGroup[] =>
  lifting.flatMap(({ id, rule }): SeatGroup[] => {
    const named = rule.seats.length > 0 ? rule.seats : [rule.orchestrator]
    const seats = named.filter((name) => checkNamed(pack.agents, name, 'review', []).length === 0)
    if (seats.length === 0) return []
    const text = `lifting the freeze ${id}`
    const requirement = { rule: text, seats, quorum: seats.length, veto: [], people: 0 }
    return [{ requirement, why: reason('pass', `${text}: ${seats.join(', ')}`) }]
  })

/**
 * Who has to agree, now that the changed paths are known. The author's own seat is left out: nobody judges their own work.
 * Claims in a verdict bring in the rules for performance claims, and freezes that the change is to lift the seats that these name.
 */
export function seatingOf(
  task: RoutedTask,
  attempts: readonly RunRecord[],
  pull: PullObservation | undefined,
  lifting: readonly Freeze[] = [],
): Seating & { cascade: boolean; tier: TierVerdict } {
  const { snapshot, route: taken } = task
  const claims = snapshot.runs.some(
    (run) =>
      run.outcome?.kind === 'done' && run.outcome.purpose === 'review' && run.outcome.value.claims.length > 0,
  )
  const tier = tierOfWave(task, attempts, pull)
  const paths = pathsOf(snapshot, pull, attempts)
  const facts: SeatingFacts = {
    type: taken.type,
    kind: taken.kind,
    complexity: taken.complexity,
    paths,
    coreFiles: snapshot.pack.core_files,
    claims,
    labels: countingLabels(snapshot).labels,
    priorityChanged: priorityChanged(snapshot),
    tier: tier.tier,
  }
  const { consensus, tiers } = snapshot.policy
  const authors = new Set(attempts.map((run) => run.agent))
  const planned = seating(taken.panel, consensus, facts, {
    besides: [...pointSeats(snapshot.pack, paths, authors), ...liftSeats(snapshot.pack, lifting)],
    demands: tiers[tier.tier],
  })
  return {
    ...planned,
    requirements: planned.requirements.map((requirement) => withoutAuthors(requirement, authors)),
    seats: planned.seats.filter((seat) => !authors.has(seat)),
    cascade: taken.shape === 'cascade',
    tier,
  }
}

/** Earlier heads whose verdicts stand: those that a rebase moved as they were, where the policy lets them. */
const keptHeads = ({ policy, changed }: Snapshot, pull: PullObservation): Sha[] =>
  policy.keep_on_rebase ? samePatchHeads(pull, changed) : []

/** People who approve this head, or the same patch before a rebase: by a review, or by a command that names it. */
export function approvedBy({ desired }: Snapshot, pull: PullObservation, kept: readonly Sha[]): string[] {
  const commanded = (desired?.approved ?? [])
    .filter(({ on, sha }) => on === pull.number && sha === pull.headSha)
    .map(({ by }) => by)
  return [...new Set([...peopleApproving(pull.reviews, pull.headSha, kept), ...commanded])]
}

/** Who asked for the merge of this very head; undefined: nobody, or of another head, which is void. */
export const mergeWish = ({ desired }: Snapshot, pull: PullObservation): AskedMerge | undefined =>
  desired?.merges.find(({ on, sha }) => on === pull.number && sha === pull.headSha)

/** People who count: those who approve and whoever asked for the merge of this head; and who owns what it changes. */
function voicesOf(snapshot: Snapshot, pull: PullObservation, kept: readonly Sha[]): Voices {
  const { policy, codeowners } = snapshot
  const wish = mergeWish(snapshot, pull)
  const files = filesOf(snapshot, pull)
  const paths = files?.flatMap(({ path, previousPath }) => [path, ...(previousPath ? [previousPath] : [])])
  return {
    people: [...new Set([...approvedBy(snapshot, pull, kept), ...(wish === undefined ? [] : [wish.by])])],
    against: objectors(pull),
    teams: policy.teams,
    owned:
      codeowners === undefined || codeowners === null
        ? codeowners
        : paths && ownership(parseCodeowners(codeowners), paths),
  }
}

/** Who has agreed to the head of a wave's pull request, and whose earlier heads count for it. `lifting`: freezes that it would end. */
export function consensusOn(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  lifting: readonly Freeze[] | undefined,
): { consensus: Consensus; kept: readonly Sha[] } {
  const { snapshot } = task
  const kept = keptHeads(snapshot, pull)
  const verdicts = verdictsOn(pull.headSha, wave.index, snapshot.runs, snapshot.validations, {
    pull: pull.number,
    kept,
  })
  const seats = seatingOf(task, workOn(snapshot, wave), pull, lifting)
  return {
    consensus: evaluateConsensus(seats, verdicts, pull.headSha, voicesOf(snapshot, pull, kept)),
    kept,
  }
}
