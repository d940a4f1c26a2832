// What an implementer is told that proposes, and a critic that challenges.

import type { RunBrief } from '../actions.ts'
import type { AgentName } from '../ids.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { Proposed } from '../consensus/proposed.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { issueText, reports, routedBy } from './briefs.ts'
import { planContext, waveMandate } from './plan-briefs.ts'
import { proposalTexts } from './proposal-comment.ts'

export const proposalBrief = (task: RoutedTask, wave: RouteWave): RunBrief => ({
  title: `Wave ${waveNumber(wave)}: propose how to carry out issue #${task.snapshot.issue.number}`,
  instructions:
    'What the issue asks for is hard to take back. Say how you would carry it out before you begin: the approach, the alternatives with what each costs and gains, why yours is the one, and the risks. Look at the code it is about; change nothing. A critic challenges the proposal, and you carry it out afterwards.',
  untrusted: [issueText(task.snapshot), ...planContext(task, wave), ...reports(task.snapshot)],
  ...waveMandate(task, wave),
  routedBy: routedBy(task, `wave ${waveNumber(wave)} is irreversible, and ${wave.agent} carries it out`),
})

export const challengeBrief = (
  task: RoutedTask,
  wave: RouteWave,
  critic: AgentName,
  proposed: Proposed,
): RunBrief => ({
  title: `Wave ${waveNumber(wave)}: challenge the proposal for issue #${task.snapshot.issue.number}`,
  instructions: `${proposed.by} proposes how to carry out the issue; nothing has been changed yet, and what is proposed is hard to take back. Challenge it: what is wrong, what is taken for granted, which alternative would be better and why, which questions are open. Look at the code before you object. Without an objection that matters, give none.`,
  untrusted: [
    issueText(task.snapshot),
    ...planContext(task, wave),
    ...reports(task.snapshot),
    ...proposalTexts({ ...proposed, challenge: undefined }),
  ],
  routedBy: routedBy(task, `${critic} challenges what is proposed for wave ${waveNumber(wave)}`),
})
