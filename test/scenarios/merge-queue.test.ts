// A base branch behind a merge queue, on the embedded GitHub: what the queue merges, and what it drops.

import { expect, onTestFinished, test } from 'vitest'
import { rulesetDifferences } from '../../src/domain/setup/ruleset.ts'
import { rulesetsAs } from '../../src/github/rulesets-api.ts'
import { topicOf } from '../../src/domain/markers.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { CHECK, passages, saidOf, setUpQueue, startCi, wantedQueue, type Ci } from '../support/queued.ts'
import { GREET, GREET_PATH } from '../support/small-scenario.ts'
import { at, isDone, issueOf, onlyPull } from '../support/small-stage.ts'

const WAIT_MS = 200_000

async function queued(): Promise<Conducted & { ci: Ci }> {
  const conducted = await conduct()
  await setUpQueue(conducted.small)
  const ci = await startCi(conducted.small)
  onTestFinished(async () => {
    await ci.stop()
    await conducted.close()
  })
  return { ...conducted, ci }
}

const done = ({ acted }: Conducted, what: 'enqueue' | 'merge'): number =>
  acted.filter((action) => action.do === what).length

const branches = async ({ small: { stage, repo } }: Conducted): Promise<string[]> =>
  (await stage.forge.git.branches(repo)).map(({ name }) => name)

test('the ruleset with a queue is made, read back without a difference, and made once', async () => {
  const { small } = await queued()
  const live = await rulesetsAs(small.stage.token('alice'), `${small.stage.forge.url}/api/v3`, at).find(
    'baton',
  )
  expect(rulesetDifferences(wantedQueue, live)).toEqual([])
  expect(live?.rules.map(({ type }) => type)).toEqual([
    'pull_request',
    'required_status_checks',
    'merge_queue',
  ])
  expect(await setUpQueue(small)).toMatchObject({
    change: 'none',
    differences: [],
    notes: [expect.anything(), expect.stringContaining('Baton puts pull requests into it')],
  })
  expect(small.stage.forge.contract.violations).toEqual([])
})

test('a task is merged through the queue, with every required check on the group’s commit', async () => {
  const conducted = await queued()
  const { small, ci, rest } = conducted
  const issue = await small.stage.fileIssue()
  await until('the task is done', () => isDone(small.repo, issue), WAIT_MS)
  await rest()

  const pull = onlyPull(small.repo)
  expect(pull).toMatchObject({ merged: true, mergeCommitSha: ci.seen[0] })
  expect(ci.seen).toHaveLength(1)
  const green = { 'baton/gates': 'success', 'baton/consensus': 'success', [CHECK]: 'success' }
  expect(saidOf(small, ci.seen[0] ?? '')).toEqual(green)
  expect(saidOf(small, pull.headSha)).toEqual(green)
  expect(passages(small)).toEqual(['in', 'merged'])
  expect([done(conducted, 'enqueue'), done(conducted, 'merge')]).toEqual([1, 0])
  expect(issueOf(small.repo, issue).state).toBe('closed')
  expect(await branches(conducted)).toEqual(['main'])
  const { git } = small.stage.forge
  expect((await git.fileAt(small.repo, 'main', GREET_PATH))?.data.toString()).toBe(GREET[2])
  expect(await git.log(small.repo, 'main')).toHaveLength(2)
  expect(small.stage.forge.contract.violations).toEqual([])
})

test('a group that fails is dropped: the task waits with the reason, goes in no more by itself, and again when asked', async () => {
  const conducted = await queued()
  const { small, ci, rest } = conducted
  const { repo, stage } = small
  ci.groups = 'failure'
  const issue = await stage.fileIssue()
  const parked = (): string =>
    issueOf(repo, issue).comments.find(({ body }) => topicOf(body) === 'parked')?.body ?? ''
  await until('the task waits for a person', () => parked() !== '', WAIT_MS)
  await rest()
  const { number, headSha } = onlyPull(repo)
  expect(parked()).toContain(
    `the merge queue dropped #${number} at ${headSha.slice(0, 7)}: a required check failed on the merge group: \`${CHECK}\``,
  )
  expect(issueOf(repo, issue).labels.map(({ name }) => name)).toContain('state:blocked')

  // Whatever else is said has the task looked at again.
  const person = small.as('alice').rest
  for (const body of ['Hm.', 'Why?']) {
    await person.issues.createComment({ ...at, issue_number: number, body })
    await rest()
  }
  expect(passages(small)).toEqual(['in', 'failed_checks'])
  expect(done(conducted, 'enqueue')).toBe(1)

  ci.groups = 'success'
  // GitHub's times are whole seconds: what is asked in the second of the drop is not later than it.
  const then = stage.forge.world.iso()
  await until('a second has passed', () => stage.forge.world.iso() !== then)
  await person.issues.createComment({ ...at, issue_number: number, body: `/baton merge ${headSha}` })
  await until('the task is done', () => isDone(repo, issue), WAIT_MS)
  await rest()
  expect(onlyPull(repo)).toMatchObject({ merged: true, headSha })
  expect(passages(small)).toEqual(['in', 'failed_checks', 'in', 'merged'])
  expect(done(conducted, 'enqueue')).toBe(2)
  expect(parked()).toContain('going on')
  expect(await branches(conducted)).toEqual(['main'])
  expect(stage.forge.contract.violations).toEqual([])
})
