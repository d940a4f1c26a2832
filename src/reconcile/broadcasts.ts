// Directives for a whole repository, between the issue that gives one and the tasks that it is for.

import type { Kysely } from 'kysely'
import type { Desired } from '../domain/commands/desired.ts'
import { isFiledDirective } from '../domain/directives/filed.ts'
import { isBroadcast, type AddressedTask } from '../domain/directives/progress.ts'
import { taskKey, taskRef, type TaskKey } from '../domain/ids.ts'
import type { BareSnapshot, IssueObservation } from '../domain/snapshot.ts'
import { closeBroadcast, openBroadcasts, putBroadcast } from '../store/broadcasts.ts'
import type { Schema } from '../store/schema.ts'
import { tasksOfRepository } from '../store/tasks.ts'
import { TaskState } from './task-state.ts'

interface Other {
  key: TaskKey
  open: boolean
  state: TaskState
}

async function othersOf(db: Kysely<Schema>, key: TaskKey): Promise<Other[]> {
  const tasks = await tasksOfRepository(db, taskRef(key))
  return tasks
    .filter((task) => task.key !== key)
    .map((task) => ({ key: task.key, open: task.open, state: TaskState.parse(task.state) }))
}

/**
 * What is open in the repository: one query over an index. Only for an issue that is a directive itself it reads the other tasks: whom it
 * is for before it is given, and how far they have come afterwards.
 */
export async function broadcastsFor(
  db: Kysely<Schema>,
  key: TaskKey,
  issue: IssueObservation,
  { routed, desired, authorisedBy }: Pick<TaskState, 'routed' | 'desired' | 'authorisedBy'>,
): Promise<Pick<BareSnapshot, 'broadcasts' | 'beside' | 'addressed'>> {
  const broadcasts = await openBroadcasts(db, taskRef(key))
  // Whoever may file an issue must not have all tasks read.
  const counts = authorisedBy !== undefined && issue.state === 'open'
  if (!counts || !isFiledDirective({ issue, routed, desired })) return { broadcasts }
  const others = await othersOf(db, key)
  const given = desired?.broadcast
  if (given === undefined) {
    const beside = others
      .filter(
        ({ open, state }) =>
          open && state.authorisedBy !== undefined && state.desired?.broadcast === undefined,
      )
      .map((other) => other.key)
    return { broadcasts, beside }
  }
  const addressed = given.tasks.map((task): AddressedTask => {
    const other = others.find((one) => one.key === task)
    const entry = other?.state.desired?.directives.find((one) => isBroadcast(one) && one.line === given.issue)
    return { key: task, open: other?.open === true, entry }
  })
  return { broadcasts, addressed }
}

const entriesOf = (desired: Desired | undefined): Map<number, string> =>
  new Map((desired?.directives ?? []).filter(isBroadcast).map((one) => [one.line, JSON.stringify(one)]))

/** Who has to look again because of what a pass has come to: the tasks of a directive, or the issues that gave one. */
export function spreads(key: TaskKey, before: Desired | undefined, after: Desired | undefined): TaskKey[] {
  const [was, is] = [before?.broadcast, after?.broadcast]
  if (is !== undefined && (was === undefined || was.closed !== is.closed)) return is.tasks
  const known = entriesOf(before)
  const changed = [...entriesOf(after)].filter(([issue, entry]) => known.get(issue) !== entry)
  const { owner, repo } = taskRef(key)
  return changed.map(([number]) => taskKey({ owner, repo, number }))
}

/** Stores a directive that was given or is over; nothing where that did not change. Goes with the task's state, in one transaction. */
export async function storeBroadcast(
  trx: Kysely<Schema>,
  key: TaskKey,
  before: Desired | undefined,
  after: Desired | undefined,
): Promise<void> {
  const [was, is] = [before?.broadcast, after?.broadcast]
  if (is === undefined) return
  const { closed, ...given } = is
  if (was === undefined) await putBroadcast(trx, key, given)
  if (closed !== undefined && was?.closed === undefined) await closeBroadcast(trx, key)
}
