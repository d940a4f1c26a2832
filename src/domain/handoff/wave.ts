// The hand-off document of a wave, from what is on record of it: outcomes of its runs, verdicts, validations. No model writes it.

import { verdictsOn, type Verdict } from '../consensus/verdicts.ts'
import type { AgentName, Sha } from '../ids.ts'
import { planWaveOf, signalsOf } from '../plan/route-plan.ts'
import type { PlanDocument } from '../plan/document.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RunRecord, Snapshot, WaveObservation } from '../snapshot.ts'
import { workOn } from '../stages/assigned.ts'
import { hasDone } from '../stages/routing.ts'
import { failureText } from '../stages/runs.ts'
import { recordedEvidence } from './evidence.ts'
import { clipped, most, point, type Ending, type Handoff, type Point } from './handoff.ts'

export interface WaveInput {
  snapshot: Snapshot
  /** The waves of the route, to say what comes after. */
  waves: readonly RouteWave[]
  wave: RouteWave
  /** Set when a person gives the work to another agent. */
  to?: { agent: AgentName; by: string; note?: string | undefined } | undefined
}

function endingOf({ snapshot, wave, to }: WaveInput, seen: WaveObservation | undefined): Ending {
  if (to !== undefined) return 'handed-over'
  if (!hasDone(snapshot, wave)) return 'under-way'
  if (wave.purpose === 'research') return 'reported'
  return seen?.pull?.state === 'merged' ? 'merged' : 'unchanged'
}

function titleOf({ snapshot: { plan, issue }, wave }: WaveInput): string {
  return clipped(planWaveOf(plan?.document, wave)?.title ?? `${wave.purpose} for ${issue.title}`)
}

const attemptOf = ({ agent, attempt }: RunRecord): string => `${agent}, attempt ${attempt}`

function donePoints(works: readonly RunRecord[], seen: WaveObservation | undefined): Point[] {
  const said = works.flatMap((run): Point[] => {
    const { outcome } = run
    if (outcome?.kind !== 'done') return []
    if (outcome.purpose === 'implement')
      return [point(`${outcome.value.title}: ${outcome.value.summary}`, attemptOf(run))]
    if (outcome.purpose !== 'research') return []
    const { summary, findings } = outcome.value
    return [
      point(summary, run.agent),
      ...findings.map(({ title, detail }) => point(`${title}: ${detail}`, run.agent)),
    ]
  })
  // What people pushed has no run that would describe it.
  return said.length > 0 || seen?.pull === undefined ? said : [point(seen.pull.title, 'pull request')]
}

const isObjection = ({ outcome }: Verdict): boolean => outcome.position !== 'approve'

/** What was found and left: findings on the last head, remarks by its author, follow-ups of the decision. */
function openPoints(
  { snapshot, wave }: WaveInput,
  works: readonly RunRecord[],
  verdicts: readonly Verdict[],
  head: Sha | undefined,
): Point[] {
  const last = works.findLast(({ outcome }) => outcome?.kind === 'done')?.outcome
  const notes = last?.kind === 'done' && last.purpose === 'implement' ? last.value.notes : []
  const author = works.findLast(({ outcome }) => outcome?.kind === 'done')?.agent
  const found = verdicts.flatMap(({ seat, outcome }) =>
    outcome.findings.map(({ path, line, severity, message }) =>
      point(`${path}:${line} (${severity}) ${message}`, seat),
    ),
  )
  const newest = works.at(-1)
  const failed =
    hasDone(snapshot, wave) || newest?.outcome === undefined || newest.outcome.kind === 'done'
      ? []
      : [point(failureText(newest.outcome), attemptOf(newest))]
  return [
    ...failed,
    ...found,
    ...notes.map((note) => point(note, author)),
    ...(decisionOf(snapshot, wave, head)?.followUps ?? []).map((entry) => point(entry, 'the decision')),
  ]
}

/** The orchestrator's decision on the head that was merged. */
function decisionOf(
  { runs }: Snapshot,
  wave: RouteWave,
  head: Sha | undefined,
): { dissent: readonly string[]; followUps: readonly string[] } | undefined {
  const outcome = runs.findLast(
    (run) => run.wave === wave.index && run.purpose === 'synthesise' && run.headSha === head,
  )?.outcome
  return outcome?.kind === 'done' && outcome.purpose === 'synthesise' ? outcome.value : undefined
}

/** Risks that were named, dissent that was outvoted, and what stood in the way before. */
function riskPoints(
  { snapshot, wave }: WaveInput,
  works: readonly RunRecord[],
  verdicts: readonly Verdict[],
  head: Sha | undefined,
): Point[] {
  const met = works.flatMap((run): Point[] => {
    const { outcome } = run
    if (outcome?.kind === 'done' && outcome.purpose === 'research')
      return outcome.value.risks.map((risk) => point(risk, run.agent))
    if (outcome?.kind === 'blocked')
      return [point(`was blocked: ${outcome.blocked} It needed: ${outcome.needs}`, attemptOf(run))]
    if (outcome?.kind === 'breach')
      return [point(`a breach was refused: ${outcome.what.join('; ')}`, attemptOf(run))]
    return []
  })
  return [
    ...met,
    ...verdicts
      .filter(isObjection)
      .map(({ seat, outcome }) => point(`${outcome.position}: ${outcome.summary}`, seat)),
    ...(decisionOf(snapshot, wave, head)?.dissent ?? []).map((entry) => point(entry, 'the decision')),
  ]
}

/** Who else goes on now, by the plan. */
function unblocked(document: PlanDocument | undefined, wave: RouteWave): Point[] {
  const planned = planWaveOf(document, wave)
  if (document === undefined || planned === undefined) return []
  return [point(`whoever waits for: ${signalsOf(document, planned).join(', ')}`, 'signals')]
}

function nextPoints(input: WaveInput, works: readonly RunRecord[], ending: Ending): Point[] {
  const { snapshot, waves, wave, to } = input
  const document = snapshot.plan?.document
  if (to !== undefined) {
    const note = to.note === undefined ? '' : `: ${to.note}`
    return [point(`${to.agent} goes on with this wave, by the word of @${to.by}${note}`)]
  }
  if (ending === 'under-way') return [point(`${works.at(-1)?.agent ?? wave.agent} goes on with this wave`)]
  const asked = works.flatMap((run): Point[] => {
    const { outcome } = run
    if (outcome?.kind !== 'done') return []
    if (outcome.purpose === 'research')
      return [
        point(outcome.value.recommendation, `${run.agent} recommends`),
        ...(outcome.value.next ?? []).map(({ agent, task }) => point(`${agent}: ${task}`, run.agent)),
      ]
    if (outcome.purpose !== 'implement') return []
    return (outcome.value.next ?? []).map(({ agent, task }) => point(`${agent}: ${task}`, run.agent))
  })
  const following = waves
    .filter(({ after }) => after.includes(wave.index))
    .map((other) => {
      const planned = planWaveOf(document, other)
      const title = planned?.title ?? `${other.purpose} by ${other.agent}`
      return point(`wave ${waveNumber(other)}: ${title}`)
    })
  const last =
    document === undefined ? 'nothing of this task waits for it' : 'no wave of the plan waits for it'
  return [...asked, ...(following.length > 0 ? following : [point(last)]), ...unblocked(document, wave)]
}

/**
 * The document of a wave that has ended, or as it stands when its work is given to another agent. The same record gives the
 * same document, whatever other waves do meanwhile.
 */
export function waveHandoff(input: WaveInput): Handoff {
  const { snapshot, wave, to } = input
  const seen = snapshot.waves.find(({ index }) => index === wave.index)
  const head = seen?.pull?.headSha
  const works = workOn(snapshot, wave)
  const verdicts = head === undefined ? [] : verdictsOn(head, wave.index, snapshot.runs, snapshot.validations)
  const ending = endingOf(input, seen)
  const plan = snapshot.plan?.document?.plan
  return {
    of: {
      kind: 'wave',
      ...(plan === undefined || wave.plan === undefined ? {} : { plan }),
      wave: waveNumber(wave),
      title: titleOf(input),
      ended: ending,
      by: [...new Set(works.map(({ agent }) => agent))],
      ...(to === undefined ? {} : { to: to.agent }),
    },
    done: most(donePoints(works, seen)),
    open: most(openPoints(input, works, verdicts, head)),
    risks: most(riskPoints(input, works, verdicts, head)),
    evidence: recordedEvidence(snapshot, { pull: seen?.pull, works, verdicts }),
    next: most(nextPoints(input, works, ending)),
  }
}
