// The trimmed GraphQL schema answers every field it has.

import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repo, startTestForge } from './support.ts'

const extra = readFileSync(new URL('../../src/rehearsal/contract/extra.graphql', import.meta.url), 'utf8')

test('every field of the trimmed schema has an answer of the right type', async () => {
  const files = await mkdtemp(join(tmpdir(), 'seed-'))
  await writeFile(join(files, 'a.txt'), 'a\n')
  await using t = await startTestForge({ repositories: [{ owner: 'ada', name: 'engine', files }] })
  const ada = t.as('ada')
  const baton = t.app('baton')
  await ada.rest.issues.create({ ...repo, title: 'One', labels: ['bug'], assignees: ['ada'] })
  await ada.rest.issues.createComment({ ...repo, issue_number: 1, body: 'a comment' })
  const { data: second } = await ada.rest.issues.create({ ...repo, title: 'Two' })
  await ada.request('POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues', {
    ...repo,
    issue_number: 1,
    sub_issue_id: second.id,
  })
  await ada.request('POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by', {
    ...repo,
    issue_number: 1,
    issue_id: second.id,
  })
  const { data: main } = await baton.rest.git.getRef({ ...repo, ref: 'heads/main' })
  await baton.rest.git.createRef({ ...repo, ref: 'refs/heads/topic', sha: main.object.sha })
  const content = Buffer.from('b\n').toString('base64')
  const { data: made } = await baton.rest.repos.createOrUpdateFileContents({
    ...repo,
    path: 'b.txt',
    branch: 'topic',
    message: 'Add b',
    content,
  })
  const { data: pull } = await baton.rest.pulls.create({
    ...repo,
    title: 'Three',
    head: 'topic',
    base: 'main',
  })
  await baton.rest.checks.create({ ...repo, name: 'check', head_sha: pull.head.sha })
  await ada.rest.pulls.createReview({ ...repo, pull_number: pull.number, event: 'APPROVE' })

  for (const oid of [main.object.sha, made.content?.sha, made.commit.tree?.sha]) {
    const variables = { owner: 'ada', name: 'engine', number: 1, ref: 'main', oid, id: pull.node_id }
    for (const number of [1, pull.number]) {
      const { data: reply } = await ada.request('POST /graphql', {
        query: extra,
        operationName: 'Look',
        variables: { ...variables, number },
      })
      // One of the two is an issue and the other a pull request: only the other lookup fails, in the expected way.
      const wrong = number === 1 ? 'PullRequest' : 'Issue'
      const article = number === 1 ? 'a' : 'an'
      expect(reply.errors).toMatchObject([
        { message: `Could not resolve to ${article} ${wrong} with the number of ${number}.` },
      ])
      expect(reply.data.repository.object.oid).toBe(oid)
    }
  }
  expect(t.forge.contract.violations).toEqual([])
  await rm(files, { recursive: true, force: true })
})
