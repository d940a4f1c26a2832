// Before a change that is hard to take back: the implementer proposes, a critic challenges, and the work answers both.

import { proposedFor, type Proposed } from '../consensus/proposed.ts'
import type { AgentName, Sha } from '../ids.ts'
import type { Purpose } from '../outcomes.ts'
import { isChallenged } from '../policy/tier.ts'
import { challengeBrief, proposalBrief } from '../render/challenge-briefs.ts'
import { proposalComment } from '../render/proposal-comment.ts'
import { workersOf } from '../roster/joint-wave.ts'
import type { RouteWave } from '../roster/route.ts'
import { mayDo } from '../roster/team.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { runProgress, type RunWish } from './runs.ts'
import { seatingOf, tierOfWave } from './seated.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** Who challenges: a seat with a veto before the others, and no author of the wave. */
function challengerOf(task: RoutedTask, wave: RouteWave): AgentName | undefined {
  const { seats, veto } = seatingOf(task, [], undefined)
  const authors = workersOf(wave)
  return [...veto, ...seats].find(
    (seat) => !authors.includes(seat) && mayDo(task.snapshot.pack, seat, 'review'),
  )
}

function recorded({ issue }: Snapshot, wave: RouteWave, proposed: Proposed) {
  return stickyComment(
    issue.number,
    issue.comments,
    `proposal-${wave.index}`,
    proposalComment(wave, proposed),
  )
}

/** What has to happen before the first run of a wave; undefined: it may begin. */
export function challenging(task: RoutedTask, wave: RouteWave): StageResult | undefined {
  const { snapshot } = task
  if (!isChallenged(snapshot.policy.tiers, tierOfWave(task, [], undefined).tier)) return undefined
  // Whoever has challenged it stays the one who did, whoever sits now.
  const critic = proposedFor(snapshot, wave)?.challenge?.by ?? challengerOf(task, wave)
  if (critic === undefined) return undefined
  const sha: Sha = snapshot.base.sha
  const wish = (agent: AgentName, purpose: Purpose): RunWish => ({
    wave: wave.index,
    number: wave.plan,
    agent,
    purpose,
    headSha: sha,
    baseSha: sha,
    scope: '',
  })
  const step = (agent: AgentName, purpose: 'propose' | 'challenge'): StageResult | undefined => {
    const proposed = proposedFor(snapshot, wave)
    const brief = () =>
      purpose === 'propose' || proposed === undefined
        ? proposalBrief(task, wave)
        : challengeBrief(task, wave, agent, proposed)
    const progress = runProgress(snapshot, wish(agent, purpose), brief)
    const doing = `wave ${wave.index}: ${agent} ${purpose === 'propose' ? 'proposes' : 'challenges the proposal'}`
    if (progress.state === 'start') return wait(doing, progress.actions)
    if (progress.state === 'active') return wait(doing)
    return progress.state === 'parked' ? parked(snapshot, progress.why) : undefined
  }
  const proposing = step(wave.agent, 'propose')
  if (proposing !== undefined) return proposing
  const answering = step(critic, 'challenge')
  const proposed = proposedFor(snapshot, wave)
  const comment = proposed === undefined ? [] : recorded(snapshot, wave, proposed)
  if (answering !== undefined) return { ...answering, actions: [...comment, ...answering.actions] }
  return comment.length === 0
    ? undefined
    : wait(`wave ${wave.index}: proposal and challenge are on record`, comment)
}
