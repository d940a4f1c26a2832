// Baton killed around the moment at which a pull request goes into the merge queue: it goes in once, and the world ends the same.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../support/engine.ts'
import { clusterTemplate, createLives, type Lives } from '../support/lives.ts'
import { passages, saidOf, setUpQueue, startCi, type Ci } from '../support/queued.ts'
import { GREET, GREET_PATH } from '../support/small-scenario.ts'
import { isDone, issueOf, onlyPull, smallStage, type SmallStage } from '../support/small-stage.ts'
import { expectPaidOnce } from '../support/whole-world.ts'

let template: Awaited<ReturnType<typeof clusterTemplate>>
let small: SmallStage
let lives: Lives
let ci: Ci

beforeAll(async () => {
  template = await clusterTemplate()
})
afterAll(() => template.remove())

beforeEach(async () => {
  small = await smallStage()
  await setUpQueue(small)
  ci = await startCi(small)
  lives = await createLives(small, template.dir)
})
afterEach(async () => {
  await ci.stop()
  await lives.end()
  await small.close()
})

test('kill -9 before and after a pull request goes into the merge queue', async () => {
  await lives.through(
    // The first ones only make the way there short: a life has half a minute.
    ['push:after', 'run:review:recorded', 'collect_result:before', 'enqueue:before', 'enqueue:after'].map(
      (point) => ({ point, nth: 1 }),
    ),
    () => small.stage.fileIssue(),
    () => until('the work is merged', () => isDone(small.repo, 1), 60_000),
  )
  const { repo, stage } = small
  const pull = onlyPull(repo)
  expect(pull).toMatchObject({ merged: true, mergeCommitSha: ci.seen.at(-1) })
  expect(passages(small)).toEqual(['in', 'merged'])
  const green = { 'baton/gates': 'success', 'baton/consensus': 'success', ci: 'success' }
  expect(saidOf(small, ci.seen.at(-1) ?? '')).toEqual(green)
  expect(issueOf(repo, 1).state).toBe('closed')
  expect((await stage.forge.git.branches(repo)).map(({ name }) => name)).toEqual(['main'])
  expect(await stage.forge.git.log(repo, 'main')).toHaveLength(2)
  expect((await stage.forge.git.fileAt(repo, 'main', GREET_PATH))?.data.toString()).toBe(GREET[2])
  expect(stage.forge.contract.violations).toEqual([])
  expectPaidOnce(small)
})
