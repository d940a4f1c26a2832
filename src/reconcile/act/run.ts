// Agent runs: row and job in one transaction, so that no run is on record that nothing works on.

import type { Kysely } from 'kysely'
import type { RunId } from '../../domain/ids.ts'
import type { Schema } from '../../store/schema.ts'
import type { ActionOf } from './action.ts'
import type { ActContext, RunQueue } from './context.ts'
import { createRun, finishRun } from '../../store/runs.ts'
import { InternalError } from '../../errors.ts'
import { compile } from '../../domain/authority/compile.ts'
import { branchName } from '../../domain/policy/branch.ts'
import { packAgent } from '../../domain/roster/pack.ts'
import { storeJournal } from '../../executor/journal.ts'
import type { StoredRunRequest } from '../../executor/request.ts'
import { usageSoFar } from '../../executor/usage.ts'

export async function startRun(action: ActionOf<'start_run'>, context: ActContext): Promise<boolean> {
  const { policy, pack } = context
  const agent = pack && packAgent(pack, action.agent)
  if (policy === undefined || agent === undefined)
    throw new InternalError(`there is no agent ${action.agent} to run`)
  const { purpose, wave } = action
  const { directives, ...brief } = action.brief
  const parts = { issue: context.task.number, wave, agent: action.agent }
  // Agent and authority are frozen here: what a run may do does not change while it runs.
  const request: StoredRunRequest = {
    brief: {
      ...brief,
      untrusted: [...brief.untrusted],
      ...(directives === undefined ? {} : { directives: [...directives] }),
    },
    agent: structuredClone(agent),
    baseSha: action.baseSha,
    authority: compile(action.authority ?? {}, {
      agent,
      purpose,
      branch: action.branch ?? branchName(policy.branch, parts),
      policy,
    }),
  }
  await context.db.transaction().execute(async (trx) => {
    await createRun(trx, {
      id: action.id,
      taskKey: context.key,
      wave: action.wave,
      agent: action.agent,
      purpose: action.purpose,
      attempt: action.attempt,
      headSha: action.headSha,
      request,
      ...(action.taskType === undefined ? {} : { taskType: action.taskType }),
    })
    context.probe('start_run:between')
    const { runs_per_agent: perAgent, runs_per_repository: perRepository } = policy.limits
    await context.runs.enqueueRunIn(trx, action.id, context.key, {
      agent: action.agent,
      caps: { agent: perAgent, repository: perRepository },
      ...(action.startBy === undefined ? {} : { startBy: action.startBy }),
    })
  })
  return true
}

/** Ends a run as cancelled with what it has cost so far, and stops it where it is at work. */
export async function cancel(
  { db, runs }: { db: Kysely<Schema>; runs: RunQueue },
  id: RunId,
  why: string,
): Promise<void> {
  await finishRun(db, id, {
    state: 'cancelled',
    outcome: { kind: 'aborted', detail: why },
    usage: await usageSoFar(storeJournal(db), id),
  })
  runs.cancelRun(id)
}

export async function cancelRun(action: ActionOf<'cancel_run'>, context: ActContext): Promise<boolean> {
  await cancel(context, action.id, action.why)
  return true
}
