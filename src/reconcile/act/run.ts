// Agent runs: row and job in one transaction, so that no run is on record that nothing works on.

import type { Kysely } from 'kysely'
import { RunId, type TaskKey } from '../../domain/ids.ts'
import type { OutcomeOf } from '../../domain/outcomes.ts'
import type { RouteWave } from '../../domain/roster/route.ts'
import type { Schema } from '../../store/schema.ts'
import type { ActionOf } from './action.ts'
import type { ActContext, RunQueue } from './context.ts'
import { createRun, finishRun, loadRun } from '../../store/runs.ts'
import { hasRoom } from '../../store/spending.ts'
import { InternalError } from '../../errors.ts'
import { compile } from '../../domain/authority/compile.ts'
import { branchName } from '../../domain/policy/branch.ts'
import { startOfDay } from '../../domain/stages/day-budget.ts'
import { packAgent } from '../../domain/roster/pack.ts'
import { storeJournal } from '../../executor/journal.ts'
import type { StoredRunRequest } from '../../executor/request.ts'
import type { Reverted } from '../../workspace/revert.ts'
import type { StoredOutcome } from '../records.ts'
import { usageSoFar } from '../../executor/usage.ts'

/** False when another task took the room that was left in the repository's budget for today: the next pass says so. */
export async function startRun(action: ActionOf<'start_run'>, context: ActContext): Promise<boolean> {
  const { policy, pack } = context
  const agent = pack && packAgent(pack, action.agent)
  if (policy === undefined || pack === undefined || agent === undefined)
    throw new InternalError(`there is no agent ${action.agent} to run`)
  const { purpose, wave } = action
  const parts = { issue: context.task.number, wave, agent: action.agent }
  // Agent and authority are frozen here: what a run may do does not change while it runs.
  const { untrusted, asked, directives, ...rest } = action.brief
  const request: StoredRunRequest = {
    brief: {
      ...rest,
      untrusted: [...untrusted],
      ...(asked === undefined ? {} : { asked: [...asked] }),
      ...(directives === undefined ? {} : { directives: [...directives] }),
    },
    agent: structuredClone(agent),
    statements: [...pack.statements],
    baseSha: action.baseSha,
    ...(action.onto === undefined ? {} : { onto: action.onto }),
    ...(action.pull === undefined ? {} : { pull: action.pull }),
    authority: compile(action.authority ?? {}, {
      agent,
      purpose,
      branch: action.branch ?? branchName(policy.branch, parts),
      policy,
    }),
  }
  const { owner, repo } = context.task
  return context.db.transaction().execute(async (trx) => {
    const room = {
      since: new Date(startOfDay(context.now())),
      runUsd: policy.limits.run_usd,
      limitUsd: policy.limits.repository_day_usd,
    }
    const fits = await hasRoom(trx, `${owner}/${repo}`, room)
    if (!fits && (await loadRun(trx, action.id)) === undefined) return false
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
    return true
  })
}

export interface MadeAttempt {
  /** The task that it is of, which need not be the one that is acted on. */
  key: TaskKey
  wave: Pick<RouteWave, 'index' | 'agent'>
  branch: string
  title: string
  by: string
  value: OutcomeOf['implement']
  made: Extract<Reverted, { kind: 'reverted' }>
}

/** Nobody answered anything: the host did it. */
const NO_USAGE = {
  turns: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  usd: 0,
}

/**
 * Records a wave's first attempt that the host has made itself, ended as it is begun: nothing works on it, and what comes after cannot
 * tell it from an agent's. Take the transaction in which its task is stored.
 */
export async function recordAttempt(
  trx: Kysely<Schema>,
  { policy, pack }: Pick<ActContext, 'policy' | 'pack'>,
  { key, wave, branch, title, by, value, made }: MadeAttempt,
): Promise<void> {
  const agent = pack && packAgent(pack, wave.agent)
  if (policy === undefined || agent === undefined)
    throw new InternalError(`there is no agent ${wave.agent} to go on with the wave`)
  const request: StoredRunRequest = {
    brief: { title, instructions: 'The host has made this revert.', untrusted: [], routedBy: by },
    agent: structuredClone(agent),
    statements: [],
    baseSha: made.tip,
    authority: compile({}, { agent, purpose: 'implement', branch, policy }),
  }
  const id = RunId.parse(`${key}/w${wave.index}/${wave.agent}/implement/1`)
  const outcome: StoredOutcome = {
    kind: 'done',
    purpose: 'implement',
    value,
    commit: made.commit,
    paths: made.paths,
  }
  await createRun(trx, {
    id,
    taskKey: key,
    wave: wave.index,
    agent: wave.agent,
    purpose: 'implement',
    attempt: 1,
    headSha: made.tip,
    request,
  })
  await finishRun(trx, id, { state: 'done', outcome, usage: NO_USAGE })
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
