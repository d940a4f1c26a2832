// One real rehearsal of asa-swarm, looked at from all sides: the world it leaves and what the bot says in it.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { measure } from '../../src/domain/evidence/statistics.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import { topicOf } from '../../src/domain/markers.ts'
import { figure, shortSha, usd } from '../../src/domain/render/figures.ts'
import { toValidationRecord } from '../../src/reconcile/records.ts'
import type { Pull, Review } from '../../src/rehearsal/forge/world.ts'
import type { Rehearsal } from '../../src/rehearsal/rehearse.ts'
import { asaSwarm } from '../../src/rehearsal/scenarios/asa-swarm/index.ts'
import { AUTHOR_APP, REVIEWER_APP } from '../../src/rehearsal/stage.ts'
import { validationsOfTask } from '../../src/store/validations.ts'
import { issueOf, labelsOf, onlyPull } from '../support/small-stage.ts'
import { played } from '../support/played.ts'

const run = promisify(execFile)
const KEY = TaskKey.parse('acme/attention#1')
const CORE = 'src/attention.mjs'
const PullEvent = z.object({ action: z.string(), pull_request: z.object({ draft: z.boolean() }) })
const patches = path.resolve(import.meta.dirname, '../../src/rehearsal/scenarios/asa-swarm/patches')

let rehearsal: Rehearsal
let pull: Pull
let checkout: string

beforeAll(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'baton-merged-'))
  rehearsal = await played(asaSwarm())
  pull = onlyPull(rehearsal.repo)
}, 600_000)

afterAll(async () => {
  await rehearsal.close()
  await rm(checkout, { recursive: true, force: true })
})

/** The author App's comment on an issue or pull request that carries this marker. */
function said(number: number, topic: string): string {
  const found = issueOf(rehearsal.repo, number).comments.filter(({ body }) => topicOf(body) === topic)
  expect(found.map(({ app }) => app?.id)).toEqual([AUTHOR_APP.id])
  return found[0]?.body ?? ''
}

const firstHead = (): string => pull.reviews[0]?.commitId ?? ''
const reviewsAt = (sha: string): Review[] =>
  pull.reviews.filter((review) => review.commitId === sha && review.body !== '')

describe('the issue', () => {
  test('nothing went wrong', () => {
    expect(rehearsal.problems).toEqual([])
    expect(rehearsal.summary.ok).toBe(true)
  })

  test('is closed as completed, with the labels of the triage, of a person, and its state', () => {
    const issue = issueOf(rehearsal.repo, 1)
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' })
    expect(labelsOf(issue).sort()).toEqual([
      'baton',
      'complexity:high',
      'component:attention',
      'pattern:measured-claim',
      'state:done',
      'type:implementation',
    ])
  })

  test('the routing comment says who was chosen and why', () => {
    const text = said(1, 'route')
    expect(text).toContain('routed to the asa-swarm team')
    expect(text).toContain('| 1 | research | researcher |')
    expect(text).toContain('| 2 | implement | implementer |')
    expect(text).toContain('Why this route')
    // The person's label came in the middle: the researcher's wave is kept, the benchmarker's is new, the implementer's goes on.
    expect(text).toContain(
      'routed anew because labels changed: +pattern:measured-claim; finished waves are kept',
    )
    expect(text).toContain('| 3 | research | benchmarker |')
    expect(text.indexOf('| 3 | research')).toBeLessThan(text.indexOf('| 2 | implement'))
    expect(text).toContain('attention.ms is at least 4 times better')
  })

  test('the researcher’s findings are there', () => {
    const text = said(1, 'wave-1')
    expect(text).toContain('findings by researcher')
    for (const finding of ['All N × N scores are computed', 'Neighbour lists are sets']) {
      expect(text).toContain(finding)
    }
    expect(text).toContain('**Recommendation.**')
  })

  test('the summary has the waves, the verdicts, what was measured and what it cost', async () => {
    const text = said(1, 'summary')
    const mergeCommit = shortSha(pull.mergeCommitSha ?? '')
    expect(text).toContain('| 1 | researcher | research | 1 run | findings posted |')
    expect(text).toContain(
      `| 2 | implementer | implement | 2 runs | #${pull.number} merged as ${mergeCommit} |`,
    )
    expect(text).toContain(`| critic | ${shortSha(firstHead())} | request_changes |`)
    for (const seat of ['critic', 'benchmarker', 'researcher']) {
      expect(text).toContain(`| ${seat} | ${shortSha(pull.headSha)} | approve |`)
    }
    expect(text).toContain(`**Cost: ${usd(rehearsal.summary.usage.usd)}**`)
    expect(text).toContain('no model took part')

    const rows = (await validationsOfTask(rehearsal.baton.store.db, KEY)).map((row) =>
      toValidationRecord(row, false),
    )
    const measured = rows
      .filter(({ headSha }) => headSha === pull.headSha)
      .flatMap(({ result }) => (result?.benchmarks ?? []).flatMap((benchmark) => measure(benchmark) ?? []))
    expect(measured.map(({ metric }) => metric)).toEqual(['attention.ms'])
    for (const { metric, baseline, candidate, ratio, unit } of measured) {
      expect(ratio).toBeGreaterThan(1)
      expect(text).toContain(
        `| ${metric} | ${figure(baseline)} ${unit} | ${figure(candidate)} ${unit} | **${figure(ratio)}×** |`,
      )
    }
    expect(rehearsal.summary.benchmarks).toEqual(
      measured.map(({ metric, unit, baseline, candidate, ratio, samples }) => ({
        metric,
        unit,
        baseline,
        candidate,
        ratio,
        samples,
      })),
    )
  })
})

describe('the pull request', () => {
  test('was a draft, became ready, was merged by the author App; its one branch is gone', async () => {
    const announced = rehearsal.stage.forge.deliveries
      .filter(({ event }) => event === 'pull_request')
      .map(({ payload }) => PullEvent.parse(JSON.parse(payload)))
      .filter(({ action }) => action !== 'labeled' && action !== 'unlabeled')
    expect(announced.map(({ action, pull_request: { draft } }) => ({ action, draft }))).toEqual([
      { action: 'opened', draft: true },
      { action: 'synchronize', draft: true },
      { action: 'edited', draft: true },
      { action: 'ready_for_review', draft: false },
      { action: 'closed', draft: false },
    ])
    expect(pull).toMatchObject({ merged: true, draft: false, headRef: 'baton/issue-1/wave-2-implementer' })
    expect(pull.mergedBy?.login).toBe('baton[bot]')
    expect((await rehearsal.stage.forge.git.branches(rehearsal.repo)).map(({ name }) => name)).toEqual([
      'main',
    ])
  })

  test('the critic objects in the first round, as the reviewer App, on the line of the fault', async () => {
    const [objection] = reviewsAt(firstHead())
    expect(objection).toMatchObject({ state: 'CHANGES_REQUESTED', app: { id: REVIEWER_APP.id } })
    const [comment, ...others] = pull.reviewComments
    expect(others).toMatchObject([
      { inReplyTo: comment?.id, body: expect.stringMatching(/^\*\*critic\*\* Settled in [0-9a-f]{7}\./) },
    ])
    expect(comment).toMatchObject({ path: CORE, side: 'RIGHT', reviewId: objection?.id })
    expect(comment?.originalCommitId).toBe(firstHead())
    expect(comment?.body).toMatch(/^\*\*blocker\*\* .*counted twice/)
    const lines = (await readFile(path.join(patches, 'round-1', CORE), 'utf8')).split('\n')
    expect(lines[(comment?.line ?? 0) - 1]).toContain('const attended = pattern.neighbours')
  })

  test('the second round is another head: three verdicts, then the App’s approval of exactly it', () => {
    expect(pull.headSha).not.toBe(firstHead())
    const second = reviewsAt(pull.headSha)
    expect(second.map(({ body }) => topicOf(body))).toEqual([
      ...['critic', 'benchmarker', 'researcher'].map(
        (seat) => `verdict/${seat}/${pull.headSha.slice(0, 12)}/1`,
      ),
      `consensus/${pull.headSha.slice(0, 12)}`,
    ])
    expect(second.map(({ state }) => state)).toEqual(['COMMENTED', 'COMMENTED', 'COMMENTED', 'APPROVED'])
    // GitHub makes a review without words of every answer in a thread.
    const said = pull.reviews.filter(({ body }) => body !== '')
    expect(said.map(({ app }) => app?.id)).toEqual(said.map(() => REVIEWER_APP.id))
    expect(said).toHaveLength(5)
    expect(second[1]?.body).toContain('Claims, checked against the record')
  })

  test('both required checks are green on the merged head only, made by the author App', () => {
    const { checks } = rehearsal.repo
    expect(checks.map(({ app }) => app.id)).toEqual(checks.map(() => AUTHOR_APP.id))
    const green = (sha: string): string[] =>
      checks
        .filter(({ headSha, conclusion }) => headSha === sha && conclusion === 'success')
        .map(({ name }) => name)
        .sort()
    expect(green(pull.headSha)).toEqual(['baton/consensus', 'baton/gates'])
    const heads = new Set(checks.map(({ headSha }) => headSha))
    expect([...heads].filter((sha) => green(sha).length === 2)).toEqual([pull.headSha])
    expect(heads.size).toBe(2)
  })

  test('the decision is on record', () => {
    expect(said(pull.number, `decision/${pull.headSha.slice(0, 12)}`)).toContain(
      'Merge the sparse kernel as it stands at this head.',
    )
  })
})

describe('the code', () => {
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', ['-C', rehearsal.repo.gitDir, ...args])).stdout.trim()

  test('both rounds are one commit on main, with trailers that git reads', async () => {
    const [newest = '', ...older] = (await git('log', '--format=%H', 'main')).split('\n')
    expect(older).toHaveLength(1)
    expect(newest).toBe(pull.mergeCommitSha)
    expect((await git('diff', '--name-only', `${newest}^`, newest)).split('\n')).toEqual([
      CORE,
      'test/complexity.test.mjs',
      'test/repetition.test.mjs',
    ])
    expect(await git('log', '-1', '--format=%s', 'main')).toBe(
      `Compute attention scores only inside the pattern (#${pull.number})`,
    )
    const trailers = await git('log', '-1', '--format=%(trailers:only,unfold)', 'main')
    expect(trailers.split('\n')).toEqual([
      `Baton-Task: ${KEY}`,
      'Baton-Wave: 2 implementer',
      ...['critic', 'benchmarker', 'researcher'].map((seat) => `Baton-Seat: ${seat} approve ${pull.headSha}`),
    ])
    expect(await git('log', '-1', '--format=%b', 'main')).toContain('Closes #1')
  })

  test('the repository is sound', async () => {
    const { stdout, stderr } = await run('git', [
      '-C',
      rehearsal.repo.gitDir,
      'fsck',
      '--strict',
      '--no-dangling',
    ])
    expect(`${stdout}${stderr}`.replaceAll(/^Checking .*$/gm, '').trim()).toBe('')
  })

  test('main holds the sparse kernel, and the project’s own tests pass on it', async () => {
    await run('git', ['clone', '--quiet', rehearsal.repo.gitDir, checkout])
    expect(await readFile(path.join(checkout, CORE), 'utf8')).toBe(
      await readFile(path.join(patches, 'round-2', CORE), 'utf8'),
    )
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], {
      cwd: checkout,
      env: { PATH: process.env['PATH'] },
    })
    expect(stdout).toMatch(/^# fail 0$/m)
    expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(12)
  })
})

describe('the traffic', () => {
  test('every webhook arrived once and is stored; nothing broke GitHub’s contract or the script', async () => {
    const { stage, summary, baton } = rehearsal
    const { deliveries, requests } = summary
    const stored = await baton.store.db.selectFrom('delivery').select(['guid', 'state', 'error']).execute()
    expect(deliveries).toEqual({ received: stored.length, unique: stored.length, failed: 0 })
    expect(stored.length).toBeGreaterThan(10)
    expect(stored.filter(({ state }) => state !== 'drained' && state !== 'ignored')).toEqual([])
    expect(requests.schemaViolations).toBe(0)
    expect(stage.forge.contract.violations).toEqual([])
    expect(stage.player?.mismatches).toEqual([])
    expect(await baton.queue.listDeadLetters()).toEqual([])
  })

  test('the summary has exactly the agreed keys', () => {
    const shape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.slice(0, 1).map(shape)
      if (typeof value !== 'object' || value === null) return typeof value
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
    }
    const [number, string] = ['number', 'string']
    expect(shape(JSON.parse(JSON.stringify(rehearsal.summary)))).toEqual({
      scenario: string,
      ok: 'boolean',
      model: string,
      github: string,
      issue: { number, state: string },
      waves: [
        {
          wave: number,
          branch: string,
          pull: number,
          merged: 'boolean',
          verdicts: [{ seat: string, position: string, sha: string }],
          checks: { 'baton/gates': string, 'baton/consensus': string },
        },
      ],
      benchmarks: [
        { metric: string, unit: string, baseline: number, candidate: number, ratio: number, samples: number },
      ],
      deliveries: { received: number, unique: number, failed: number },
      requests: { sent: number, schemaViolations: number },
      usage: { turns: number, inputTokens: number, outputTokens: number, usd: number },
      wallMs: number,
    })
    expect(rehearsal.summary).toMatchObject({ scenario: 'asa-swarm', model: 'scripted', github: 'embedded' })
  })

  test('another look at the finished task costs one request', async () => {
    const { stage, baton } = rehearsal
    await stage.forge.drain()
    await baton.queue.idle()
    const before = stage.forge.requests.length
    await baton.queue.wake([KEY])
    await baton.queue.idle()
    expect(stage.forge.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      expect.stringMatching(/^POST .*\/graphql$/),
    ])
  })
})
