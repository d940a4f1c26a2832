// One real rehearsal of ml-research: a plan that waits for its approval, its phases in order, and the one round that a result asked for.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compareExperiments } from '../../src/domain/experiments/compare.ts'
import { baselineOf } from '../../src/domain/experiments/record.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import { topicOf } from '../../src/domain/markers.ts'
import { PlanId, planSignal, waveSignal } from '../../src/domain/plan/names.ts'
import { analysisTopic } from '../../src/domain/plan/anew.ts'
import { analysisOf } from '../../src/domain/render/analysis-comment.ts'
import type { Comment, Pull } from '../../src/rehearsal/forge/world.ts'
import { findTurn } from '../../src/rehearsal/model/script.ts'
import type { Rehearsal } from '../../src/rehearsal/rehearse.ts'
import { mlResearch } from '../../src/rehearsal/scenarios/ml-research/index.ts'
import { AUTHOR_APP } from '../../src/rehearsal/stage.ts'
import { runsOfTask, type RunRecord } from '../../src/store/runs.ts'
import { experimentsIn } from '../../src/store/experiments.ts'
import { signalsOf, type Signal } from '../../src/store/signals.ts'
import { issueOf, labelsOf } from '../support/small-stage.ts'
import { played } from '../support/played.ts'

const run = promisify(execFile)
const KEY = TaskKey.parse('acme/reviews#1')
const PLAN = PlanId.parse('issue-1')
const RESULTS = 'results/evaluation.md'
const folder = path.resolve(import.meta.dirname, '../../src/rehearsal/scenarios/ml-research')
const env = { PATH: process.env['PATH'] }

/** Who does each wave of the plan, the last one added on the way, and the waves that it waits for. */
const WAVES = [
  { wave: 1, agent: 'scout', purpose: 'research', after: [] },
  { wave: 2, agent: 'researcher', purpose: 'research', after: [] },
  { wave: 3, agent: 'data-engineer', purpose: 'implement', after: [1, 2] },
  { wave: 4, agent: 'ml-engineer', purpose: 'implement', after: [3] },
  { wave: 5, agent: 'evaluator', purpose: 'implement', after: [4] },
  { wave: 6, agent: 'ml-engineer', purpose: 'implement', after: [5] },
] as const
const CHANGES = WAVES.filter(({ purpose }) => purpose === 'implement')

let rehearsal: Rehearsal
let runs: readonly RunRecord[]
let signals: readonly Signal[]
let checkout: string

beforeAll(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'baton-merged-'))
  rehearsal = await played(mlResearch())
  const { db } = rehearsal.baton.store
  runs = await runsOfTask(db, KEY)
  signals = await signalsOf(db, { owner: 'acme', repo: 'reviews' })
  await run('git', ['clone', '--quiet', rehearsal.repo.gitDir, checkout])
})

afterAll(async () => {
  await rehearsal.close()
  await rm(checkout, { recursive: true, force: true })
})

const git = async (...args: string[]): Promise<string> =>
  (await run('git', ['-C', checkout, ...args])).stdout.trim()

/** The author App's one comment on the issue that carries this marker, as it is now. */
function commentOf(topic: string): Comment {
  const [found, ...others] = issueOf(rehearsal.repo, 1).comments.filter(({ body }) => topicOf(body) === topic)
  if (found === undefined) throw new Error(`nothing was said about ${topic}`)
  expect([found.app?.id, others]).toEqual([AUTHOR_APP.id, []])
  return found
}

const CommentEvent = z.object({
  action: z.string(),
  comment: z.object({ id: z.number(), body: z.string() }),
})

/** What the webhooks said of the comment with the analysis, in order. */
function analysisEvents(): { action: string; body: string }[] {
  const { id } = commentOf(analysisTopic(0))
  return rehearsal.stage.forge.deliveries
    .filter(({ event }) => event === 'issue_comment')
    .map(({ payload }) => CommentEvent.parse(JSON.parse(payload)))
    .filter(({ comment }) => comment.id === id)
    .map(({ action, comment: { body } }) => ({ action, body }))
}

/** Indexes of waves in the store go on from those of the route before the plan. */
function runsOf(wave: number): RunRecord[] {
  const indexes = [...new Set(runs.map((one) => one.wave))].filter((index) => index > 0).sort((a, b) => a - b)
  return runs.filter((one) => one.wave === indexes[wave - 1])
}

function sentAt(name: string): number {
  const found = signals.filter((signal) => signal.name === name)
  expect(found).toHaveLength(1)
  return found[0]?.sentAt.getTime() ?? Infinity
}

function pullOf(wave: number): Pull {
  const branch = `${PLAN}/wave-${wave}`
  const found = [...rehearsal.repo.pulls.values()].filter(({ headRef }) => headRef === branch)
  expect(found).toHaveLength(1)
  if (found[0] === undefined) throw new Error(`wave ${wave} has no pull request`)
  return found[0]
}

describe('the end', () => {
  test('nothing went wrong, and the issue is closed with its summary', () => {
    const { problems, summary, repo, stage } = rehearsal
    expect(problems).toEqual([])
    expect(summary).toMatchObject({
      scenario: 'ml-research',
      ok: true,
      issue: { number: 1, state: 'closed' },
      requests: { schemaViolations: 0 },
    })
    expect(stage.player?.mismatches).toEqual([])
    const issue = issueOf(repo, 1)
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' })
    expect(labelsOf(issue)).toEqual(expect.arrayContaining(['type:classification', 'state:done']))
    const rows = commentOf('summary').body
    for (const { wave, agent, purpose } of WAVES) {
      expect(rows).toContain(`| ${wave} | ${agent} | ${purpose} | 1 run |`)
    }
  })

  test('every script was played, and has a turn for a machine that cannot run commands too', () => {
    const played = new Set(rehearsal.stage.player?.log.map(({ script }) => script))
    const { scripts } = mlResearch()
    expect(scripts.map(({ key }) => String(key)).filter((key) => !played.has(key))).toEqual([])
    const silent = scripts.filter((script) =>
      script.turns.some((_, i) =>
        [new Set(['Read', 'Bash']), new Set(['Read'])].some((tools) => !findTurn(script, i, tools)),
      ),
    )
    expect(silent).toEqual([])
  })
})

describe('the plan', () => {
  test('was put on the issue as the orchestrator wrote it, and has grown once', async () => {
    const [created, edited, ...others] = analysisEvents()
    expect([created?.action, edited?.action, others]).toEqual(['created', 'edited', []])
    const written = (await readFile(path.join(folder, 'analysis.md'), 'utf8')).trim()
    expect(analysisOf(created?.body ?? '')).toBe(written)
    expect(created?.body).toContain('/baton approve')
    expect(commentOf(analysisTopic(0)).body).toBe(edited?.body)
  })

  test('waited for a person, whose approval was acknowledged', () => {
    const { comments, timeline } = issueOf(rehearsal.repo, 1)
    const [approval, ...others] = comments.filter(({ app }) => app === undefined)
    expect(others).toEqual([])
    expect(approval).toMatchObject({ body: '/baton approve', user: { login: 'alice' } })
    expect(approval?.reactions.map(({ content, user }) => [content, user.login])).toEqual([
      ['rocket', 'baton[bot]'],
    ])
    expect(timeline.map(({ label }) => label)).toContain('state:blocked')
    // GitHub gives whole seconds.
    const said = Date.parse(approval?.createdAt ?? '')
    const begun = runs.filter((one) => one.wave > 0).map(({ createdAt }) => createdAt.getTime())
    expect(Math.min(...begun)).toBeGreaterThanOrEqual(said)
  })

  test('asks for one more round, in a phase of its own before the experiment plan', () => {
    const text = analysisOf(commentOf(analysisTopic(0)).body)
    expect(text.match(/^### Phase 5: Iteration \d+, asked for by wave \d+$/gm)).toEqual([
      '### Phase 5: Iteration 1, asked for by wave 5',
    ])
    expect(text.match(/Iteration/g)).toHaveLength(1)
    expect(text).toMatch(/^6\. \[ml-engineer\]: Read a word after a negation as a word of its own/m)
    expect(text.indexOf('Iteration 1')).toBeLessThan(text.indexOf('## Experiment Plan'))
  })

  test('is shown as sub-issues that wait for each other, all closed', () => {
    const { subIssues } = issueOf(rehearsal.repo, 1)
    const shown = subIssues.map((number) => issueOf(rehearsal.repo, number))
    const numberOf = (wave: number): number | undefined =>
      shown.find(({ title }) => title.startsWith(`${PLAN}, wave ${wave}: `))?.number
    expect(new Set(shown.map(({ number }) => number))).toEqual(
      new Set(WAVES.map(({ wave }) => numberOf(wave))),
    )
    expect(shown.map(({ state, stateReason }) => [state, stateReason])).toEqual(
      WAVES.map(() => ['closed', 'completed']),
    )
    for (const { wave, after } of WAVES) {
      const blockedBy = shown.find(({ number }) => number === numberOf(wave))?.blockedBy
      expect(blockedBy?.toSorted(), `wave ${wave}`).toEqual(after.map(numberOf))
    }
  })
})

describe('the phases', () => {
  test('each wave is done by the agent that the plan names, after the waves before it', () => {
    for (const { wave, agent, purpose, after } of WAVES) {
      const own = runsOf(wave).filter((one) => one.purpose === purpose)
      expect(own.map((one) => [one.agent, one.attempt])).toEqual([[agent, 1]])
      const begun = Math.min(...runsOf(wave).map(({ createdAt }) => createdAt.getTime()))
      for (const before of after) {
        expect(begun).toBeGreaterThanOrEqual(sentAt(waveSignal(PLAN, before)))
      }
    }
    expect(sentAt(planSignal(PLAN))).toBeGreaterThanOrEqual(sentAt(waveSignal(PLAN, 6)))
  })

  test('research ends in reports, and the later phases are told of them', () => {
    for (const { wave, agent } of WAVES.filter(({ purpose }) => purpose === 'research')) {
      const index = runsOf(wave)[0]?.wave
      expect(commentOf(`wave-${index}`).body).toContain(`### Wave ${wave}: findings by ${agent}`)
      for (const later of CHANGES) {
        const told = runsOf(later.wave).find(({ purpose }) => purpose === 'implement')?.request
        expect(JSON.stringify(told)).toContain(`report by ${agent}`)
      }
    }
  })

  test('the others end in a merged pull request each, in the order of the phases', async () => {
    expect(rehearsal.summary.waves.map(({ wave, branch, merged }) => ({ wave, branch, merged }))).toEqual(
      CHANGES.map(({ wave }) => ({ wave, branch: `${PLAN}/wave-${wave}`, merged: true })),
    )
    const trailers = await git('log', '--reverse', '--format=%(trailers:key=Baton-Wave,valueonly)', 'main')
    expect(trailers.split('\n').filter((line) => line !== '')).toEqual(
      CHANGES.map(({ wave, agent }) => `${wave} ${agent}`),
    )
    expect((await rehearsal.stage.forge.git.branches(rehearsal.repo)).map(({ name }) => name)).toEqual([
      'main',
    ])
  })

  test('nobody judged their own work, and the researcher judged all of it', () => {
    for (const { wave, agent } of CHANGES) {
      const verdicts = rehearsal.summary.waves.find((one) => one.wave === wave)?.verdicts ?? []
      const seats = verdicts.map(({ seat }) => seat)
      expect(seats).not.toContain(agent)
      expect(seats.at(-1)).toBe('researcher')
      expect(verdicts.map(({ position }) => position)).toEqual(seats.map(() => 'approve'))
    }
  })
})

/** The second figure of a model's row in the table of the evaluation. */
const cellOf = (table: string, row: string): string | undefined =>
  table
    .split('\n')
    .find((line) => line.startsWith(`| ${row} |`))
    ?.split('|')[3]
    ?.trim()

describe('the figures', () => {
  test('the merged repository’s tests pass', async () => {
    const { stdout } = await run(
      process.execPath,
      ['--test', '--test-isolation=none', '--test-reporter=tap'],
      { cwd: checkout, env },
    )
    expect(stdout).toMatch(/^# fail 0$/m)
    expect(stdout).toMatch(/^ok \d+ - naive Bayes, negations joined beats the majority class in macro F1$/m)
  })

  test('the table on main is what the script computes, and compares all models', async () => {
    const { stdout } = await run(process.execPath, ['scripts/evaluate.mjs'], { cwd: checkout, env })
    const rows = ['majority class', 'word count', 'naive Bayes', 'naive Bayes, negations joined']
    expect(rows.map((row) => cellOf(stdout, row))).toEqual(
      rows.map(() => expect.stringMatching(/^\d\.\d{3}$/)),
    )
    const onFile = await git('ls-files', RESULTS)
    // Without a sandbox no agent could run the script, and none has typed a figure.
    expect(onFile).toBe(rehearsal.baton.sandbox.ok ? RESULTS : '')
    if (onFile !== '') expect(await readFile(path.join(checkout, RESULTS), 'utf8')).toBe(stdout)
  })

  test.each([
    [5, ['majority class', 'word count', 'naive Bayes']],
    [6, ['naive Bayes', 'naive Bayes, negations joined']],
  ])('what the agent of wave %i says is in the table of its own commit', async (wave, rows) => {
    const { number, mergeCommitSha } = pullOf(wave)
    const said = issueOf(rehearsal.repo, number).body ?? ''
    if (!rehearsal.baton.sandbox.ok) {
      expect(said).toContain('no figure is given')
      return
    }
    const table = await git('show', `${mergeCommitSha}:${RESULTS}`)
    const figures = rows.map((row) => cellOf(table, row))
    expect(said.match(/\b\d\.\d{3}\b/g)).toEqual(figures)
    expect(said).toContain(/^(\d+ of \d+);/m.exec(table)?.[1])
  })
})

describe('the experiments', () => {
  const MODELS = ['majority-class', 'word-count', 'naive-bayes', 'naive-bayes-negations-joined']
  let all: Awaited<ReturnType<typeof experimentsIn>>
  /** In the order of the models. */
  const of = (wave: number) =>
    all
      .filter((one) => one.sha === headOf(wave))
      .toSorted((a, b) => MODELS.indexOf(a.name) - MODELS.indexOf(b.name))
  const headOf = (wave: number): string => pullOf(wave).headSha
  const f1 = ({ metrics }: { metrics: readonly { metric: string; samples: readonly number[] }[] }) =>
    metrics.find(({ metric }) => metric === 'f1.macro')?.samples ?? []

  beforeAll(async () => {
    all = await experimentsIn(rehearsal.baton.store.db, 'acme/reviews')
  })

  test('the baselines and the ablation of the plan became runs of every wave that has the models', () => {
    expect([4, 5, 6].map((wave) => of(wave).map(({ name }) => name))).toEqual([
      MODELS.slice(0, 3),
      MODELS.slice(0, 3),
      MODELS,
    ])
    expect(all).toHaveLength(10)
    expect(all.map(({ data }) => data)).toEqual(all.map(() => expect.stringMatching(/^sha256:[0-9a-f]{64}$/)))
  })

  test('have the figures that the merged code gives', async () => {
    const { stdout } = await run(process.execPath, ['scripts/evaluate.mjs'], { cwd: checkout, env })
    const rows = ['majority class', 'word count', 'naive Bayes', 'naive Bayes, negations joined']
    expect(of(6).map((one) => f1(one).map((value) => value.toFixed(3)))).toEqual(
      rows.map((row) => [cellOf(stdout, row)]),
    )
  })

  test('the ablation is compared with the model that it changes one thing of', () => {
    const joined = of(6).at(-1)!
    const base = baselineOf(joined, all)
    expect([base?.name, base?.sha]).toEqual(['naive-bayes', joined.sha])
    const compared = compareExperiments(base!, joined)
    expect(compared.metrics.find(({ metric }) => metric === 'f1.macro')?.ratio).toBeGreaterThan(1)
  })

  test('the table on the issue has a row for each figure of each run', () => {
    const { body } = commentOf('experiments')
    for (const one of all) {
      const rows = body.split('\n').filter((line) => line.startsWith(`| \`${one.id}\` | ${one.name} |`))
      expect(rows.map((row) => row.split(' | ')[4])).toEqual(['accuracy', 'f1.macro'])
      for (const row of rows) expect(row).toContain(`| ${one.sha.slice(0, 7)} |`)
      expect(rows[1]).toMatch(new RegExp(`\\| ${one.run} \\|$`))
    }
    expect(body.split('\n').filter((line) => line.startsWith('| `x'))).toHaveLength(20)
    expect(body).toMatch(/naive-bayes-negations-joined \|.*× naive-bayes \|/)
  })

  test.each([
    [4, ['word-count', 'naive-bayes']],
    [5, ['naive-bayes']],
    [6, ['naive-bayes-negations-joined']],
  ])('the researcher’s claims about wave %i cite them, and are proven', (wave, names) => {
    const own = of(wave)
    const review = pullOf(wave).reviews.find(({ body }) =>
      body.includes('Claims, checked against the record'),
    )
    const claims = review?.body.split('\n').filter((line) => line.startsWith('- ')) ?? []
    expect(claims).toEqual(
      names.map((name) => {
        const { run: cited, baseline } = own.find((one) => one.name === name)!
        return expect.stringMatching(
          new RegExp(
            `^- ✅ .*f1[^ ]*macro .*citing run ${cited}, experiment ${name}: the record says [\\d.]+× ${baseline} `,
          ),
        )
      }),
    )
  })

  test('bear out what the pull request says of them', () => {
    const gates = rehearsal.repo.checks.find((one) => one.name === 'baton/gates' && one.headSha === headOf(6))
    const summary = gates?.output.summary ?? ''
    if (!rehearsal.baton.sandbox.ok) {
      expect(summary).toContain('truth: nothing is claimed in what changed')
      return
    }
    const said = of(6)
      .slice(2)
      .map((one) => f1(one)[0]?.toFixed(3) ?? '')
    expect(summary).toMatch(/truth: (\d+) claims? in what changed, \1 proven/)
    expect(summary).toContain(`F1 of ${said[0]}`)
    expect(summary).toMatch(/pull request:\d+:\d+ .*run \d+ has f1.macro of naive-bayes at/)
  })

  test('no head failed its gates on the way to them', () => {
    const failed = rehearsal.repo.checks.filter(
      ({ name, conclusion }) => name === 'baton/gates' && conclusion === 'failure',
    )
    expect(failed).toEqual([])
  })
})
