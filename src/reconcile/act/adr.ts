// Decision records: a number that nobody else gets, then one commit by the host that adds one file.

import { highestNumber } from '../../domain/adr/adr.ts'
import { noteAdrCommit, reserveAdr } from '../../store/adrs.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

export async function reserve(action: ActionOf<'reserve_adr'>, context: ActContext): Promise<boolean> {
  const { topic, title, dir, baseSha } = action
  const files = await context.publisher.files(context.task, { sha: baseSha, dir, signal: context.signal })
  context.probe('reserve_adr:before')
  const { isNew } = await context.db.transaction().execute(async (trx) => {
    const request = { taskKey: context.key, topic, title, dir, above: highestNumber(files) }
    const taken = await reserveAdr(trx, context.task, { ...request, at: new Date(context.now()) })
    context.probe('reserve_adr:between')
    return taken
  })
  context.probe('reserve_adr:after')
  return isNew
}

/** Written anew on today's base where a crash came between commit and receipt: the branch then takes the new commit's place. */
export async function commitAdr(action: ActionOf<'commit_adr'>, context: ActContext): Promise<boolean> {
  const { number, branch, path, text, message, baseSha, expected, date } = action
  const { publisher, task, signal } = context
  const sha = await publisher.addFile(task, { baseSha, path, text, message, date, signal })
  context.probe('commit_adr:before')
  // Noted first: a head is only ever taken for ours when it is this commit.
  await noteAdrCommit(context.db, task, number, sha)
  context.probe('commit_adr:between')
  await publisher.push(task, { sha, branch, expected, signal })
  context.probe('commit_adr:after')
  return true
}
