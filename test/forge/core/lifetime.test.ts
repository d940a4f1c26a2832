// What a forge leaves behind when it is closed, and the ways in that are easily forgotten: HEAD, and folders without a slash.

import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commit, openPull, startCodeForge } from '../code/support.ts'
import { failure, repo, tokenOf } from '../support.ts'

/** Commands of this process's own children. */
const children = (): string[] =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('cat-file'))

test('closing it ends every git process', async () => {
  const t = await startCodeForge()
  await t.as('ada').rest.repos.getContent({ ...repo, path: 'README.md' })
  expect(children()).not.toEqual([])
  await t.close()
  expect(children()).toEqual([])
})

test('HEAD is GET without a body', async () => {
  await using t = await startCodeForge()
  const headers = { authorization: `Bearer ${tokenOf('ada')}` }
  const address = `${t.forge.url}/api/v3/repos/ada/engine`
  const got = await fetch(address, { headers })
  const head = await fetch(address, { headers, method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect(head.headers.get('etag')).toBe(got.headers.get('etag'))
  const page = await fetch(t.forge.url, { method: 'HEAD', headers: { accept: 'text/html' } })
  expect([page.status, await page.text()]).toEqual([200, ''])
})

test.each([
  ['GET /repos/{owner}/{repo}/contents', {}],
  ['GET /repos/{owner}/{repo}/contents/', {}],
  ['GET /repos/{owner}/{repo}/contents/{path}', { path: '' }],
])('%s lists the root', async (route, more) => {
  await using t = await startCodeForge()
  const { data } = await t.as('ada').request(route, { ...repo, ...more })
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['.github', 'README.md', 'src'])
})

test('a pull request is opened again by its issue under the same conditions as by itself', async () => {
  await using t = await startCodeForge()
  const grace = t.as('grace').rest
  const pull = await openPull(t.as('grace'), 'topic', { 'a.txt': 'a\n' })
  const at = { ...repo, issue_number: pull.number }
  await grace.issues.update({ ...at, state: 'closed' })
  const head = await commit(t.as('grace'), 'topic', { 'b.txt': 'b\n' })
  await grace.issues.update({ ...at, state: 'open' })
  expect((await grace.pulls.get({ ...repo, pull_number: pull.number })).data).toMatchObject({
    state: 'open',
    head: { sha: head },
  })
  await grace.issues.update({ ...at, state: 'closed' })
  await grace.git.deleteRef({ ...repo, ref: 'heads/topic' })
  for (const reopen of [
    () => grace.issues.update({ ...at, state: 'open' }),
    () => grace.pulls.update({ ...repo, pull_number: pull.number, state: 'open' }),
  ]) {
    expect(await failure(reopen())).toMatchObject({
      status: 422,
      errors: [{ message: 'state cannot be changed. The topic branch has been deleted.' }],
    })
  }
  expect((await grace.issues.get(at)).data.state).toBe('closed')
})
