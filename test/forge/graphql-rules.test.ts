// GitHub's rules for valid GraphQL queries: typed errors, pages, cost.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inRepo, query } from './graphql-client.ts'
import type { TestForge } from './support.ts'
import { malformed, repo, startTestForge } from './support.ts'

let t: TestForge
const ask = (text: string) => query(t, text)

beforeAll(async () => {
  t = await startTestForge()
  const ada = t.as('ada')
  await ada.rest.issues.create({ ...repo, title: 'Task' })
  for (const body of ['one', 'two', 'three', 'on it'])
    await ada.rest.issues.createComment({ ...repo, issue_number: 1, body })
})

afterAll(() => t.close())

describe('errors of valid queries are typed', () => {
  const manyNodes = inRepo(
    'issues(first: 100) { nodes { comments(first: 100) { nodes { author { login } } } labels(first: 100) { nodes { name } } blocking(first: 100) { nodes { labels(first: 100) { nodes { name } } } } } }',
  )
  test.each([
    [
      'an unknown repository',
      '{ repository(owner: "ada", name: "none") { id } }',
      'NOT_FOUND',
      "Could not resolve to a Repository with the name 'ada/none'.",
    ],
    [
      'an unknown issue',
      inRepo('issue(number: 99) { id }'),
      'NOT_FOUND',
      'Could not resolve to an Issue with the number of 99.',
    ],
    [
      'an unknown node',
      '{ node(id: "I_x") { id } }',
      'NOT_FOUND',
      "Could not resolve to a node with the global id of 'I_x'",
    ],
    [
      'no page size',
      inRepo('labels { nodes { name } }'),
      'MISSING_PAGINATION_BOUNDARIES',
      'You must provide a `first` or `last` value to properly paginate the `labels` connection.',
    ],
    [
      'too large a page',
      inRepo('labels(first: 101) { nodes { name } }'),
      'EXCESSIVE_PAGINATION',
      'Requesting 101 records on the `labels` connection exceeds the `first` limit of 100 records.',
    ],
    [
      'a negative page',
      inRepo('labels(last: -1) { nodes { name } }'),
      'UNPROCESSABLE',
      'cannot be less than zero',
    ],
    [
      'a cursor of nobody',
      inRepo('labels(first: 1, after: "abc") { nodes { name } }'),
      'INVALID_CURSOR_ARGUMENTS',
      '`abc` does not appear to be a valid cursor.',
    ],
    [
      'an argument not served',
      inRepo('issues(first: 1, filterBy: { assignee: "ada" }) { nodes { id } }'),
      'NOT_IMPLEMENTED',
      'filterBy',
    ],
    ['too many nodes', manyNodes, 'MAX_NODE_LIMIT_EXCEEDED', 'exceeds the maximum limit of 500000'],
  ])('%s', async (_, query, type, message) => {
    const { errors } = await malformed(t.forge, () => ask(query))
    expect(errors).toHaveLength(1)
    expect(errors?.[0]).toMatchObject({ type })
    expect(errors?.[0]?.message).toContain(message)
  })
})

test('pages follow their cursors in both directions', async () => {
  const page = z.object({
    nodes: z.array(z.object({ body: z.string() })),
    pageInfo: z.record(z.string(), z.unknown()),
    totalCount: z.number(),
  })
  const comments = async (args: string) => {
    const { data } = await ask(
      inRepo(
        `issue(number: 1) { comments(${args}) { totalCount nodes { body } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
      ),
    )
    const found = z.object({ repository: z.object({ issue: z.object({ comments: page }) }) }).parse(data)
      .repository.issue.comments
    return { ...found.pageInfo, total: found.totalCount, bodies: found.nodes.map(({ body }) => body) }
  }
  const first = await comments('first: 2')
  expect(first).toMatchObject({ bodies: ['one', 'two'], total: 4, hasNextPage: true, hasPreviousPage: false })
  const { endCursor } = z.looseObject({ endCursor: z.string() }).parse(first)
  expect(await comments(`first: 2, after: "${endCursor}"`)).toMatchObject({
    bodies: ['three', 'on it'],
    hasNextPage: false,
    hasPreviousPage: true,
  })
  expect(await comments('last: 1')).toMatchObject({
    bodies: ['on it'],
    hasNextPage: false,
    hasPreviousPage: true,
  })
  const { startCursor } = z.looseObject({ startCursor: z.string() }).parse(await comments('last: 2'))
  expect(await comments(`last: 1, before: "${startCursor}"`)).toMatchObject({ bodies: ['two'] })
  expect(await comments('first: 0')).toMatchObject({ bodies: [], total: 4, startCursor: null })
})

test('a query costs what its connections need', async () => {
  const rate = z.object({
    rateLimit: z.object({ cost: z.number(), nodeCount: z.number(), remaining: z.number() }),
  })
  const cost = async (selection: string) =>
    rate.parse(
      (
        await ask(
          `{ rateLimit { cost nodeCount remaining } repository(owner: "ada", name: "engine") { ${selection} } }`,
        )
      ).data,
    ).rateLimit
  const small = await cost('name')
  expect(small).toMatchObject({ cost: 1, nodeCount: 0 })
  const large = await cost(
    'issues(first: 100) { nodes { labels(first: 10) { nodes { name } } comments(first: 10) { nodes { body } } } }',
  )
  // 1 request for the issues and 100 each for their labels and comments: 201 / 100.
  expect(large).toMatchObject({ cost: 2, nodeCount: 100 + 1000 + 1000 })
  expect(large.remaining).toBe(small.remaining - 2)
})

test('a new body is an edit, a new title is none; for issues, pull requests and comments', async () => {
  const issues = t.as('ada').rest.issues
  const { data: issue } = await issues.create({ ...repo, title: 'x', body: 'y' })
  const at = { ...repo, issue_number: issue.number }
  const { data: comment } = await issues.createComment({ ...at, body: 'said' })
  const edits = `issue(number: ${issue.number}) { lastEditedAt comments(first: 1) { nodes { lastEditedAt } } }`
  const seen = async () => (await ask(inRepo(edits))).data?.repository
  await issues.update({ ...at, title: 'z' })
  expect(await seen()).toEqual({
    issue: { lastEditedAt: null, comments: { nodes: [{ lastEditedAt: null }] } },
  })
  await issues.update({ ...at, body: 'other' })
  await issues.updateComment({ ...repo, comment_id: comment.id, body: 'unsaid' })
  const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  expect(await seen()).toEqual({
    issue: { lastEditedAt: when, comments: { nodes: [{ lastEditedAt: when }] } },
  })
})
