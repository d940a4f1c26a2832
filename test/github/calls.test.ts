// Every other call of the client against odd answers: what it returns, what it takes for done, what it raises.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

type Call = (client: RepoClient) => Promise<unknown>

const HEAD = 'a'.repeat(40)
const label = { name: 'state:done', color: '0e8a16', description: 'd' }
const check = {
  name: 'baton/gates',
  sha: HEAD,
  status: 'completed',
  conclusion: 'success',
  title: 't',
  summary: 's',
  externalId: 'e',
} as const
const merge = { sha: HEAD, method: 'squash', title: 't', message: 'm' } as const
const pull = { branch: 'b', base: 'main', title: 't', body: 'b' }

const calls: [name: string, method: string, path: string, call: Call, listed?: true][] = [
  ['comments', 'GET', '/issues/7/comments', (c) => c.issues.ownComments(7), true],
  ['comment', 'POST', '/issues/7/comments', (c) => c.issues.createComment(7, 'x')],
  ['update', 'PATCH', '/issues/comments/5', (c) => c.issues.updateComment(5, 'x')],
  ['label', 'POST', '/labels', (c) => c.issues.createLabel(label)],
  ['add labels', 'POST', '/issues/7/labels', (c) => c.issues.addLabels(7, ['a'])],
  ['close', 'PATCH', '/issues/7', (c) => c.issues.close(7)],
  ['permission', 'GET', '/collaborators/eve/permission', (c) => c.issues.permission('eve')],
  ['pulls', 'GET', '/pulls', (c) => c.pulls.ofBranch('b'), true],
  ['open', 'POST', '/pulls', (c) => c.pulls.create(pull)],
  ['reviews', 'GET', '/pulls/8/reviews', (c) => c.pulls.reviews(8), true],
  ['files', 'GET', '/pulls/8/files', (c) => c.pulls.patches(8), true],
  ['proposal', 'GET', '/pulls/8', (c) => c.proposals.find(8)],
  ['proposed files', 'GET', '/pulls/8/files', (c) => c.proposals.touched(8), true],
  ['merge', 'PUT', '/pulls/8/merge', (c) => c.pulls.merge(8, merge)],
  ['checks', 'GET', `/commits/${HEAD}/check-runs`, (c) => c.checks.find(HEAD, 'baton/gates')],
  ['check', 'POST', '/check-runs', (c) => c.checks.create(check)],
  ['branch', 'GET', '/git/ref/heads%2Fb', (c) => c.refs.sha('b')],
  ['run', 'GET', '/actions/runs/9', (c) => c.actions.run('9')],
  ['runs', 'GET', '/actions/workflows/w.yml/runs', (c) => c.actions.findRun('w.yml', 'n')],
  ['artifacts', 'GET', '/actions/runs/9/artifacts', (c) => c.actions.artifactFile('9', 'a', 'f')],
]

describe.each(calls)('%s', (_name, method, path, call) => {
  test.each<[string, Answer, Function]>([
    ['500', { status: 500, body: { message: 'oops' } }, TransientError],
    ['a broken connection', { error: 'ECONNRESET' }, TransientError],
    ['a page of 200', { body: '<html></html>', headers: { 'content-type': 'text/html' } }, TransientError],
    ['cut-off JSON', { body: '{"id": 1' }, TransientError],
    ['a used-up limit', { status: 403, headers: { 'retry-after': '3' } }, TransientError],
    ['a missing permission', { status: 403, body: { message: 'Resource not accessible' } }, TerminalError],
    ['410', { status: 410, body: { message: 'This issue was deleted' } }, TerminalError],
  ])('%s', async (_answer, answer, kind) => {
    fake.on(method, path, answer)
    await expect(call(client)).rejects.toBeInstanceOf(kind)
  })
})

/** Lists answer with an array, everything else with an object; these here have nothing in them that is wanted. */
const wanted = calls.filter(
  ([name]) => !['update', 'label', 'add labels', 'close', 'permission'].includes(name),
)

test.each(wanted)(
  '%s: an answer that lacks what it should hold',
  async (_name, method, path, call, listed) => {
    fake.on(method, path, { body: listed === true ? [{}] : {} })
    await expect(call(client)).rejects.toThrow(/answer lacks something/)
  },
)
