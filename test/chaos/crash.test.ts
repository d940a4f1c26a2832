// Baton in a process of its own, killed with SIGKILL at named points: after a restart the world ends the same, and nothing
// happens twice.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../support/engine.ts'
import { clusterTemplate, createLives, type Lives } from '../support/lives.ts'
import { isDone, issueOf, smallStage, type SmallStage } from '../support/small-stage.ts'
import { expectWholeWorld } from '../support/whole-world.ts'

let template: Awaited<ReturnType<typeof clusterTemplate>>
let small: SmallStage
let lives: Lives

beforeAll(async () => {
  template = await clusterTemplate()
})

afterAll(() => template.remove())

beforeEach(async () => {
  small = await smallStage()
  lives = await createLives(small, template.dir)
})

afterEach(async () => {
  await lives.end()
  await small.close()
})

/** Files the issue, lives through each kill in turn, then to the end. */
const crashAt = (kills: readonly { point: string; nth: number }[]): Promise<void> =>
  lives.through(
    kills,
    () => small.stage.fileIssue(),
    () => until('the work is merged', () => isDone(small.repo, 1), 60_000),
  )

test('kill -9 after intake, during an agent run, and between opening the pull request and recording it', async () => {
  await crashAt([
    { point: 'intake:stored', nth: 1 },
    // After a paid turn, before the outcome.
    { point: 'journal:assistant', nth: 4 },
    { point: 'open_pull:after', nth: 1 },
  ])
  await expectWholeWorld(small)
})

test('an issue filed while nobody listens is found at the next start', async () => {
  await small.stage.fileIssue()
  await small.stage.forge.drain()
  expect(small.stage.forge.deliveries.map(({ statusCode }) => statusCode)).not.toContain(202)
  await lives.start(undefined)
  await until('work has started', () => issueOf(small.repo, 1).comments.length > 0)
})

test('kill -9 at one point after the other, all in one task', async () => {
  const points = [
    'comment:after',
    'start_run:between',
    'journal:tool_start',
    'run:implement:engine-done',
    'run:implement:before-record',
    'push:after',
    'check:after',
    'dispatch:after',
    'collect_result:before',
    'run:review:recorded',
    'review:after',
    'merge:after',
  ]
  await crashAt(points.map((point) => ({ point, nth: 1 })))
  await expectWholeWorld(small)
})
