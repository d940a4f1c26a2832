// What each run is told: trusted instructions by us, everything else as named, untrusted text.

import { waveNumber } from '../roster/route-waves.ts'
import type { RunBrief } from '../actions.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { GateEvaluation } from '../gates/gates.ts'
import type { AgentName } from '../ids.ts'
import { reasonMarkdown } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import { taskTypes } from '../roster/pack.ts'
import type { PullObservation, RunRecord, Snapshot } from '../snapshot.ts'
import type { Feedback } from '../stages/rework.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { shortSha } from './figures.ts'
import { planContext, waveMandate } from './plan-briefs.ts'
import { measurementTable } from './measurements.ts'

type Untrusted = RunBrief['untrusted'][number]

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

const routedBy = (task: RoutedTask, why: string): string =>
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
  'Everything is merged. Look back: what happened, what it was caused by, what made it worse or kept it small, and what would keep it from happening again. Findings name their source; the recommendation is a list of follow-up tasks.'
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
    untrusted: [issueText(task.snapshot), ...planContext(task, wave), ...reports(task.snapshot)],
    ...waveMandate(task, wave),
    routedBy: routedBy(task, `wave ${waveNumber(wave)} of the route is research by ${wave.agent}`),
  }
}

function feedbackText(feedback: Feedback): Untrusted[] {
  const findings = feedback.findings.map((entry) => ({
    source: `verdict of ${entry.from}`,
    text: [
      entry.summary,
      ...entry.findings.map((f) => `${f.path}:${f.line} (${f.severity}) ${f.message}`),
    ].join('\n'),
  }))
  const failures = feedback.failures.map((entry) => ({
    source: `output of the step ${entry.step}`,
    text: entry.output,
  }))
  const gates =
    feedback.problems.length === 0
      ? []
      : [
          {
            source: 'the gates that failed',
            text: feedback.problems.map((problem) => `- ${problem}`).join('\n'),
          },
        ]
  return [...findings, ...gates, ...failures]
}

export function implementBrief(
  task: RoutedTask,
  wave: RouteWave,
  attempt: number,
  feedback: Feedback,
  failure: string | undefined,
): RunBrief {
  const { snapshot } = task
  const answers = feedback.findings.length + feedback.failures.length + feedback.problems.length > 0
  const parts = [
    answers
      ? 'The branch already holds your earlier work. Answer every point below: change the code, or say why not.'
      : 'Carry out the issue in this worktree. Keep the change as small as the task allows and leave the tests green.',
    feedback.problems.length === 0 ? '' : 'Gates failed; what they say is below.',
    failure === undefined ? '' : 'The attempt before did not succeed; why is said below.',
    snapshot.sandbox.ok
      ? ''
      : `Commands cannot be run here (${snapshot.sandbox.reason}): work by reading and editing only.`,
    'Do not commit; the host takes your changes from the worktree, checks and commits them.',
  ]
  return {
    title: `Wave ${waveNumber(wave)}: implement issue #${snapshot.issue.number}, attempt ${attempt}`,
    instructions: parts.filter((part) => part !== '').join('\n'),
    untrusted: [
      issueText(snapshot),
      ...planContext(task, wave),
      ...reports(snapshot),
      ...feedbackText(feedback),
      ...(failure === undefined ? [] : [{ source: 'why the attempt before did not succeed', text: failure }]),
    ],
    ...waveMandate(task, wave),
    routedBy: routedBy(task, `wave ${waveNumber(wave)} of the route is implementation by ${wave.agent}`),
  }
}

/** Untrusted as well: names of steps and metrics come from a run of the candidate's own code. */
function evidence(pull: PullObservation, gates: GateEvaluation, snapshot: Snapshot): Untrusted {
  const runs = snapshot.validations
    .filter((record) => record.headSha === pull.headSha && record.result !== undefined)
    .map((record) => `- ${record.kind}: recorded run ${record.workflowRunId ?? 'unknown'}`)
  const parts = [
    reasonMarkdown(gates.verdict),
    measurementTable(gates.measurements),
    'Recorded runs that a claim may cite:',
    ...runs,
  ]
  return { source: 'evidence on record for this head', text: parts.filter((part) => part !== '').join('\n') }
}

export function reviewBrief(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  seat: AgentName,
  gates: GateEvaluation,
): RunBrief {
  const { snapshot } = task
  return {
    title: `Review pull request #${pull.number} at ${shortSha(pull.headSha)} as ${seat}`,
    instructions: `Judge exactly this head from your seat. The worktree is checked out at it, read-only; the diff against the base is below. Findings name a path and a line of the head version. The evidence on record for this head is below too. A figure counts only as a claim that cites one of its recorded runs.`,
    untrusted: [
      issueText(snapshot),
      evidence(pull, gates, snapshot),
      { source: `pull request #${pull.number}`, text: `${pull.title}\n\n${pull.body}` },
      ...reports(snapshot),
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
  const verdicts = consensus.verdicts.map((verdict) => ({
    source: `verdict of ${verdict.seat}`,
    text: `${verdict.outcome.position}: ${verdict.outcome.summary}`,
  }))
  return {
    title: `Decide on pull request #${pull.number} at ${shortSha(pull.headSha)}`,
    instructions: `Draw the decision from the seats' verdicts: what is decided, why, which dissent remains, what should follow. You cannot overrule the gates or the quorum.

${reasonMarkdown(consensus.verdict)}`,
    untrusted: [issueText(snapshot), evidence(pull, gates, snapshot), ...verdicts],
    routedBy: routedBy(task, `the orchestrator concludes wave ${waveNumber(wave)}`),
  }
}
