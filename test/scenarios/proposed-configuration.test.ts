// A pull request that changes policy or roster gets a check on its head; what is in force stays as it is.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastGood } from '../../src/store/configurations.ts'
import { longestUnseen } from '../../src/store/tasks.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { at, issueOf, taskOf } from '../support/small-stage.ts'

let here: Conducted
beforeEach(async () => {
  here = await conduct()
})
afterEach(async () => {
  await here.close()
})

const CRITIC = `---
name: critic
description: The critic of this repository.
tools: Read, Grep
seat: true
purposes: [review]
---
You look twice.
`
const POLICY = '.github/baton.yml'
const AGENT = '.github/baton/agents/critic.md'

/** Commits a file to a branch as Alice and gives the new head once Baton has nothing to do. */
async function put(branch: string, path: string, text: string): Promise<string> {
  const { as, stage, repo } = here.small
  const sha = (await stage.forge.git.fileAt(repo, `refs/heads/${branch}`, path))?.sha
  const content = Buffer.from(text).toString('base64')
  const file = { path, message: 'Change it', branch, content, ...(sha === undefined ? {} : { sha }) }
  const { data } = await as('alice').rest.repos.createOrUpdateFileContents({ ...at, ...file })
  await here.rest()
  return data.commit.sha ?? ''
}

async function branchOff(branch: string): Promise<void> {
  const alice = here.small.as('alice').rest
  const main = (await alice.git.getRef({ ...at, ref: 'heads/main' })).data.object.sha
  await alice.git.createRef({ ...at, ref: `refs/heads/${branch}`, sha: main })
}

async function open(head: string): Promise<number> {
  const alice = here.small.as('alice').rest
  const { number } = (await alice.pulls.create({ ...at, head, base: 'main', title: 'Settings' })).data
  await here.rest()
  return number
}

/** Every check run on a commit, all attempts, whoever made it. */
async function checksOn(ref: string) {
  const alice = here.small.as('alice').rest
  return (await alice.checks.listForRef({ ...at, ref, filter: 'all' })).data.check_runs
}

async function marksOf(id: number): Promise<string[]> {
  const alice = here.small.as('alice').rest
  const { data } = await alice.checks.listAnnotations({ ...at, check_run_id: id })
  return data.map((mark) => `${mark.path}:${mark.start_line} ${mark.title}`)
}

test('valid, broken, mended: one check per head, and the configuration in force is not touched', async () => {
  const { small, baton, rest } = here
  const { repo, stage } = small
  const inForce = (await stage.forge.git.fileAt(repo, 'main', POLICY))?.data.toString() ?? ''
  // Nobody entitled: it starts nothing, but the configuration is read and in force from now on.
  const asked = await small.as('mallory').rest.issues.create({ ...at, title: 'Do my work' })
  await rest()
  expect((await lastGood(baton.store.db, at))?.policy).toBe(inForce)

  await branchOff('settings')
  const valid = await put('settings', POLICY, `${inForce}limits: { max_rounds: 7 }\n`)
  const pull = await open('settings')
  expect(await checksOn(valid)).toMatchObject([
    {
      name: 'baton/configuration',
      conclusion: 'success',
      output: {
        title: 'the configuration is valid',
        summary: expect.stringMatching(/^Pack \*\*asa-swarm\*\*[^]*\n- `limits` changes\n/),
      },
    },
  ])

  await put('settings', AGENT, CRITIC.replace('Grep', 'Fly'))
  const broken = await put('settings', POLICY, inForce.replace('version: 1', 'version: 9'))
  const [failed, ...others] = await checksOn(broken)
  expect(others).toEqual([])
  expect(failed).toMatchObject({
    conclusion: 'failure',
    output: {
      title: 'the configuration has 2 problems',
      summary: expect.stringMatching(/`\.github\/baton\.yml:1`[^]*`\.github\/baton\/agents\/critic\.md:4`/),
    },
  })
  const marks = [`${POLICY}:1 version`, expect.stringMatching(/critic\.md:4 tools/)]
  expect(await marksOf(failed?.id ?? 0)).toEqual(marks)

  // As a webhook that comes again would: nothing is written.
  const before = stage.forge.requests.length
  await baton.queue.wake([taskOf(pull), taskOf(asked.data.number)])
  await rest()
  const writes = stage.forge.requests
    .slice(before)
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'))
  expect(writes).toEqual([])
  expect(await marksOf(failed?.id ?? 0)).toEqual(marks)
  expect((await lastGood(baton.store.db, at))?.policy).toBe(inForce)
  expect(issueOf(repo, asked.data.number).comments).toEqual([])
  expect(issueOf(repo, pull).comments).toEqual([])

  await put('settings', POLICY, inForce)
  const mended = await put('settings', AGENT, CRITIC)
  expect((await checksOn(mended)).map(({ name, conclusion }) => [name, conclusion])).toEqual([
    ['baton/configuration', 'success'],
  ])
  expect((await checksOn(mended))[0]?.output.summary).toContain(
    "- the agent `critic` takes the place of the pack's",
  )
  expect((await checksOn(broken)).map(({ conclusion }) => conclusion)).toEqual(['failure'])

  await branchOff('elsewhere')
  const elsewhere = await put('elsewhere', 'README.md', '# Greeter\n')
  await open('elsewhere')
  expect(await checksOn(elsewhere)).toEqual([])

  expect(here.acted.map((action) => action.do)).toEqual(Array.from(here.acted, () => 'check'))
  expect(await longestUnseen(baton.store.db, { perOwner: 10, perHour: 10 })).not.toContain(taskOf(pull))
  expect(stage.forge.contract.violations).toEqual([])
  expect(await baton.queue.listDeadLetters()).toEqual([])
})

test('taking the policy away by renaming it fails, with no line to mark', async () => {
  const { small } = here
  const alice = small.as('alice').rest
  await branchOff('away')
  const old = (await alice.repos.getContent({ ...at, path: POLICY })).data
  if (Array.isArray(old) || old.type !== 'file') throw new Error('the policy is not a file')
  await put('away', '.github/old.yml', Buffer.from(old.content, 'base64').toString())
  const { data } = await alice.repos.deleteFile({
    ...at,
    path: POLICY,
    branch: 'away',
    message: 'Away',
    sha: old.sha,
  })
  await open('away')
  const [check] = await checksOn(data.commit.sha ?? '')
  expect(check).toMatchObject({
    conclusion: 'failure',
    output: { annotations_count: 0, summary: expect.stringContaining('takes the policy away') },
  })
})
