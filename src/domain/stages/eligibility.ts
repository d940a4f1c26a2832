// Whether Baton may work on this issue at all.

import { BOARD_LABEL } from '../board/names.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Action } from '../actions.ts'
import { allLeaving } from './queueing.ts'
import { hasDone, routeOf, triageOf } from './routing.ts'
import { isActive, proceed, takenBack, wait, type StageResult } from './stage.ts'

/** Anybody who may label can pause a task with it; the command `/baton hold` does the same and says who and why. */
export const HOLD_LABEL = 'hold'
export const isHeld = ({ issue }: Snapshot): boolean =>
  issue.labels.some((label) => label.toLowerCase() === HOLD_LABEL)

/** Stops without a label or a word on GitHub. */
const silent = (explanation: string, actions: readonly Action[]): StageResult => ({
  actions,
  explanation,
  state: undefined,
  proceed: false,
})

/** Whether it is known what kind of task it is, so that it has a route. */
export const isClassified = (snapshot: Snapshot): boolean =>
  snapshot.plan?.document !== undefined ||
  snapshot.issue.labels.some((label) => label.startsWith('type:')) ||
  triageOf(snapshot) !== undefined

/** Whether only the summary and tidying up are left: the last merge closes the issue before they are done. */
function isComplete(snapshot: Snapshot): boolean {
  if (!isClassified(snapshot)) return false
  const route = routeOf(snapshot)
  const built = route.waves.some((wave) => wave.purpose === 'implement')
  return built && route.waves.every((wave) => hasDone(snapshot, wave))
}

/** Labelled, authorised by a person with write permission, open (or finished by us): otherwise nothing is said on GitHub. */
export function eligibility(snapshot: Snapshot): StageResult {
  const { issue, policy } = snapshot
  const stop = (why: string): StageResult =>
    silent(why, [
      ...snapshot.runs.filter(isActive).map((run): Action => ({ do: 'cancel_run', id: run.id, why })),
      ...allLeaving(snapshot, why),
    ])
  if (issue.state === 'closed' && !isComplete(snapshot)) return stop('the issue is closed')
  if (issue.labels.includes(BOARD_LABEL)) return stop(`the label \`${BOARD_LABEL}\` makes it a status board`)
  if (!issue.labels.includes(policy.label))
    return stop(`the issue does not carry the label \`${policy.label}\``)
  if (snapshot.authorisedBy === undefined) {
    return silent('nobody with write permission has filed or labelled the issue yet', [])
  }
  if (isHeld(snapshot)) {
    const why = `the label \`${HOLD_LABEL}\` holds the task`
    const out = [...takenBack(snapshot.runs, why), ...allLeaving(snapshot, why)]
    return wait(`${why}: nothing is started or merged`, out, 'blocked')
  }
  return proceed(`handed over by @${snapshot.authorisedBy}`)
}
