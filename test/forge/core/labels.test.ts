// Labels of a repository and of its issues.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APPS, failure, malformed, repo, startReceiver, startTestForge } from '../support.ts'
import type { Receiver, TestForge } from '../support.ts'

let t: TestForge
let hooks: Receiver
let issue = 0

beforeAll(async () => {
  hooks = await startReceiver()
  t = await startTestForge()
  issue = (await t.as('ada').rest.issues.create({ ...repo, title: 'labelled' })).data.number
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's3cret' })
})
afterAll(async () => {
  await t[Symbol.asyncDispose]()
  await hooks[Symbol.asyncDispose]()
})

const label = (name: string) => ({ ...repo, name })
const names = (labels: { name: string }[]): string[] => labels.map(({ name }) => name)

/** What arrives while `work` is done. */
async function announced(work: () => Promise<unknown>): Promise<string[]> {
  await t.forge.drain()
  hooks.received.length = 0
  await work()
  await t.forge.drain()
  return hooks.names()
}

describe('of the repository', () => {
  test('a new repository has the nine of github.com', async () => {
    const { data } = await t.as('ada').rest.issues.listLabelsForRepo(repo)
    expect(names(data)).toContain('good first issue')
    expect(data.filter((one) => one.default)).toHaveLength(9)
  })

  test('are created, found without regard to case, renamed and deleted', async () => {
    const seen = await announced(async () => {
      const made = await t
        .as('ada')
        .rest.issues.createLabel({ ...label('Area: core/io'), color: 'FF0000', description: 'Input' })
      expect(made.data).toMatchObject({
        name: 'Area: core/io',
        color: 'ff0000',
        description: 'Input',
        default: false,
      })
      const found = await t.as('ada').rest.issues.getLabel(label('AREA: CORE/IO'))
      expect(found.data.id).toBe(made.data.id)
      const renamed = await t
        .as('ada')
        .rest.issues.updateLabel({ ...label('area: core/io'), new_name: 'area: io' })
      expect(renamed.data).toMatchObject({ id: made.data.id, name: 'area: io' })
      await t.as('ada').rest.issues.deleteLabel(label('area: io'))
      expect((await failure(t.as('ada').rest.issues.getLabel(label('area: io')))).status).toBe(404)
    })
    expect(seen).toEqual(['label.created', 'label.edited', 'label.deleted'])
  })

  test.each([
    ['a name that exists in other case', { name: 'BUG' }, { code: 'already_exists', field: 'name' }],
    [
      '51 characters',
      { name: 'x'.repeat(51) },
      { field: 'name', message: expect.stringContaining('too long') },
    ],
    ['a blank name', { name: ' ' }, { code: 'missing_field' }],
    ['a colour with a hash', { name: 'hash', color: '#ff0000' }, { field: 'color' }],
    [
      'a description of 101 characters',
      { name: 'long', description: 'd'.repeat(101) },
      { field: 'description' },
    ],
  ])('%s is a 422', async (_, input, error) => {
    const refused = await failure(t.as('ada').rest.issues.createLabel({ ...repo, ...input }))
    expect(refused).toMatchObject({
      status: 422,
      message: 'Validation Failed',
      errors: [{ resource: 'Label', ...error }],
    })
  })

  test('50 characters are enough for anybody', async () => {
    const { data } = await t.as('ada').rest.issues.createLabel(label('🏷️'.repeat(25)))
    expect(Array.from(data.name)).toHaveLength(50)
  })

  test('cannot be renamed to one that exists', async () => {
    const refused = await failure(
      t.as('ada').rest.issues.updateLabel({ ...label('question'), new_name: 'Bug' }),
    )
    expect(refused).toMatchObject({ status: 422, errors: [{ code: 'already_exists' }] })
  })
})

describe('of an issue', () => {
  const at = () => ({ ...repo, issue_number: issue })

  test('are added, set, removed and cleared, one event for each', async () => {
    const octokit = t.as('ada')
    const seen = await announced(async () => {
      expect(
        names((await octokit.rest.issues.addLabels({ ...at(), labels: ['bug', 'question'] })).data),
      ).toEqual(['bug', 'question'])
      expect(names((await octokit.rest.issues.addLabels({ ...at(), labels: ['BUG'] })).data)).toEqual([
        'bug',
        'question',
      ])
      expect(
        names((await octokit.rest.issues.setLabels({ ...at(), labels: ['question', 'wontfix'] })).data),
      ).toEqual(['question', 'wontfix'])
      expect(names((await octokit.rest.issues.removeLabel({ ...at(), name: 'wontfix' })).data)).toEqual([
        'question',
      ])
      await octokit.rest.issues.removeAllLabels(at())
      expect((await octokit.rest.issues.listLabelsOnIssue(at())).data).toEqual([])
    })
    expect(seen).toEqual([
      'issues.labeled',
      'issues.labeled',
      'issues.unlabeled',
      'issues.labeled',
      'issues.unlabeled',
      'issues.unlabeled',
    ])
  })

  test('those the repository lacks are made', async () => {
    expect(await announced(() => t.as('lin').rest.issues.addLabels({ ...at(), labels: ['wave:1'] }))).toEqual(
      ['label.created', 'issues.labeled'],
    )
  })

  test('a bare list is understood too', async () => {
    // GitHub takes it as of old and no longer describes it.
    const { data } = await malformed(t.forge, () =>
      t.as('ada').request(`PUT /repos/ada/engine/issues/${issue}/labels`, { data: ['bug'] }),
    )
    expect(data).toMatchObject([{ name: 'bug' }])
  })

  test('one too long label among good ones adds none', async () => {
    await t.as('ada').rest.issues.removeAllLabels(at())
    const refused = await failure(
      t.as('ada').rest.issues.addLabels({ ...at(), labels: ['new-one', 'x'.repeat(51)] }),
    )
    expect(refused.status).toBe(422)
    expect((await t.as('ada').rest.issues.listLabelsOnIssue(at())).data).toEqual([])
    expect((await failure(t.as('ada').rest.issues.getLabel(label('new-one')))).status).toBe(404)
  })

  test.each([
    ['a label it does not have', 'question', 'Label does not exist'],
    ['a label there is not', 'nope', 'Label does not exist'],
  ])('removing %s is a 404', async (_, name, message) => {
    await t.as('ada').rest.issues.removeAllLabels(at())
    expect(await failure(t.as('ada').rest.issues.removeLabel({ ...at(), name }))).toMatchObject({
      status: 404,
      message,
    })
  })

  test('an issue there is not is a 404', async () => {
    const missing = t.as('ada').rest.issues.addLabels({ ...repo, issue_number: 999, labels: ['bug'] })
    expect((await failure(missing)).status).toBe(404)
  })

  test('deleting a label takes it off', async () => {
    await t.as('ada').rest.issues.setLabels({ ...at(), labels: ['doomed'] })
    await t.as('ada').rest.issues.deleteLabel(label('doomed'))
    expect((await t.as('ada').rest.issues.get(at())).data.labels).toEqual([])
  })
})
