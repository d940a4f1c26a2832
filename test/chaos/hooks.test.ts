// Baton killed around what hooks do: after a restart everything that hangs on them has happened, and nothing twice.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../support/engine.ts'
import { expectHooksOnce, HOOKED } from '../support/hooked.ts'
import { clusterTemplate, createLives, type Lives } from '../support/lives.ts'
import { isDone, smallStage, type SmallStage } from '../support/small-stage.ts'

let template: Awaited<ReturnType<typeof clusterTemplate>>
let small: SmallStage
let lives: Lives

beforeEach(async () => {
  template = await clusterTemplate()
  small = await smallStage(HOOKED)
  lives = await createLives(small, template.dir)
})

afterEach(async () => {
  await lives.end()
  await small.close()
  await template.remove()
})

test('kill -9 after a hook’s comment, its run, and before and after its workflow', async () => {
  const points = [
    // The first comment is that of PRE_TASK_SETUP, the first run that of PRE_TASK_VALIDATION.
    'comment:after',
    'start_run:between',
    'dispatch_hook:before',
    'dispatch_hook:after',
    'check:after',
  ]
  await lives.through(
    points.map((point) => ({ point, nth: 1 })),
    () => small.stage.fileIssue(),
    () => until('the work is merged', () => isDone(small.repo, 1), 60_000),
  )
  expectHooksOnce(small)
  expect(small.stage.forge.contract.violations).toEqual([])
})
