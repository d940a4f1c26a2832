// Somebody's pull request against what is frozen: red as soon as it is frozen, green as soon as it is lifted.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { conduct, type Conducted } from '../support/conduct.ts'
import { at } from '../support/small-stage.ts'
import { GREET_PATH } from '../support/small-scenario.ts'

let here: Conducted
beforeEach(async () => {
  here = await conduct()
})
afterEach(async () => {
  await here.close()
})

/** A plan that starts nothing: its wave waits for a signal. */
const PLAN = `---
plan: plan-1
title: Greet
orchestrator: orchestrator
waves:
  - { wave: 1, title: Greet, agent: implementer, waits_for: [somebody-says-go] }
---
`

test('red once the file is frozen, green once it is lifted, without a push in between', async () => {
  const alice = here.small.as('alice').rest
  const plan = await alice.issues.create({ ...at, title: 'Plan 1', body: PLAN, labels: ['baton'] })
  const main = (await alice.git.getRef({ ...at, ref: 'heads/main' })).data.object.sha
  await alice.git.createRef({ ...at, ref: 'refs/heads/louder', sha: main })
  const blob = (await alice.repos.getContent({ ...at, path: GREET_PATH })).data
  if (Array.isArray(blob) || blob.type !== 'file') throw new Error('there is no file')
  const content = Buffer.from('export const greet = (name) => `HELLO ${name}`\n').toString('base64')
  const file = { path: GREET_PATH, branch: 'louder', message: 'Louder', content, sha: blob.sha }
  const head = (await alice.repos.createOrUpdateFileContents({ ...at, ...file })).data.commit.sha ?? ''
  await alice.pulls.create({ ...at, head: 'louder', base: 'main', title: 'Louder' })
  await here.rest()
  const checks = async (): Promise<string[]> =>
    (await alice.checks.listForRef({ ...at, ref: head, filter: 'all' })).data.check_runs.map(
      ({ name, conclusion }) => `${name} ${conclusion}`,
    )
  expect(await checks()).toEqual([])

  const say = async (body: string): Promise<void> => {
    await alice.issues.createComment({ ...at, issue_number: plan.data.number, body })
    await here.rest()
  }
  await say(`/baton freeze ${GREET_PATH}`)
  expect(await checks()).toEqual(['baton/freeze failure'])
  const [red] = (await alice.checks.listForRef({ ...at, ref: head })).data.check_runs
  expect(red?.output.summary).toContain(`/baton unfreeze\` with its name on #${plan.data.number}`)
  await say(`/baton unfreeze ${GREET_PATH}`)
  expect(await checks()).toEqual(['baton/freeze success'])

  expect(here.small.stage.forge.contract.violations).toEqual([])
  expect(await here.baton.queue.listDeadLetters()).toEqual([])
})
