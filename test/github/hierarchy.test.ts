// Sub-issues and dependencies: what is taken for done already, and how far a lost issue is looked for.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withMarker } from '../../src/domain/markers.ts'
import { TerminalError, TransientError } from '../../src/errors.ts'
import type { RepoClient } from '../../src/github/repo-client.ts'
import { type Answer, type FakeGitHub, fakeGitHub } from '../support/nock.ts'

let fake: FakeGitHub
let client: RepoClient
beforeEach(async () => {
  fake = fakeGitHub()
  client = await fake.client()
})
afterEach(() => fake.end())

const issue = (number: number, change: object = {}): object => ({
  id: 1000 + number,
  number,
  title: `issue ${number}`,
  body: withMarker(`topic-${number}`, 'x'),
  state: 'open',
  performed_via_github_app: { id: 11 },
  ...change,
})
const refusal = (status: number, message: string): Answer => ({ status, body: { message } })

describe('adding', () => {
  const child = { id: 1008, number: 8 }
  test.each<[string, Answer, boolean | typeof TerminalError | typeof TransientError]>([
    ['added', { status: 201, body: issue(7) }, true],
    [
      'there, though the list did not show it',
      refusal(422, 'Issue may not contain duplicate sub-issues'),
      false,
    ],
    ['refused', refusal(422, 'Parent cannot have more than 100 sub-issues'), TerminalError],
    ['not now', refusal(503, 'unavailable'), TransientError],
  ])('a sub-issue: %s', async (_name, answer, outcome) => {
    fake.on('GET', '/issues/7/sub_issues', { body: [] })
    fake.on('POST', '/issues/7/sub_issues', answer)
    const adding = client.hierarchy.add(7, child)
    if (typeof outcome === 'boolean') expect(await adding).toBe(outcome)
    else await expect(adding).rejects.toThrow(outcome)
  })

  test.each<[string, Answer, boolean | typeof TerminalError]>([
    ['added', { status: 201, body: issue(8) }, true],
    ['there already', refusal(422, 'Issue is already blocked by this issue.'), false],
    ['too many', refusal(422, 'An issue cannot have more than 50'), TerminalError],
  ])('a dependency: %s', async (_name, answer, outcome) => {
    fake.on('GET', '/issues/7/dependencies/blocked_by', { body: [] })
    fake.on('GET', '/issues/8', { body: issue(8) })
    fake.on('POST', '/issues/7/dependencies/blocked_by', answer)
    const adding = client.hierarchy.block(7, 8)
    if (typeof outcome === 'boolean') expect(await adding).toBe(outcome)
    else await expect(adding).rejects.toThrow(outcome)
  })
})

test('only issues by this App have a topic', async () => {
  const list = [issue(1), issue(2, { performed_via_github_app: { id: 99 } }), issue(3, { body: null })]
  fake.on('GET', '/issues/7/sub_issues', { body: list })
  expect((await client.hierarchy.subIssues(7)).map(({ topic }) => topic)).toEqual([
    'topic-1',
    undefined,
    undefined,
  ])
})

test.each([404, 410])('an issue that is gone (%d) has no sub-issues', async (status) => {
  fake.on('GET', '/issues/7/sub_issues', refusal(status, 'gone'))
  expect(await client.hierarchy.subIssues(7)).toEqual([])
})

describe('looking for an issue of ours', () => {
  const next = '<https://github.test/api/v3/repositories/1/issues?page=2>; rel="next"'

  test('goes on to the next page while issues are newer than the task', async () => {
    fake.on('GET', '/issues', { body: [issue(30), issue(29)], headers: { link: next } })
    fake.raw('GET', '/repositories/1/issues', { body: [issue(28), issue(9)] })
    expect(await client.hierarchy.findOwn('topic-28', 20)).toEqual({ id: 1028, number: 28 })
  })

  test('and no further', async () => {
    fake.on('GET', '/issues', { body: [issue(30), issue(20)], headers: { link: next } })
    expect(await client.hierarchy.findOwn('topic-28', 20)).toBeUndefined()
  })
})
