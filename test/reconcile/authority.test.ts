// Who may hand an issue over: a person with write permission who filed or labelled it, as GitHub says now.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RepoClient } from '../../src/github/repo-client.ts'
import { authorisedBy } from '../../src/reconcile/authority.ts'
import { githubOf, OWNER, REPO, startTestForge, type TestForge } from '../forge/support.ts'
import { at } from '../domain/support.ts'

let t: TestForge
let client: RepoClient
beforeAll(async () => {
  t = await startTestForge()
  client = await githubOf(t).author({ owner: OWNER, repo: REPO })
})
afterAll(async () => await t.close())

interface Case {
  author?: string
  bot?: true
  labelled?: [label: string, login: string, kind?: 'bot'][]
  labels?: string[]
  state?: 'closed'
  label?: undefined
}

// ada owns the repository, grace writes, lin triages, mallory is a stranger.
test.each<[string, Case, string | undefined]>([
  ['filed by somebody who may write', { author: 'grace' }, 'grace'],
  ['filed by the owner', { author: 'ada' }, 'ada'],
  ['filed by a stranger', { author: 'mallory' }, undefined],
  ['filed by somebody who may only triage', { author: 'lin' }, undefined],
  ['labelled by somebody who may write', { author: 'mallory', labelled: [['baton', 'grace']] }, 'grace'],
  [
    'labelled by somebody who may only triage',
    { author: 'mallory', labelled: [['baton', 'lin']] },
    undefined,
  ],
  ['given another label by somebody who may', { author: 'mallory', labelled: [['bug', 'grace']] }, undefined],
  [
    'labelled twice, the second time by somebody who may',
    {
      author: 'mallory',
      labelled: [
        ['baton', 'lin'],
        ['baton', 'ada'],
      ],
    },
    'ada',
  ],
  ['labelled by a bot', { author: 'mallory', labelled: [['baton', 'grace', 'bot']] }, undefined],
  ['filed by a bot that is called like a person', { author: 'grace', bot: true }, undefined],
  ['filed by an account that is gone', { author: 'ghost' }, undefined],
  ['not labelled', { author: 'grace', labels: ['bug'] }, undefined],
  ['closed', { author: 'grace', state: 'closed' }, undefined],
])('%s → %s', async (_name, given, expected) => {
  const issue = {
    ...at.handedOver.issue,
    author: {
      login: given.author ?? 'mallory',
      kind: given.bot === true ? ('bot' as const) : ('person' as const),
    },
    labels: given.labels ?? ['baton'],
    state: given.state ?? ('open' as const),
    labelled: (given.labelled ?? []).map(([label, login, kind]) => ({
      label,
      actor: { login, kind: kind ?? ('person' as const) },
    })),
  }
  expect(await authorisedBy(client, { issue }, 'baton')).toBe(expected)
})

test('without a policy there is no label, so nobody is asked about', async () => {
  const before = t.forge.requests.length
  expect(await authorisedBy(client, { issue: at.handedOver.issue }, undefined)).toBeUndefined()
  expect(t.forge.requests.length).toBe(before)
})
