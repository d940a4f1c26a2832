// A person resolves the conversation on a seat's finding, on the embedded GitHub: the seat is told so in its next round, and what it
// raises again all the same is not posted.

import { expect, onTestFinished, test } from 'vitest'
import { topicOf } from '../../src/domain/markers.ts'
import type { Finding } from '../../src/domain/outcomes.ts'
import { threadId } from '../../src/rehearsal/forge/graphql/review-thread.ts'
import type { Script, ScriptTurn } from '../../src/rehearsal/model/script.ts'
import { conductGated } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { GREET_PATH } from '../support/small-scenario.ts'
import { isDone, onlyPull } from '../support/small-stage.ts'

const finding = (message: string): Finding => ({ path: GREET_PATH, line: 1, severity: 'major', message })
const verdict = (position: string, findings: Finding[], told?: RegExp[]): ScriptTurn => ({
  ...(told === undefined ? {} : { expect: { user: told } }),
  content: [{ type: 'json', value: { position, summary: 'Looked at.', findings, claims: [] } }],
})
const trim = finding('Trim the name.')
const louder = finding('Say it louder.')
const told = [
  /finding of yours on src\/greet\.mjs:1, resolved by a person[^]*Say it louder\./,
  /do not raise these again/,
]
const scripts: Script[] = [
  { key: 'critic/review/1', turns: [verdict('request_changes', [trim, louder])] },
  { key: 'critic/review/2', turns: [verdict('approve', [louder], told)] },
]

test('the seat is told in its next round, and its finding stays as the person left it', async () => {
  const { small, rest, close, model } = await conductGated(/implementer\/implement\/2/, scripts)
  onTestFinished(close)
  const { repo, stage } = small
  const issue = await stage.fileIssue()
  await until('the findings stand and the implementer is at them', () => model.held > 0, 200_000)
  const pull = onlyPull(repo)
  const raised = () => pull.reviewComments.filter(({ body }) => topicOf(body)?.startsWith('finding/critic/'))
  const mine = raised().find(({ body }) => body.includes('Say it louder.'))
  expect(mine).toBeDefined()
  await small
    .as('alice')
    .graphql(
      `mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }`,
      { id: threadId(mine!) },
    )
  model.release()
  await until('the task is done', () => isDone(repo, issue), 200_000)
  await rest()

  expect(stage.player?.mismatches).toEqual([])
  expect(stage.player?.log.map(({ script }) => script)).toContain('critic/review/2')
  expect(raised()).toHaveLength(2)
  expect(mine).toMatchObject({ resolved: true, resolvedBy: { login: 'alice' } })
  expect(pull.reviewComments.filter(({ inReplyTo }) => inReplyTo === mine?.id)).toEqual([])
  expect(pull.reviews.some(({ body }) => body.includes('1 finding not raised again, because a person'))).toBe(
    true,
  )
  expect(pull.merged).toBe(true)
  expect(stage.forge.contract.violations).toEqual([])
})
