// One real rehearsal of mathhook: three plans side by side, what each waited for, and what was kept out.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import type { PlanDocument } from '../../src/domain/plan/document.ts'
import { planGraph, type PlanEdge } from '../../src/domain/plan/graph.ts'
import { waveOf, waveSignal } from '../../src/domain/plan/names.ts'
import { createLog } from '../../src/log.ts'
import { readPlan } from '../../src/plans/plan-file.ts'
import { toRunRecord } from '../../src/reconcile/records.ts'
import type { Pull } from '../../src/rehearsal/forge/world.ts'
import { rehearse, type Rehearsal } from '../../src/rehearsal/rehearse.ts'
import { mathhook } from '../../src/rehearsal/scenarios/mathhook/index.ts'
import { PUSHED } from '../../src/rehearsal/scenarios/mathhook/script.ts'
import { issuesOf } from '../../src/rehearsal/scenario.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import { freezesOf } from '../../src/store/freezes.ts'
import { runsOfTask, type RunRecord } from '../../src/store/runs.ts'
import { signalsOf, type Signal } from '../../src/store/signals.ts'
import { gitHash } from '../support/git-hash.ts'
import { labelled, said as commentOf, subIssueOf } from '../support/told.ts'
import { issueOf, labelsOf } from '../support/small-stage.ts'

const run = promisify(execFile)
const REPO = { owner: 'acme', repo: 'mathhook' } as const
const keyOf = (issue: number): TaskKey => TaskKey.parse(`acme/mathhook#${issue}`)

let rehearsal: Rehearsal
let plans: PlanDocument[]
let runs: readonly RunRecord[]
let signals: readonly Signal[]
let checkout: string

beforeAll(async () => {
  const scenario = mathhook()
  checkout = await mkdtemp(path.join(tmpdir(), 'baton-merged-'))
  rehearsal = await rehearse({
    scenario,
    live: undefined,
    port: 0,
    log: createLog('silent'),
    onLine: () => undefined,
    signal: new AbortController().signal,
    deadlineMs: 150_000,
  })
  plans = issuesOf(scenario).map(({ title, body }) => {
    const read = readPlan({ path: title, text: body })
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '))
    return read.plan
  })
  const { db } = rehearsal.baton.store
  runs = (await Promise.all([1, 2, 3].map((issue) => runsOfTask(db, keyOf(issue))))).flat()
  signals = await signalsOf(db, REPO)
}, 180_000)

afterAll(async () => {
  await rehearsal.close()
  await rm(checkout, { recursive: true, force: true })
})

/** Plan ids are `plan-<number of the issue>`. Waves of plans count from 0, those of routes from 1. */
const runsOf = (plan: string, wave: number): RunRecord[] =>
  runs.filter((one) => one.taskKey === keyOf(Number(plan.slice('plan-'.length))) && one.wave === wave + 1)

const sent = (name: string): Signal => {
  const found = signals.find((signal) => signal.name === name)
  if (found === undefined) throw new Error(`the signal ${name} was never sent`)
  return found
}

const begun = (of: readonly RunRecord[]): number =>
  Math.min(...of.map(({ createdAt }) => createdAt.getTime()))

function pullOf(plan: number, wave: number): Pull {
  const found = rehearsal.summary.waves.filter((one) => one.issue === plan && one.wave === wave)
  expect(found).toHaveLength(1)
  const pull = rehearsal.repo.pulls.get(found[0]?.pull ?? 0)
  if (pull === undefined) throw new Error(`wave ${wave} of plan ${plan} has no pull request`)
  return pull
}

const said = (number: number, topic: string): string => commentOf(rehearsal.repo, number, topic)

const git = async (...args: string[]): Promise<string> =>
  (await run('git', ['-C', rehearsal.repo.gitDir, ...args])).stdout.trim()

describe('the end', () => {
  test('nothing went wrong, and all three issues are closed', () => {
    const { problems, summary, repo, stage } = rehearsal
    expect(problems).toEqual([])
    expect(summary).toMatchObject({
      scenario: 'mathhook',
      ok: true,
      issue: { number: 1, state: 'closed' },
      issues: [1, 2, 3].map((number) => ({ number, state: 'closed' })),
      requests: { schemaViolations: 0 },
    })
    for (const number of [1, 2, 3]) {
      expect(issueOf(repo, number)).toMatchObject({ state: 'closed', stateReason: 'completed' })
      expect(labelsOf(issueOf(repo, number))).toContain('state:done')
    }
    expect(stage.forge.contract.violations).toEqual([])
    expect(stage.player?.mismatches).toEqual([])
  })

  test('every script was played: none stands for something that did not happen', () => {
    const { stage } = rehearsal
    const played = new Set(stage.player?.log.map(({ script }) => script))
    expect(
      mathhook()
        .scripts.map(({ key }) => String(key))
        .filter((key) => !played.has(key)),
    ).toEqual([])
  })

  test('the repository’s own tests pass, those of every wave among them', async () => {
    await run('git', ['clone', '--quiet', rehearsal.repo.gitDir, checkout])
    const { stdout } = await run(
      process.execPath,
      ['--test', '--test-isolation=none', '--test-reporter=tap'],
      { cwd: checkout, env: { PATH: process.env['PATH'] } },
    )
    expect(stdout).toMatch(/^# fail 0$/m)
    expect(stdout).toMatch(/^# pass 28$/m)
  })
})

test('whoever asks sees all plans at once: wave k of n, and who waits for what', () => {
  const asked = issueOf(rehearsal.repo, 2).comments.find(({ body }) => body === '/baton coordinate')
  const text = said(2, `reply/${asked?.id}`)
  for (const plan of ['plan-1', 'plan-2', 'plan-3']) expect(text).toContain(plan)
  expect(text).toMatch(/wave \d+ of \d+/i)
  expect(text).toContain('plan-2-wave-3-complete')
  expect(text).toContain('mermaid')
})

describe('the order', () => {
  test('no wave began before what it waits for was complete', () => {
    const { edges } = planGraph(plans)
    const early = edges.filter(({ from, to }) => {
      const [before, after] = [waveOf(from), waveOf(to)]
      return (
        begun(runsOf(after.plan, after.wave)) < sent(waveSignal(before.plan, before.wave)).sentAt.getTime()
      )
    })
    expect(early).toEqual([])
    const reasons = new Set(edges.map(({ why }) => why))
    expect([...reasons].sort()).toEqual(['depends_on', 'order', 'signal'] satisfies PlanEdge['why'][])
  })

  test('the merges came in an order that respects every dependency', () => {
    const merged = rehearsal.summary.waves.map(({ issue, wave }) => `plan-${issue}/${wave}`)
    const wrong = planGraph(plans).edges.filter(
      ({ from, to }) => merged.includes(from) && merged.indexOf(from) > merged.indexOf(to),
    )
    expect(wrong).toEqual([])
    expect(merged.toSorted()).toEqual(
      ['plan-1/2', 'plan-2/1', 'plan-2/2', 'plan-2/3', 'plan-3/1', 'plan-3/2', 'plan-3/3', 'plan-3/4'].sort(),
    )
  })

  test('wave 4 of plan 3 waited for the signal; the waves before it did not', () => {
    const signal = sent('plan-2-wave-3-complete')
    expect(begun(runsOf('plan-3', 4))).toBeGreaterThanOrEqual(signal.sentAt.getTime())
    for (const wave of [1, 2, 3]) expect(begun(runsOf('plan-3', wave))).toBeLessThan(signal.sentAt.getTime())
    expect(signal.payload).toMatchObject({ status: 'completed', unblocks: ['plan-3'] })
    expect(signal.sha).toBe(pullOf(2, 3).mergeCommitSha)
  })

  test('each wave, each plan and the frozen interface were announced once', () => {
    const waves = plans.flatMap(({ plan, waves }) => waves.map(({ wave }) => waveSignal(plan, wave)))
    expect(signals.map(({ name }) => name).sort()).toEqual(
      [...waves, 'plan-1-complete', 'plan-2-complete', 'plan-3-complete', 'explain-api-frozen'].sort(),
    )
  })
})

describe('the pull requests', () => {
  test('there is one for each wave that changes something, on the branch of its plan’s pattern', () => {
    const expected = plans.flatMap(({ branch, waves }) =>
      waves
        .filter(({ purpose }) => purpose === 'implement')
        .map(({ wave }) => branch.replace('{wave}', String(wave))),
    )
    const pulls = [...rehearsal.repo.pulls.values()]
    expect(pulls.map(({ headRef }) => headRef).sort()).toEqual(expected.sort())
    expect(expected).toContain('agent-2/educational-integration/wave-3')
  })

  test('all were merged by the conductor’s App once both checks were green', () => {
    for (const pull of rehearsal.repo.pulls.values()) {
      expect(pull).toMatchObject({ merged: true, draft: false, mergedBy: { login: 'baton[bot]' } })
    }
    expect(rehearsal.summary.waves.map(({ checks }) => checks)).toEqual(
      rehearsal.summary.waves.map(() => ({ 'baton/gates': 'success', 'baton/consensus': 'success' })),
    )
  })

  test('a core file brought in the seats of the core', () => {
    const seats = (issue: number, wave: number): string[] =>
      rehearsal.summary.waves
        .filter((one) => one.issue === issue && one.wave === wave)
        .flatMap(({ verdicts }) => verdicts.map(({ seat }) => seat))
    expect(seats(1, 2).sort()).toEqual(['correctness-reviewer', 'performance-validator'])
    expect(seats(3, 1)).toEqual(['correctness-reviewer'])
  })

  test('main has one commit for each, and no branch is left', async () => {
    expect((await rehearsal.stage.forge.git.branches(rehearsal.repo)).map(({ name }) => name)).toEqual([
      'main',
    ])
    const subjects = (await git('log', '--format=%s', 'main')).split('\n')
    expect(subjects).toHaveLength(1 + rehearsal.repo.pulls.size)
  })

  test('no plan changed a file of another', async () => {
    const files = async (plan: number, wave: number): Promise<string[]> => {
      const sha = pullOf(plan, wave).mergeCommitSha ?? ''
      return (await git('diff', '--name-only', `${sha}^`, sha)).split('\n')
    }
    expect(await files(1, 2)).toEqual(['src/simplify.mjs', 'test/simplify-work.test.mjs'])
    expect(await files(2, 3)).toEqual(['src/explain.mjs', 'src/index.mjs', 'test/explain.test.mjs'])
    // Its agent tried src/derivative.mjs first.
    expect(await files(3, 3)).toEqual(['python/notebook.mjs', 'test/python-notebook.test.mjs'])
  })
})

describe('the hierarchy', () => {
  test('wave 4 of plan 3 is shown as blocked by wave 3 of plan 2, beside those of its own plan', () => {
    const shown = (plan: number, wave: number): number =>
      subIssueOf(rehearsal.repo, plan, `plan-${plan}`, wave) ?? 0
    const { blockedBy } = issueOf(rehearsal.repo, shown(3, 4))
    expect(new Set(blockedBy)).toEqual(new Set([shown(2, 3), shown(3, 1), shown(3, 2), shown(3, 3)]))
  })

  test('a wave without an agent was handed over by the plan’s orchestrator', () => {
    const [direct, ...others] = runsOf('plan-2', 1).filter(({ purpose }) => purpose === 'direct')
    expect(others).toEqual([])
    expect(direct?.agent).toBe('rust-engineer')
    const executors = runsOf('plan-2', 1).filter(({ purpose }) => purpose === 'implement')
    expect(executors.map(({ agent }) => agent)).toEqual(['solver-engineer'])
    expect(executors[0]?.createdAt.getTime()).toBeGreaterThan(direct?.createdAt.getTime() ?? Infinity)
  })

  test('nobody was asked about waves whose agent the plan names', () => {
    expect(runs.filter(({ purpose }) => purpose === 'direct')).toHaveLength(1)
    expect(runs.filter(({ purpose }) => purpose === 'triage')).toEqual([])
  })
})

describe('the blocker', () => {
  test('was looked into by a second agent, and the first went on with the answer', () => {
    const attempts = runsOf('plan-2', 2).filter(({ purpose }) => purpose === 'implement')
    expect(attempts.map((one) => [one.agent, toRunRecord(one).outcome?.kind])).toEqual([
      ['solver-engineer', 'blocked'],
      ['solver-engineer', 'done'],
    ])
    const look = runs.find(({ taskKey, agent, purpose }) => {
      return taskKey === keyOf(2) && agent === 'rust-engineer' && purpose === 'research'
    })
    expect(look?.createdAt.getTime()).toBeGreaterThanOrEqual(attempts[0]?.createdAt.getTime() ?? Infinity)
    expect(look?.createdAt.getTime()).toBeLessThan(attempts[1]?.createdAt.getTime() ?? 0)
  })

  test('stands on the issue with its answer', () => {
    const text = said(2, 'blocker-3')
    expect(text).toContain('solver-engineer')
    expect(text).toContain('what the last step of an equation without a real root is')
    expect(text).toContain('a step without a real root')
  })
})

describe('the breach', () => {
  test('ended the run and is in the audit log', async () => {
    const attempts = runsOf('plan-3', 2).filter(({ purpose }) => purpose === 'implement')
    expect(attempts.map((one) => toRunRecord(one).outcome?.kind)).toEqual(['breach', 'done'])
    const entries = await auditOfTask(rehearsal.baton.store.db, keyOf(3), 50)
    const breaches = entries.filter(({ what }) => what === 'breach')
    expect(breaches.map(({ actor }) => actor)).toEqual(['python-expert'])
    expect(JSON.stringify(breaches[0]?.detail)).toMatch(/git push origin HEAD:main|\.github\/baton\.yml/)
  })

  test('was told on the issue, and a person’s word let the wave go on', () => {
    const told = rehearsal.stage.forge.deliveries.filter(
      ({ event, payload }) =>
        event === 'issue_comment' && payload.includes('tried what nobody can be granted'),
    )
    expect(told.length).toBeGreaterThan(0)
    const asked = issueOf(rehearsal.repo, 3).comments.find(({ user }) => user.login === 'alice')
    expect(asked?.body).toBe('/baton retry --wave 2')
    expect(asked?.reactions.map(({ content, user }) => [content, user.login])).toEqual([
      ['rocket', 'baton[bot]'],
    ])
  })

  test('left no trace in git: no commit, no ref, no file, not even an object', async () => {
    const { repo, stage } = rehearsal
    const objects = await git('cat-file', '--batch-all-objects', '--batch-check')
    expect(objects).not.toContain(gitHash(PUSHED))
    // That this would show it if it were there:
    const operators = await readFile(path.join(checkout, 'python/operators.mjs'), 'utf8')
    expect(objects).toContain(gitHash(operators))
    const heads = new Set([...repo.pulls.values()].map(({ headSha }) => headSha))
    const known = new Set((await git('rev-list', 'main')).split('\n'))
    const refs = (await git('for-each-ref', '--format=%(refname) %(objectname)')).split('\n')
    const strange = refs.filter((ref) => {
      const [name = '', sha = ''] = ref.split(' ')
      return (
        name !== 'refs/heads/main' && !(name.startsWith('refs/pull/') && (heads.has(sha) || known.has(sha)))
      )
    })
    expect(strange).toEqual([])
    const policy = await stage.forge.git.fileAt(repo, 'main', '.github/baton.yml')
    const project = path.resolve(import.meta.dirname, '../../src/rehearsal/scenarios/mathhook/project')
    expect(policy?.data.toString()).toBe(await readFile(path.join(project, '.github/baton.yml'), 'utf8'))
    expect(await git('log', '--format=%H', 'main', '--', '.github')).not.toContain('\n')
  })
})

describe('the labels', () => {
  const waves = (number: number, action: 'labeled' | 'unlabeled'): string[] =>
    labelled(rehearsal.stage.forge.deliveries, 'wave:', number, action)

  test('said which waves of a plan were in progress, and are gone at the end', () => {
    expect(waves(2, 'labeled')).toEqual(['wave:0', 'wave:1', 'wave:2', 'wave:3'])
    expect(waves(2, 'unlabeled')).toEqual(['wave:0', 'wave:1', 'wave:2', 'wave:3'])
    for (const number of [1, 2, 3])
      expect(labelsOf(issueOf(rehearsal.repo, number)).filter((name) => name.startsWith('wave:'))).toEqual([])
  })

  test('stood on the pull request of each wave while it was open', () => {
    const { number } = pullOf(2, 3)
    expect(waves(number, 'labeled')).toEqual(['wave:3'])
    expect(waves(number, 'unlabeled')).toEqual(['wave:3'])
  })
})

describe('the hand-offs', () => {
  test('stand in the announcement of each wave, with what is left and by what it is borne out', () => {
    const text = said(2, 'complete-3')
    const { number, headSha, mergeCommitSha } = pullOf(2, 3)
    expect(text).toContain('Hand-off document of wave 3 of plan-2 (merged)')
    expect(text).toContain('rust-engineer, attempt 1: Add Expression.explain()')
    expect(text).toContain('the decision: Plan 3 binds the method in its wave 4.')
    expect(text).toContain(`#${number} at ${headSha.slice(0, 7)}, merged as ${mergeCommitSha?.slice(0, 7)}`)
    expect(text).toMatch(
      /validate at \w{7}: linux-x64: every command succeeded, \d+ of \d+ tests passed \(\[run \d+\]/,
    )
    expect(text).toContain('correctness-reviewer: approve')
    expect(text).not.toContain('lacks')
    expect(said(2, 'complete-2')).toContain('was blocked: It is not settled')
    expect(said(3, 'complete-2')).toContain('a breach was refused')
    expect(said(1, 'complete-1')).toContain('The rules must see their parts in the same order as before.')
  })

  test('of a whole plan is a comment of its own, written once', () => {
    for (const [issue, orchestrator] of [
      [1, 'rust-engineer'],
      [2, 'rust-engineer'],
      [3, 'python-expert'],
    ] as const) {
      const text = said(issue, 'handoff')
      expect(text).toContain(`Hand-off document of the plan plan-${issue}`)
      expect(text).toContain(orchestrator)
      expect(text).toMatch(/validate at \w{7}: linux-x64: every command succeeded/)
      expect(text).not.toContain('lacks')
    }
    expect(said(2, 'handoff')).toContain('the plan plan-3 may go on')
    expect(said(2, 'handoff')).toContain('wave 2, solver-engineer: The texts of the steps are English only.')
    const written = rehearsal.stage.forge.deliveries.filter(
      ({ event, payload }) => event === 'issue_comment' && /### Hand-off document of the plan/.test(payload),
    )
    expect(written).toHaveLength(3)
  })
})

describe('the freeze', () => {
  test('is on record from the commit of its wave on, and on the issue', async () => {
    const freezes = await freezesOf(rehearsal.baton.store.db, REPO)
    expect(freezes).toMatchObject([
      {
        id: 'plan-2/3',
        taskKey: keyOf(2),
        symbols: ['Expression.explain()'],
        paths: ['src/explain.mjs'],
        sha: pullOf(2, 3).mergeCommitSha,
        liftedAt: undefined,
        rule: { orchestrator: 'rust-engineer' },
      },
    ])
    expect(said(2, 'complete-3')).toContain('Expression.explain()')
  })
})
