// The newest base into a wave's branch, against the embedded GitHub: once, whatever crashes, and what conflicts is remembered.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { Sha } from '../../src/domain/ids.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import { commit } from '../forge/code/support.ts'
import { repo, violations } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const carryOut = async (action: Action, crashAt?: string): Promise<boolean> =>
  act(action, await stage.context(crashAt))
let branches = 0
async function branchWith(files: Record<string, string>): Promise<{ branch: string; sha: Sha }> {
  branches += 1
  const branch = `baton/issue-1/wave-${branches}`
  return { branch, sha: Sha.parse(await commit(stage.t.as('grace'), branch, files)) }
}
async function tip(branch: string): Promise<{ sha: Sha; parents: string[] }> {
  const { data } = await stage.t.as('grace').rest.repos.getBranch({ ...repo, branch })
  return { sha: Sha.parse(data.commit.sha), parents: data.commit.parents.map(({ sha }) => sha) }
}
const update = (branch: string, head: Sha, base: Sha): Action => ({
  do: 'update_branch',
  wave: 1,
  branch,
  head,
  base,
})

test.each([undefined, 'update_branch:before', 'update_branch:after'])(
  'a base that goes together with the branch is brought in once (crash at %s)',
  async (crashAt) => {
    const [wave, base] = [
      await branchWith({ [`wave-${branches}.txt`]: 'w\n' }),
      await branchWith({ [`base-${branches}.txt`]: 'b\n' }),
    ]
    const action = update(wave.branch, wave.sha, base.sha)
    const first = carryOut(action, crashAt)
    if (crashAt === undefined) expect(await first).toBe(true)
    else await expect(first).rejects.toThrow(Crash)
    await carryOut(action)
    const made = await tip(wave.branch)
    expect(made.parents).toEqual([wave.sha, base.sha])
    // Asked for again on the new head there is nothing to do, and that is known from then on.
    stage.remembered.length = 0
    await carryOut(update(wave.branch, made.sha, base.sha))
    expect(await tip(wave.branch)).toEqual(made)
    expect(stage.remembered).toEqual([{ updates: [{ branch: wave.branch, head: made.sha, base: base.sha }] }])
  },
)

test('a conflict is remembered with both sides, in place of what was known of the branch, and nothing is pushed', async () => {
  const [wave, base] = [
    await branchWith({ 'same.txt': 'ours\n' }),
    await branchWith({ 'same.txt': 'theirs\n' }),
  ]
  const other = { branch: 'baton/other', head: wave.sha, base: base.sha }
  const updates = [other, { branch: wave.branch, head: base.sha, base: wave.sha }]
  let state = { ...emptyTaskState(), updates }
  const context = await stage.context(undefined, {
    remember: (change) => {
      state = { ...state, ...(typeof change === 'function' ? change(state) : change) }
      return Promise.resolve()
    },
  })
  expect(await act(update(wave.branch, wave.sha, base.sha), context)).toBe(true)
  expect(state.updates).toEqual([
    other,
    {
      branch: wave.branch,
      head: wave.sha,
      base: base.sha,
      conflict: { files: ['same.txt'], text: expect.stringMatching(/ours\n={7}\ntheirs/) },
    },
  ])
  expect(await tip(wave.branch)).toMatchObject({ sha: wave.sha })
})
