// Two plans, with Baton killed at each kind of transition between waves: the world ends the same, and nothing happens twice.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { topicOf } from '../../src/domain/markers.ts'
import { freezesOf } from '../../src/store/freezes.ts'
import { openStore } from '../../src/store/open.ts'
import { runsOfTask } from '../../src/store/runs.ts'
import { signalsOf, type Signal } from '../../src/store/signals.ts'
import { EMBEDDED_SETTINGS } from '../support/child-options.ts'
import { until } from '../support/engine.ts'
import { clusterTemplate, createLives, type Lives } from '../support/lives.ts'
import { silent } from '../support/postgres.ts'
import { isDone, issueOf } from '../support/small-stage.ts'
import { said } from '../support/told.ts'
import { fileOf, lineOf, twoPlans, type PlanStage } from '../support/two-plans.ts'

const REPO = { owner: 'acme', repo: 'plans' } as const
const WAVES = [1, 2].flatMap((plan) => [1, 2].map((wave) => ({ plan, wave })))

let template: Awaited<ReturnType<typeof clusterTemplate>>
let plans: PlanStage
let lives: Lives

beforeAll(async () => {
  template = await clusterTemplate()
})

afterAll(() => template.remove())

beforeEach(async () => {
  plans = await twoPlans()
  lives = await createLives(plans, template.dir)
})

afterEach(async () => {
  await lives.end()
  await plans.close()
})

const KILLS = [
  { point: 'sub_issue:placed', nth: 2 },
  { point: 'merge:after', nth: 1 },
  { point: 'merge:after', nth: 2 },
  { point: 'send_signal:between', nth: 1 },
  { point: 'start_run:between', nth: 1 },
]

const topics = (number: number): string[] =>
  issueOf(plans.repo, number)
    .comments.map(({ body }) => topicOf(body) ?? 'none')
    .sort()

/** What GitHub shows at the end of an undisturbed run. */
async function expectForge(): Promise<void> {
  const { stage, repo } = plans
  for (const number of [1, 2]) {
    expect(issueOf(repo, number).state).toBe('closed')
    expect(topics(number)).toEqual(['approval', 'complete-1', 'complete-2', 'handoff', 'route', 'summary'])
  }
  const subIssues = [1, 2].flatMap((number) => issueOf(repo, number).subIssues)
  expect(subIssues.map((number) => issueOf(repo, number).state)).toEqual(WAVES.map(() => 'closed'))
  // What waits in the second plan is shown as blocked by what it waits for in the first.
  const [blocked] = issueOf(repo, 2).subIssues.slice(-1)
  expect(issueOf(repo, blocked ?? 0).blockedBy.length).toBe(2)
  const pulls = [...repo.pulls.values()]
  expect(pulls.map(({ headRef, merged }) => `${headRef} ${merged}`).sort()).toEqual(
    WAVES.map(({ plan, wave }) => `plan-${plan}/wave-${wave} true`),
  )
  // One validation for each wave, and one for each plan as a whole.
  expect(repo.runs).toHaveLength(WAVES.length + 2)
  for (const { number } of pulls) expect(topics(number)).toHaveLength(1)
  expect((await stage.forge.git.branches(repo)).map(({ name }) => name)).toEqual(['main'])
  expect(await stage.forge.git.log(repo, 'main')).toHaveLength(1 + WAVES.length)
  for (const { plan, wave } of WAVES) {
    const file = await stage.forge.git.fileAt(repo, 'main', fileOf(plan, wave))
    expect(file?.data.toString()).toBe(lineOf(plan, wave))
  }
  expect(stage.forge.contract.violations).toEqual([])
  expect(stage.player?.mismatches).toEqual([])
  const paid = (stage.player?.log ?? []).filter(({ status, cut }) => status === 200 && !cut)
  const turns = paid.map(({ script, turn }) => `${script} turn ${turn}`)
  expect(new Set(turns).size).toBe(4 * WAVES.length)
  // A kill at a point of one task can cut off the turn of another that is on its way just then: that one is asked again.
  expect(turns.length).toBeLessThanOrEqual(4 * WAVES.length + KILLS.length)
}

/** Each plan is approved as a whole: on one commit, the one that its signal names, which holds all of its waves. */
async function expectApprovals(signals: readonly Signal[]): Promise<void> {
  const { stage, repo } = plans
  for (const plan of [1, 2]) {
    const sha = signals.find(({ name }) => name === `plan-${plan}-complete`)?.sha
    const checks = repo.checks.filter(({ name }) => name === `baton/plan/plan-${plan}`)
    expect(checks).toMatchObject([{ headSha: sha, conclusion: 'success' }])
    expect(said(repo, plan, 'approval')).toContain(`the whole is validated on main at ${sha?.slice(0, 7)}`)
    for (const wave of [1, 2])
      expect(await stage.forge.git.fileAt(repo, sha ?? '', fileOf(plan, wave))).toBeDefined()
  }
}

/** What Baton remembers: each signal and freeze once, and no run before what it waited for. */
async function expectStore(): Promise<void> {
  const { dataDir } = plans.stage.config
  const store = await openStore({
    databaseUrl: undefined,
    dataDir,
    log: silent,
    embeddedSettings: EMBEDDED_SETTINGS,
  })
  try {
    const signals = await signalsOf(store.db, REPO)
    expect(signals.map(({ name }) => name).sort()).toEqual(
      [
        ...WAVES.map(({ plan, wave }) => `plan-${plan}-wave-${wave}-complete`),
        ...[1, 2].map((plan) => `plan-${plan}-complete`),
      ].sort(),
    )
    await expectApprovals(signals)
    const sent = signals.find(({ name }) => name === 'plan-1-wave-2-complete')?.sentAt.getTime() ?? Infinity
    const runs = await runsOfTask(store.db, TaskKey.parse('acme/plans#2'))
    const begun = (wave: number): number =>
      Math.min(...runs.filter((run) => run.wave === wave + 1).map(({ createdAt }) => createdAt.getTime()))
    expect(begun(2)).toBeGreaterThanOrEqual(sent)
    expect(begun(1)).toBeLessThan(sent)
    expect((await freezesOf(store.db, REPO)).map(({ id, paths }) => ({ id, paths }))).toEqual([
      { id: 'plan-1/2', paths: ['plan-1/**'] },
    ])
  } finally {
    await store.close()
  }
}

test('killed while sub-issues are made, after merges, between signal and wake-up, and when the waiting wave starts', async () => {
  await lives.through(
    KILLS,
    () => plans.stage.fileIssues(),
    () => until('both plans are done', () => isDone(plans.repo, 1) && isDone(plans.repo, 2), 60_000),
  )
  await expectForge()
  await expectStore()
})
