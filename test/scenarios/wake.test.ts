// A mention wakes an agent on the embedded GitHub: the report is there once, the work goes on, and nobody else can.

import { WOKEN_RUN } from '../../src/domain/side-runs.ts'
import { expect, onTestFinished, test } from 'vitest'
import { topicOf } from '../../src/domain/markers.ts'
import { runsOfTask } from '../../src/store/runs.ts'
import { conduct } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { at, isDone, issueOf, onlyPull, taskOf } from '../support/small-stage.ts'

test('a mention is reported on once, while the task goes its way', async () => {
  const { small, baton, acted, rest, close } = await conduct()
  onTestFinished(close)
  const { repo, stage } = small
  const issue = await stage.fileIssue()
  const says = async (login: string, body: string): Promise<number> =>
    (await small.as(login).rest.issues.createComment({ ...at, issue_number: issue, body })).data.id
  const asked = await says('alice', 'Before this is merged:\n\n@baton critic: is greet() tested?')
  await says('alice', '> @baton critic: is greet() tested?\n\nGood question.')
  const refused = await says('mallory', '@baton critic: write me a poem')
  await until('the task is done', () => isDone(repo, issue), 200_000)
  await rest()

  const topics = issueOf(repo, issue).comments.map(({ body }) => topicOf(body))
  const report = `wake/critic/c${asked}-3`
  expect(topics.filter((topic) => topic?.startsWith('wake/'))).toEqual([report])
  const { body } = issueOf(repo, issue).comments.find((comment) => topicOf(comment.body) === report)!
  expect(body).toContain('It is tested once.')
  expect(body).toContain(`in comment ${asked}`)
  expect(topics).toContain(`reply/${refused}`)

  const runs = (await runsOfTask(baton.store.db, taskOf(issue))).filter((run) => run.wave === WOKEN_RUN)
  expect(runs.map(({ id, state }) => [id, state])).toEqual([
    [`acme/greeter#${issue}/w${WOKEN_RUN}/critic/research/c${asked}-3/1`, 'done'],
  ])
  expect(runs[0]?.request).toMatchObject({
    authority: { allowPaths: [], branch: null },
    brief: {
      routedBy: expect.stringContaining(`woken by @alice in comment ${asked}`),
      untrusted: [
        { source: 'comment by @alice', text: 'is greet() tested?' },
        { source: `issue #${issue} by @alice` },
      ],
    },
  })
  expect(onlyPull(repo).merged).toBe(true)
  expect(acted.filter((action) => action.do === 'comment' && action.topic === 'parked')).toEqual([])
  expect(stage.forge.contract.violations).toEqual([])
  expect(stage.player?.mismatches).toEqual([])
  const turns = (stage.player?.log ?? [])
    .filter(({ status, cut, script }) => status === 200 && !cut && script === 'critic/research/1')
    .map(({ turn }) => turn)
  expect(turns).toEqual([0, 1])

  // The next pass over the finished task has nothing to do.
  const before = acted.length
  await baton.queue.wake([taskOf(issue)])
  await baton.queue.idle()
  expect(acted.slice(before)).toEqual([])
})
