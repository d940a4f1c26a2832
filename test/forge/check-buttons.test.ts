// Buttons of check runs on the pages: who may press them, and what the App is told.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repo, startTestForge, type TestForge } from './support.ts'

let t: TestForge
let checkId: number

beforeAll(async () => {
  t = await startTestForge()
  const baton = t.app('baton')
  const { data: main } = await baton.rest.git.getRef({ ...repo, ref: 'heads/main' })
  const { data } = await baton.rest.checks.create({
    ...repo,
    name: 'verdict',
    head_sha: main.object.sha,
    conclusion: 'failure',
  })
  checkId = data.id
})
afterAll(async () => t.close())

const open = async (path: string): Promise<{ text: string }> => {
  const answer = await fetch(`${t.forge.url}${path}`, { headers: { accept: 'text/html' } })
  return { text: await answer.text() }
}

describe('a button of a check', () => {
  const buttons = [{ label: 'Again', description: 'Once more', identifier: 'again' }]
  const press = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${t.forge.url}/ada/engine/runs/${checkId}/press`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
      redirect: 'manual',
    })

  beforeAll(async () => {
    await t.app('baton').rest.checks.update({ ...repo, check_run_id: checkId, actions: buttons })
  })

  test('is a form for those who may write', async () => {
    const { text } = await open(`/ada/engine/runs/${checkId}`)
    expect(text).toContain(`action="/ada/engine/runs/${checkId}/press"`)
    expect(text).toContain('<option>ada</option>')
    expect(text).not.toContain('<option>mallory</option>')
    expect(text).toContain('value="again"')
  })

  test.each<[string, Record<string, string>, Record<string, string>, number]>([
    ['by somebody who may write', { login: 'ada', identifier: 'again' }, {}, 303],
    ['by somebody who may not', { login: 'mallory', identifier: 'again' }, {}, 403],
    ['by nobody', { login: 'nemo', identifier: 'again' }, {}, 404],
    ['that is not there', { login: 'ada', identifier: 'other' }, {}, 404],
    ['without a form', {}, {}, 404],
    ['from another site', { login: 'ada', identifier: 'again' }, { origin: 'http://evil.test' }, 403],
    ['from a page without an origin', { login: 'ada', identifier: 'again' }, { origin: 'null' }, 403],
  ])('pressed %s', async (_, form, headers, status) => {
    expect((await press(form, headers)).status).toBe(status)
  })
})
