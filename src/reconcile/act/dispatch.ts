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
  const { kind, workflow, headSha, baseSha, wave } = action
  const id = validationId(context.key, kind, headSha, action.attempt)
  const nonce = randomBytes(12).toString('hex')
  // Stored before GitHub is asked: the run is found again by the nonce that was stored first.
  const record = await requestValidation(context.db, {
    id,
    taskKey: context.key,
    wave,
    kind,
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
    runner: JSON.stringify(action.runner.length === 1 ? action.runner[0] : action.runner),
  }
  const { how, receipt } = await once(context, {
    key: `dispatch/${kind}/${headSha}/${action.attempt}`,
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
