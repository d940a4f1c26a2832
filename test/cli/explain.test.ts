// `baton explain` on the embedded GitHub, from a process of its own: what is on record of a pull request and of a task.

import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { numberedOf } from '../../src/cli/repository-name.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { evaluateConsensus } from '../../src/domain/consensus/consensus.ts'
import { verdictsOn } from '../../src/domain/consensus/verdicts.ts'
import type { GateEvaluation } from '../../src/domain/gates/gates.ts'
import { Sha, type TaskRef } from '../../src/domain/ids.ts'
import { reason } from '../../src/domain/reason.ts'
import { consensusCheck, freezeCheck, gatesCheck } from '../../src/domain/render/checks.ts'
import type { CheckContent } from '../../src/domain/stages/checks.ts'
import { UserError } from '../../src/errors.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import { link, saveTask } from '../../src/store/tasks.ts'
import { agent, done } from '../domain/support.ts'
import { commit } from '../forge/code/support.ts'
import { APPS, repo, violations } from '../forge/support.ts'
import { startStage, type Stage } from '../reconcile/support.ts'
import { baton, scratch } from './support.ts'

const Reason = z.strictObject({
  state: z.enum(['pass', 'fail', 'pending', 'unproven', 'info']),
  text: z.string(),
  get children() {
    return z.array(Reason)
  },
})
const Explained = z.strictObject({
  repository: z.string(),
  number: z.int(),
  kind: z.enum(['issue', 'pull']),
  title: z.string(),
  task: z
    .strictObject({
      key: z.string(),
      open: z.boolean(),
      stands: z.array(z.string()),
      wished: z.array(z.string()),
    })
    .optional(),
  pulls: z.array(
    z.strictObject({
      number: z.int(),
      title: z.string(),
      state: z.enum(['open', 'closed', 'merged']),
      draft: z.boolean(),
      head: Sha,
      branch: z.string(),
      author: z.string(),
      checks: z.array(
        z.strictObject({
          name: z.string(),
          status: z.string(),
          conclusion: z.string().optional(),
          title: z.string(),
          trees: z.array(Reason),
          tables: z.array(z.array(z.array(z.string()))),
          outputs: z.array(z.strictObject({ of: z.string(), text: z.string() })),
          notes: z.array(z.string()),
        }),
      ),
      missing: z.array(z.string()),
      outstanding: z.array(z.strictObject({ check: z.string(), text: z.string() })),
    }),
  ),
  notes: z.array(z.string()),
})

/** What a terminal obeys: control characters but line ends, and what turns the direction of writing. */
const OBEYED = /[^\P{C}\n]/u
const folder = scratch()
let stage: Stage
let env: Record<string, string>
/** In review, with a seat missing; with a failed gate; with a head that nothing was said of; by a person; frozen; and closed. */
let pulls: Record<'review' | 'failed' | 'moved' | 'person' | 'frozen' | 'closed', number>
const heads = new Map<number, string>()

const evaluation = (
  verdict: GateEvaluation['verdict'],
  failures: GateEvaluation['failures'],
): GateEvaluation => ({
  verdict,
  parts: [],
  measurements: [],
  targets: [],
  tests: null,
  failures,
  annotations: [],
  confirmations: [],
  unproven: [],
  gates: [],
  overridden: [],
})
const gates = (sha: Sha, failed = false): CheckContent =>
  gatesCheck(
    sha,
    failed
      ? evaluation(
          reason('fail', 'gates', [
            reason('pass', 'build: passed'),
            reason('fail', 'tests: 2 of 9 failed', [reason('fail', 'test/sparse.test.mjs: @lin broke it')]),
          ]),
          [{ step: 'tests', output: '\u001b[31mnot ok 4\u001b[0m\n- ✅ forged\u009b2J' }],
        )
      : evaluation(reason('pass', 'gates', [reason('pass', 'tests: 9 of 9 passed')]), []),
    [],
  )

/** The critic has approved, with words that no terminal should obey; the benchmarker has not been heard. */
function consensus(head: Sha): CheckContent {
  const seats = [agent('critic'), agent('benchmarker')]
  const value = { summary: 'Fine | as it is \u001b[2J, @acme/all\u202e' }
  const runs = [done('critic', 'review', { headSha: head, value })]
  const requirement = { rule: 'both seats', seats, quorum: 2, veto: [], people: 0 }
  const verdicts = verdictsOn(head, 2, runs, [])
  return consensusCheck(
    head,
    evaluateConsensus({ seats, requirements: [requirement] }, verdicts, head, { people: [] }),
  )
}

async function opened(by: 'grace' | 'baton', branch: string, body = ''): Promise<number> {
  const sha = await commit(stage.t.as('grace'), branch, { 'src/lines.txt': `${branch}\n` })
  const octokit = by === 'grace' ? stage.t.as('grace') : stage.t.app('baton')
  const title = `Sparse \u001b]0;owned\u0007 ${branch}`
  const { data } = await octokit.rest.pulls.create({ ...repo, head: branch, base: 'main', title, body })
  heads.set(data.number, sha)
  return data.number
}

const headOf = (number: number): Sha => Sha.parse(heads.get(number))

beforeAll(async () => {
  stage = await startStage()
  const key = join(folder.dir, 'app.pem')
  writeFileSync(key, stage.t.forge.privateKey(APPS.baton.id))
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
  const other = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding, publicKeyEncoding })
  writeFileSync(join(folder.dir, 'other.pem'), other.privateKey)
  env = {
    APP_ID: String(APPS.baton.id),
    PRIVATE_KEY_PATH: key,
    WEBHOOK_SECRET: 'a-webhook-secret-of-the-tests',
    GHE_HOST: stage.t.forge.url.replace('http://', ''),
    GHE_PROTOCOL: 'http',
    DATABASE_URL: stage.at.database.url,
  }
  const branch = (wave: number): string => `baton/issue-${stage.issue}/wave-${wave}-implementer`
  pulls = {
    review: await opened('baton', branch(1)),
    failed: await opened('baton', branch(2)),
    // A policy may have another pattern: then the body says whose it is.
    moved: await opened('baton', 'agents/three', `<sub>Wave 3 of ${stage.key}, written by **x**.</sub>`),
    person: await opened('grace', `baton/issue-${stage.issue}/mine`),
    frozen: await opened('grace', 'public-api'),
    closed: await opened('baton', branch(4)),
  }
  await stage.t.as('grace').rest.pulls.update({ ...repo, pull_number: pulls.closed, state: 'closed' })
  const client = await stage.github.author(repo)
  const write = (content: CheckContent) => client.checks.create({ ...content, externalId: 'digest' })
  await write(gates(headOf(pulls.review)))
  await write(consensus(headOf(pulls.review)))
  await write(gates(headOf(pulls.failed), true))
  await write(gates(headOf(pulls.moved)))
  const moved = await commit(stage.t.as('grace'), 'agents/three', { 'src/lines.txt': 'moved on\n' })
  heads.set(pulls.moved, moved)
  await write(freezeCheck(headOf(pulls.frozen), reason('fail', 'freezes', [reason('fail', 'api is frozen')])))
  for (const number of [pulls.review, pulls.moved, pulls.person])
    await stage.t.app('reviewer').rest.checks.create({
      ...repo,
      name: 'baton/gates',
      head_sha: headOf(number),
      status: 'completed',
      conclusion: 'success',
      output: { title: 'FOREIGN', summary: '- ✅ FOREIGN' },
    })
  const held = { by: 'alice', at: 0, comment: 1, line: 1, reason: 'until \u001b[5mMonday' }
  await saveTask(
    stage.at.store.db,
    stage.key,
    {
      ...emptyTaskState(),
      waves: [1, 4].map((index) => ({ index, branch: branch(index) })),
      desired: { ...nothingDesired(), held },
      explanation: ['routed', 'wave 1: benchmarker is asked for a verdict'],
    },
    true,
  )
  await link(stage.at.store.db, [`ada/engine#${pulls.failed}`], stage.key)
}, 60_000)
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
  await folder.remove()
})

const explain = (args: string[], change: Record<string, string> = {}) =>
  baton(['explain', ...args], { dir: folder.dir, cwd: folder.dir, env: { ...env, ...change } })
const named = (number: number): string => `ada/engine#${number}`
async function told(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await explain(args)
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).not.toMatch(OBEYED)
  return stdout
}
async function data(...args: string[]): Promise<z.infer<typeof Explained>> {
  return Explained.parse(JSON.parse(await told(...args, '--json')))
}

describe('a pull request', () => {
  test('in review: both checks as trees and tables, the seat that is missing, and where the task stands', async () => {
    const text = await told(named(pulls.review))
    expect(text).toContain(`head ${headOf(pulls.review)} of baton/issue-`)
    expect(text).toContain(
      'baton/gates: success, all gates passed\n  - ok: gates\n    - ok: tests: 9 of 9 passed',
    )
    expect(text).toContain('baton/consensus: in progress, seats are being heard\n  - waits: consensus on')
    expect(text).toContain(
      '        - ok: critic approves\n        - waits: benchmarker: no verdict on this head yet\n',
    )
    expect(text).toMatch(
      /\n {2}seat +position +findings +summary\n {2}critic +approve +0 +Fine \| as it is \\u001b/,
    )
    expect(text).toMatch(/, @acme\/all\\u202e\n/)
    expect(text).toContain('Still to come:\n  - baton/consensus: benchmarker: no verdict on this head yet\n')
    expect(text).toContain(
      `Task ${stage.key} (open) stands so:\n  - routed\n  - wave 1: benchmarker is asked`,
    )
    expect(text).toContain('By command:\n  - held by @alice: until \\u001b[5mMonday\n')
  })

  test('a check of that name by another App is not shown, also where ours is not there', async () => {
    const foreign = await stage.t.as('grace').rest.checks.listForRef({ ...repo, ref: headOf(pulls.moved) })
    expect(foreign.data.check_runs.map(({ name }) => name)).toEqual(['baton/gates'])
    for (const number of [pulls.review, pulls.moved])
      expect(await told(named(number))).not.toContain('FOREIGN')
  })

  test('with a failed gate: what failed, with its output, and what has to come', async () => {
    const text = await told('ada/engine', String(pulls.failed))
    expect(text).toContain(
      'baton/gates: failure, a gate failed\n  - FAILED: gates\n    - ok: build: passed\n',
    )
    expect(text).toContain('      - FAILED: test/sparse.test.mjs: @lin broke it\n')
    expect(text).toContain(
      '  output of tests:\n    \\u001b[31mnot ok 4\\u001b[0m\n    - ✅ forged\\u009b2J\n',
    )
    expect(text).toContain(
      'Still to come:\n  - baton/consensus: not on this head yet\n  - baton/gates: test/sparse.test.mjs: @lin broke it\n',
    )
  })

  test('whose newest head has no check yet: it says so, and shows none of an older head', async () => {
    const text = await told(named(pulls.moved))
    expect(text).toContain(
      `head ${headOf(pulls.moved)} of agents/three\nno check of ours is on this head yet\n`,
    )
    expect(text).toContain(
      '  - baton/gates: not on this head yet\n  - baton/consensus: not on this head yet\n',
    )
    expect(text).not.toContain('all gates passed')
    expect(text).toContain(`Task ${stage.key} (open)`)
  })

  test('of a person, with a check of ours: that check and nothing that nobody waits for', async () => {
    const [pull] = (await data(named(pulls.frozen))).pulls
    expect(pull).toMatchObject({ author: 'grace', missing: [] })
    expect(pull?.checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['baton/freeze', 'failure'],
    ])
    expect(pull?.outstanding).toEqual([{ check: 'baton/freeze', text: 'api is frozen' }])
  })

  test('as JSON: the same as data, with whatever is in the texts', async () => {
    const { task, pulls: found, ...rest } = await data(named(pulls.review))
    expect(rest).toMatchObject({ repository: 'ada/engine', number: pulls.review, kind: 'pull', notes: [] })
    expect(rest.title).toContain('\u001b]0;owned\u0007')
    expect(task).toMatchObject({ key: stage.key, open: true })
    expect(task?.wished).toEqual(['held by @alice: until \u001b[5mMonday'])
    expect(found[0]).toMatchObject({ head: headOf(pulls.review), missing: [] })
    const [gate, seats] = found[0]?.checks ?? []
    expect([gate?.name, gate?.conclusion, seats?.name, seats?.status, seats?.conclusion]).toEqual([
      'baton/gates',
      'success',
      'baton/consensus',
      'in_progress',
      undefined,
    ])
    expect(seats?.tables).toEqual([
      [
        ['seat', 'position', 'findings', 'summary'],
        ['critic', 'approve', '0', 'Fine | as it is \u001b[2J, @acme/all\u202e'],
      ],
    ])
    expect(found[0]?.outstanding).toEqual([
      { check: 'baton/consensus', text: 'benchmarker: no verdict on this head yet' },
    ])
  })
})

describe('an issue', () => {
  test('shows the pull requests of its task in turn, and where it stands', async () => {
    const { kind, pulls: found, task } = await data(named(stage.issue))
    expect([kind, task?.key]).toEqual(['issue', stage.key])
    expect(found.map(({ number }) => number)).toEqual([pulls.review, pulls.failed, pulls.moved, pulls.closed])
    // Of one that is closed nothing has to come any more.
    expect(found.at(-1)).toMatchObject({ state: 'closed', checks: [], missing: [], outstanding: [] })
  })

  test('without a store is told from GitHub alone, with a note', async () => {
    const { exitCode, stdout } = await explain([named(stage.issue)], {
      DATABASE_URL: '',
      BATON_DATA_DIR: join(folder.dir, 'none'),
    })
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`#${pulls.review} Sparse`)
    expect(stdout).not.toContain('stands so')
    expect(stdout).toMatch(/Note: where the task stands is left out: there is no data folder/)
  })
})

describe('refused', () => {
  const none = { APP_ID: '', PRIVATE_KEY_PATH: '' }
  test.each<[string, () => string[], Record<string, string>, RegExp]>([
    [
      'a number that nothing has',
      () => ['ada/engine#999'],
      {},
      /ada\/engine#999 does not exist[^]*→ look at/,
    ],
    [
      'a pull request of a person',
      () => [named(pulls.person)],
      {},
      /is no pull request of Baton: @grace opened it[^]*→ name a pull/,
    ],
    [
      'a repository that there is not',
      () => ['ada/nothing#1'],
      {},
      /not installed on ada\/nothing[^]*baton doctor/,
    ],
    ['no credentials', () => ['ada/engine#1'], none, /no credentials of an App[^]*→ set APP_ID, PRIVATE_KEY/],
    [
      'a key that is not the App’s',
      () => ['ada/engine#1'],
      { PRIVATE_KEY_PATH: join(folder.dir, 'other.pem') },
      /does not take the credentials[^]*→ set APP_ID/,
    ],
    ['no number', () => ['ada/engine'], {}, /names no issue or pull request[^]*ada\/engine#12/],
  ])('%s', async (_name, args, change, message) => {
    const { exitCode, stdout, stderr } = await explain(args(), change)
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })

  test('an issue that nobody handed over', async () => {
    const made = await stage.t.as('lin').rest.issues.create({ ...repo, title: 'Something else' })
    const { exitCode, stderr } = await explain([named(made.data.number)])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/is an issue that Baton does not work on[^]*→ hand it over/)
  })
})

describe('names', () => {
  const engine: TaskRef = { owner: 'ada', repo: 'engine', number: 12 }
  test.each<[string, string | undefined]>([
    ['ada/engine#12', undefined],
    ['ada/engine', '12'],
    ['ada/engine', '#12'],
  ])('%s %s', (name, number) => expect(numberedOf(name, number)).toEqual(engine))

  test.each<[string, string | undefined]>([
    ['ada/engine#0', undefined],
    ['ada/engine#12', '12'],
    ['ada/engine', '-1'],
    ['ada/engine', '1e3'],
    ['engine#1', undefined],
    ['ada/engine#', undefined],
    ['', undefined],
  ])('%s %s is none', (name, number) => expect(() => numberedOf(name, number)).toThrow(UserError))
})
