// What each run is told: trusted instructions by us, everything else as named, untrusted text.

import { waveNumber } from '../roster/route-waves.ts'
import type { RunBrief } from '../actions.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { Verdict } from '../consensus/verdicts.ts'
import { changedPaths } from '../evidence/changed-paths.ts'
import type { GateEvaluation } from '../gates/gates.ts'
import type { AgentName } from '../ids.ts'
import { reasonMarkdown } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import { touchedPoints } from '../roster/integration.ts'
import { taskTypes } from '../roster/pack.ts'
import type { PullObservation, RunRecord, Snapshot } from '../snapshot.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { resolvedByPeople } from '../threads/findings.ts'
import { experimentFigures } from './experiment-figures.ts'
import { shortSha } from './figures.ts'
import { handoffContext } from './handoff-briefs.ts'
import { planContext, waveMandate } from './plan-briefs.ts'
import { measurementTable } from './measurements.ts'
import { resolvedInstruction, resolvedText } from './resolved-brief.ts'

export type Untrusted = RunBrief['untrusted'][number]

export const issueText = ({ issue }: Snapshot): Untrusted => ({
  source: `issue #${issue.number} by @${issue.author.login}`,
  text: `${issue.title}\n\n${issue.body}`,
})

/** Reports of earlier waves: another agent's words are data here, like anybody else's. */
export function reports(snapshot: Snapshot): Untrusted[] {
  return snapshot.runs.flatMap((run: RunRecord) => {
    const { outcome } = run
    if (outcome?.kind !== 'done' || outcome.purpose !== 'research') return []
    const findings = outcome.value.findings.map((finding) => `${finding.title}: ${finding.detail}`)
    return [
      {
        source: `report by ${run.agent}`,
        text: [outcome.value.summary, ...findings, `Recommendation: ${outcome.value.recommendation}`].join(
          '\n\n',
        ),
      },
    ]
  })
}

export const routedBy = (task: RoutedTask, why: string): string =>
  `the conductor, for ${task.snapshot.key} (${task.route.type}, ${task.route.complexity}): ${why}`

export function triageBrief(snapshot: Snapshot): RunBrief {
  const { pack } = snapshot
  const or = (names: readonly string[]): string => names.join(', ') || 'none'
  const types = taskTypes(pack).map((type) => {
    const own = pack.types[type]
    return own === undefined || type === own.kind ? type : `${type} (${own.title}, ${own.kind})`
  })
  const needs = [...new Set(pack.intersections.map((row) => row.needs))]
  return {
    title: `Classify issue #${snapshot.issue.number}`,
    instructions: [
      'Classify the issue below so that it can be routed. Look at the repository where it helps.',
      `Task types: ${types.join(', ')}. Components: ${or(Object.keys(pack.components))}. Further fields that work may need: ${or(needs)}. Name only what is in these lists.`,
      'In priority, rate impact and urgency from 1 (low) to 5 (critical, at once), resources from 1 (one agent) to 5 (the whole team) and risk from 1 (safe) to 5 (likely to fail); leave it out where you cannot tell.',
      'Acceptance criteria must be checkable.',
    ].join('\n'),
    untrusted: [issueText(snapshot)],
    routedBy: `the conductor, because ${snapshot.key} has no type label`,
  }
}

const LOOK_BACK =
  'The task that the issue names is done. Look back at it: what happened, what it was caused by, what made it worse or kept it small, and what would keep it from happening again. Findings name their source; the recommendation is a list of follow-up tasks.'
const ANSWER =
  'Answer the question of the issue: what is known, how it is known, what speaks against it, and what you recommend. Every finding names its source: a path with lines, or a document.'
const PREPARE =
  'Find out what the implementer needs to know before work starts: how the code works today, what options there are, which one you recommend and what could go wrong. Every finding names its source: a path with lines, or a document.'

export function researchBrief(task: RoutedTask, wave: RouteWave): RunBrief {
  const builds = task.route.waves.some((other) => other.purpose === 'implement')
  const instructions = wave.postMortem === true ? LOOK_BACK : builds ? PREPARE : ANSWER
  return {
    title: `Wave ${waveNumber(wave)}: research for issue #${task.snapshot.issue.number}`,
    instructions,
    untrusted: [
      issueText(task.snapshot),
      ...planContext(task, wave),
      ...handoffContext(task, wave),
      ...reports(task.snapshot),
    ],
    ...waveMandate(task, wave),
    routedBy: routedBy(task, `wave ${waveNumber(wave)} of the route is research by ${wave.agent}`),
  }
}

/** Untrusted as well: names of steps and metrics come from a run of the candidate's own code. */
function evidence(pull: PullObservation, gates: GateEvaluation, snapshot: Snapshot): Untrusted {
  const runs = snapshot.validations.flatMap(({ headSha, kind, result, workflowRunId = 'unknown' }) =>
    headSha !== pull.headSha || result === undefined
      ? []
      : [`- ${kind}: recorded run ${workflowRunId}`, ...experimentFigures(result)],
  )
  const parts = [
    reasonMarkdown(gates.verdict),
    measurementTable(gates.measurements),
    'Recorded runs that a claim may cite:',
    ...runs,
  ]
  return { source: 'evidence on record for this head', text: parts.filter((part) => part !== '').join('\n') }
}

/** What a seat has to look at because the change touches where its work meets that of others. */
function meetingPoints({ runs, pack }: Snapshot, wave: RouteWave, seat: AgentName): string {
  const attempts = runs.filter((run) => run.wave === wave.index && run.purpose === 'implement')
  const touched = touchedPoints(pack.integration_points, changedPaths(attempts)).filter(
    ({ point: { producers, consumers, requires } }) =>
      [...producers, ...consumers].includes(seat) || requires?.verdict === seat,
  )
  if (touched.length === 0) return ''
  const points = touched.map(
    ({ point: { name, about, producers, consumers }, path }) =>
      `- ${name} (${producers.join(', ')} → ${consumers.join(', ')}; touched by ${path}): ${about}`,
  )
  return `\n\nThe change touches integration points that you answer for. Say of each whether both sides still fit:\n${points.join('\n')}`
}
const verdictText = ({ seat, outcome }: Verdict): Untrusted => ({
  source: `verdict of ${seat}`,
  text: [
    `${outcome.position}: ${outcome.summary}`,
    ...outcome.findings.map(
      (finding) => `${finding.path}:${finding.line} (${finding.severity}) ${finding.message}`,
    ),
  ].join('\n'),
})

export function reviewBrief(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  { seat, before }: { seat: AgentName; before: readonly Verdict[] },
  gates: GateEvaluation,
): RunBrief {
  const { snapshot } = task
  const cascade =
    before.length === 0
      ? ''
      : ` The reviews are a cascade: ${before.map((verdict) => verdict.seat).join(', ')} judged this head before you, and their verdicts are below. Rely on nothing in them that you have not looked at yourself, and say what they missed.`
  const resolved = resolvedByPeople(seat, pull.threads ?? [])
  return {
    title: `Review pull request #${pull.number} at ${shortSha(pull.headSha)} as ${seat}`,
    instructions: `Judge exactly this head from your seat. The worktree is checked out at it, read-only; the diff against the base is below. Findings name a path and a line of the head version. The evidence on record for this head is below too. A figure counts only as a claim that cites one of its recorded runs.${resolvedInstruction(resolved)}${meetingPoints(snapshot, wave, seat)}${cascade}`,
    untrusted: [
      issueText(snapshot),
      evidence(pull, gates, snapshot),
      { source: `pull request #${pull.number}`, text: `${pull.title}\n\n${pull.body}` },
      ...reports(snapshot),
      ...resolved.map(resolvedText),
      ...before.map(verdictText),
    ],
    routedBy: routedBy(task, `${seat} holds a seat for wave ${waveNumber(wave)}`),
  }
}

export function answerBrief(task: RoutedTask): RunBrief {
  const { snapshot } = task
  return {
    title: `Answer issue #${snapshot.issue.number}`,
    instructions:
      "Sum the team's reports up into one answer to the issue: what the answer is, what it rests on, what speaks against it, and what should follow. Where reports contradict each other, say so and say which is better supported. Nothing is merged for this issue.",
    untrusted: [issueText(snapshot), ...reports(snapshot)],
    routedBy: routedBy(task, 'the orchestrator concludes a task that only asks'),
  }
}

export function synthesisBrief(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  consensus: Consensus,
  gates: GateEvaluation,
): RunBrief {
  const { snapshot } = task
  return {
    title: `Decide on pull request #${pull.number} at ${shortSha(pull.headSha)}`,
    instructions: `Draw the decision from the seats' verdicts: what is decided, why, which dissent remains, what should follow. You cannot overrule the gates or the quorum.

${reasonMarkdown(consensus.verdict)}`,
    untrusted: [issueText(snapshot), evidence(pull, gates, snapshot), ...consensus.verdicts.map(verdictText)],
    routedBy: routedBy(task, `the orchestrator concludes wave ${waveNumber(wave)}`),
  }
}
