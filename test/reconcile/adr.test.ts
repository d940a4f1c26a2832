// Decision records on real git and a real database: one number and one commit each, whatever crashes in between.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskKey, taskRef } from '../../src/domain/ids.ts'
import { act } from '../../src/reconcile/act/index.ts'
import type { ActionOf } from '../../src/reconcile/act/action.ts'
import { adrsOfTask } from '../../src/store/adrs.ts'
import { OWNER, REPO } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => await stage[Symbol.asyncDispose]())

const repo = { owner: OWNER, repo: REPO }
const reserve = (topic: string): ActionOf<'reserve_adr'> => ({
  do: 'reserve_adr',
  topic,
  title: `Decision of ${topic}`,
  dir: 'docs/adr',
  baseSha: stage.main,
})
const records = (key = stage.key) => adrsOfTask(stage.at.store.db, key)
async function recordOf(topic: string) {
  const found = (await records()).find((one) => one.topic === topic)
  if (found === undefined) throw new Error(`no record of ${topic}`)
  return found
}
async function commitOf(topic: string, expected?: ActionOf<'commit_adr'>['expected']) {
  const { number, branch, path } = await recordOf(topic)
  return {
    do: 'commit_adr',
    number,
    branch,
    path,
    text: `# ${number}. ${topic}\n`,
    message: `Record decision ${number}`,
    baseSha: stage.main,
    expected,
    date: '2026-11-21T12:00:00.000Z',
  } satisfies ActionOf<'commit_adr'>
}
const tip = async (branch: string) =>
  (await stage.t.as('grace').rest.git.getRef({ ...repo, ref: `heads/${branch}` })).data.object.sha

test('two tasks at the same time get two numbers', async () => {
  const others = [101, 102, 103].map((issue) => TaskKey.parse(`${OWNER}/${REPO}#${issue}`))
  const contexts = await Promise.all(
    others.map((key) => stage.context(undefined, { key, task: taskRef(key) })),
  )
  await Promise.all(contexts.map((context) => act(reserve('wave/2'), context)))
  const numbers = (await Promise.all(others.map((key) => records(key)))).flat().map((one) => one.number)
  expect(new Set(numbers).size).toBe(3)
})

describe('a crash', () => {
  test.each(['reserve_adr:before', 'reserve_adr:between', 'reserve_adr:after'])(
    'at %s: the decision gets one number, and the next one another',
    async (point) => {
      await expect(act(reserve(point), await stage.context(point))).rejects.toThrow(Crash)
      await act(reserve(point), await stage.context())
      await act(reserve(`after ${point}`), await stage.context())
      const [one, next] = [await recordOf(point), await recordOf(`after ${point}`)]
      expect(next.number).toBe(one.number + 1)
      expect((await records()).filter(({ topic }) => topic === point)).toHaveLength(1)
    },
  )

  test.each(['commit_adr:before', 'commit_adr:between', 'commit_adr:after'])(
    'at %s: the branch has the commit that the record names',
    async (point) => {
      await act(reserve(point), await stage.context())
      const action = await commitOf(point)
      await expect(act(action, await stage.context(point))).rejects.toThrow(Crash)
      await act(action, await stage.context())
      const record = await recordOf(point)
      expect(await tip(record.branch)).toBe(record.sha)
    },
  )
})

test('the commit adds the file to what is there, and nothing else', async () => {
  await act(reserve('content'), await stage.context())
  const action = await commitOf('content')
  await act(action, await stage.context())
  const { rest } = stage.t.as('grace')
  const { data } = await rest.repos.compareCommits({ ...repo, base: stage.main, head: action.branch })
  expect(data.files?.map(({ filename, status }) => [filename, status])).toEqual([[action.path, 'added']])
  expect(data.ahead_by).toBe(1)
})

test('a path that nothing of ours may write is refused', async () => {
  await act(reserve('protected'), await stage.context())
  const action = { ...(await commitOf('protected')), path: '.github/workflows/0001-x.md' }
  await expect(act(action, await stage.context())).rejects.toThrow('is protected')
})
