// A merged change taken back: the revert in the mirror, an issue for it, and its task ready to go, each once whatever crashes.

import { z } from 'zod'
import { Sha, taskKey } from '../../domain/ids.ts'
import { withMarker } from '../../domain/markers.ts'
import { TransientError } from '../../errors.ts'
import { Lease } from '../../store/leases.ts'
import { loadTask, saveTask } from '../../store/tasks.ts'
import type { Reverted } from '../../workspace/revert.ts'
import { emptyTaskState, TaskState } from '../task-state.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'
import { recordAttempt } from './run.ts'

/** The kind of its entry in the ledger. */
export const ROLLBACK = 'rollback'

export const RollbackReceipt = z
  .strictObject({ merge: Sha, issue: z.int().nullable(), conflicts: z.array(z.string()) })
  .transform(({ issue, ...rest }) => ({ ...rest, issue: issue ?? undefined }))

type Receipt = z.input<typeof RollbackReceipt>
type RollBack = ActionOf<'roll_back'>

/** Long enough for one transaction. */
const LEASE_MS = 30_000

/** As many names as a comment can hold with everything else. */
const MOST_CONFLICTS = 50

async function openIssue({ issue }: RollBack, context: ActContext): Promise<number> {
  const { hierarchy } = context.author
  const { topic, title, body, labels } = issue
  const { receipt } = await once<number>(context, {
    key: `rollback_issue/${topic}`,
    kind: 'rollback_issue',
    intent: { topic, title },
    find: async () => (await hierarchy.findOwn(topic, context.task.number))?.number,
    carryOut: async () => (await hierarchy.create({ title, body: withMarker(topic, body), labels })).number,
  })
  return receipt
}

/** Puts everything that the new task is to know into the store at once, unless it is there. */
async function prepare(
  action: RollBack,
  context: ActContext,
  issue: number,
  reverted: Exclude<Reverted, { kind: 'gone' }>,
): Promise<void> {
  const { db, runs } = context
  const key = taskKey({ ...context.task, number: issue })
  // A pass over the new issue, whose webhook may be here already, would write over what is written now.
  const lease = await Lease.acquire(db, key, context.lease.owner, LEASE_MS)
  if (lease === undefined) throw new TransientError(`the task ${key} is being looked at`)
  try {
    const known = await loadTask(db, key)
    const before = known === undefined ? emptyTaskState() : TaskState.parse(known.state)
    if (before.rollbackOf !== undefined) return
    const [wave] = action.route.waves
    const state: TaskState = {
      ...before,
      authorisedBy: action.by,
      routed: action.route,
      waves: wave === undefined ? [] : [{ index: wave.index, branch: action.branch }],
      rollbackOf: action.merge,
    }
    await db.transaction().execute(async (trx) => {
      await saveTask(trx, key, TaskState.parse(state), true)
      if (reverted.kind === 'reverted' && wave !== undefined) {
        await recordAttempt(trx, context, {
          key,
          wave,
          branch: action.branch,
          title: action.issue.title,
          by: action.by,
          value: action.patch,
          made: reverted,
        })
      }
      context.probe('rollback:between')
      await runs.wakeIn(trx, [key])
    })
  } finally {
    await Lease.release(db, lease)
  }
}

async function carryOut(action: RollBack, context: ActContext): Promise<Receipt> {
  const { merge, parent, base } = action
  const { title, summary } = action.patch
  const reverted = await context.publisher.revert(context.task, {
    merge,
    parent,
    branch: base,
    message: `${title}\n\nThis reverts commit ${merge}.\n\n${summary}\n\nBaton-Task: ${context.key}\n`,
    signal: context.signal,
  })
  if (reverted.kind === 'gone') return { merge, issue: null, conflicts: [] }
  const issue = await openIssue(action, context)
  context.probe('rollback:opened')
  await prepare(action, context, issue, reverted)
  const conflicts = reverted.kind === 'conflict' ? reverted.paths.slice(0, MOST_CONFLICTS) : []
  return { merge, issue, conflicts }
}

/** Safe to repeat: the issue is found by its topic, and its task is prepared once. */
export async function rollBack(action: RollBack, context: ActContext): Promise<boolean> {
  await once<Receipt>(context, {
    key: `${ROLLBACK}/${action.merge}`,
    kind: ROLLBACK,
    intent: { merge: action.merge, by: action.by },
    find: () => Promise.resolve(undefined),
    carryOut: () => carryOut(action, context),
  })
  return true
}
