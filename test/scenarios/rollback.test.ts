// A regression that shows only after the merge: the whole product finds it, takes it back and merges the revert. Nothing is told to it.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutcomeOf } from '../../src/domain/outcomes.ts'
import type { Script } from '../../src/rehearsal/model/script.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { GREET, GREET_PATH } from '../support/small-scenario.ts'
import { at, isDone, issueOf, labelsOf } from '../support/small-stage.ts'

const POLICY = `version: 1
extends: asa-swarm
validate:
  commands:
    - { name: tests, run: node --test --test-reporter=tap, report: tap }
benchmark:
  rounds: 10
  commands:
    - { name: greet, run: node bench.mjs }
rollback:
  max_regression_pct: 25
`
/** A cost that says which greeting it is of: the figures are those of an example, what is done with them is not. */
const BENCH = `import { greet } from './src/greet.mjs'
const value = greet('Ada') === 'Ada' ? 10 : 14
console.log(JSON.stringify({ metric: 'greet.ms', unit: 'ms', better: 'lower', value }))
`
const json = (value: unknown) => ({ content: [{ type: 'json' as const, value }] })
const approves = json({
  position: 'approve',
  summary: 'It takes back what was slow.',
  findings: [],
  claims: [],
} satisfies OutcomeOf['review'])
/** The issue of the rollback is the third thing with a number: issue 1, pull request 2, issue 3. */
const ISSUE = 3
const scripts: Script[] = [
  { key: `${ISSUE}/w1/critic/review/1`, turns: [approves] },
  { key: `${ISSUE}/w1/benchmarker/review/1`, turns: [approves] },
  {
    key: `${ISSUE}/w1/orchestrator/synthesise/1`,
    turns: [
      json({
        decision: 'Merge the revert.',
        rationale: 'Two runs agree.',
        dissent: [],
        followUps: [],
      } satisfies OutcomeOf['synthesise']),
    ],
  },
]

async function slow(scenario: Scenario, project: string): Promise<Scenario> {
  await writeFile(join(project, '.github/baton.yml'), POLICY)
  await writeFile(join(project, 'bench.mjs'), BENCH)
  return { ...scenario, scripts: [...scenario.scripts, ...scripts] }
}

let here: Conducted
beforeAll(async () => {
  here = await conduct(undefined, undefined, slow)
})
afterAll(async () => await here.close())

test('a merged regression is measured twice, taken back by a pull request like any other, and not again', async () => {
  const { small, baton } = here
  const { repo } = small
  await small.stage.fileIssue()
  await until('the first task is done', () => repo.issues.has(1) && isDone(repo, 1), 200_000)
  const merged = repo.pulls.get(2)
  await until('the rollback is done', () => repo.issues.has(ISSUE) && isDone(repo, ISSUE), 200_000)
  await here.rest()

  const asked = await baton.store.db
    .selectFrom('validation')
    .select(['kind', 'confirms', 'head_sha', 'state'])
    .where('head_sha', '=', merged?.mergeCommitSha ?? '')
    .orderBy('created_at')
    .execute()
  expect(asked).toEqual([
    { kind: 'benchmark', confirms: false, head_sha: merged?.mergeCommitSha, state: 'done' },
    { kind: 'benchmark', confirms: true, head_sha: merged?.mergeCommitSha, state: 'done' },
  ])
  const issue = issueOf(repo, ISSUE)
  expect(issue).toMatchObject({ title: 'Revert "Greet with Hello" (#2)', state: 'closed' })
  expect(issue.body).toContain('| greet.ms | linux-x64 | 10 → 14 ms, 0.714× | 10 → 14 ms, 0.714× |')
  expect(labelsOf(issue)).toEqual(
    expect.arrayContaining(['baton', 'type:implementation', 'complexity:medium']),
  )

  expect(repo.pulls.size).toBe(2)
  const pull = repo.pulls.get(4)
  expect(pull?.headRef).toBe(`baton/rollback/${(merged?.mergeCommitSha ?? '').slice(0, 7)}`)
  const { body } = issueOf(repo, 4)
  expect(body).toContain('greet.ms on linux-x64: 10 → 14 ms, 0.714×; again: 10 → 14 ms, 0.714×')
  expect(body).toContain('a revert made by the conductor')
  expect(pull?.merged).toBe(true)
  const { data } = await small.as('alice').repos.getContent({ ...at, path: GREET_PATH })
  expect('content' in data && Buffer.from(data.content, 'base64').toString()).toBe(GREET[0])

  const told = [...issueOf(repo, 1).comments.values()].filter(({ body }) => body.includes('is taken back'))
  expect(told.map(({ body }) => body)).toEqual([expect.stringContaining(`#${ISSUE} does it.`)])
  // Nobody implemented anything: the host made the only attempt.
  const runs = await baton.store.db
    .selectFrom('run')
    .select(['agent', 'purpose', 'usd'])
    .where('task_key', '=', `${at.owner}/${at.repo}#${ISSUE}`)
    .orderBy('created_at')
    .execute()
  expect(runs.filter(({ purpose }) => purpose === 'implement')).toEqual([
    { agent: 'implementer', purpose: 'implement', usd: 0 },
  ])
  expect(here.acted.filter((action) => action.do === 'roll_back')).toHaveLength(1)
  expect(small.stage.forge.contract.violations).toEqual([])
})
