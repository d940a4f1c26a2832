// From stored deliveries to scheduled tasks: which task each belongs to, and what becomes of the delivery.

import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Sha, TaskKey } from '../../src/domain/ids.ts'
import type { Target } from '../../src/intake/targets.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import { storeDeliveries } from '../../src/store/deliveries.ts'
import { compressPayload } from '../../src/store/payload.ts'
import { answerRequest, openRequests } from '../../src/store/requests.ts'
import { link, saveTask } from '../../src/store/tasks.ts'
import { requestValidation } from '../../src/store/validations.ts'
import { testStore, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

let at: TestStore
let queue: Queue
let woken: string[] = []

beforeAll(async () => {
  at = await testStore()
  queue = await createQueue({ store: at.store, log: silent })
  await queue.start({
    reconcile: async (key) => {
      woken.push(key)
      return {}
    },
    run: async () => undefined,
  })
})
afterEach(() => {
  woken = []
})
afterAll(async () => {
  await queue.stop()
  await at.close()
})

async function deliver(...targets: unknown[]): Promise<string> {
  const guid = randomUUID()
  const payload = compressPayload(Buffer.from('{}'))
  const rest = { event: 'issues', action: undefined, installationId: undefined, payload, error: undefined }
  await storeDeliveries(at.store.pool, [{ guid, ...rest, targets, state: 'stored' }])
  queue.deliveriesStored()
  await queue.idle()
  return guid
}

const state = async (guid: string) =>
  await at.store.db
    .selectFrom('delivery')
    .select(['state', 'task_key', 'error'])
    .where('guid', '=', guid)
    .executeTakeFirstOrThrow()

const where = { owner: 'acme', repo: 'widgets' }

test('an issue is its own task', async () => {
  const guid = await deliver({ kind: 'issue', ...where, number: 12 } satisfies Target)
  expect(woken).toEqual(['acme/widgets#12'])
  expect(await state(guid)).toMatchObject({ state: 'drained', task_key: 'acme/widgets#12' })
})

test('a sub-issue belongs to the task of its parent, and is remembered', async () => {
  await deliver({ kind: 'issue', ...where, number: 21, parent: 20 } satisfies Target)
  await deliver({ kind: 'issue', ...where, number: 22, parent: 21 } satisfies Target)
  await deliver({ kind: 'issue', ...where, number: 22 } satisfies Target)
  expect(woken).toEqual(['acme/widgets#20', 'acme/widgets#20', 'acme/widgets#20'])
})

test('a pull request belongs to the issue its branch names; later comments find it without the branch', async () => {
  await deliver({ kind: 'pull', ...where, number: 31, branch: 'baton/issue-30/wave-1' } satisfies Target)
  await deliver({ kind: 'pull', ...where, number: 31 } satisfies Target)
  expect(woken).toEqual(['acme/widgets#30', 'acme/widgets#30'])
})

test("somebody else's pull request and branch are ignored", async () => {
  const guid = await deliver({
    kind: 'pull',
    ...where,
    number: 40,
    branch: 'feature/issue-30/x',
  } satisfies Target)
  await deliver({ kind: 'branch', ...where, branch: 'baton/issue-x/y' } satisfies Target)
  expect(woken).toEqual([])
  expect((await state(guid)).state).toBe('ignored')
})

test("somebody else's pull request that changed is looked at for itself, and belongs to nobody", async () => {
  const guid = await deliver(
    { kind: 'pull', ...where, number: 44, branch: 'feature/x', changed: true } satisfies Target,
    // A fork's branch is not named, so its name cannot pass for one of ours.
    { kind: 'pull', ...where, number: 45, changed: true } satisfies Target,
  )
  expect(woken.sort()).toEqual(['acme/widgets#44', 'acme/widgets#45'])
  expect(await state(guid)).toMatchObject({ state: 'drained', task_key: 'acme/widgets#44' })
  woken = []
  await deliver({ kind: 'pull', ...where, number: 44 } satisfies Target)
  expect(woken).toEqual([])
})

test('a pull request of our branch that changed concerns its task alone', async () => {
  const branch = 'baton/issue-46/wave-1'
  await deliver({ kind: 'pull', ...where, number: 47, branch, changed: true } satisfies Target)
  expect(woken).toEqual(['acme/widgets#46'])
})

test('a pull request linked by hand', async () => {
  await link(at.store.db, ['acme/widgets#41'], TaskKey.parse('acme/widgets#42'))
  await deliver({ kind: 'pull', ...where, number: 41, branch: 'feature/x' } satisfies Target)
  expect(woken).toEqual(['acme/widgets#42'])
  woken = []
  await deliver({ kind: 'pull', ...where, number: 41, branch: 'feature/x', changed: true } satisfies Target)
  expect(woken.sort()).toEqual(['acme/widgets#41', 'acme/widgets#42'])
})

test('a workflow run is found by its nonce; an unknown nonce is ignored', async () => {
  const taskKey = TaskKey.parse('acme/widgets#50')
  const sha = 'a'.repeat(40)
  await requestValidation(at.store.db, {
    id: 'v1',
    taskKey,
    wave: 1,
    kind: 'tests',
    platform: 'linux-x64',
    confirms: false,
    headSha: sha,
    baseSha: sha,
    nonce: 'n-50',
  })
  await deliver(
    { kind: 'nonce', nonce: 'n-50' } satisfies Target,
    { kind: 'nonce', nonce: 'guessed' } satisfies Target,
  )
  expect(woken).toEqual(['acme/widgets#50'])
})

test('a repository or an owner means every open task in it', async () => {
  await saveTask(at.store.db, TaskKey.parse('acme/gears#1'), {}, true)
  await saveTask(at.store.db, TaskKey.parse('acme/gears#2'), {}, false)
  await saveTask(at.store.db, TaskKey.parse('acme/gears-two#3'), {}, true)
  await saveTask(at.store.db, TaskKey.parse('other/gears#4'), {}, true)
  await deliver({ kind: 'repo', owner: 'acme', repo: 'gears' } satisfies Target)
  expect(woken).toEqual(['acme/gears#1'])
  woken = []
  await deliver({ kind: 'owner', owner: 'acme' } satisfies Target)
  expect(woken.sort()).toEqual(['acme/gears#1', 'acme/gears-two#3'])
})

test('a delivery that cannot be understood fails with its error and takes no other down', async () => {
  const bad = await deliver({ kind: 'issue', owner: 'not a name', repo: 'x y', number: 1 })
  const older = await deliver({ kind: 'from-another-version' })
  await deliver({ kind: 'issue', ...where, number: 60 } satisfies Target)
  expect(await state(bad)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('owner/repo#number'),
  })
  expect((await state(older)).state).toBe('failed')
  expect(woken).toEqual(['acme/widgets#60'])
})

test('many deliveries of few tasks become few passes', async () => {
  const payload = compressPayload(Buffer.from('{}'))
  const rest = { event: 'issues', action: undefined, installationId: undefined, payload, error: undefined }
  const group = Array.from({ length: 450 }, (_, i) => ({
    ...rest,
    guid: randomUUID(),
    targets: [{ kind: 'issue', ...where, number: 100 + (i % 3) }],
    state: 'stored' as const,
  }))
  await storeDeliveries(at.store.pool, group)
  queue.deliveriesStored()
  await queue.idle()
  expect(new Set(woken).size).toBe(3)
  expect(woken.length).toBeLessThanOrEqual(9)
})

test('a button that was pressed is kept with the task that its branch names, once, until it is answered', async () => {
  const branch = 'baton/issue-77/wave-1'
  const key = TaskKey.parse('acme/widgets#77')
  const sha = Sha.parse('a'.repeat(40))
  const press: Target = { kind: 'request', sha, branch, kinds: ['validate'], by: 'ada', bot: false }
  const guid = await deliver({ kind: 'branch', ...where, branch } satisfies Target, press)
  expect(woken).toEqual([key])
  const [request, ...others] = await openRequests(at.store.db, key)
  expect(others).toEqual([])
  expect(request).toMatchObject({
    sha,
    branch,
    kinds: ['validate'],
    author: { login: 'ada', kind: 'person' },
  })
  // Drained again after a crash: known.
  await at.store.db.updateTable('delivery').set({ state: 'stored' }).where('guid', '=', guid).execute()
  queue.deliveriesStored()
  await queue.idle()
  expect(await openRequests(at.store.db, key)).toEqual([request])

  const answer = { id: request?.id ?? 0, by: 'ada', outcome: 'accepted' }
  expect(await answerRequest(at.store.db, key, answer)).toBe(true)
  expect(await answerRequest(at.store.db, key, answer)).toBe(false)
  expect(await openRequests(at.store.db, key)).toEqual([])
  expect(await auditOfTask(at.store.db, key, 5)).toMatchObject([
    { actor: 'ada', what: 'run again', detail: { outcome: 'accepted' } },
  ])
})

test("a button on a branch that is nobody's is not kept", async () => {
  const sha = Sha.parse('b'.repeat(40))
  await deliver(
    { kind: 'branch', ...where, branch: 'topic' } satisfies Target,
    { kind: 'request', sha, branch: 'topic', kinds: ['validate'], by: 'ada', bot: false } satisfies Target,
  )
  const kept = await at.store.db.selectFrom('request').select('id').where('sha', '=', sha).execute()
  expect([woken, kept]).toEqual([[], []])
})
