// Who sends the signals that a task waits for: read from what the other tasks of the repository remember, told to those that wait.

import type { Kysely } from 'kysely'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import { SignalName } from '../domain/plan/names.ts'
import type { Schema } from '../store/schema.ts'
import { tasksOfRepository } from '../store/tasks.ts'
import { TaskState } from './task-state.ts'

const Senders = TaskState.pick({ senders: true })

/**
 * The issues behind the signals that the route waits for, by signal. Numbers of issues do not change: the other tasks are read
 * only while one is not known, and not for a signal that was sent already.
 */
export async function sendersFor(
  db: Kysely<Schema>,
  key: TaskKey,
  { routed, foreignSenders }: Pick<TaskState, 'routed' | 'foreignSenders'>,
  sent: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const names = new Set((routed?.waves ?? []).flatMap((wave) => wave.waits ?? []))
  const found = new Map(Object.entries(foreignSenders).filter(([name]) => names.has(name)))
  const unknown = [...names].filter((name) => !found.has(name) && !sent.has(name))
  if (unknown.length > 0) {
    for (const other of await tasksOfRepository(db, taskRef(key))) {
      if (other.key === key) continue
      const { senders } = Senders.strip().parse(other.state)
      for (const name of unknown) {
        const number = senders[name]
        // Two that say they send the same: the plan that was there first counts.
        if (number !== undefined && !found.has(name)) found.set(name, number)
      }
    }
  }
  return found
}

/** The signals whose sender is another issue than before. */
export const changedSenders = (
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): SignalName[] =>
  Object.entries(now).flatMap(([name, number]) => (before[name] === number ? [] : [SignalName.parse(name)]))
