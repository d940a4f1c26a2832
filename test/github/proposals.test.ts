// A pull request as a proposal: what it touches over all pages, and what of its files is text.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { Sha } from '../../src/domain/ids.ts'
import { TransientError } from '../../src/errors.ts'
import type { RepoClient } from '../../src/github/repo-client.ts'
import { type FakeGitHub, fakeGitHub } from '../support/nock.ts'

let fake: FakeGitHub
let client: RepoClient
beforeEach(async () => {
  fake = fakeGitHub()
  client = await fake.client()
})
afterEach(() => fake.end())

const HEAD = Sha.parse('a'.repeat(40))
const BASE = Sha.parse('b'.repeat(40))

test.each<[string, object, object | undefined]>([
  [
    'a fork’s, open',
    {
      body: {
        state: 'open',
        changed_files: 2,
        head: { sha: HEAD, ref: 'change', repo: { full_name: 'mallory/widgets' } },
        base: { sha: BASE, ref: 'main' },
      },
    },
    {
      open: true,
      headSha: HEAD,
      baseSha: BASE,
      baseBranch: 'main',
      headBranch: undefined,
      changedFiles: 2,
    },
  ],
  [
    'from a branch of the same repository',
    {
      body: {
        state: 'open',
        changed_files: 1,
        head: { sha: HEAD, ref: 'change', repo: { full_name: 'Acme/Widgets' } },
        base: { sha: BASE, ref: 'main' },
      },
    },
    {
      open: true,
      headSha: HEAD,
      baseSha: BASE,
      baseBranch: 'main',
      headBranch: 'change',
      changedFiles: 1,
    },
  ],
  [
    'merged, and its fork deleted',
    {
      body: {
        state: 'closed',
        changed_files: 0,
        head: { sha: HEAD, ref: 'change', repo: null },
        base: { sha: BASE, ref: 'main' },
      },
    },
    {
      open: false,
      headSha: HEAD,
      baseSha: BASE,
      baseBranch: 'main',
      headBranch: undefined,
      changedFiles: 0,
    },
  ],
  ['no pull request', { status: 404, body: { message: 'Not Found' } }, undefined],
])('%s', async (_name, reply, expected) => {
  fake.on('GET', '/pulls/8', reply)
  expect(await client.proposals.find(8)).toEqual(expected)
})

test('both names of a renamed file count, over all pages', async () => {
  const link = '<https://github.test/api/v3/repositories/1/pulls/8/files?page=2>; rel="next"'
  const renamed = { filename: 'old.yml', previous_filename: '.github/baton.yml', status: 'renamed' }
  fake.on('GET', '/pulls/8/files', { body: [{ filename: 'a' }], headers: { link } })
  fake.raw('GET', '/repositories/1/pulls/8/files', { body: [renamed] })
  expect(await client.proposals.touched(8)).toEqual({
    paths: ['a', 'old.yml', '.github/baton.yml'],
    files: 2,
  })
})

const commit = { oid: HEAD }
const entry = (name: string, type: string, object: object | null) => ({ name, type, object })

test.each<[string, object, object]>([
  ['nothing there', { commit, policy: null, roster: null }, { policy: undefined, roster: [] }],
  [
    'texts; what is no agent is left out',
    {
      commit,
      policy: { oid: HEAD, text: 'version: 1' },
      roster: {
        entries: [
          entry('a.md', 'blob', { text: 'A' }),
          entry('b.txt', 'blob', { text: 'B' }),
          entry('c.md', 'tree', {}),
        ],
      },
    },
    { policy: { name: 'policy', text: 'version: 1' }, roster: [{ name: 'a.md', text: 'A' }] },
  ],
  [
    'a binary agent, a folder for a policy, a file for a roster',
    {
      commit,
      policy: { oid: HEAD },
      roster: { entries: [entry('a.md', 'blob', { text: null })] },
    },
    { policy: { name: 'policy', text: undefined }, roster: [{ name: 'a.md', text: undefined }] },
  ],
  ['a file for a roster', { commit, policy: null, roster: {} }, { policy: undefined, roster: [] }],
])('configuration: %s', async (_name, repository, expected) => {
  const { sent } = fake.graphql({ body: { data: { repository } } })
  expect(await client.proposals.configuration(HEAD)).toEqual(expected)
  expect(sent).toMatchObject([
    {
      variables: {
        commit: HEAD,
        policy: `${HEAD}:.github/baton.yml`,
        roster: `${HEAD}:.github/baton/agents`,
      },
    },
  ])
})

test('a commit that GitHub does not show yet is waited for, not taken for an empty one', async () => {
  fake.graphql({ body: { data: { repository: { commit: null, policy: null, roster: null } } } })
  const asked = client.proposals.configuration(HEAD)
  await expect(asked).rejects.toThrow(TransientError)
  await expect(asked).rejects.toThrow(/does not show the commit a{40} yet/)
})
