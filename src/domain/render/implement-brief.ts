// What an implementer is told: the issue, what its round answers, and what others have done on the branch.

import { proposedFor } from '../consensus/proposed.ts'
import { proposalTexts } from './proposal-comment.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RunBrief } from '../actions.ts'
import { givenWork } from '../handoff/given.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord } from '../snapshot.ts'
import type { Feedback } from '../stages/rework.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { ACT_INSTRUCTIONS, actText, heardText } from './act-text.ts'
import { issueText, reports, routedBy, type Untrusted } from './briefs.ts'
import { handoffContext } from './handoff-briefs.ts'
import { ownPoints } from './integration-briefs.ts'
import { planContext, waveMandate } from './plan-briefs.ts'

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
            source: feedback.conflict === undefined ? 'the gates that failed' : 'what stands in the way',
            text: feedback.problems.map((problem) => `- ${problem}`).join('\n'),
          },
        ]
  const conflict =
    feedback.conflict === undefined
      ? []
      : [{ source: 'the conflict: first the branch, then the base', text: feedback.conflict.text }]
  return [...findings, ...gates, ...conflict, ...failures]
}

/** What an owner of a joint wave has to know of the others: who has had a turn, and what theirs is for. */
function jointly(wave: RouteWave, taken: readonly RunRecord[]): string {
  if (wave.owners === undefined) return ''
  const before = taken.map((run) => run.agent)
  const after = wave.owners.slice(before.length + 1)
  const parts = [
    `This wave is owned jointly by ${wave.owners.join(', ')}: one branch, one pull request, and each answers for the whole.`,
    before.length === 0
      ? 'You begin: do the part that is yours.'
      : `The branch holds the work of ${before.join(', ')}; what they say of it is below. Look at all of it, mend what does not fit, and add the part that is yours. When nothing is left to do, change nothing and say that you stand behind it.`,
    after.length === 0
      ? 'After you the whole is validated and reviewed.'
      : `After you comes ${after.join(', then ')}; nothing is reviewed before.`,
  ]
  return parts.join(' ')
}

function turnText({ agent, outcome }: RunRecord): Untrusted[] {
  if (outcome?.kind !== 'done' || outcome.purpose !== 'implement') return []
  const { title, summary, answers, notes } = outcome.value
  const lines = [...answers.map((one) => `${one.finding}: ${one.response}`), ...notes]
  return [
    {
      source: `turn of ${agent} on this branch${outcome.commit === undefined ? ', without a change' : ''}`,
      text: [title, summary, ...lines.map((line) => `- ${line}`)].join('\n'),
    },
  ]
}

export function implementBrief(
  task: RoutedTask,
  wave: RouteWave,
  { attempt, taken }: { attempt: number; taken: readonly RunRecord[] },
  feedback: Feedback,
  failure: string | undefined,
): RunBrief {
  const { snapshot } = task
  const { acts = [] } = feedback
  const pull = snapshot.waves.find(({ index }) => index === wave.index)?.pull
  const proposed = proposedFor(snapshot, wave)
  const answers =
    feedback.findings.length + feedback.failures.length + feedback.problems.length + acts.length > 0
  const given = givenWork(snapshot, wave)
  const parts = [
    given === undefined
      ? ''
      : 'You take this wave over from another agent. The branch holds what was finished; the hand-off document below says how it stands. Go on from there, and begin with what is open.',
    answers
      ? 'The branch already holds your earlier work. Answer every point below: change the code, or say why not.'
      : 'Carry out the issue in this worktree. Keep the change as small as the task allows and leave the tests green.',
    jointly(wave, taken),
    proposed?.challenge === undefined
      ? ''
      : 'You proposed how to do it, and a critic challenged that; both are below. Where an objection holds, do it otherwise; where not, say why in your answers, one for each objection and question.',
    ownPoints(snapshot.pack, wave.owners ?? [wave.agent]),
    acts.length === 0 ? '' : ACT_INSTRUCTIONS,
    feedback.conflict === undefined
      ? feedback.problems.length === 0
        ? ''
        : 'Gates failed; what they say is below.'
      : 'The base has changed what your branch changes too. The worktree holds the merge of both, with git’s conflict markers: resolve each so that both changes keep their meaning, run the tests, and leave no marker.',
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
      ...handoffContext(task, wave),
      ...reports(snapshot),
      ...(proposed === undefined ? [] : proposalTexts(proposed)),
      ...taken.flatMap(turnText),
      ...acts.map((act) => actText(act, pull)),
      ...feedbackText(feedback),
      ...heardText(pull),
      ...(failure === undefined ? [] : [{ source: 'why the attempt before did not succeed', text: failure }]),
    ],
    ...waveMandate(task, wave),
    ...(acts.length === 0 ? {} : { asked: acts.map(({ key }) => key) }),
    routedBy: routedBy(task, `wave ${waveNumber(wave)} of the route is implementation by ${wave.agent}`),
  }
}
