// Lifecycle hooks on the embedded GitHub: comment, label, agent, workflow and gate happen, each once.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadTask } from '../../src/store/tasks.ts'
import { TaskState } from '../../src/reconcile/task-state.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { expectHooksOnce, HOOKED } from '../support/hooked.ts'
import { isDone, onlyPull, taskOf } from '../support/small-stage.ts'

let here: Conducted

beforeEach(async () => {
  here = await conduct(undefined, HOOKED)
})
afterEach(() => here.close())

test('every kind of step happens once, at its moment, and is on record', async () => {
  const { small, baton, acted, rest } = here
  await small.stage.fileIssue()
  await until('the work is merged', () => isDone(small.repo, 1), 200_000)
  await rest()
  expectHooksOnce(small)

  const order = acted.flatMap((action) =>
    action.do === 'start_run'
      ? [`${action.agent}/${action.purpose}`]
      : action.do === 'merge' || action.do === 'dispatch_hook' || action.do === 'open_pull'
        ? [action.do]
        : action.do === 'note_hook'
          ? [action.id.split('/')[0]]
          : [],
  )
  const at = (what: string): number => order.indexOf(what)
  // The task waits for the report before its first wave, and for the gates before its merge.
  expect(order.slice(0, 3)).toEqual(['PRE_TASK_SETUP', 'researcher/research', 'PRE_TASK_VALIDATION'])
  expect(at('AGENT_HANDOFF_PREPARE')).toBeLessThan(at('implementer/implement'))
  expect(at('POST_TASK_VALIDATION')).toBeLessThan(at('merge'))

  const stored = await loadTask(baton.store.db, taskOf(1))
  const { hooks = {} } = TaskState.parse(stored?.state)
  expect(
    Object.values(hooks).flatMap(({ steps }) => steps.filter(({ at: ended }) => ended === undefined)),
  ).toEqual([])

  // Whatever wakes the task again finds everything done.
  const before = acted.length
  await small.as('alice').rest.issues.createComment({
    owner: 'acme',
    repo: 'greeter',
    issue_number: 1,
    body: 'Thank you.',
  })
  await rest()
  expect(acted.slice(before)).toEqual([])
  const checks = small.repo.checks.filter(({ headSha }) => headSha === onlyPull(small.repo).headSha)
  expect(checks.find(({ name }) => name === 'baton/gates')?.output.summary).toMatch(
    /✅ CODE_QUALITY_GATE\n[^]*✅ INTEGRATION_QUALITY_GATE/,
  )
})
