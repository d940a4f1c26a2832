// A check with annotations against the embedded GitHub: in several requests, cut short and repeated, each is there once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { Sha } from '../../src/domain/ids.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { commit } from '../forge/code/support.ts'
import { repo, violations } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest
const carryOut = async (action: Action, crashAt?: string): Promise<boolean> =>
  act(action, await stage.context(crashAt))
let branches = 0

describe('a check with more annotations than one request takes', () => {
  const marks = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      path: 'src/lines.txt',
      line: i + 1,
      title: `k${i}`,
      message: `m${i}`,
    }))

  async function annotated(count: number, digest = 'd') {
    branches += 1
    const branch = `settings-${branches}`
    const text = { 'src/lines.txt': `line one of ${branches}\n` }
    const sha = Sha.parse(await commit(stage.t.as('grace'), branch, text))
    const action: Extract<Action, { do: 'check' }> = {
      do: 'check',
      sha,
      name: 'baton/configuration',
      status: 'completed',
      conclusion: 'failure',
      title: 't',
      summary: 's',
      annotations: marks(count),
      digest,
      checkId: undefined,
    }
    const runs = async () =>
      (await person().checks.listForRef({ ...repo, ref: sha, filter: 'all' })).data.check_runs
    const lines = async (id: number): Promise<number[]> =>
      (await person().checks.listAnnotations({ ...repo, check_run_id: id, per_page: 100 })).data.map(
        (mark) => mark.start_line,
      )
    return { action, runs, lines }
  }
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

  test.each([
    [0, undefined],
    [50, undefined],
    [51, undefined],
    [60, 'check:before'],
    [60, 'check:after'],
    [100, 'check:after'],
  ])('has each of %i once (crash at %s), also when it is written again', async (count, crashAt) => {
    const { action, runs, lines } = await annotated(count)
    const first = carryOut(action, crashAt)
    if (crashAt === undefined) expect(await first).toBe(true)
    else await expect(first).rejects.toThrow(Crash)
    await carryOut(action)
    const [run, ...others] = await runs()
    expect(others).toEqual([])
    expect(run).toMatchObject({ external_id: 'd', status: 'completed', conclusion: 'failure' })
    expect(await lines(run!.id)).toEqual(upTo(count))
    await carryOut({ ...action, title: 'u', digest: 'e', checkId: run!.id })
    expect((await runs()).map(({ external_id, output }) => [external_id, output.title])).toEqual([['e', 'u']])
    expect(await lines(run!.id)).toEqual(upTo(count))
  })

  test('looks unfinished until the last of them stands there, and is taken up from there', async () => {
    const { action, runs, lines } = await annotated(70)
    const { author } = await stage.context()
    const update = (): Promise<void> => Promise.reject(new Crash('between two requests'))
    const dying = { ...author, checks: { ...author.checks, update } }
    await expect(act(action, await stage.context(undefined, { author: dying }))).rejects.toThrow(Crash)
    const [half] = await runs()
    expect(half).toMatchObject({ external_id: '', status: 'in_progress', conclusion: null })
    await carryOut({ ...action, checkId: half!.id })
    expect(await runs()).toMatchObject([{ id: half!.id, external_id: 'd', conclusion: 'failure' }])
    expect(await lines(half!.id)).toEqual(upTo(70))
  })
})
