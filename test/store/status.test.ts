// `baton status`: moments of hooks, as the tasks of a repository remember them, beside the plans.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HookName } from '../../src/domain/hooks/names.ts'
import { momentId, type RecordedMoment } from '../../src/domain/hooks/record.ts'
import { Sha, TaskKey } from '../../src/domain/ids.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { baton, scratch } from '../cli/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
let place: ReturnType<typeof scratch>
const sha = Sha.parse('a'.repeat(40))
const comment = { do: 'comment' as const, text: 'Wave {wave} is done.' }
const moment = (change: Partial<RecordedMoment> = {}): RecordedMoment => ({
  at: 1000,
  sha,
  steps: [{ does: comment, at: 2000, result: 'said' }],
  ...change,
})

beforeAll(async () => {
  at = await testStore()
  place = scratch()
  const { db } = at.store
  const hooks = Object.fromEntries(
    HookName.options.map((hook, i) => [momentId(hook, String(i)), moment({ wave: i })]),
  )
  await saveTask(db, TaskKey.parse('acme/gears#1'), { hooks }, true)
  const failed = moment({
    steps: [{ does: comment }, { does: comment, at: 3000, result: 'refused', failed: true }],
  })
  await saveTask(db, TaskKey.parse('acme/gears#12'), { hooks: { 'ERROR_DETECTION/w2/a': failed } }, false)
  await saveTask(
    db,
    TaskKey.parse('acme/idle#1'),
    { hooks: { 'PRE_TASK_SETUP/task': moment({ steps: [] }) } },
    true,
  )
  await saveTask(db, TaskKey.parse('acme/none#1'), {}, true)
})
afterAll(async () => {
  await place.remove()
  await at.close()
})

async function status(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await baton(['status', ...args], {
    dir: place.dir,
    env: { DATABASE_URL: at.database.url },
  })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

describe('hooks', () => {
  test('are listed as JSON: each moment that something hung on, with what became of it', async () => {
    const found: unknown = JSON.parse(await status('--json'))
    expect(found).toEqual([
      {
        repository: 'acme/gears',
        hooks: [
          ...HookName.options.map((hook, wave) => ({
            issue: 1,
            hook,
            at: 1000,
            wave,
            sha,
            steps: [{ does: comment, at: 2000, result: 'said' }],
          })),
          {
            issue: 12,
            hook: 'ERROR_DETECTION',
            at: 1000,
            sha,
            steps: [{ does: comment }, { does: comment, at: 3000, result: 'refused', failed: true }],
          },
        ],
      },
    ])
  })

  test('are those of one repository where one is asked for', async () => {
    expect(await status('--json', '--repo', 'acme/idle')).toBe('[]\n')
  })

  test('are no plans', async () => {
    expect(await status()).toBe('There are no plans.\n')
  })
})
