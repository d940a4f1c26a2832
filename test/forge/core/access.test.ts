// Who may do what: visibility, roles of people, permissions of Apps.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failure, repo, secretRepo, startTestForge } from '../support.ts'
import type { AppName, Person, TestForge } from '../support.ts'

let t: TestForge
let issue = 0

beforeAll(async () => {
  t = await startTestForge()
  issue = (await t.as('ada').rest.issues.create({ ...repo, title: 'public' })).data.number
  await t.as('ada').rest.issues.create({ ...secretRepo, title: 'private' })
})
afterAll(() => t[Symbol.asyncDispose]())

type Who = Person | AppName | 'nobody'
const octokit = (who: Who) => {
  if (who === 'nobody') return t.withToken(undefined)
  return who === 'baton' || who === 'reviewer' || who === 'reader' ? t.app(who) : t.as(who)
}

const statusOf = async (call: Promise<{ status: number }>): Promise<number> => {
  try {
    return (await call).status
  } catch {
    return (await failure(call)).status
  }
}

describe('reading', () => {
  test.each<[Who, number, number]>([
    ['ada', 200, 200],
    ['grace', 200, 404],
    ['mallory', 200, 404],
    ['nobody', 200, 404],
    ['baton', 200, 200],
    ['reader', 200, 403],
  ])('%s: public issues %i, private ones %i', async (who, open, hidden) => {
    expect(await statusOf(octokit(who).rest.issues.listForRepo(repo))).toBe(open)
    expect(await statusOf(octokit(who).rest.issues.listForRepo(secretRepo))).toBe(hidden)
  })
})

describe('writing', () => {
  test.each<[string, Who, (who: Who) => Promise<{ status: number }>, number]>([
    ['opens an issue', 'mallory', (who) => octokit(who).rest.issues.create({ ...repo, title: 'x' }), 201],
    ['opens an issue', 'nobody', (who) => octokit(who).rest.issues.create({ ...repo, title: 'x' }), 401],
    ['opens an issue', 'reader', (who) => octokit(who).rest.issues.create({ ...repo, title: 'x' }), 403],
    [
      'opens a hidden issue',
      'mallory',
      (who) => octokit(who).rest.issues.create({ ...secretRepo, title: 'x' }),
      404,
    ],
    ['labels', 'mallory', (who) => label(who), 403],
    ['labels', 'lin', (who) => label(who), 200],
    ['labels with pull_requests alone', 'reviewer', (who) => label(who), 200],
    ['makes a label', 'lin', (who) => octokit(who).rest.issues.createLabel({ ...repo, name: 'by-lin' }), 403],
    [
      'makes a label',
      'grace',
      (who) => octokit(who).rest.issues.createLabel({ ...repo, name: 'by-grace' }),
      201,
    ],
    ['locks', 'lin', (who) => octokit(who).rest.issues.lock({ ...repo, issue_number: issue }), 403],
  ])('%s as %s', async (_, who, call, status) => {
    expect(await statusOf(call(who))).toBe(status)
  })

  const label = (who: Who) =>
    octokit(who).rest.issues.addLabels({ ...repo, issue_number: issue, labels: ['bug'] })
})

test('an App elsewhere may read what is public and write nothing', async () => {
  await using other = await startTestForge({
    repositories: [
      { owner: 'ada', name: 'engine' },
      { owner: 'grace', name: 'tools' },
    ],
  })
  // The token is cut down to ada's account: grace's repository belongs to another installation of the same App.
  const octokit = other.app('baton')
  const theirs = { owner: 'grace', repo: 'tools' }
  expect((await octokit.rest.issues.listForRepo(theirs)).status).toBe(200)
  expect(await failure(octokit.rest.issues.create({ ...theirs, title: 'x' }))).toMatchObject({
    status: 403,
    message: 'Resource not accessible by integration',
  })
})

describe('collaborators', () => {
  test('are the owner and everybody with a role', async () => {
    const { data } = await t.app('reader').rest.repos.listCollaborators(repo)
    expect(data.map(({ login, role_name: role }) => `${login} ${role}`)).toEqual([
      'ada admin',
      'grace write',
      'lin triage',
    ])
    const pushers = await t.app('reader').rest.repos.listCollaborators({ ...repo, permission: 'push' })
    expect(pushers.data.map(({ login }) => login)).toEqual(['ada', 'grace'])
  })

  test.each([
    ['ada', 204],
    ['Grace', 204],
    ['mallory', 404],
    ['nobody', 404],
  ])('%s is one: %i', async (username, status) => {
    expect(await statusOf(t.as('ada').rest.repos.checkCollaborator({ ...repo, username }))).toBe(status)
  })

  test.each([
    ['ada', 'engine', 'admin', 'admin'],
    ['grace', 'engine', 'write', 'write'],
    ['lin', 'engine', 'triage', 'read'],
    ['mallory', 'engine', 'read', 'read'],
    ['mallory', 'secret', 'none', 'none'],
    ['baton[bot]', 'secret', 'none', 'none'],
  ])('%s on %s has the role %s, which used to be %s', async (username, name, role, permission) => {
    const { data } = await t
      .app('baton')
      .rest.repos.getCollaboratorPermissionLevel({ owner: 'ada', repo: name, username })
    expect(data).toMatchObject({ role_name: role, permission, user: { login: username } })
  })

  test('an unknown person is a 404, and only those who push may ask', async () => {
    const ask = (who: Person, username: string) =>
      t.as(who).rest.repos.getCollaboratorPermissionLevel({ ...repo, username })
    expect(await statusOf(ask('ada', 'ghost'))).toBe(404)
    expect(await statusOf(ask('grace', 'mallory'))).toBe(200)
    expect(await statusOf(ask('mallory', 'ada'))).toBe(403)
  })
})

test.each<[Person, string]>([
  ['ada', 'OWNER'],
  ['grace', 'COLLABORATOR'],
  ['mallory', 'NONE'],
])('what %s writes is marked %s', async (who, association) => {
  const { data } = await t.as(who).rest.issues.createComment({ ...repo, issue_number: issue, body: 'hi' })
  expect(data.author_association).toBe(association)
})
