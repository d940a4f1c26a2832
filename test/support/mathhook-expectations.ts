// What must hold of the world of mathhook at its end, whatever happened on the way. Each fails as `expect` does; the titles in
// test/scenarios/mathhook.test.ts say what each is about.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { topicOf } from '../../src/domain/markers.ts'
import { planGraph, type PlanEdge } from '../../src/domain/plan/graph.ts'
import { waveOf, waveSignal } from '../../src/domain/plan/names.ts'
import { toRunRecord } from '../../src/reconcile/records.ts'
import { mathhook } from '../../src/rehearsal/scenarios/mathhook/index.ts'
import { PUSHED } from '../../src/rehearsal/scenarios/mathhook/script.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import { freezesOf } from '../../src/store/freezes.ts'
import { gitHash } from './git-hash.ts'
import { begun, ISSUES, keyOf, REPO, type MathhookWorld } from './mathhook-world.ts'
import { issueOf, labelsOf } from './small-stage.ts'
import { labelled, subIssueOf } from './told.ts'

const execute = promisify(execFile)

export function allDone({ repo, stage, waves }: MathhookWorld): void {
  for (const number of ISSUES) {
    expect(issueOf(repo, number)).toMatchObject({ state: 'closed', stateReason: 'completed' })
    expect(labelsOf(issueOf(repo, number))).toContain('state:done')
  }
  expect(waves.filter(({ merged }) => !merged)).toEqual([])
  expect(stage.forge.contract.violations).toEqual([])
  expect(stage.player?.mismatches).toEqual([])
}

export async function ownTestsPass({ repo }: MathhookWorld): Promise<void> {
  const checkout = await mkdtemp(path.join(tmpdir(), 'baton-merged-'))
  try {
    await execute('git', ['clone', '--quiet', repo.gitDir, checkout])
    const { stdout } = await execute(
      process.execPath,
      ['--test', '--test-isolation=none', '--test-reporter=tap'],
      { cwd: checkout, env: { PATH: process.env['PATH'] } },
    )
    expect(stdout).toMatch(/^# fail 0$/m)
    expect(stdout).toMatch(/^# pass 28$/m)
  } finally {
    await rm(checkout, { recursive: true, force: true })
  }
}

/** Topics of our comments, sorted. Left out is what only a clock decides: that something takes longer than it should. */
const topics = (bodies: readonly { body: string | null; user: { login: string } }[]): string[] =>
  bodies
    .flatMap(({ body, user }) => (user.login.endsWith('[bot]') ? [topicOf(body ?? '') ?? 'none'] : []))
    .filter((topic) => !topic.startsWith('escalation-late-'))
    .sort()

export function runsOnce(world: MathhookWorld): void {
  // As the scripts name them: without the repository, and without the head that a seat judges.
  const ids = world.runs.map(({ id }) => id.replace('acme/mathhook#', '').replace(/\/[0-9a-f]{12}(?=\/)/, ''))
  const keys = mathhook().scripts.map(({ key }) => String(key))
  expect(ids.sort()).toEqual(keys.sort())
}

export function commentsOnce({ repo, plans }: MathhookWorld): void {
  const [, second] = ISSUES
  const asked = issueOf(repo, second).comments.find(({ body }) => body === '/baton coordinate')
  const own: readonly (readonly string[])[] = [
    ['wave-2'],
    ['wave-1', 'blocker-3', `reply/${asked?.id}`],
    ['breach-3-1', 'parked'],
  ]
  for (const [at, number] of ISSUES.entries()) {
    const complete = plans[at]?.waves.map(({ wave }) => `complete-${wave}`) ?? []
    expect(topics(issueOf(repo, number).comments)).toEqual(
      ['route', ...(own[at] ?? []), ...complete, 'handoff', 'approval', 'summary'].sort(),
    )
  }
  for (const { number, headSha, reviews } of repo.pulls.values()) {
    const head = headSha.slice(0, 12)
    expect(topics(issueOf(repo, number).comments)).toEqual([`decision/${head}`])
    const said = topics(reviews.filter(({ body }) => body !== ''))
    expect(said).toEqual([...new Set(said)])
    expect(said).toContain(`consensus/${head}`)
  }
}

export function peopleOnce({ repo }: MathhookWorld): void {
  const words = [...repo.issues.values()].flatMap(({ number, comments }) =>
    comments.flatMap(({ user, body }) => (user.login === 'alice' ? [`#${number} ${body}`] : [])),
  )
  expect(words.sort()).toEqual(['#2 /baton coordinate', '#3 /baton retry --wave 2'])
}

export function workOnce({ repo, plans }: MathhookWorld): void {
  const shown = ISSUES.map((number) => issueOf(repo, number).subIssues.map((one) => issueOf(repo, one)))
  expect(shown.map((all) => all.map(({ state }) => state))).toEqual(
    plans.map(({ waves }) => waves.map(() => 'closed')),
  )
  // Nothing else was opened: no sub-issue that nobody shows, no pull request besides those of the waves.
  expect(repo.issues.size).toBe(ISSUES.length + shown.flat().length + repo.pulls.size)
  const pulls = [...repo.pulls.values()]
  const whole = repo.checks.filter(({ name }) => name.startsWith('baton/plan/'))
  expect(whole.map(({ name, conclusion }) => `${name} ${conclusion}`).sort()).toEqual(
    plans.map(({ plan }) => `baton/plan/${plan} success`).sort(),
  )
  // One validation for each wave that changes something, and one for each plan as a whole.
  expect(repo.runs.map(({ inputs }) => String(inputs['sha'])).sort()).toEqual(
    [...pulls, ...whole].map(({ headSha }) => headSha).sort(),
  )
  const checks = repo.checks.map(({ name, headSha }) => `${name} ${headSha}`).sort()
  expect(checks).toEqual([...new Set(checks)])
}

export function everyScriptPlayed(world: MathhookWorld): void {
  const { stage } = world
  const played = new Set(stage.player?.log.map(({ script }) => script))
  expect(
    mathhook()
      .scripts.map(({ key }) => String(key))
      .filter((key) => !played.has(key)),
  ).toEqual([])
}

export function allPlansToldAtOnce(world: MathhookWorld): void {
  const asked = issueOf(world.repo, 2).comments.find(({ body }) => body === '/baton coordinate')
  const text = world.said(2, `reply/${asked?.id}`)
  for (const plan of ['plan-1', 'plan-2', 'plan-3']) expect(text).toContain(plan)
  expect(text).toMatch(/wave \d+ of \d+/i)
  expect(text).toContain('plan-2-wave-3-complete')
  expect(text).toContain('mermaid')
}

export function nothingBeganEarly(world: MathhookWorld): void {
  const { edges } = planGraph(world.plans)
  const early = edges.filter(({ from, to }) => {
    const [before, after] = [waveOf(from), waveOf(to)]
    return (
      begun(world.runsOf(after.plan, after.wave)) <
      world.sent(waveSignal(before.plan, before.wave)).sentAt.getTime()
    )
  })
  expect(early).toEqual([])
  const reasons = new Set(edges.map(({ why }) => why))
  expect([...reasons].sort()).toEqual(['depends_on', 'order', 'signal'] satisfies PlanEdge['why'][])
}

export function mergesInOrder(world: MathhookWorld): void {
  const merged = world.waves.map(({ issue, wave }) => `plan-${issue}/${wave}`)
  const wrong = planGraph(world.plans).edges.filter(
    ({ from, to }) => merged.includes(from) && merged.indexOf(from) > merged.indexOf(to),
  )
  expect(wrong).toEqual([])
  expect(merged.toSorted()).toEqual(
    ['plan-1/2', 'plan-2/1', 'plan-2/2', 'plan-2/3', 'plan-3/1', 'plan-3/2', 'plan-3/3', 'plan-3/4'].sort(),
  )
}

export function waitedForTheSignal(world: MathhookWorld): void {
  const signal = world.sent('plan-2-wave-3-complete')
  expect(begun(world.runsOf('plan-3', 4))).toBeGreaterThanOrEqual(signal.sentAt.getTime())
  for (const wave of [1, 2, 3])
    expect(begun(world.runsOf('plan-3', wave))).toBeLessThan(signal.sentAt.getTime())
  expect(signal.payload).toMatchObject({ status: 'completed', unblocks: ['plan-3'] })
  expect(signal.sha).toBe(world.pullOf(2, 3).mergeCommitSha)
}

export function announcedOnce(world: MathhookWorld): void {
  const waves = world.plans.flatMap(({ plan, waves }) => waves.map(({ wave }) => waveSignal(plan, wave)))
  expect(world.signals.map(({ name }) => name).sort()).toEqual(
    [...waves, 'plan-1-complete', 'plan-2-complete', 'plan-3-complete', 'explain-api-frozen'].sort(),
  )
}

export function onePullForEachWave(world: MathhookWorld): void {
  const expected = world.plans.flatMap(({ branch, waves }) =>
    waves
      .filter(({ purpose }) => purpose === 'implement')
      .map(({ wave }) => branch.replace('{wave}', String(wave))),
  )
  const pulls = [...world.repo.pulls.values()]
  expect(pulls.map(({ headRef }) => headRef).sort()).toEqual(expected.sort())
  expect(expected).toContain('agent-2/educational-integration/wave-3')
}

export function mergedWhenGreen(world: MathhookWorld): void {
  for (const pull of world.repo.pulls.values()) {
    expect(pull).toMatchObject({ merged: true, draft: false, mergedBy: { login: 'baton[bot]' } })
  }
  expect(world.waves.map(({ checks }) => checks)).toEqual(
    world.waves.map(() => ({ 'baton/gates': 'success', 'baton/consensus': 'success' })),
  )
}

export function seatsOfTheCore(world: MathhookWorld): void {
  const seats = (issue: number, wave: number): string[] =>
    world.waves
      .filter((one) => one.issue === issue && one.wave === wave)
      .flatMap(({ verdicts }) => verdicts.map(({ seat }) => seat))
  expect(seats(1, 2).sort()).toEqual(['correctness-reviewer', 'performance-validator'])
  expect(seats(3, 1)).toEqual(['correctness-reviewer'])
}

export async function oneCommitForEach(world: MathhookWorld): Promise<void> {
  expect((await world.stage.forge.git.branches(world.repo)).map(({ name }) => name)).toEqual(['main'])
  const subjects = (await world.git('log', '--format=%s', 'main')).split('\n')
  expect(subjects).toHaveLength(1 + world.repo.pulls.size)
}

export async function eachPlanInItsFiles(world: MathhookWorld): Promise<void> {
  const files = async (plan: number, wave: number): Promise<string[]> => {
    const sha = world.pullOf(plan, wave).mergeCommitSha ?? ''
    return (await world.git('diff', '--name-only', `${sha}^`, sha)).split('\n')
  }
  expect(await files(1, 2)).toEqual(['src/simplify.mjs', 'test/simplify-work.test.mjs'])
  expect(await files(2, 3)).toEqual(['src/explain.mjs', 'src/index.mjs', 'test/explain.test.mjs'])
  // Its agent tried src/derivative.mjs first.
  expect(await files(3, 3)).toEqual(['python/notebook.mjs', 'test/python-notebook.test.mjs'])
}

export function shownAsBlocked(world: MathhookWorld): void {
  const shown = (plan: number, wave: number): number =>
    subIssueOf(world.repo, plan, `plan-${plan}`, wave) ?? 0
  const { blockedBy } = issueOf(world.repo, shown(3, 4))
  expect(new Set(blockedBy)).toEqual(new Set([shown(2, 3), shown(3, 1), shown(3, 2), shown(3, 3)]))
}

export function handedOverOnce(world: MathhookWorld): void {
  const [direct, ...others] = world.runsOf('plan-2', 1).filter(({ purpose }) => purpose === 'direct')
  expect(others).toEqual([])
  expect(direct?.agent).toBe('rust-engineer')
  const executors = world.runsOf('plan-2', 1).filter(({ purpose }) => purpose === 'implement')
  expect(executors.map(({ agent }) => agent)).toEqual(['solver-engineer'])
  expect(executors[0]?.createdAt.getTime()).toBeGreaterThan(direct?.createdAt.getTime() ?? Infinity)
}

export function nobodyElseAsked(world: MathhookWorld): void {
  expect(world.runs.filter(({ purpose }) => purpose === 'direct')).toHaveLength(1)
  expect(world.runs.filter(({ purpose }) => purpose === 'triage')).toEqual([])
}

export function blockerLookedInto(world: MathhookWorld): void {
  const attempts = world.runsOf('plan-2', 2).filter(({ purpose }) => purpose === 'implement')
  expect(attempts.map((one) => [one.agent, toRunRecord(one).outcome?.kind])).toEqual([
    ['solver-engineer', 'blocked'],
    ['solver-engineer', 'done'],
  ])
  const look = world.runs.find(({ taskKey, agent, purpose }) => {
    return taskKey === keyOf(2) && agent === 'rust-engineer' && purpose === 'research'
  })
  expect(look?.createdAt.getTime()).toBeGreaterThanOrEqual(attempts[0]?.createdAt.getTime() ?? Infinity)
  expect(look?.createdAt.getTime()).toBeLessThan(attempts[1]?.createdAt.getTime() ?? 0)
}

export function blockerAnswered(world: MathhookWorld): void {
  const text = world.said(2, 'blocker-3')
  expect(text).toContain('solver-engineer')
  expect(text).toContain('what the last step of an equation without a real root is')
  expect(text).toContain('a step without a real root')
}

export async function breachOnRecord(world: MathhookWorld): Promise<void> {
  const attempts = world.runsOf('plan-3', 2).filter(({ purpose }) => purpose === 'implement')
  expect(attempts.map((one) => toRunRecord(one).outcome?.kind)).toEqual(['breach', 'done'])
  const entries = await auditOfTask(world.db, keyOf(3), 50)
  const breaches = entries.filter(({ what }) => what === 'breach')
  expect(breaches.map(({ actor }) => actor)).toEqual(['python-expert'])
  expect(JSON.stringify(breaches[0]?.detail)).toMatch(/git push origin HEAD:main|\.github\/baton\.yml/)
}

export function breachTold(world: MathhookWorld): void {
  const told = world.deliveries.filter(
    ({ event, payload }) => event === 'issue_comment' && payload.includes('tried what nobody can be granted'),
  )
  expect(told.length).toBeGreaterThan(0)
  const asked = issueOf(world.repo, 3).comments.find(({ user }) => user.login === 'alice')
  expect(asked?.body).toBe('/baton retry --wave 2')
  expect(asked?.reactions.map(({ content, user }) => [content, user.login])).toEqual([
    ['rocket', 'baton[bot]'],
  ])
}

export async function breachLeftNoTrace(world: MathhookWorld): Promise<void> {
  const { repo, stage } = world
  const objects = await world.git('cat-file', '--batch-all-objects', '--batch-check')
  expect(objects).not.toContain(gitHash(PUSHED))
  // That this would show it if it were there:
  const operators = await stage.forge.git.fileAt(repo, 'main', 'python/operators.mjs')
  expect(objects).toContain(gitHash(operators?.data.toString() ?? ''))
  const heads = new Set([...repo.pulls.values()].map(({ headSha }) => headSha))
  const known = new Set((await world.git('rev-list', 'main')).split('\n'))
  const refs = (await world.git('for-each-ref', '--format=%(refname) %(objectname)')).split('\n')
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
  expect(await world.git('log', '--format=%H', 'main', '--', '.github')).not.toContain('\n')
}

const waveLabelsOn = (world: MathhookWorld, number: number, action: 'labeled' | 'unlabeled'): string[] =>
  labelled(world.deliveries, 'wave:', number, action)

export function waveLabels(world: MathhookWorld): void {
  expect(waveLabelsOn(world, 2, 'labeled')).toEqual(['wave:0', 'wave:1', 'wave:2', 'wave:3'])
  expect(waveLabelsOn(world, 2, 'unlabeled')).toEqual(['wave:0', 'wave:1', 'wave:2', 'wave:3'])
  for (const number of [1, 2, 3])
    expect(labelsOf(issueOf(world.repo, number)).filter((name) => name.startsWith('wave:'))).toEqual([])
}

export function waveLabelsOfPulls(world: MathhookWorld): void {
  const { number } = world.pullOf(2, 3)
  expect(waveLabelsOn(world, number, 'labeled')).toEqual(['wave:3'])
  expect(waveLabelsOn(world, number, 'unlabeled')).toEqual(['wave:3'])
}

export function handOffsOfWaves(world: MathhookWorld): void {
  const text = world.said(2, 'complete-3')
  const { number, headSha, mergeCommitSha } = world.pullOf(2, 3)
  expect(text).toContain('Hand-off document of wave 3 of plan-2 (merged)')
  expect(text).toContain('rust-engineer, attempt 1: Add Expression.explain()')
  expect(text).toContain('the decision: Plan 3 binds the method in its wave 4.')
  expect(text).toContain(`#${number} at ${headSha.slice(0, 7)}, merged as ${mergeCommitSha?.slice(0, 7)}`)
  expect(text).toMatch(
    /validate at \w{7}: linux-x64: every command succeeded, \d+ of \d+ tests passed \(\[run \d+\]/,
  )
  expect(text).toContain('correctness-reviewer: approve')
  expect(text).not.toContain('lacks')
  expect(world.said(2, 'complete-2')).toContain('was blocked: It is not settled')
  expect(world.said(3, 'complete-2')).toContain('a breach was refused')
  expect(world.said(1, 'complete-1')).toContain('The rules must see their parts in the same order as before.')
}

export function handOffsOfPlans(world: MathhookWorld): void {
  for (const [issue, orchestrator] of [
    [1, 'rust-engineer'],
    [2, 'rust-engineer'],
    [3, 'python-expert'],
  ] as const) {
    const text = world.said(issue, 'handoff')
    expect(text).toContain(`Hand-off document of the plan plan-${issue}`)
    expect(text).toContain(orchestrator)
    expect(text).toMatch(/validate at \w{7}: linux-x64: every command succeeded/)
    expect(text).not.toContain('lacks')
  }
  expect(world.said(2, 'handoff')).toContain('the plan plan-3 may go on')
  expect(world.said(2, 'handoff')).toContain(
    'wave 2, solver-engineer: The texts of the steps are English only.',
  )
  const written = world.deliveries.filter(
    ({ event, payload }) => event === 'issue_comment' && /### Hand-off document of the plan/.test(payload),
  )
  expect(written).toHaveLength(3)
}

export async function frozenSince(world: MathhookWorld): Promise<void> {
  const freezes = await freezesOf(world.db, REPO)
  expect(freezes).toMatchObject([
    {
      id: 'plan-2/3',
      taskKey: keyOf(2),
      symbols: ['Expression.explain()'],
      paths: ['src/explain.mjs'],
      sha: world.pullOf(2, 3).mergeCommitSha,
      liftedAt: undefined,
      rule: { orchestrator: 'rust-engineer' },
    },
  ])
  expect(world.said(2, 'complete-3')).toContain('Expression.explain()')
}
