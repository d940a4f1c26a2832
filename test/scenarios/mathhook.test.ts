// One real rehearsal of mathhook: three plans side by side, what each waited for, and what was kept out.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rehearsal } from '../../src/rehearsal/rehearse.ts'
import { mathhook } from '../../src/rehearsal/scenarios/mathhook/index.ts'
import * as expected from '../support/mathhook-expectations.ts'
import { readWorld, type MathhookWorld } from '../support/mathhook-world.ts'
import { played } from '../support/played.ts'

let rehearsal: Rehearsal
let world: MathhookWorld

beforeAll(async () => {
  const scenario = mathhook()
  rehearsal = await played(scenario)
  const { stage, repo, summary, baton } = rehearsal
  world = await readWorld(scenario, { stage, repo, db: baton.store.db, waves: summary.waves })
})

afterAll(() => rehearsal.close())

describe('the end', () => {
  test('nothing went wrong, and all three issues are closed', () => {
    const { problems, summary } = rehearsal
    expect(problems).toEqual([])
    expect(summary).toMatchObject({
      scenario: 'mathhook',
      ok: true,
      issue: { number: 1, state: 'closed' },
      issues: [1, 2, 3].map((number) => ({ number, state: 'closed' })),
      requests: { schemaViolations: 0 },
    })
    expected.allDone(world)
  })

  test('every script was played: none stands for something that did not happen', () =>
    expected.everyScriptPlayed(world))

  test('the repository’s own tests pass, those of every wave among them', () => expected.ownTestsPass(world))
})

describe('nothing is there twice', () => {
  test('of runs', () => expected.runsOnce(world))

  test('of what was said, by us and by people', () => {
    expected.commentsOnce(world)
    expected.peopleOnce(world)
  })

  test('of sub-issues, pull requests, checks and validations', () => expected.workOnce(world))
})

test('whoever asks sees all plans at once: wave k of n, and who waits for what', () =>
  expected.allPlansToldAtOnce(world))

describe('the order', () => {
  test('no wave began before what it waits for was complete', () => expected.nothingBeganEarly(world))

  test('the merges came in an order that respects every dependency', () => expected.mergesInOrder(world))

  test('wave 4 of plan 3 waited for the signal; the waves before it did not', () =>
    expected.waitedForTheSignal(world))

  test('each wave, each plan and the frozen interface were announced once', () =>
    expected.announcedOnce(world))
})

describe('the pull requests', () => {
  test('there is one for each wave that changes something, on the branch of its plan’s pattern', () =>
    expected.onePullForEachWave(world))

  test('all were merged by the conductor’s App once both checks were green', () =>
    expected.mergedWhenGreen(world))

  test('a core file brought in the seats of the core', () => expected.seatsOfTheCore(world))

  test('main has one commit for each, and no branch is left', () => expected.oneCommitForEach(world))

  test('no plan changed a file of another', () => expected.eachPlanInItsFiles(world))
})

describe('the hierarchy', () => {
  test('wave 4 of plan 3 is shown as blocked by wave 3 of plan 2, beside those of its own plan', () =>
    expected.shownAsBlocked(world))

  test('a wave without an agent was handed over by the plan’s orchestrator', () =>
    expected.handedOverOnce(world))

  test('nobody was asked about waves whose agent the plan names', () => expected.nobodyElseAsked(world))
})

describe('the blocker', () => {
  test('was looked into by a second agent, and the first went on with the answer', () =>
    expected.blockerLookedInto(world))

  test('stands on the issue with its answer', () => expected.blockerAnswered(world))
})

describe('the breach', () => {
  test('ended the run and is in the audit log', () => expected.breachOnRecord(world))

  test('was told on the issue, and a person’s word let the wave go on', () => expected.breachTold(world))

  test('left no trace in git: no commit, no ref, no file, not even an object', () =>
    expected.breachLeftNoTrace(world))
})

describe('the labels', () => {
  test('said which waves of a plan were in progress, and are gone at the end', () =>
    expected.waveLabels(world))

  test('stood on the pull request of each wave while it was open', () => expected.waveLabelsOfPulls(world))
})

describe('the hand-offs', () => {
  test('stand in the announcement of each wave, with what is left and by what it is borne out', () =>
    expected.handOffsOfWaves(world))

  test('of a whole plan is a comment of its own, written once', () => expected.handOffsOfPlans(world))
})

describe('the freeze', () => {
  test('is on record from the commit of its wave on, and on the issue', () => expected.frozenSince(world))
})
