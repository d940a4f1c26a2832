// What hooks ask for beside comments, labels and runs: a workflow of the repository started once, and a step noted as over.

import { ended, type StepEnd } from '../../domain/hooks/record.ts'
import { TerminalError, UserError } from '../../errors.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

/** The receipt of a dispatch that this GitHub answered without saying which run it started (older GHES). */
const UNNAMED = 'unnamed'

const note = (context: ActContext, id: string, step: number, end: StepEnd): Promise<void> =>
  context.remember(({ hooks = {} }) => ({ hooks: ended(hooks, id, step, end) }))

/** A workflow that GitHub does not start holds nothing up: what it said is the step's end, and is told on the issue. */
export async function dispatchHook(action: ActionOf<'dispatch_hook'>, context: ActContext): Promise<boolean> {
  const { id, step, workflow, inputs } = action
  const { actions } = context.author
  const end = { at: context.now(), failed: false }
  try {
    const { receipt } = await once(context, {
      key: `hook/${id}/${step + 1}`,
      kind: 'dispatch_hook',
      intent: { workflow, nonce: inputs.nonce },
      find: async () => (await actions.findRun(workflow, inputs.nonce))?.id,
      carryOut: async () =>
        (await actions.dispatch(workflow, context.defaultBranch, { ...inputs })) ?? UNNAMED,
      gone: UNNAMED,
    })
    const result = receipt === UNNAMED ? 'started' : `started as run ${receipt}`
    await note(context, id, step, { ...end, result })
  } catch (error) {
    // Neither passes by itself: it is missing, takes other inputs, or may not be started.
    if (!(error instanceof UserError) && !(error instanceof TerminalError)) throw error
    await note(context, id, step, { ...end, result: error.message, failed: true })
  }
  return true
}

export async function noteHook(action: ActionOf<'note_hook'>, context: ActContext): Promise<boolean> {
  await note(context, action.id, action.step, action.end)
  return true
}
