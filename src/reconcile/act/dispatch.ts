// Starting a validation or benchmark workflow, bound to its head by an unguessable nonce.

import { randomBytes } from 'node:crypto'
import { requestValidation, validationStarted } from '../../store/validations.ts'
import { validationId } from '../records.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

/** The receipt of a dispatch that this GitHub answered without saying which run it started (older GHES). */
const UNNAMED = 'unnamed'

export async function dispatch(action: ActionOf<'dispatch'>, context: ActContext): Promise<boolean> {
  const { actions } = context.author
  const { kind, confirms, workflow, headSha, baseSha, wave } = action
  const platform = action.platform.name
  const id = validationId(context.key, { kind, platform, confirms }, headSha, action.attempt)
  const nonce = randomBytes(12).toString('hex')
  // Stored before GitHub is asked: the run is found again by the nonce that was stored first.
  const record = await requestValidation(context.db, {
    id,
    taskKey: context.key,
    wave,
    kind,
    platform,
    confirms,
    headSha,
    baseSha,
    nonce,
  })
  if (record.workflowRunId !== null) return false
  const inputs = {
    sha: headSha,
    base_sha: baseSha,
    nonce: record.nonce,
    plan: JSON.stringify(action.plan),
    // One each: a queue for a machine that is not there must not hold up the others.
    platforms: JSON.stringify([action.platform]),
  }
  const { how, receipt } = await once(context, {
    key: `dispatch/${kind}${confirms ? '-confirm' : ''}/${platform}/${headSha}/${action.attempt}`,
    kind: 'dispatch',
    intent: { workflow, nonce: record.nonce },
    find: async () => (await actions.findRun(workflow, record.nonce))?.id,
    carryOut: async () => (await actions.dispatch(workflow, context.defaultBranch, inputs)) ?? UNNAMED,
    // A run that is slow to show must not be started twice: it costs minutes on somebody's machine.
    gone: UNNAMED,
  })
  if (receipt === UNNAMED) return how === 'done'
  await validationStarted(context.db, id, Number(receipt))
  return true
}
