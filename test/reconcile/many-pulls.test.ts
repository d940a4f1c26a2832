// A wave whose branch has had many pull requests: closed by people and opened again, the newest is the wave's.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { commit } from '../forge/code/support.ts'
import { repo, violations } from '../forge/support.ts'
import { type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

test('of more than twenty from the branch of a wave the newest is seen, in one request', async () => {
  const grace = stage.t.as('grace')
  const branch = 'agent-1/wave-1'
  await commit(grace, branch, { 'src/a.mjs': 'export {}\n' }, 'Add a')
  const numbers: number[] = []
  for (let i = 0; i < 23; i += 1) {
    const last = numbers.at(-1)
    if (last !== undefined) await grace.rest.pulls.update({ ...repo, pull_number: last, state: 'closed' })
    numbers.push(
      (await grace.rest.pulls.create({ ...repo, head: branch, base: 'main', title: 'T' })).data.number,
    )
  }
  const client = await stage.github.author(repo)
  const look = async () => {
    const seen = await client.tasks.observe(stage.issue, [{ index: 1, branch }], undefined)
    if ('gone' in seen) throw new Error(seen.gone)
    return seen.waves[0]?.pull
  }
  expect(await look()).toMatchObject({ number: numbers.at(-1), state: 'open' })
  const before = stage.t.forge.requests.length
  await look()
  expect(stage.t.forge.requests.length - before).toBe(1)
})
