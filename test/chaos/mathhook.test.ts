// The scenario mathhook with Baton killed at every transition between waves: where a wave begins, where it is merged and where its end
// is announced. Three plans go on side by side through all of it, and the world ends as in a rehearsal that nobody disturbs.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { taskRef } from '../../src/domain/ids.ts'
import { topicOf } from '../../src/domain/markers.ts'
import type { PlanDocument } from '../../src/domain/plan/document.ts'
import { createActs, type Acts } from '../../src/rehearsal/acts.ts'
import type { Repository } from '../../src/rehearsal/forge/world.ts'
import { mathhook } from '../../src/rehearsal/scenarios/mathhook/index.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'
import { AUTHOR_APP, setStage, type Stage } from '../../src/rehearsal/stage.ts'
import { summarise } from '../../src/rehearsal/summary.ts'
import { signalsOf } from '../../src/store/signals.ts'
import { testStore, until, type TestStore } from '../support/engine.ts'
import { createLives, type Lives } from '../support/lives.ts'
import * as expected from '../support/mathhook-expectations.ts'
import { ISSUES, keyOf, readWorld, REPO, type MathhookWorld } from '../support/mathhook-world.ts'
import { isDone, log } from '../support/small-stage.ts'

/** How long a life may take to its transition, for a busy machine: on a quiet one it takes two seconds. */
const LIFE_MS = 240_000
/** Of all of them together. */
const LIVES_MS = 1_800_000

const played = mathhook()
/** A death can come in the middle of a tool call. An agent that is told so makes the call again, and so does the script. */
const scenario: Scenario = {
  ...played,
  scripts: played.scripts.map((script) => ({ ...script, repeatsInterrupted: true })),
}
let workDir: string
let stage: Stage
let store: TestStore
let lives: Lives
let world: MathhookWorld
/** The transitions at which a life ended, oldest first. */
let deaths: string[]
/** How the lives ended; the last one in peace. */
const ends: (NodeJS.Signals | number | null)[] = []
let actProblems: string[]

/**
 * People act on what they see, whichever life it is of: a death can come between what Baton does and its word of it. Reads GitHub
 * and the signals on record until it is called off.
 */
async function watch(acts: Acts, repo: Repository, off: AbortSignal): Promise<void> {
  while (!off.aborted) {
    for (const on of ISSUES)
      for (const { body, app } of repo.issues.get(on)?.comments ?? []) {
        const topic = topicOf(body)
        if (app?.id === AUTHOR_APP.id && topic !== undefined)
          acts.onAction(on, { do: 'comment', on, topic, body, commentId: undefined })
      }
    for (const { taskKey, ...signal } of await signalsOf(store.store.db, REPO))
      acts.onAction(taskRef(taskKey).number, { do: 'send_signal', ...signal })
    await sleep(20)
  }
}

/** How things stand, for who reads a failure: the deaths, the tasks, the queue and what was said last. */
async function standing(repo: Repository, record: string): Promise<string> {
  const { db } = store.store
  const jobs = await sql<object>`
    select name, state, retry_count, singleton_key, start_after, output
    from pgboss.job where state <> 'completed' order by name, created_on`.execute(db)
  const runs = await db.selectFrom('run').selectAll().execute()
  return [
    await readFile(record, 'utf8'),
    ...jobs.rows.map((row) => JSON.stringify(row)),
    ...runs.filter(({ finished_at: at }) => at === null).map((row) => JSON.stringify(row).slice(0, 1_000)),
    ...ISSUES.flatMap((on) => [
      `#${on}: ${repo.issues
        .get(on)
        ?.labels.map(({ name }) => name)
        .join(', ')}`,
      ...(repo.issues.get(on)?.comments ?? []).slice(-3).map(({ body }) => body.slice(0, 600)),
    ]),
    ...[...repo.pulls.keys()].flatMap((number) => {
      const { state, title } = repo.issues.get(number) ?? {}
      return state === 'open' ? [`#${number} ${title}`] : []
    }),
  ].join('\n')
}

/** One life after the other: each is killed at the next transition that none has died at, the last lives to the end. */
async function live(repo: Repository): Promise<void> {
  const record = path.join(workDir, 'deaths')
  await writeFile(record, '')
  const isAllDone = (): boolean => ISSUES.every((issue) => repo.issues.has(issue) && isDone(repo, issue))
  for (let end: NodeJS.Signals | number | null = 'SIGKILL'; end === 'SIGKILL'; ends.push(end)) {
    const { child, ended } = await lives.start({ record })
    if (ends.length === 0) await stage.fileIssues()
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null
    await until(
      'Baton came to its next transition, or all three plans are done',
      () => isOver() || isAllDone(),
      LIFE_MS,
      () => standing(repo, record),
    )
    if (!isOver()) {
      await stage.forge.drain()
      child.kill('SIGTERM')
    }
    end = await ended
  }
  deaths = (await readFile(record, 'utf8')).split('\n').filter((line) => line !== '')
}

beforeAll(async () => {
  workDir = await mkdtemp(path.join(tmpdir(), 'baton-mathhook-'))
  store = await testStore()
  // Every start reads all three plans anew: so many within a minute would use up what GitHub gives for an hour.
  const set = await setStage({ scenario, workDir, live: undefined, port: 0, log, rateLimit: 100_000 })
  stage = { ...set, config: { ...set.config, databaseUrl: store.database.url } }
  const repo = stage.forge.world.repositories.get(`${REPO.owner}/${REPO.repo}`)
  if (repo === undefined) throw new Error('the stage has no repository')
  lives = await createLives({ stage, workDir }, undefined)
  const acts = createActs(scenario, stage.forge, () => undefined)
  const off = new AbortController()
  const watching = watch(acts, repo, off.signal)
  try {
    await live(repo)
  } finally {
    off.abort()
    await watching
  }
  actProblems = await acts.settled()
  const { waves } = await summarise({
    scenario: scenario.name,
    stage,
    store: store.store,
    keys: ISSUES.map(keyOf),
    repo,
    wallMs: 0,
  })
  world = await readWorld(scenario, { stage, repo, db: store.store.db, waves })
}, LIVES_MS)

afterAll(async () => {
  await lives.end()
  await stage.close()
  await store.close()
  await rm(workDir, { recursive: true, force: true, maxRetries: 5 })
})

/** Waves by their issue, as transitions name them. */
const wavesOf = (plan: PlanDocument, at: number): { name: string; changes: boolean }[] =>
  plan.waves.map(({ wave, purpose }) => ({
    name: `${ISSUES[at]}/${wave}`,
    changes: purpose === 'implement',
  }))

test('every wave had a life end where it began, where it was merged and where its end was announced', () => {
  const waves = world.plans.flatMap(wavesOf)
  expect(deaths.toSorted()).toEqual(
    waves
      .flatMap(({ name, changes }) => [
        `begun ${name}`,
        `announced ${name}`,
        ...(changes ? [`merged ${name}`] : []),
      ])
      .sort(),
  )
  expect(ends).toEqual([...deaths.map(() => 'SIGKILL'), 0])
})

test('restarted at every transition between waves, it ends in the world of an undisturbed run', async () => {
  expected.allDone(world)
  expected.everyScriptPlayed(world)
  await expected.ownTestsPass(world)
  expected.mergesInOrder(world)
  expected.mergedWhenGreen(world)
  expected.onePullForEachWave(world)
  expected.seatsOfTheCore(world)
  await expected.oneCommitForEach(world)
  await expected.eachPlanInItsFiles(world)
})

test('nothing is there twice: no run, no comment, no signal, no pull request, no check, no validation', () => {
  expected.runsOnce(world)
  expected.commentsOnce(world)
  expected.announcedOnce(world)
  expected.workOnce(world)
  expected.handOffsOfWaves(world)
  expected.handOffsOfPlans(world)
  expected.handedOverOnce(world)
  expected.nobodyElseAsked(world)
})

test('people who act on what they see did so once, and were answered once', () => {
  expect(actProblems).toEqual([])
  expected.peopleOnce(world)
  expected.allPlansToldAtOnce(world)
})

test('no wave began before what it waits for, and GitHub shows who blocks whom and what is in progress', () => {
  expected.nothingBeganEarly(world)
  expected.waitedForTheSignal(world)
  expected.shownAsBlocked(world)
  expected.waveLabels(world)
  expected.waveLabelsOfPulls(world)
})

test('the blocker was looked into once, the breach left no trace, and the freeze is on record', async () => {
  expected.blockerLookedInto(world)
  expected.blockerAnswered(world)
  await expected.breachOnRecord(world)
  expected.breachTold(world)
  await expected.breachLeftNoTrace(world)
  await expected.frozenSince(world)
})
