// A person force-pushes an agent's branch while the seats judge it, on the embedded GitHub; and meanwhile those who may not, or not
// like this, write commands. Only what was judged on the newest head leads to the merge.

import { expect, onTestFinished, test } from 'vitest'
import { CONSENSUS_CHECK, GATES_CHECK } from '../../src/domain/render/checks.ts'
import { topicOf } from '../../src/domain/markers.ts'
import { TaskState } from '../../src/reconcile/task-state.ts'
import type { Script } from '../../src/rehearsal/model/script.ts'
import { runsOfTask } from '../../src/store/runs.ts'
import { loadTask } from '../../src/store/tasks.ts'
import { conductGated } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { GREET_PATH } from '../support/small-scenario.ts'
import { at, isDone, issueOf, onlyPull, taskOf } from '../support/small-stage.ts'

const THEIRS = 'export const greet = (name) => `Hello dear ${name}`\n'
const verdict = (summary: string): Script['turns'] => [
  { content: [{ type: 'json', value: { position: 'approve', summary, findings: [], claims: [] } }] },
]
const scripts: Script[] = [
  { key: 'critic/review/1', turns: verdict('OLD HEAD, fine.') },
  { key: 'benchmarker/review/1', turns: verdict('OLD HEAD, fast.') },
  { key: 'critic/review/2', turns: verdict('NEW HEAD, fine.') },
  { key: 'benchmarker/review/2', turns: verdict('NEW HEAD, fast.') },
]
/** A mention that GitHub would act on. */
const PING = /(?<![A-Za-z0-9`])@[A-Za-z0-9]/

test('a force-push during voting: what was said of the old head does not count, and each seat is asked once for each head', async () => {
  const { small, baton, acted, rest, close, model } = await conductGated(/benchmarker\/review\/1/, scripts)
  onTestFinished(close)
  const { repo, stage } = small
  const { rest: alice } = small.as('alice')
  const issue = await stage.fileIssue()
  await until('one seat has judged and the next is at it', () => model.held > 0, 200_000)
  const pull = onlyPull(repo)
  const old = pull.headSha
  const required = (sha: string) =>
    [GATES_CHECK, CONSENSUS_CHECK].map(
      (name) => repo.checks.findLast((run) => run.name === name && run.headSha === sha)?.conclusion,
    )
  expect(pull.reviews.map(({ body }) => topicOf(body)?.split('/')[1])).toEqual(['critic'])
  expect(required(old)).toEqual(['success', null])

  // None of these is a command of somebody who may, as it was written.
  const say = async (login: string, body: string): Promise<number> =>
    (await small.as(login).rest.issues.createComment({ ...at, issue_number: pull.number, body })).data.id
  await say('mallory', '/baton stop\n'.repeat(5000))
  await say('mallory', '/baton reject @acme/everyone')
  await small.app('reviewer').rest.issues.createComment({ ...at, issue_number: issue, body: '/baton stop' })
  const edited = await say('alice', 'Looks good.')
  await alice.issues.updateComment({ ...at, comment_id: edited, body: '/baton stop @acme/everyone' })
  await say('alice', '/baton hold \u001b[2J\u202epots @acme/everyone')

  const { data: main } = await alice.git.getRef({ ...at, ref: 'heads/main' })
  const parents = [main.object.sha]
  const { data: base } = await alice.git.getCommit({ ...at, commit_sha: main.object.sha })
  const { data: tree } = await alice.git.createTree({
    ...at,
    base_tree: base.tree.sha,
    tree: [{ path: GREET_PATH, mode: '100644', type: 'blob', content: THEIRS }],
  })
  const { data: made } = await alice.git.createCommit({ ...at, message: 'Mine', tree: tree.sha, parents })
  const before = acted.length
  await alice.git.updateRef({ ...at, ref: `heads/${pull.headRef}`, sha: made.sha, force: true })
  expect(pull.headSha).toBe(made.sha)
  model.release()
  await until('the task is done', () => isDone(repo, issue), 200_000)
  await rest()

  // Each seat was asked once for each head, of the old one nobody after the push, and all of the new one before the merge.
  const reviews = (await runsOfTask(baton.store.db, taskOf(issue))).filter(
    ({ purpose }) => purpose === 'review',
  )
  expect(reviews.map(({ agent, headSha }) => `${agent} ${headSha}`).toSorted()).toEqual(
    ['critic', 'benchmarker'].flatMap((seat) => [old, made.sha].map((sha) => `${seat} ${sha}`)).toSorted(),
  )
  const after = acted.slice(before)
  expect(after.flatMap((one) => (one.do === 'start_run' && one.headSha === old ? [one.id] : []))).toEqual([])
  const merge = after.findIndex((one) => one.do === 'merge')
  const judged = after.flatMap((one, i) =>
    one.do === 'review' && one.sha === made.sha && one.topic.startsWith('verdict/') ? [i] : [],
  )
  expect(judged).toHaveLength(2)
  expect(merge).toBeGreaterThan(Math.max(...judged))

  // What is on record: nothing agreed to on the old head, both checks on the new one, and its content on main.
  expect(required(old)[1]).not.toBe('success')
  expect(required(made.sha)).toEqual(['success', 'success'])
  const approvals = pull.reviews.filter(({ state }) => state === 'APPROVED')
  expect(approvals.map(({ commitId }) => commitId)).toEqual([made.sha])
  expect(approvals[0]?.body).not.toContain('OLD HEAD')
  expect(pull).toMatchObject({ merged: true, headSha: made.sha })
  expect((await stage.forge.git.fileAt(repo, 'main', GREET_PATH))?.data.toString()).toBe(THEIRS)

  // Nothing was wished, and nobody was told of by an answer.
  const { desired } = TaskState.parse((await loadTask(baton.store.db, taskOf(issue)))?.state)
  expect([desired?.stopped, desired?.held, desired?.rejected]).toEqual([undefined, undefined, []])
  const answers = [issue, pull.number]
    .flatMap((number) => issueOf(repo, number).comments)
    .filter(({ user, body }) => user.login === 'baton[bot]' && topicOf(body)?.startsWith('reply'))
  expect(answers.length).toBeGreaterThan(0)
  for (const { body } of answers) expect(body).not.toMatch(PING)
  expect(stage.forge.contract.violations).toEqual([])
  expect(stage.player?.mismatches).toEqual([])
})
