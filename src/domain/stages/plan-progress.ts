// What the end of a wave or of a whole plan sets going: signals to those that wait, freezes, the announcement.

import type { Action } from '../actions.ts'
import { planHandoff } from '../handoff/plan.ts'
import { waveHandoff } from '../handoff/wave.ts'
import { handoffComment, handoffFold } from '../render/handoff-text.ts'
import { planCheck } from '../render/checks.ts'
import { planApprovalComment, waveCompleteComment } from '../render/plan-comments.ts'
import { expiryNotice, nextFreezeChange } from '../freeze/expiry.ts'
import { planApproval } from '../plan/approval.ts'
import { planSignal, waveKey } from '../plan/names.ts'
import { planWaveOf, signalsOf } from '../plan/route-plan.ts'
import type { RouteWave } from '../roster/route.ts'
import { checkAction } from './checks.ts'
import { stickyComment } from './comments.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'
import { validatedWhole, wholeValidation } from './whole-validation.ts'

/** Announces a wave of a plan that is complete. Sends only what is not on record yet. */
export function waveComplete(task: RoutedTask, wave: RouteWave): StageResult {
  const { snapshot } = task
  const document = snapshot.plan?.document
  const planned = planWaveOf(document, wave)
  if (document === undefined || planned === undefined) return proceed(`wave ${wave.index} is done`)
  const pull = snapshot.waves.find((seen) => seen.index === wave.index)?.pull
  const sha = pull?.mergeSha ?? snapshot.base.sha
  const names = signalsOf(document, planned)
  const signals = names
    .filter((name) => !snapshot.signals.includes(name))
    .map((name): Action => ({
      do: 'send_signal',
      name,
      wave: wave.index,
      sha,
      payload: { status: 'completed', commit: sha, unblocks: [...document.unblocks] },
    }))
  const key = waveKey(document.plan, planned.wave)
  const days = planned.freezes.map((freeze) => freeze.days)
  const frozen: Action[] =
    planned.freezes.length === 0 || snapshot.freezes.some(({ id }) => id === key)
      ? []
      : [
          {
            do: 'freeze',
            id: key,
            wave: wave.index,
            sha,
            paths: [...new Set(planned.freezes.flatMap((freeze) => freeze.paths))],
            symbols: [...new Set(planned.freezes.flatMap((freeze) => freeze.symbols))],
            // The longest of them: what is frozen together thaws together.
            days: days.includes(undefined) ? undefined : Math.max(...days.map((one) => one ?? 0)),
            orchestrator: document.orchestrator,
            seats: task.route.panel.reviewers,
          },
        ]
  const { issue } = snapshot
  // A research wave has said what it found in the comment of its own topic.
  const handoff = waveHandoff({ snapshot, waves: task.route.waves, wave })
  const body = `${waveCompleteComment(document, planned, pull, names)}\n\n${handoffFold(handoff)}`
  return proceed(`wave ${planned.wave} of ${document.plan} is complete`, [
    ...signals,
    ...frozen,
    ...stickyComment(issue.number, issue.comments, `complete-${planned.wave}`, body),
  ])
}

/** Announces the end of this task's freezes before it comes, also when the task itself is long done. */
export function freezeNotices({ snapshot, now }: RoutedTask): StageResult {
  const { issue } = snapshot
  const own = snapshot.freezes.filter((freeze) => freeze.taskKey === snapshot.key)
  const actions = own.flatMap((freeze): Action[] => {
    const notice = expiryNotice(freeze, now)
    if (notice === undefined) return []
    const topic = `freeze-end-${freeze.id.replace('/', '-')}`
    return [
      ...stickyComment(issue.number, issue.comments, topic, `### Baton: a freeze ends\n\n${notice.text}`),
      { do: 'note_freeze_notice', id: freeze.id },
    ]
  })
  const next = own.flatMap((freeze) => nextFreezeChange(freeze, now) ?? [])
  return {
    ...proceed('freezes are announced', actions),
    ...(next.length > 0 ? { requeueAfterMs: Math.min(...next) } : {}),
  }
}

/**
 * Every wave is complete and the whole is validated where it was merged: the conductor approves it, on the commit and on the
 * issue, and those that wait for the whole plan may begin. Until then nothing says that the plan is complete.
 */
export function planComplete(task: RoutedTask): StageResult {
  const { snapshot, route } = task
  const document = snapshot.plan?.document
  if (document === undefined) return proceed('no plan')
  const name = planSignal(document.plan)
  const said = `the plan ${document.plan} is complete`
  const builds = route.waves.some((wave) => wave.purpose === 'implement')
  const sent = snapshot.signals.includes(name)
  const whole = builds && !sent ? wholeValidation(task) : undefined
  if (whole?.kind === 'open') return whole.result
  const { issue } = snapshot
  const say = (topic: string, body: string): Action[] =>
    stickyComment(issue.number, issue.comments, topic, body)
  const handoff = planHandoff(task, document, builds ? validatedWhole(snapshot) : undefined)
  const handedOver = say('handoff', handoffComment(handoff))
  if (sent) return proceed(said, handedOver)
  const approval = whole && planApproval(snapshot, document, route.waves, whole)
  const sha = whole?.sha ?? snapshot.base.sha
  return proceed(said, [
    ...handedOver,
    ...(approval === undefined
      ? []
      : [
          ...checkAction({ checks: [] }, planCheck(sha, document.plan, approval)),
          ...say('approval', planApprovalComment(approval, name)),
        ]),
    // The last: what is sent is not said again.
    {
      do: 'send_signal',
      name,
      wave: undefined,
      sha,
      payload: { status: 'completed', commit: sha, unblocks: [...document.unblocks] },
    },
  ])
}
