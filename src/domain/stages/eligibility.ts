// Whether Baton may work on this issue at all.

import type { Snapshot } from '../snapshot.ts'
import type { Action } from '../actions.ts'
import { routeOf } from './routing.ts'
import { isActive, proceed, type StageResult } from './stage.ts'

/** Stops without a label or a word on GitHub. */
const silent = (explanation: string, actions: readonly Action[]): StageResult => ({
  actions,
  explanation,
  state: undefined,
  proceed: false,
})

/** Whether only the summary and tidying up are left: the last merge closes the issue before they are done. */
function isComplete(snapshot: Snapshot): boolean {
  const { issue, runs, waves } = snapshot
  const done = (purpose: string, index: number): boolean =>
    runs.some((run) => run.purpose === purpose && run.wave === index && run.outcome?.kind === 'done')
  if (!issue.labels.some((label) => label.startsWith('type:')) && !done('triage', 0)) return false
  const route = routeOf(snapshot)
  return (
    route.waves.some((wave) => wave.purpose === 'implement') &&
    route.waves.every((wave) =>
      wave.purpose === 'implement'
        ? waves.some((seen) => seen.index === wave.index && seen.pull?.state === 'merged')
        : done(wave.purpose, wave.index),
    )
  )
}

/** Labelled, authorised by a person with write permission, open (or finished by us): otherwise nothing is said on GitHub. */
export function eligibility(snapshot: Snapshot): StageResult {
  const { issue, policy } = snapshot
  const stop = (why: string): StageResult =>
    silent(
      why,
      snapshot.runs.filter(isActive).map((run) => ({ do: 'cancel_run', id: run.id, why })),
    )
  if (issue.state === 'closed' && !isComplete(snapshot)) return stop('the issue is closed')
  if (!issue.labels.includes(policy.label))
    return stop(`the issue does not carry the label \`${policy.label}\``)
  if (snapshot.authorisedBy === undefined) {
    return silent('nobody with write permission has filed or labelled the issue yet', [])
  }
  return proceed(`handed over by @${snapshot.authorisedBy}`)
}
