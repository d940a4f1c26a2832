// What comes back from a workflow run is taken only as the answer to what was asked: this nonce, these commits, this kind.

import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import type { ArtifactFile } from '../../src/github/actions-api.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { judge } from '../../src/reconcile/act/validation.ts'
import { createWire } from '../../src/rehearsal/runner/wire.ts'
import { runnerToken } from '../../src/rehearsal/forge/runner-routes.ts'
import { type ValidationRecord, validationsOfTask } from '../../src/store/validations.ts'
import { HEAD, MAIN, ratioOf4, result, sha } from '../domain/support.ts'
import { type Stage, startStage } from './support.ts'

const asked: ValidationRecord = {
  id: 'acme/attention#7/validate/a/1',
  taskKey: TaskKey.parse('acme/attention#7'),
  wave: 2,
  kind: 'validate',
  platform: 'linux-x64',
  confirms: false,
  headSha: HEAD,
  baseSha: MAIN,
  nonce: 'nonce-1234',
  workflowRunId: 100,
  state: 'running',
  result: null,
  detail: null,
  createdAt: new Date(0),
  finishedAt: null,
}

const file = (content: unknown): ArtifactFile => ({
  kind: 'text',
  text: typeof content === 'string' ? content : JSON.stringify(content),
})
const step = { name: 't', command: 'c', exitCode: 0, durationMs: 1, outputTail: '' }

describe('a result', () => {
  test('that answers what was asked is taken as it is', () => {
    expect(judge(file(result()), asked)).toEqual({ state: 'done', result: result(), detail: undefined })
  })

  test.each<[string, ArtifactFile, 'failed' | 'refused', RegExp]>([
    ['missing', { kind: 'absent' }, 'failed', /without a result artifact/],
    ['too large', { kind: 'refused', why: 'the artifact has 9 bytes' }, 'refused', /9 bytes/],
    ['with a foreign nonce', file(result({ nonce: 'nonce-9999' })), 'refused', /nonce/],
    ['for another head', file(result({ headSha: sha('b') })), 'refused', /other commits/],
    ['for another base', file(result({ baseSha: sha('b') })), 'refused', /other commits/],
    ['of another kind', file(result({ kind: 'benchmark' })), 'refused', /kind benchmark, validate was asked/],
    ['from another platform', file(result({ platform: 'windows-x64' })), 'refused', /linux-x64 was asked/],
    ['that is no JSON', file('{"version": 1'), 'refused', /not JSON/],
    ['that is empty', file(''), 'refused', /not JSON/],
    ['that is a list', file([result()]), 'refused', /does not fit/],
    ['of another version', file({ ...result(), version: 1 }), 'refused', /does not fit/],
    ['with a key too many', file({ ...result(), approved: true }), 'refused', /approved/],
    ['with a short SHA', file({ ...result(), headSha: 'aaaaaaa' }), 'refused', /does not fit/],
    [
      'with more output than fits',
      file(result({ steps: [{ ...step, outputTail: 'x'.repeat(9000) }] })),
      'refused',
      /fit/,
    ],
    [
      'with too many steps',
      file(result({ steps: Array.from({ length: 101 }, () => step) })),
      'refused',
      /fit/,
    ],
    ['with a number that is none', file({ ...result(), tests: { total: 'many' } }), 'refused', /fit/],
    [
      'with NaN',
      file(JSON.stringify(result()).replace('"durationMs":900', '"durationMs":NaN')),
      'refused',
      /not JSON/,
    ],
  ])('%s is %s', (_name, artifact, state, detail) => {
    expect(judge(artifact, asked)).toMatchObject({
      state,
      result: null,
      detail: expect.stringMatching(detail),
    })
  })
})

describe('collecting it', () => {
  let stage: Stage
  beforeAll(async () => (stage = await startStage()))
  afterAll(async () => await stage[Symbol.asyncDispose]())

  const records = async () => validationsOfTask(stage.at.store.db, stage.key)

  /** Dispatches a validation and has a runner upload an artifact for it. */
  async function answered(attempt: number, change: object): Promise<string> {
    await act(
      {
        do: 'dispatch',
        wave: 1,
        kind: 'validate',
        confirms: false,
        workflow: 'baton-validate.yml',
        headSha: stage.main,
        baseSha: stage.main,
        attempt,
        plan: { setup: [], commands: [{ name: 't', run: 'npm test', report: 'none' }], rounds: 1 },
        platform: { name: 'linux-x64', runner: 'ubuntu-latest', requires: [] },
      },
      await stage.context(),
    )
    const record = (await records()).find(({ id }) => id.endsWith(`/${attempt}`))
    if (record === undefined) throw new Error('nothing was asked for')
    const { nonce } = record
    const content = result({ nonce, headSha: stage.main, baseSha: stage.main, ...change })
    const zip = zipSync({ 'baton-result.json': new TextEncoder().encode(JSON.stringify(content)) })
    const { forge } = stage.t
    const wire = createWire({ forgeUrl: forge.url, token: runnerToken(forge), owner: 'ada', repo: 'engine' })
    await wire.claim(['ubuntu-latest'], 'runner', AbortSignal.timeout(10_000))
    await wire.upload(Number(record.workflowRunId), 'baton-result-linux-x64', zip)
    return record.id
  }

  const collect = async (id: string, crashAt?: string) =>
    act(
      { do: 'collect_result', validation: id, branch: 'main', onBranch: false },
      await stage.context(crashAt),
    )

  test('stores it once, also after a crash in between', async () => {
    const id = await answered(1, {})
    await expect(collect(id, 'collect_result:before')).rejects.toThrow('collect_result:before')
    await collect(id)
    await collect(id)
    const record = (await records()).find((one) => one.id === id)
    expect(record).toMatchObject({ state: 'done', result: { headSha: stage.main } })
  })

  test('with its figures, or neither', async () => {
    const figures = async (id: string) =>
      stage.at.store.db.selectFrom('measurement').select('metric').where('validation', '=', id).execute()
    const id = await answered(9, { benchmarks: [ratioOf4] })
    await expect(collect(id, 'collect_result:between')).rejects.toThrow('collect_result:between')
    expect((await records()).find((one) => one.id === id)).toMatchObject({ state: 'running' })
    expect(await figures(id)).toEqual([])
    await collect(id)
    await collect(id)
    expect((await figures(id)).map(({ metric }) => metric).toSorted()).toEqual([
      'attention.ms',
      'tests.passed',
      'tests.total',
    ])
  })

  test('a foreign one is refused and kept with its reason', async () => {
    const id = await answered(2, { nonce: 'nonce-of-another' })
    await collect(id)
    expect((await records()).find((one) => one.id === id)).toMatchObject({
      state: 'refused',
      result: null,
      detail: 'the result carries a nonce that was not asked for',
    })
  })

  test('one that comes after it was given up changes nothing', async () => {
    const id = await answered(3, {})
    await act({ do: 'give_up_validation', validation: id, why: 'too late' }, await stage.context())
    await collect(id)
    expect((await records()).find((one) => one.id === id)).toMatchObject({
      state: 'failed',
      detail: 'too late',
    })
  })
})
