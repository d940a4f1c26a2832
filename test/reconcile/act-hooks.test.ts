// What hooks ask GitHub for: a workflow once, with a run that is found again, and one that cannot be started told and left.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { HookRecord } from '../../src/domain/hooks/record.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { emptyTaskState, type TaskState } from '../../src/reconcile/task-state.ts'
import { commit } from '../forge/code/support.ts'
import { violations } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

const inputs = ['hook', 'task', 'wave', 'sha', 'nonce']
const WORKFLOW = `name: Notify
run-name: notify \${{ inputs.nonce }}
on:
  workflow_dispatch:
    inputs:
${inputs.map((name) => `      ${name}: { type: string }`).join('\n')}
jobs:
  notify:
    runs-on: ubuntu-latest
    steps:
      - run: echo hi
`

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  await commit(stage.t.as('grace'), 'main', { '.github/workflows/notify.yml': WORKFLOW })
})
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const ID = 'POST_TASK_CLEANUP/wave-2/done'

/** Carries actions out one after the other, as a pass does; returns what is remembered of the hooks. */
async function carryOut(actions: readonly Action[], crashAt?: string): Promise<HookRecord> {
  const steps = [0, 1].map(() => ({ does: { do: 'workflow', workflow: 'notify.yml' } }))
  let state: TaskState = {
    ...emptyTaskState(),
    hooks: HookRecord.parse({ [ID]: { at: 1, sha: stage.main, steps } }),
  }
  const context = await stage.context(crashAt, {
    remember: (change) => {
      state = { ...state, ...(typeof change === 'function' ? change(state) : change) }
      return Promise.resolve()
    },
  })
  for (const action of actions) expect(await act(action, context)).toBe(true)
  return state.hooks ?? {}
}

const dispatch = (workflow: string, nonce: string, step = 0): Extract<Action, { do: 'dispatch_hook' }> => ({
  do: 'dispatch_hook',
  id: ID,
  step,
  workflow,
  inputs: { hook: 'POST_TASK_CLEANUP', task: stage.key, wave: '2', sha: stage.main, nonce },
})

test.each(['dispatch_hook:before', 'dispatch_hook:after'])(
  'a workflow is started once (crash at %s)',
  async (crashAt) => {
    const step = crashAt.endsWith('before') ? 0 : 1
    const action = dispatch('notify.yml', `nonce-${step}-of-the-table`, step)
    const before = stage.repository().runs.length
    await expect(carryOut([action], crashAt)).rejects.toThrow(Crash)
    const hooks = await carryOut([action])
    await carryOut([action])
    const runs = stage.repository().runs.slice(before)
    expect(runs.map((run) => run.displayTitle)).toEqual([`notify nonce-${step}-of-the-table`])
    expect(hooks[ID]?.steps[step]).toMatchObject({ at: 1_000_000, result: `started as run ${runs[0]?.id}` })
  },
)

test.each([
  ['missing.yml', /cannot be started|404/],
  ['baton-validate.yml', /inputs/i],
])('%s cannot be started: the step ends with why, also after a crash', async (workflow, why) => {
  const action = dispatch(workflow, 'nonce-of-nothing')
  await stage.at.store.db.deleteFrom('ledger').where('kind', '=', 'dispatch_hook').execute()
  await expect(carryOut([action], 'dispatch_hook:before')).rejects.toThrow(Crash)
  for (let i = 0; i < 2; i += 1) {
    expect((await carryOut([action]))[ID]?.steps[0]).toMatchObject({
      failed: true,
      result: expect.stringMatching(why) as string,
    })
  }
})

test('a step that has ended keeps its end', async () => {
  const note = (result: string, at: number, id = ID): Action => ({
    do: 'note_hook',
    id,
    step: 0,
    end: { at, result, failed: false },
  })
  const hooks = await carryOut([note('first', 5), note('second', 6)])
  expect(hooks[ID]?.steps).toMatchObject([{ at: 5, result: 'first' }, {}])
  expect(hooks[ID]?.steps[1]).not.toHaveProperty('at')
  expect(await carryOut([note('nowhere', 5, 'PRE_TASK_SETUP/task')])).not.toHaveProperty(
    'PRE_TASK_SETUP/task',
  )
})
