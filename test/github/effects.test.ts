// What the client takes for done already, what it tries in another way, and what it reads out of lists and archives.

import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TerminalError, TransientError, UserError } from '../../src/errors.ts'
import type { RepoClient } from '../../src/github/repo-client.ts'
import { type Answer, type FakeGitHub, fakeGitHub } from '../support/nock.ts'

let fake: FakeGitHub
let client: RepoClient
beforeEach(async () => {
  fake = fakeGitHub()
  client = await fake.client()
})
afterEach(() => fake.end())

const json = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { message, ...more },
})

describe('issues', () => {
  const label = { name: 'state:done', color: '0e8a16', description: 'd' }

  test('a label that is there already is a success, one that GitHub refuses is not', async () => {
    fake.on('POST', '/labels', json(422, 'Validation Failed', { errors: [{ code: 'already_exists' }] }))
    await client.issues.createLabel(label)
    fake.on(
      'POST',
      '/labels',
      json(422, 'Validation Failed', { errors: [{ code: 'invalid', field: 'color' }] }),
    )
    await expect(client.issues.createLabel(label)).rejects.toThrow(TerminalError)
  })

  test('a label that is not on the issue is off it', async () => {
    fake.on('DELETE', '/issues/7/labels/state%3Adone', json(404, 'Label does not exist'))
    await client.issues.removeLabel(7, 'state:done')
  })

  test('comments are read over all pages, and only those of this App', async () => {
    const next = '<https://github.test/api/v3/repositories/1/issues/7/comments?page=2>; rel="next"'
    const own = (id: number, app: number | null) => ({
      id,
      body: id === 3 ? null : `c${id}`,
      performed_via_github_app: app === null ? null : { id: app },
    })
    fake.on('GET', '/issues/7/comments', { body: [own(1, 11), own(2, 99)], headers: { link: next } })
    fake.raw('GET', '/repositories/1/issues/7/comments', { body: [own(3, 11), own(4, null)] })
    expect(await client.issues.ownComments(7)).toEqual([
      { id: 1, body: 'c1' },
      { id: 3, body: '' },
    ])
  })

  test('a page that fails in the middle fails the whole list', async () => {
    const next = '<https://github.test/api/v3/repositories/1/issues/7/comments?page=2>; rel="next"'
    fake.on('GET', '/issues/7/comments', { body: [], headers: { link: next } })
    fake.raw('GET', '/repositories/1/issues/7/comments', json(502, 'bad gateway'))
    await expect(client.issues.ownComments(7)).rejects.toThrow(TransientError)
  })

  test.each<[string, Answer, boolean]>([
    ['a new one', { status: 201, body: { id: 1, content: 'rocket' } }, true],
    ['one that is there already', { body: { id: 1, content: 'rocket' } }, true],
    ['to a comment that is no more', json(404, 'Not Found'), false],
  ])('a reaction, %s', async (_name, answer, expected) => {
    const { sent } = fake.on('POST', '/issues/comments/24/reactions', answer)
    expect(await client.issues.react(24, 'rocket')).toBe(expected)
    expect(sent).toEqual([{ content: 'rocket' }])
  })

  test('a reaction that GitHub refuses is not taken for given', async () => {
    fake.on('POST', '/issues/comments/24/reactions', json(502, 'bad gateway'))
    await expect(client.issues.react(24, 'eyes')).rejects.toThrow(TransientError)
  })

  test.each<[string, Answer, string]>([
    ['a role', { body: { permission: 'write', role_name: 'maintain' } }, 'maintain'],
    [
      'a role of the organisation’s own',
      { body: { permission: 'write', role_name: 'release-crew' } },
      'write',
    ],
    ['nothing that is known', { body: { permission: 'owner', role_name: 'boss' } }, 'none'],
    ['nobody of that name', json(404, 'eve is not a user'), 'none'],
  ])('permission: %s', async (_name, answer, expected) => {
    fake.on('GET', '/collaborators/eve/permission', answer)
    expect(await client.issues.permission('eve')).toBe(expected)
  })
})

describe('pull requests and branches', () => {
  const input = { sha: 'a'.repeat(40), method: 'squash', title: 't', message: 'm' } as const

  test.each<[string, Answer, object]>([
    [
      'done',
      { body: { merged: true, sha: 'b'.repeat(40), message: 'ok' } },
      { merged: true, sha: 'b'.repeat(40) },
    ],
    ['the head moved', json(409, 'Head branch was modified'), { merged: false, why: 'moved' }],
    ['a rule says no', json(405, 'Required status check'), { merged: false, why: 'refused' }],
    ['a method that is off', json(422, 'Squash merges are not allowed'), { merged: false, why: 'refused' }],
  ])('merge: %s', async (_name, answer, expected) => {
    const { sent } = fake.on('PUT', '/pulls/8/merge', answer)
    expect(await client.pulls.merge(8, input)).toMatchObject(expected)
    expect(sent).toEqual([{ sha: input.sha, merge_method: 'squash', commit_title: 't', commit_message: 'm' }])
  })

  test('taking out of draft names what it could not do', async () => {
    fake.graphql({ body: { data: null, errors: [{ type: 'NOT_FOUND', message: 'no such node' }] } })
    await expect(client.pulls.markReady('PR_0')).rejects.toThrow(/out of draft.*no such node/)
  })

  test('a file without a patch (binary, too large) has no line to comment on', async () => {
    fake.on('GET', '/pulls/8/files', {
      body: [{ filename: 'a', patch: '@@ -1 +1 @@' }, { filename: 'b.png' }],
    })
    expect(await client.pulls.patches(8)).toEqual(
      new Map([
        ['a', '@@ -1 +1 @@'],
        ['b.png', ''],
      ]),
    )
  })

  test('a branch that is gone is deleted; one that a rule keeps is said to be kept', async () => {
    fake.on('DELETE', '/git/refs/heads%2Fb', json(422, 'Reference does not exist'))
    await client.refs.remove('b')
    fake.on('DELETE', '/git/refs/heads%2Fb', { status: 204 })
    await client.refs.remove('b')
    fake.on('DELETE', '/git/refs/heads%2Fb', json(422, 'Cannot delete this branch'))
    await expect(client.refs.remove('b')).rejects.toThrow(UserError)
  })

  test('a branch that does not exist has no commit', async () => {
    fake.on('GET', '/git/ref/heads%2Fb', json(404, 'Not Found'))
    expect(await client.refs.sha('b')).toBeUndefined()
  })
})

describe('dispatching a workflow', () => {
  const path = '/actions/workflows/w.yml/dispatches'
  const dispatch = () => client.actions.dispatch('w.yml', 'main', { nonce: 'n' })
  const plain = { ref: 'main', inputs: { nonce: 'n' } }

  test('200 names the run, 204 does not', async () => {
    const { sent } = fake.on('POST', path, { body: { workflow_run_id: 4711, run_url: 'u', html_url: 'h' } })
    expect(await dispatch()).toBe('4711')
    expect(sent).toEqual([{ ...plain, return_run_details: true }])
    fake.on('POST', path, { status: 204 })
    expect(await dispatch()).toBeUndefined()
  })

  test.each([json(400, 'Bad Request'), json(422, 'return_run_details is not a permitted key')])(
    'a server that does not know the field is asked without it',
    async (refusal) => {
      fake.on('POST', path, refusal)
      const { sent } = fake.on('POST', path, { status: 204 })
      expect(await dispatch()).toBeUndefined()
      expect(sent).toEqual([plain])
    },
  )

  test.each([
    json(404, 'Not Found'),
    json(422, "Workflow does not have 'workflow_dispatch' trigger"),
    json(422, 'Unexpected inputs provided'),
  ])('a workflow that is missing or another one is for a person to mend', async (refusal) => {
    fake.on('POST', path, refusal)
    const failed = dispatch()
    await expect(failed).rejects.toThrow(UserError)
    await expect(failed).rejects.toMatchObject({ fix: expect.stringContaining('.github/workflows/w.yml') })
  })

  test('a limit on the second try is still a limit', async () => {
    fake.on('POST', path, json(400, 'Bad Request'))
    fake.on('POST', path, { status: 403, headers: { 'retry-after': '9' } })
    await expect(dispatch()).rejects.toMatchObject({ name: 'TransientError', retryAfterMs: 9000 })
  })

  test('a run is found by its nonce', async () => {
    const run = (id: number, title: string, status: string) => ({
      id,
      display_title: title,
      status,
      conclusion: null,
    })
    const body = { workflow_runs: [run(1, 'validate m', 'queued'), run(2, 'validate n', 'completed')] }
    fake.on('GET', '/actions/workflows/w.yml/runs', { body })
    expect(await client.actions.findRun('w.yml', ' n')).toEqual({
      id: '2',
      completed: true,
      conclusion: null,
    })
    fake.on('GET', '/actions/workflows/w.yml/runs', { body: { workflow_runs: [] } })
    expect(await client.actions.findRun('w.yml', 'n')).toBeUndefined()
  })
})

describe('the file of an artifact', () => {
  const MEGABYTE = 1024 * 1024
  const read = () => client.actions.artifactFile('9', 'baton-result', 'r.json')
  const list = (change: object = {}): void => {
    const artifact = { id: 3, name: 'baton-result', size_in_bytes: 100, expired: false, ...change }
    fake.on('GET', '/actions/runs/9/artifacts', { body: { artifacts: [artifact] } })
  }
  const download = (body: Uint8Array, type = 'application/zip'): void => {
    fake.on('GET', '/actions/artifacts/3/zip', {
      status: 302,
      headers: { location: 'https://github.test/api/v3/blob' },
    })
    fake.raw('GET', '/blob', { body: Buffer.from(body), headers: { 'content-type': type } })
  }
  const text = (content: string): Uint8Array => new TextEncoder().encode(content)

  test.each(['application/zip', 'application/octet-stream'])('is unpacked (%s)', async (type) => {
    list()
    download(zipSync({ 'r.json': text('{"ok":"é"}'), 'other.txt': text('x') }), type)
    expect(await read()).toEqual({ kind: 'text', text: '{"ok":"é"}' })
  })

  test.each<[string, object]>([
    ['none of that name', { name: 'coverage' }],
    ['one that has expired', { expired: true }],
  ])('is absent: %s', async (_name, change) => {
    list(change)
    expect(await read()).toEqual({ kind: 'absent' })
  })

  test('is absent: expired between listing and download', async () => {
    list()
    fake.on('GET', '/actions/artifacts/3/zip', json(410, 'Artifact has expired'))
    expect(await read()).toEqual({ kind: 'absent' })
  })

  test('is absent: not in the archive', async () => {
    list()
    download(zipSync({ 'dir/r.json': text('{}') }))
    expect(await read()).toEqual({ kind: 'absent' })
  })

  test('is refused unread when the artifact is too large', async () => {
    list({ size_in_bytes: 6 * MEGABYTE })
    expect(await read()).toMatchObject({ kind: 'refused' })
  })

  test('is refused when the download is larger than was listed', async () => {
    list()
    download(new Uint8Array(6 * MEGABYTE))
    expect(await read()).toMatchObject({ kind: 'refused' })
  })

  test('is refused when it unpacks to too much', async () => {
    list()
    download(zipSync({ 'r.json': new Uint8Array(20 * MEGABYTE) }))
    expect(await read()).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining(String(20 * MEGABYTE)),
    })
  })

  test('is never more than its directory says: a lying one gets the bytes that it promised', async () => {
    const bomb = zipSync({ 'r.json': new Uint8Array(20 * MEGABYTE) })
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength)
    // The end record's offset of the directory (APPNOTE 4.3.16), whose first entry has the unpacked size at 24 (4.3.12).
    const directory = view.getUint32(bomb.byteLength - 6, true)
    view.setUint32(directory + 24, 100, true)
    list()
    download(bomb)
    expect(await read()).toEqual({ kind: 'text', text: '\0'.repeat(100) })
  })

  test('is refused when it is no archive', async () => {
    list()
    download(text('not a zip at all'))
    expect(await read()).toMatchObject({ kind: 'refused' })
  })

  test('is asked for again when the download broke off', async () => {
    list()
    download(new Uint8Array(0))
    await expect(read()).rejects.toThrow(TransientError)
  })
})

test('checks: ours is found by App and name, written in place', async () => {
  const path = `/commits/${'a'.repeat(40)}/check-runs`
  fake.on('GET', path, { body: { total_count: 0, check_runs: [] } })
  expect(await client.checks.find('a'.repeat(40), 'baton/gates')).toBeUndefined()
  const { sent } = fake.on('PATCH', '/check-runs/5', { body: { id: 5 } })
  await client.checks.update(5, {
    name: 'baton/gates',
    sha: 'a'.repeat(40),
    status: 'in_progress',
    conclusion: undefined,
    title: 't',
    summary: 's',
    externalId: 'e',
  })
  expect(sent[0]).not.toHaveProperty('conclusion')
})
