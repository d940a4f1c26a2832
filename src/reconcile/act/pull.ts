// Opening, readying and merging a wave's pull request.

import { Sha } from '../../domain/ids.ts'
import { saveMerged } from '../../store/measurements.ts'
import { link, refOf } from '../../store/tasks.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

export async function openPull(action: ActionOf<'open_pull'>, context: ActContext): Promise<boolean> {
  const { pulls } = context.author
  const { branch, base, title, body } = action
  const remember = async (number: number): Promise<number> => {
    await link(context.db, [refOf({ ...context.task, number })], context.key)
    return number
  }
  const { how } = await once(context, {
    key: `open_pull/${branch}`,
    kind: 'open_pull',
    intent: { branch, base },
    find: async () => {
      const open = (await pulls.ofBranch(branch)).find((pull) => pull.state === 'open')
      return open && remember(open.number)
    },
    carryOut: async () => remember(await pulls.create({ branch, base, title, body })),
  })
  return how === 'done'
}

export async function markReady(action: ActionOf<'mark_ready'>, context: ActContext): Promise<boolean> {
  await context.author.pulls.markReady(action.nodeId)
  return true
}

export async function editPull(action: ActionOf<'edit_pull'>, context: ActContext): Promise<boolean> {
  await context.author.pulls.edit(action.pull, action.body)
  return true
}

export async function closePull(action: ActionOf<'close_pull'>, context: ActContext): Promise<boolean> {
  await context.author.pulls.close(action.pull)
  return true
}

export async function merge(action: ActionOf<'merge'>, context: ActContext): Promise<boolean> {
  const { pull, sha, method, title, message } = action
  context.probe('merge:before')
  const result = await context.author.pulls.merge(pull, { sha, method, title, message })
  context.probe('merge:after')
  // A moved head needs nothing: the next pass judges the new one.
  if (!result.merged && result.why === 'refused') {
    await context.remember({
      mergeRefusal: { sha: Sha.parse(sha), message: result.message, at: context.now() },
    })
  }
  return true
}

export async function saveMeasurements(
  action: ActionOf<'save_measurements'>,
  context: ActContext,
): Promise<boolean> {
  const { head, mergedAs, branch } = action
  return saveMerged(context.db, context.key, { head, as: mergedAs, branch }, new Date(context.now()))
}

export async function deleteBranch(action: ActionOf<'delete_branch'>, context: ActContext): Promise<boolean> {
  await context.author.refs.remove(action.branch)
  return true
}
