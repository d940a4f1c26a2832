// The date of a plan that only its issue's milestone names: what cannot be done by then is said, and a later date ends that.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadTask } from '../../src/store/tasks.ts'
import { TaskState } from '../../src/reconcile/task-state.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { said } from '../support/told.ts'
import { at, taskOf } from '../support/small-stage.ts'

let here: Conducted
beforeEach(async () => {
  here = await conduct()
})
afterEach(async () => {
  await here.close()
})

const PLAN = `---
plan: plan-1
title: Greet
orchestrator: orchestrator
waves:
  - { wave: 1, title: Greet, agent: implementer, waits_for: [somebody-says-go], estimate_hours: 30 }
---
`

test('a plan that cannot be done by its milestone is escalated, and a later date ends that', async () => {
  const { issues } = here.small.as('alice').rest
  const due = '2020-02-01T08:00:00Z'
  const milestone = (await issues.createMilestone({ ...at, title: 'First release', due_on: due })).data.number
  const { number } = (
    await issues.create({ ...at, title: 'Plan 1', body: PLAN, labels: ['baton'], milestone })
  ).data
  await here.rest()
  expect(said(here.small.repo, number, 'escalation-late-1')).toContain(
    'plan-1 is due on 2020-02-01 (milestone First release), and its critical path takes 30 hours more: plan-1/1',
  )
  const trouble = async () => {
    const record = await loadTask(here.baton.store.db, taskOf(number))
    return TaskState.parse(record?.state).troubles.late
  }
  expect(await trouble()).toMatchObject({ kind: 'late', level: 3 })

  await issues.updateMilestone({ ...at, milestone_number: milestone, due_on: '2999-02-01T08:00:00Z' })
  await here.baton.queue.wake([taskOf(number)])
  await here.rest()
  expect(await trouble()).toMatchObject({ over: true })
  expect(here.small.stage.forge.contract.violations).toEqual([])
})
