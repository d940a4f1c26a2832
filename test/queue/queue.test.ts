// The queue in one process: what wakes a task, what coalesces, what is retried, what dies and comes back.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RepoKey, repoKey, RunId, TaskKey } from '../../src/domain/ids.ts'
import { InternalError, TerminalError, TransientError, UserError } from '../../src/errors.ts'
import type { Handlers } from '../../src/queue/handlers.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { createRun, loadRun } from '../../src/store/runs.ts'
import { testStore, until, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

let at: TestStore
let queue: Queue
/** What the next call for a key does; done unless given. */
const reconciles = new Map<string, Handlers['reconcile']>()
const runs = new Map<string, Handlers['run']>()
const calls: string[] = []
const repositories: string[] = []

beforeAll(async () => {
  at = await testStore()
  queue = await createQueue({ store: at.store, log: silent, limits: { runsPerOwner: 2, runs: 6 } })
  await queue.start({
    reconcile: async (key, lease, signal) => {
      calls.push(key)
      return (await reconciles.get(key)?.(key, lease, signal)) ?? {}
    },
    repository: (key, lease) => {
      repositories.push(`${key} under ${lease.key}`)
      return Promise.resolve({})
    },
    run: async (runId, signal, touch) => {
      calls.push(runId)
      await runs.get(runId)?.(runId, signal, touch)
    },
  })
})

afterAll(async () => {
  await queue.stop()
  await at.close()
})

let next = 0
const newKey = (): TaskKey => TaskKey.parse(`acme/widgets#${++next}`)
const count = (key: string): number => calls.filter((call) => call === key).length

describe('waking', () => {
  test('a task that is woken is reconciled under a lease on its key', async () => {
    const key = newKey()
    let held: string | undefined
    reconciles.set(key, async (_key, lease) => {
      held = lease.key
      return {}
    })
    await queue.wake([key])
    await queue.idle()
    expect(held).toBe(key)
    expect(count(key)).toBe(1)
  })

  test('a repository as a whole is passed over under a key of its own, which no task has', async () => {
    const key = repoKey({ owner: 'acme', repo: 'widgets' })
    await queue.wake([key, key])
    await queue.scheduleAt(key, new Date(Date.now() - 1))
    await queue.idle()
    expect(repositories.length).toBeGreaterThanOrEqual(1)
    expect(repositories.every((leased) => leased === `${key} under ${key}`)).toBe(true)
    expect(count(key)).toBe(0)
    expect(TaskKey.safeParse(key).success).toBe(false)
    expect(RepoKey.safeParse('acme/widgets#1').success).toBe(false)
  })

  test('wake-ups before the start coalesce, and one during the work gets a pass of its own', async () => {
    const key = newKey()
    const gate = Promise.withResolvers<void>()
    reconciles.set(key, async () => {
      await gate.promise
      return {}
    })
    await queue.wake([key])
    await until('the first pass runs', () => count(key) === 1)
    for (let i = 0; i < 20; i++) await queue.wake([key, key])
    gate.resolve()
    await queue.idle()
    expect(count(key)).toBe(2)
  })

  test('no wake-up is lost in the race with a pass that is ending', async () => {
    const key = newKey()
    let news = 0
    let seen = 0
    reconciles.set(key, async () => {
      seen = news
      return {}
    })
    for (let round = 1; round <= 300; round++) {
      news = round
      await queue.wake([key])
      if (round % 3 === 0) await until('the news is seen', () => seen === round)
    }
    await queue.idle()
    expect(seen).toBe(300)
  })

  test('never two passes of a key at once, and a busy key holds up no other', async () => {
    const busy = newKey()
    const others = Array.from({ length: 20 }, newKey)
    const gate = Promise.withResolvers<void>()
    let inside = 0
    let most = 0
    reconciles.set(busy, async () => {
      most = Math.max(most, ++inside)
      await gate.promise
      inside--
      return {}
    })
    await queue.wake([busy])
    await until('the busy pass runs', () => count(busy) === 1)
    await queue.wake([busy, ...others])
    await until('the others are done', () => others.every((key) => count(key) === 1))
    gate.resolve()
    await queue.idle()
    expect([most, count(busy)]).toEqual([1, 2])
  })

  test('requeueAfterMs calls again, and of several times asked for the earliest counts', async () => {
    const key = newKey()
    reconciles.set(key, async () => (count(key) < 3 ? { requeueAfterMs: 20 } : {}))
    await queue.wake([key])
    await until('three passes', () => count(key) === 3)
    await queue.scheduleAt(key, new Date(Date.now() + 20))
    await queue.scheduleAt(key, new Date(Date.now() + 3_600_000))
    await until('the earlier time counts', () => count(key) === 4)
  })

  test('a wake-up inside a transaction happens with its commit or not at all', async () => {
    const [kept, dropped] = [newKey(), newKey()]
    await at.store.db.transaction().execute(async (trx) => await queue.wakeIn(trx, [kept]))
    const failing = at.store.db.transaction().execute(async (trx) => {
      await queue.wakeIn(trx, [dropped])
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await queue.idle()
    expect([count(kept), count(dropped)]).toEqual([1, 0])
  })
})

describe('failing', () => {
  test.each([
    ['UserError', () => new UserError('a bad policy', 'fix line 3'), 'a bad policy\nfix line 3'],
    ['TerminalError', () => new TerminalError('the repository is gone'), 'the repository is gone'],
    ['InternalError', () => new InternalError('a bug with a NUL \0'), 'a bug with a NUL \u2400'],
  ])(
    '%s is not retried: it becomes a dead letter, which news or a redrive take up again',
    async (kind, make, text) => {
      const key = newKey()
      reconciles.set(key, async () => {
        throw make()
      })
      await queue.wake([key])
      await queue.idle()
      const letters = (await queue.listDeadLetters()).filter((letter) => letter.key === key)
      expect(letters).toMatchObject([{ queue: 'reconcile', kind, attempts: 1 }])
      expect(letters[0]?.error).toContain(text)
      expect(count(key)).toBe(1)

      // The key is not blocked by it.
      await queue.wake([key])
      await queue.idle()
      expect(count(key)).toBe(2)

      reconciles.delete(key)
      const letter = (await queue.listDeadLetters()).find((one) => one.key === key)
      expect(await queue.redrive([letter!.id])).toBe(1)
      await queue.idle()
      expect(count(key)).toBe(3)
      expect((await queue.listDeadLetters()).filter((one) => one.key === key)).toEqual([])
    },
  )

  test('redriving an id that is not there does nothing', async () => {
    expect(await queue.redrive(['no such id'])).toBe(0)
  })

  test('a success forgets the dead letter of its key', async () => {
    const key = newKey()
    reconciles.set(key, async () => {
      throw new TerminalError('once')
    })
    await queue.wake([key])
    await queue.idle()
    reconciles.delete(key)
    await queue.wake([key])
    await queue.idle()
    expect((await queue.listDeadLetters()).some((letter) => letter.key === key)).toBe(false)
  })

  test('a TransientError is retried, and not before the time the other side asked for', async () => {
    const key = newKey()
    let asked = 0
    let again = 0
    reconciles.set(key, async () => {
      if (count(key) === 1) {
        asked = Date.now()
        throw new TransientError('rate limited', { retryAfterMs: 2500 })
      }
      again = Date.now()
      return {}
    })
    await queue.wake([key])
    await queue.idle()
    expect(count(key)).toBe(2)
    expect(again - asked).toBeGreaterThanOrEqual(2500)
  })
})

describe('agent runs', () => {
  const request = (taskKey: TaskKey, id: string) => ({
    id: RunId.parse(id),
    taskKey,
    wave: 1,
    agent: 'implementer',
    purpose: 'implement',
    attempt: 1,
    headSha: 'a'.repeat(40),
    request: {},
  })

  test('a run is queued once while it waits or works, and can check that it is still its own', async () => {
    const taskKey = newKey()
    const id = RunId.parse(`${taskKey}/w1/implementer/implement/1`)
    const gate = Promise.withResolvers<void>()
    runs.set(id, async (_id, _signal, touch) => {
      await gate.promise
      await touch()
    })
    expect(await queue.enqueueRun(id, taskKey)).toBe(true)
    await until('the run works', () => count(id) === 1)
    expect(await queue.enqueueRun(id, taskKey)).toBe(false)
    gate.resolve()
    await queue.idle()
    expect(count(id)).toBe(1)
  })

  test('a run that dies fails its record and wakes its task; a redrive opens it again', async () => {
    const taskKey = newKey()
    const run = request(taskKey, `${taskKey}/w1/implementer/implement/1`)
    await createRun(at.store.db, run)
    runs.set(run.id, async () => {
      throw new TerminalError('no sandbox')
    })
    await queue.enqueueRun(run.id, taskKey)
    await queue.idle()
    expect((await loadRun(at.store.db, run.id))?.state).toBe('failed')
    expect(count(taskKey)).toBe(1)
    runs.delete(run.id)
    const letter = (await queue.listDeadLetters()).find((one) => one.key === run.id)
    expect(await queue.redrive([letter!.id])).toBe(1)
    await queue.idle()
    expect(count(run.id)).toBe(2)
    expect((await loadRun(at.store.db, run.id))?.state).toBe('queued')
  })

  test('no more runs of an owner at once than allowed, and all of them come to run', async () => {
    const taskKey = TaskKey.parse('crowded/repo#1')
    const ids = Array.from({ length: 6 }, (_, i) => RunId.parse(`${taskKey}/w1/a${i}/implement/1`))
    let inside = 0
    let most = 0
    // The first stays until a second is there, however slow the machine is.
    const both = Promise.withResolvers<void>()
    for (const id of ids) {
      runs.set(id, async () => {
        most = Math.max(most, ++inside)
        if (inside === 2) both.resolve()
        await both.promise
        await new Promise((resolve) => setTimeout(resolve, 30))
        inside--
      })
    }
    for (const id of ids) await queue.enqueueRun(id, taskKey)
    await queue.idle()
    expect(ids.map(count)).toEqual(ids.map(() => 1))
    expect(most).toBe(2)
  })
})
