// One task, brought forward: observe, decide, act, until nothing is left to do or the world has to move first.

import type { Kysely } from 'kysely'
import type { Action } from '../domain/actions.ts'
import { BOARD_LABEL } from '../domain/board/names.ts'
import { shownOf } from '../domain/board/shown.ts'
import { decide } from '../domain/decide.ts'
import { noted } from '../domain/schedule/state.ts'
import { AwaitedSignal, ANY_SIGNAL } from '../domain/plan/names.ts'
import { readyOrder } from '../domain/priority/order.ts'
import { taskRef, type RepoRef, type TaskKey } from '../domain/ids.ts'
import { mendedComment, problemComment } from '../domain/render/problem-comment.ts'
import type { BareSnapshot } from '../domain/snapshot.ts'
import { stickyComment } from '../domain/stages/comments.ts'
import { UserError } from '../errors.ts'
import type { GitHub } from '../github/apps.ts'
import type { Lease } from '../store/leases.ts'
import type { Schema } from '../store/schema.ts'
import { waitersFor, waitFor } from '../store/signals.ts'
import { saveTask } from '../store/tasks.ts'
import { auditRulings, newRulings } from './rulings.ts'
import { abandon } from './abandon.ts'
import { spreads, storeBroadcast } from './broadcasts.ts'
import { act } from './act/index.ts'
import type { ActContext, Publisher, RunQueue } from './act/context.ts'
import { observe, type ObserveDeps } from './observe.ts'
import { checkProposal } from './proposal.ts'
import { changedSenders } from './senders.ts'
import { TaskState } from './task-state.ts'

/** A task that still finds something to do after this many passes hands over to the next job instead of holding a worker. */
const MAX_PASSES = 25

/** How long after a refusal that was shown on the issue the task is looked at again by itself. */
const REFUSED_MS = 10 * 60_000
/** How long GitHub may take to show what it has accepted before it is looked at again. */
const LAG_MS = 2000

export interface ReconcileDeps extends ObserveDeps {
  db: Kysely<Schema>
  github: GitHub
  publisher: Publisher
  runs: RunQueue
  now: () => number
  probe: (point: string) => void
  /** Told that what a board of the repository shows may have changed; only where the policy asks for one. */
  onBoard: (repo: RepoRef) => Promise<void>
  /** Told of each action after it was carried out, for progress displays. */
  onAction: (key: TaskKey, action: Action) => void
  log: { info(fields: object, message: string): void }
}

export type Reconciler = (
  key: TaskKey,
  lease: Lease,
  signal: AbortSignal,
) => Promise<{ requeueAfterMs?: number }>

async function report(body: string, { issue }: BareSnapshot, context: ActContext): Promise<void> {
  for (const action of stickyComment(issue.number, issue.comments, 'problem', body))
    await act(action, context)
}

export function createReconciler(deps: ReconcileDeps): Reconciler {
  const { db, github, now } = deps
  /** Repositories whose board was told of. */
  const boards = new Set<string>()

  async function pass(
    key: TaskKey,
    lease: Lease,
    signal: AbortSignal,
  ): Promise<{ acted: boolean; requeueAfterMs: number | undefined }> {
    const observed = await observe(deps, key)
    if ('gone' in observed) {
      const proposal = await checkProposal(deps, key, lease, signal)
      if (proposal === undefined) await abandon(deps, key, observed.gone)
      return { acted: false, requeueAfterMs: proposal?.requeueAfterMs }
    }
    const { snapshot, policy, state: seen } = observed
    // News of a board that came before the board was linked to its repository.
    if (seen.begunAt === undefined && snapshot.issue.labels.includes(BOARD_LABEL))
      return { acted: false, requeueAfterMs: undefined }
    const decision = decide(snapshot, policy, now())
    const waves = decision.waves.map((wave) => ({ ...wave }))
    const waitsFor = decision.waitsFor.map((name) => AwaitedSignal.parse(name))
    const progress = Object.fromEntries(
      Object.entries(decision.progress).map(([wave, at]) => [wave, noted(seen.progress[wave], at, now())]),
    )
    const begins = seen.begunAt === undefined && decision.routed !== undefined
    let state: TaskState = {
      ...seen,
      ...(begins ? { begunAt: now() } : {}),
      waves,
      waitsFor,
      progress,
      senders: { ...decision.senders },
      foreignSenders: Object.fromEntries(snapshot.senders),
      shown: shownOf(seen.shown, snapshot, decision.state, now()),
      explanation: [...decision.explanation],
      ...(decision.routed === undefined ? {} : { routed: decision.routed }),
      ...(decision.desired === undefined ? {} : { desired: decision.desired }),
      ...(decision.hooks === undefined ? {} : { hooks: decision.hooks }),
      ...(decision.priority === undefined ? {} : { priority: decision.priority }),
    }
    const open = snapshot.issue.state === 'open' || decision.actions.length > 0
    const remember: ActContext['remember'] = async (change) => {
      state = { ...state, ...(typeof change === 'function' ? change(state) : change) }
      await saveTask(db, key, TaskState.parse(state), open)
    }
    const rulings = newRulings(seen.desired, decision.desired)
    const spread = spreads(key, seen.desired, decision.desired)
    const appeared = changedSenders(seen.senders, decision.senders)
    if (rulings.length + spread.length + appeared.length > 0) {
      // One transaction for all that goes with the state: after a crash in between, what the state already holds would not show as new
      // again. One that begins to wait for a sender at the same moment may miss it until its next pass: it only shows what it waits for.
      await db.transaction().execute(async (trx) => {
        await saveTask(trx, key, TaskState.parse(state), open)
        await auditRulings(trx, key, rulings)
        if (spread.length > 0) await storeBroadcast(trx, key, seen.desired, decision.desired)
        const woken = new Set([...spread, ...(await waitersFor(trx, taskRef(key), appeared))])
        if (woken.size > 0) await deps.runs.wakeIn(trx, [...woken])
      })
    }
    const { priority } = decision
    if (priority !== undefined && JSON.stringify(priority) !== JSON.stringify(seen.priority)) {
      await deps.runs.reprioritise(key, (queuedAt) => readyOrder(queuedAt, priority.level, priority.score))
    }
    // One that was sent since it was looked for wakes nobody: look again.
    const waitsAnew = JSON.stringify(waitsFor) !== JSON.stringify(seen.waitsFor)
    const already = waitsAnew
      ? await db.transaction().execute((trx) => waitFor(trx, taskRef(key), key, waitsFor))
      : []
    const sentMeanwhile =
      already.length > 0 || (waitsFor.includes(ANY_SIGNAL) && !seen.waitsFor.includes(ANY_SIGNAL))
    const newWaves = JSON.stringify(waves) !== JSON.stringify(seen.waves)
    const differs = JSON.stringify(state) !== JSON.stringify(seen)
    if (differs) await remember({})
    const task = taskRef(key)
    const context: ActContext = {
      lease,
      signal,
      key,
      task,
      db,
      author: await github.author(task),
      reviewer: await github.reviewer(task),
      publisher: deps.publisher,
      runs: deps.runs,
      policy,
      pack: policy?.pack,
      defaultBranch: snapshot.repository.defaultBranch,
      now,
      remember,
      probe: deps.probe,
    }
    // Before the actions: whatever crashes among them, the board is looked at. Once in the life of a process also where nothing is new.
    const { owner, repo } = task
    if (
      policy?.board === true &&
      (differs || decision.actions.length > 0 || !boards.has(`${owner}/${repo}`))
    ) {
      await deps.onBoard(task)
      boards.add(`${owner}/${repo}`)
    }
    let changed = newWaves || sentMeanwhile || begins
    try {
      for (const action of decision.actions) {
        signal.throwIfAborted()
        if (!(await act(action, context))) continue
        changed = true
        deps.onAction(key, action)
        deps.log.info({ task: key, action: action.do }, 'acted')
      }
      // Only now: whoever is to be told was told.
      const { trouble, troubles } = decision
      if (JSON.stringify([trouble, troubles]) !== JSON.stringify([seen.trouble, seen.troubles]))
        await remember({ trouble, troubles })
    } catch (error) {
      // GitHub refused for a reason that a person can mend: the issue says so, and it is tried again later.
      if (!(error instanceof UserError)) throw error
      await report(problemComment(error), snapshot, context)
      return { acted: false, requeueAfterMs: REFUSED_MS }
    }
    if (changed && snapshot.issue.comments.some((comment) => comment.topic === 'problem')) {
      await report(mendedComment(), snapshot, context)
    }
    // GitHub does not show yet what is done: look again soon, without a storm of passes.
    const lagging = decision.actions.length > 0 && !changed
    const lagMs = Math.max(LAG_MS, decision.requeueAfterMs ?? 0)
    return { acted: changed, requeueAfterMs: lagging ? lagMs : decision.requeueAfterMs }
  }

  return async (key, lease, signal) => {
    for (let i = 0; i < MAX_PASSES; i += 1) {
      signal.throwIfAborted()
      const { acted, requeueAfterMs } = await pass(key, lease, signal)
      if (!acted) return requeueAfterMs === undefined ? {} : { requeueAfterMs }
    }
    return { requeueAfterMs: 1000 }
  }
}
