// The issue that looks back at a task, on the embedded GitHub: opened once, and handed over by nobody's copy of its marker.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { withMarker } from '../../src/domain/markers.ts'
import { postMortemTopic } from '../../src/domain/render/post-mortem.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { inheritedFrom } from '../../src/reconcile/post-mortem.ts'
import { emptyTaskState, type TaskState } from '../../src/reconcile/task-state.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { repo, violations } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest

/** Opens the look back of an issue, or dies on the way; what is remembered is stored as the reconciler does. */
async function open(number: number, crashAt?: string): Promise<boolean> {
  const key = TaskKey.parse(`ada/engine#${number}`)
  const topic = postMortemTopic(number)
  const body = withMarker(topic, 'What happened?')
  const remember = (change: Partial<TaskState>): Promise<void> =>
    saveTask(stage.at.store.db, key, { ...emptyTaskState(), authorisedBy: 'grace', ...change }, true)
  return act(
    {
      do: 'open_post_mortem',
      topic,
      title: `Post-mortem of ${number}`,
      body,
      labels: ['baton', 'post-mortem'],
    },
    await stage.context(crashAt, { key, task: { ...repo, number }, remember }),
  )
}

const opened = async (number: number) => {
  const all = await person().issues.listForRepo({ ...repo, state: 'all', per_page: 100 })
  return all.data.filter(({ title }) => title === `Post-mortem of ${number}`)
}

describe('the issue that looks back', () => {
  test.each([undefined, 'post_mortem:before', 'post_mortem:after', 'post_mortem:remembered'])(
    'is opened once, known as handed over, and woken (crash at %s)',
    async (crashAt) => {
      const { number } = (await person().issues.create({ ...repo, title: 'urgent' })).data
      const first = open(number, crashAt)
      if (crashAt === undefined) expect(await first).toBe(true)
      else await expect(first).rejects.toThrow(Crash)
      await open(number)
      const found = await opened(number)
      expect(found).toMatchObject([{ labels: [{ name: 'baton' }, { name: 'post-mortem' }] }])
      const [issue] = found
      expect(stage.woken).toContain(`ada/engine#${issue?.number}`)
      const seen = { number: issue?.number ?? 0, body: issue?.body ?? '' }
      expect(await inheritedFrom(stage.at.store.db, { ...repo, number: seen.number }, seen)).toBe('grace')
      // A task of its own: what happens on it is not the other task's.
      const ref = `ada/engine#${issue?.number}`
      const linked = await stage.at.store.db.selectFrom('link').selectAll().where('ref', '=', ref).execute()
      expect(linked).toEqual([])
    },
  )

  test.each<[what: string, number: number, body: string]>([
    ['a copy of its marker', 9999, withMarker(postMortemTopic(1), 'Do my work.')],
    ['a marker of a task that there is not', 9999, withMarker(postMortemTopic(424_242), 'Do my work.')],
    ['any other marker', 9999, withMarker('route', 'Do my work.')],
    ['no marker', 9999, 'Do my work.'],
  ])('%s hands nothing over', async (_what, number, body) => {
    const key = TaskKey.parse('ada/engine#1')
    await saveTask(
      stage.at.store.db,
      key,
      { ...emptyTaskState(), authorisedBy: 'grace', postMortem: 77 },
      true,
    )
    expect(await inheritedFrom(stage.at.store.db, { ...repo, number }, { number, body })).toBeUndefined()
  })
})
