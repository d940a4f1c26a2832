// GraphQL on the embedded GitHub: the product's own queries pass, and what GitHub would refuse is refused.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { markReadyMutation, pullQuery, taskQuery } from '../../src/github/task-query.ts'
import { inRepo, post, query } from './graphql-client.ts'
import type { TestForge } from './support.ts'
import { malformed, repo, startTestForge, tokenOf } from './support.ts'

let files: string
let t: TestForge
let head: string
let pull: { number: number; node_id: string }

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'seed-'))
  await mkdir(join(files, '.github/baton/agents'), { recursive: true })
  await writeFile(join(files, '.github/baton.yml'), 'version: 1\n')
  await writeFile(join(files, '.github/baton/agents/builder.md'), '---\nname: builder\n---\n')
  await writeFile(join(files, 'logo.bin'), Buffer.from([1, 0, 2]))
  const collaborators = { grace: 'write', lin: 'triage' } as const
  t = await startTestForge({
    repositories: [
      { owner: 'ada', name: 'engine', files, collaborators },
      { owner: 'ada', name: 'secret', private: true },
    ],
  })
  const ada = t.as('ada')
  const baton = t.app('baton')
  const { data: issue } = await ada.rest.issues.create({
    ...repo,
    title: 'Task',
    body: 'Do it',
    labels: ['bug'],
  })
  for (const body of ['one', 'two', 'three'])
    await ada.rest.issues.createComment({ ...repo, issue_number: issue.number, body })
  await baton.rest.issues.createComment({ ...repo, issue_number: issue.number, body: 'on it' })
  const { data: main } = await baton.rest.git.getRef({ ...repo, ref: 'heads/main' })
  await baton.rest.git.createRef({ ...repo, ref: 'refs/heads/wave-1', sha: main.object.sha })
  const content = Buffer.from('export const a = 1\n').toString('base64')
  await baton.rest.repos.createOrUpdateFileContents({
    ...repo,
    path: 'a.ts',
    branch: 'wave-1',
    message: 'Add a',
    content,
  })
  pull = (
    await baton.rest.pulls.create({ ...repo, title: 'Wave 1', head: 'wave-1', base: 'main', draft: true })
  ).data
  head = (await baton.rest.pulls.get({ ...repo, pull_number: pull.number })).data.head.sha
  const check = { ...repo, name: 'baton/gates', head_sha: head }
  await baton.rest.checks.create({ ...check, status: 'completed', conclusion: 'failure' })
  await baton.rest.checks.create({ ...check, status: 'completed', conclusion: 'success' })
  await t.app('reviewer').rest.pulls.createReview({ ...repo, pull_number: pull.number, event: 'APPROVE' })
})

afterAll(async () => {
  await t.close()
  await rm(files, { recursive: true, force: true })
})

const send = (token: string | undefined, body: unknown) => post(t, token, body)
const ask = (text: string, variables: Record<string, unknown> = {}, token = tokenOf('ada')) =>
  query(t, text, variables, token)
const refusals = () => t.forge.contract.violations.filter(({ operation }) => operation === 'POST /graphql')

test('a wave’s pull request is the same by its number as in the query of the task', async () => {
  const token = await t.installationToken('baton')
  const here = { owner: 'ada', name: 'engine' }
  const { query: text, variables } = taskQuery([{ branch: 'wave-1' }])
  const whole = await ask(text, { ...here, number: 1, ...variables }, token)
  const alone = await ask(pullQuery, { ...here, number: pull.number }, token)
  const Wave = z.object({ wave0: z.object({ nodes: z.tuple([z.looseObject({ number: z.int() })]) }) })
  const { nodes } = Wave.parse(whole.data?.repository).wave0
  expect(alone.data?.repository).toEqual({ pullRequest: nodes[0] })
  expect(nodes[0].number).toBe(pull.number)
})

test('the query that observes a task sees issue, policy, roster, pull request, review and latest check', async () => {
  const { query: text, variables } = taskQuery(['wave-1', 'wave-2', 'wave-3'].map((branch) => ({ branch })))
  const before = refusals().length
  const token = await t.installationToken('baton')
  const { data, errors } = await ask(text, { owner: 'ada', name: 'engine', number: 1, ...variables }, token)
  expect(errors).toBeUndefined()
  expect(refusals()).toHaveLength(before)
  expect(data?.repository).toMatchObject({
    nameWithOwner: 'ada/engine',
    policy: { text: 'version: 1\n', isTruncated: false },
    roster: {
      entries: [{ name: 'builder.md', type: 'blob', object: { text: '---\nname: builder\n---\n' } }],
    },
    issue: {
      number: 1,
      author: { __typename: 'User', login: 'ada' },
      labels: { nodes: [{ name: 'bug' }] },
      comments: {
        nodes: [
          {},
          {},
          {},
          { body: 'on it', author: { __typename: 'Bot', login: 'baton' }, viewerDidAuthor: true },
        ],
      },
      timelineItems: { nodes: [{ label: { name: 'bug' }, actor: { login: 'ada' } }] },
    },
    wave0: {
      nodes: [
        {
          number: pull.number,
          isDraft: true,
          mergeable: 'MERGEABLE',
          mergeStateStatus: 'DRAFT',
          headRefOid: head,
          reviewDecision: null,
          reviews: {
            nodes: [
              {
                state: 'APPROVED',
                author: { login: 'baton-reviewer' },
                commit: { oid: head },
                viewerDidAuthor: false,
              },
            ],
          },
        },
      ],
    },
    head0: { target: { oid: head } },
    wave1: { nodes: [] },
    head1: null,
  })
  const suites = z
    .object({
      wave0: z.object({
        nodes: z.array(
          z.object({
            commits: z.object({
              nodes: z.array(
                z.object({
                  commit: z.object({
                    checkSuites: z.object({
                      nodes: z.array(
                        z.looseObject({ app: z.looseObject({ slug: z.string() }), checkRuns: z.unknown() }),
                      ),
                    }),
                  }),
                }),
              ),
            }),
          }),
        ),
      }),
    })
    .parse(data?.repository).wave0.nodes[0]?.commits.nodes[0]?.commit.checkSuites.nodes
  expect(suites?.find(({ app }) => app.slug === 'baton')?.checkRuns).toMatchObject({
    nodes: [{ name: 'baton/gates', conclusion: 'SUCCESS' }],
  })
})

describe('what GitHub refuses is refused, and counted', () => {
  test.each([
    [
      'a field that does not exist',
      inRepo('issue(number: 1) { emotion }'),
      "Field 'emotion' doesn't exist on type 'Issue'",
    ],
    [
      'an argument that does not exist',
      inRepo('issue(number: 1, colour: "red") { id }'),
      'Unknown argument "colour"',
    ],
    ['an argument of the wrong type', inRepo('issue(number: "1") { id }'), 'Int cannot represent'],
    ['a missing argument', inRepo('issue { id }'), 'argument "number"'],
    ['a selection on a scalar', inRepo('name { first }'), 'must not have a selection'],
    ['an enum value of nobody', inRepo('pullRequests(first: 1, states: [AJAR]) { nodes { id } }'), 'AJAR'],
    ['a syntax error', '{ viewer {', 'Syntax Error'],
    ['an empty document', '', 'Syntax Error'],
  ])('%s', async (_, query, message) => {
    const before = refusals().length
    const { data, errors } = await malformed(t.forge, () => ask(query))
    expect(data).toBeUndefined()
    expect(errors?.map((error) => error.message).join('\n')).toContain(message)
    expect(refusals().length).toBeGreaterThan(before)
  })

  test('variables of the wrong type', async () => {
    const before = refusals().length
    const text = 'query ($n: Int!) { repository(owner: "ada", name: "engine") { issue(number: $n) { id } } }'
    const { errors } = await malformed(t.forge, () => ask(text, { n: 'one' }))
    expect(errors?.[0]?.message).toContain('$n')
    expect(refusals()).toHaveLength(before + 1)
  })

  test.each([[{}], [{ query: 7 }], [[]], ['text']])('the body %j', async (body) => {
    const { status, json } = await malformed(t.forge, () => send(tokenOf('ada'), body))
    expect(status).toBe(400)
    expect(json).toEqual({
      errors: [{ message: 'A query attribute must be specified and must be a string.' }],
    })
  })
})

test('a pull request is no issue, and an issue no pull request', async () => {
  const { errors } = await ask(inRepo('issue(number: 2) { id } pullRequest(number: 1) { id }'))
  expect(errors).toMatchObject([
    { type: 'NOT_FOUND', path: ['repository', 'issue'] },
    { type: 'NOT_FOUND', path: ['repository', 'pullRequest'] },
  ])
})

describe('permissions are those of REST', () => {
  const secret = '{ repository(owner: "ada", name: "secret") { id } }'
  test('a private repository is not there for a stranger', async () => {
    expect((await ask(secret, {}, tokenOf('mallory'))).errors?.[0]).toMatchObject({ type: 'NOT_FOUND' })
    expect((await ask(secret)).errors).toBeUndefined()
  })

  test('an App without pull_requests: write cannot take a draft out of draft state', async () => {
    const token = await t.installationToken('reader')
    const { data, errors } = await ask(markReadyMutation, { id: pull.node_id }, token)
    expect(data).toEqual({ markPullRequestReadyForReview: null })
    expect(errors).toMatchObject([{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }])
  })

  test.each([
    ['no token', undefined],
    ['a bogus token', 'ghp_bogus'],
  ])('%s: 401', async (_, token) => {
    expect((await send(token, { query: '{ viewer { login } }' })).status).toBe(401)
  })

  test.each([
    ['ada', 'ada'],
    ['baton', 'baton[bot]'],
  ] as const)('viewer is who asks: %s', async (who, login) => {
    const token = who === 'ada' ? tokenOf('ada') : await t.installationToken(who)
    expect((await ask('{ viewer { login } }', {}, token)).data).toEqual({ viewer: { login } })
  })
})

test.each([
  ['HEAD:logo.bin', { byteSize: 3, isBinary: true, text: null }],
  ['main:.github/baton.yml', { byteSize: 11, isBinary: false, text: 'version: 1\n' }],
  ['HEAD:.github', { entries: [{ path: '.github/baton.yml' }, { path: '.github/baton' }] }],
  ['HEAD:.github/', { entries: [{ path: '.github/baton.yml' }, { path: '.github/baton' }] }],
  ['wave-1', { __typename: 'Commit', messageHeadline: 'Add a' }],
  ['HEAD:none/at/all', null],
  ['HEAD:logo.bin/below', null],
  ['no-such-branch:a.ts', null],
  ['--help', null],
  ['HEAD:../../etc/passwd', null],
])('object(expression: %j)', async (expression, expected) => {
  const query = `query ($e: String!) { repository(owner: "ada", name: "engine") { object(expression: $e) {
    __typename ... on Blob { byteSize isBinary text } ... on Tree { entries { path } } ... on Commit { messageHeadline } } } }`
  const { data, errors } = await ask(query, { e: expression })
  expect(errors).toBeUndefined()
  const { object } = z
    .object({ object: z.record(z.string(), z.unknown()).nullable() })
    .parse(data?.repository)
  if (expected === null) expect(object).toBeNull()
  else expect(object).toMatchObject(expected)
})

test('a draft is marked ready and turned back, and introspection works', async () => {
  const token = await t.installationToken('baton')
  expect((await ask(markReadyMutation, { id: pull.node_id }, token)).data).toMatchObject({
    markPullRequestReadyForReview: { pullRequest: { isDraft: false } },
  })
  const back =
    'mutation ($id: ID!) { convertPullRequestToDraft(input: { pullRequestId: $id, clientMutationId: "x" }) { clientMutationId pullRequest { isDraft } } }'
  expect((await ask(back, { id: pull.node_id }, token)).data).toEqual({
    convertPullRequestToDraft: { clientMutationId: 'x', pullRequest: { isDraft: true } },
  })
  const { data } = await ask(
    '{ __schema { queryType { name } } __type(name: "Actor") { possibleTypes { name } } }',
  )
  expect(data).toMatchObject({
    __schema: { queryType: { name: 'Query' } },
    __type: { possibleTypes: expect.arrayContaining([{ name: 'Bot' }]) },
  })
})
