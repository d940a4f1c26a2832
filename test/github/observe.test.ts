// The one query that observes a task, against whole, odd, partial and missing answers.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { InternalError, TerminalError, TransientError } from '../../src/errors.ts'
import type { RepoClient } from '../../src/github/repo-client.ts'
import type { TaskObservation } from '../../src/github/task-api.ts'
import { type FakeGitHub, fakeGitHub, fixture } from '../support/nock.ts'

let fake: FakeGitHub
let client: RepoClient
beforeEach(async () => {
  fake = fakeGitHub()
  client = await fake.client()
})
afterEach(() => fake.end())

const waves = [{ index: 2, branch: 'baton/issue-7/wave-2-implementer' }]
const observe = () => client.tasks.observe(7, waves, 'baton-reviewer')

async function whole(): Promise<TaskObservation> {
  const seen = await observe()
  if ('gone' in seen) throw new Error(seen.gone)
  return seen
}

const Tree = z.record(z.string(), z.unknown())
const TaskAnswer = z.object({ data: z.object({ repository: Tree }) })

/** The fixture with one part of it replaced: `changed(['issue', 'body'], null)`. */
function changed(path: readonly string[], value: unknown): z.infer<typeof TaskAnswer> {
  const copy = TaskAnswer.parse(fixture('task'))
  let at = copy.data.repository
  for (const key of path.slice(0, -1)) {
    const inner = Tree.parse(at[key])
    at[key] = inner
    at = inner
  }
  at[path.at(-1) ?? ''] = value
  return copy
}

describe('a whole answer', () => {
  test('becomes plain data; only our own words, reviews and checks count as ours', async () => {
    const { sent } = fake.graphql({ body: fixture('task') })
    const seen = await whole()
    expect(seen.issue).toMatchObject({ state: 'open', author: { login: 'ghost', kind: 'person' } })
    expect(seen.issue.comments).toEqual([{ id: 21, topic: 'route', body: 'routed\n\n<!-- baton:route -->' }])
    expect(seen.roster.map(({ name }) => name)).toEqual(['own.md'])
    expect(seen.policy).toBe('version: 1\n')
    expect(seen.issue.blocks).toBe(1)
    expect(seen.issue.labelled).toEqual([
      { label: 'baton', actor: { login: 'grace', kind: 'person' } },
      { label: 'bug', actor: { login: 'triage', kind: 'bot' } },
    ])
    const pull = seen.waves[0]?.pull
    expect(pull).toMatchObject({ state: 'open', mergeable: 'unknown', labels: ['wave:2'] })
    expect(pull?.reviewDecision).toBeUndefined()
    expect(pull?.reviews.map(({ id, topic }) => [id, topic])).toEqual([
      [31, 'verdict/critic/222222222222/1'],
      [32, 'consensus/222222222222'],
      [33, undefined],
      [34, undefined],
    ])
    expect(pull?.checks.map(({ id }) => id)).toEqual([41])
    expect(sent).toMatchObject([
      {
        variables: {
          owner: 'acme',
          name: 'widgets',
          number: 7,
          branch0: 'baton/issue-7/wave-2-implementer',
          ref0: 'refs/heads/baton/issue-7/wave-2-implementer',
        },
      },
    ])
  })

  test('conversations on the diff: whose words are ours, who may write, and who resolved them', async () => {
    const { sent } = fake.graphql({ body: fixture('task') })
    const seen = await client.tasks.observe(7, [{ ...waves[0]!, pull: 8 }], 'baton-reviewer')
    expect(JSON.stringify(sent[0])).toContain('talk0: pullRequest(number: 8)')
    const pull = 'waves' in seen ? seen.waves[0]?.pull : undefined
    expect(pull?.threads?.map(({ nodeId, resolved }) => [nodeId, resolved])).toEqual([
      ['T_open', 'no'],
      ['T_bot', 'by us'],
      ['T_none', 'by us'],
      ['T_slug', 'by us'],
      ['T_person', 'by a person'],
    ])
    expect(pull?.threads?.[0]?.comments.map(({ topic, review }) => [topic, review?.mayWrite])).toEqual([
      ['finding/critic/1', true],
      [undefined, false],
    ])
  })

  test('what others wrote is kept with its author, time and place; our own Apps and lost comments are left out', async () => {
    fake.graphql({ body: fixture('task') })
    const { comments } = await whole()
    expect(comments.map(({ id, on, author, edited }) => [id, on, author.login, author.kind, edited])).toEqual(
      [
        [22, 7, 'mallory', 'person', false],
        [24, 7, 'grace', 'person', true],
        [26, 7, 'dependabot', 'bot', false],
        [27, 7, 'ghost', 'person', false],
        [28, 8, 'baton-reviewer', 'person', false],
      ],
    )
    expect(comments[1]).toMatchObject({
      association: 'MEMBER',
      body: '/baton hold',
      at: Date.UTC(2026, 10, 21, 10, 0, 5),
    })
  })

  test("a fork's pull request from a branch of the same name is not the wave's, and its comments are no commands", async () => {
    const [own] = z
      .object({ nodes: z.array(Tree) })
      .parse(TaskAnswer.parse(fixture('task')).data.repository['wave0']).nodes
    const foreign = { ...own, id: 'PR_666', number: 666, isCrossRepository: true }
    fake.graphql({ body: changed(['wave0', 'nodes'], [foreign]) })
    const alone = await whole()
    expect(alone.waves[0]?.pull).toBeUndefined()
    expect(alone.comments.map(({ on }) => on)).not.toContain(666)
    fake.graphql({ body: changed(['wave0', 'nodes'], [foreign, own]) })
    const both = await whole()
    expect(both.waves[0]?.pull?.number).toBe(8)
    expect(new Set(both.comments.map(({ on }) => on))).toEqual(new Set([7, 8]))
  })

  test.each<[string, unknown, object | undefined]>([
    [
      'of a day',
      { title: 'v1', state: 'OPEN', dueOn: '2026-12-18T08:00:00Z' },
      { title: 'v1', due: '2026-12-18' },
    ],
    ['without a date', { title: 'v1', state: 'OPEN', dueOn: null }, undefined],
    ['that is closed', { title: 'v1', state: 'CLOSED', dueOn: '2026-12-18T08:00:00Z' }, undefined],
    ['that is none', null, undefined],
  ])('a milestone %s', async (_name, milestone, expected) => {
    fake.graphql({ body: changed(['issue', 'milestone'], milestone) })
    expect((await whole()).issue.milestone).toEqual(expected)
  })

  const Wave = z.object({ nodes: z.array(Tree), pageInfo: z.unknown() })
  const recorded = () => Wave.parse(TaskAnswer.parse(fixture('task')).data.repository['wave0']).nodes[0]
  const twentyForks = Array.from({ length: 20 }, (_, i) => ({
    ...recorded(),
    id: `PR_f${i}`,
    number: 600 + i,
    isCrossRepository: true,
  }))
  const listed = (number: number, full_name: string | undefined) => ({
    number,
    head: { repo: full_name === undefined ? null : { full_name } },
  })

  test('behind more forks’ than one page shows it is found all the same, also on a later page of its owner’s', async () => {
    fake.graphql({ body: changed(['wave0'], { nodes: twentyForks, pageInfo: { hasNextPage: true } }) })
    const link = '<https://github.test/api/v3/repositories/1/pulls?page=2>; rel="next"'
    const others = [listed(640, undefined), listed(641, 'acme/widgets-fork')]
    fake.on('GET', '/pulls', { body: others, headers: { link } })
    fake.raw('GET', '/repositories/1/pulls', { body: [listed(8, 'Acme/Widgets'), listed(3, 'acme/widgets')] })
    const { sent } = fake.graphql({ body: { data: { repository: { pullRequest: recorded() } } } })
    const seen = await whole()
    expect(seen.waves[0]?.pull).toMatchObject({ number: 8, headSha: '2'.repeat(40) })
    expect(new Set(seen.comments.map(({ on }) => on))).toEqual(new Set([7, 8]))
    expect(sent).toMatchObject([{ variables: { owner: 'acme', name: 'widgets', number: 8 } }])
  })

  test('where more pages hold nothing but forks’, the wave has none; a whole page is not asked about', async () => {
    fake.graphql({ body: changed(['wave0'], { nodes: twentyForks, pageInfo: { hasNextPage: true } }) })
    fake.on('GET', '/pulls', { body: [] })
    expect((await whole()).waves[0]?.pull).toBeUndefined()
    fake.graphql({ body: changed(['wave0'], { nodes: twentyForks, pageInfo: { hasNextPage: false } }) })
    expect((await whole()).waves[0]?.pull).toBeUndefined()
  })

  test('a wave without a branch or pull request, a repository without policy and roster', async () => {
    const bare = TaskAnswer.parse(fixture('task'))
    Object.assign(bare.data.repository, {
      wave0: { nodes: [], pageInfo: { hasNextPage: false } },
      head0: null,
      policy: null,
      roster: null,
    })
    fake.graphql({ body: bare })
    const seen = await whole()
    expect(seen.waves).toEqual([{ ...waves[0], branchSha: undefined, pull: undefined }])
    expect([seen.policy, seen.roster]).toEqual([undefined, []])
  })
})

describe('an issue that is no more', () => {
  const missing = {
    type: 'NOT_FOUND',
    path: ['repository', 'issue'],
    message: 'Could not resolve to an Issue',
  }

  test.each<[string, unknown]>([
    ['deleted or transferred', { data: { repository: { issue: null } }, errors: [missing] }],
    ['null without an error', changed(['issue'], null)],
    ['in a repository without a commit', changed(['defaultBranchRef'], null)],
  ])('%s is gone, not an error', async (_name, body) => {
    fake.graphql({ body })
    expect(await observe()).toEqual({ gone: expect.any(String) })
  })

  test('a repository that cannot be seen is an error: nothing is known about the issue then', async () => {
    fake.graphql({ body: { data: { repository: null }, errors: [{ ...missing, path: ['repository'] }] } })
    await expect(observe()).rejects.toThrow(TerminalError)
  })

  test('a missing issue beside another failure is not believed', async () => {
    const errors = [missing, { message: 'Something went wrong' }]
    fake.graphql({ body: { data: { repository: { issue: null } }, errors } })
    await expect(observe()).rejects.toThrow(TerminalError)
  })
})

describe('an answer that cannot be used', () => {
  const limited = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }

  test.each<[string, Parameters<FakeGitHub['graphql']>[0], Function]>([
    ['RATE_LIMITED', { body: limited }, TransientError],
    ['FORBIDDEN', { body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'no' }] } }, TerminalError],
    [
      'partial data with a time-out',
      { body: { ...(fixture('task') as object), errors: [{ message: 'Something went wrong' }] } },
      TransientError,
    ],
    ['502', { status: 502, body: '<html>' }, TransientError],
    [
      'a page of 200',
      { body: '<html>sorry</html>', headers: { 'content-type': 'text/html' } },
      TransientError,
    ],
    ['cut-off JSON', { body: JSON.stringify(fixture('task')).slice(0, 900) }, TransientError],
    ['an empty body', { body: '' }, TransientError],
    ['a broken connection', { error: 'ECONNRESET' }, TransientError],
    ['data null', { body: { data: null } }, TerminalError],
    ['a field that is missing', { body: changed(['issue', 'title'], undefined) }, TerminalError],
    ['a state we do not know', { body: changed(['issue', 'state'], 'DORMANT') }, TerminalError],
    ['a SHA that is none', { body: changed(['head0'], { target: { oid: 'main' } }) }, TerminalError],
    ['a wave that was not answered', { body: changed(['wave0'], undefined) }, TerminalError],
  ])('%s', async (_name, answer, kind) => {
    fake.graphql(answer)
    const failed = observe()
    await expect(failed).rejects.toBeInstanceOf(kind)
    await expect(failed).rejects.not.toBeInstanceOf(InternalError)
    await expect(failed).rejects.toThrow(/observing acme\/widgets#7|POST/)
  })
})
