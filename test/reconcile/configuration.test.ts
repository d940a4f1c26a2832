// Policy and roster of a target repository: the last good ones stay in force while those on the default branch are broken.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createConfigurations, type Configurations } from '../../src/reconcile/configuration.ts'
import { asaSwarm, VALID_POLICY } from '../roster/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => (at = await testStore()))
afterAll(async () => await at.close())

let repositories = 0
let repo = { owner: 'acme', repo: 'r' }
let configurations: Configurations
beforeEach(async () => {
  repositories += 1
  repo = { owner: 'Acme', repo: `widgets-${repositories}` }
  configurations = await fresh()
})

/** As another process, or this one after a restart, would read it. */
async function fresh(): Promise<Configurations> {
  const pack = await asaSwarm()
  return createConfigurations(at.store.db, new Map([[pack.name, pack]]))
}

const BROKEN = VALID_POLICY.replace('version: 1', 'version: 9')
const CHANGED = `${VALID_POLICY}limits: { max_rounds: 7 }\n`
const none = { policy: undefined, roster: [] }
const seen = (policy: string, roster: { name: string; text: string }[] = []) => ({ policy, roster })
const agentFile = (name: string, text: string) => ({ name: `${name}.md`, text })
const CRITIC = `---
name: critic
description: The critic of this repository.
tools: Read, Grep
seat: true
purposes: [review]
---
You look twice.
`

test('a repository that never had one has none, and no problem either', async () => {
  expect(await configurations.resolve(repo, none)).toEqual({ policy: undefined, problems: [] })
})

test('a first broken one is reported, with line, expectation and example; nothing is in force', async () => {
  const { policy, problems } = await configurations.resolve(repo, seen(BROKEN))
  expect(policy).toBeUndefined()
  expect(problems).toEqual([
    expect.stringMatching(/^`\.github\/baton\.yml:1` `version`: .*Expected .*for example `/),
  ])
})

test('a broken push leaves the last good one in force, also after a restart, until it is mended', async () => {
  const good = await configurations.resolve(repo, seen(CHANGED))
  expect(good).toMatchObject({ policy: { limits: { max_rounds: 7 } }, problems: [] })
  for (const reader of [configurations, await fresh()]) {
    const broken = await reader.resolve(repo, seen(BROKEN))
    expect(broken.policy).toEqual(good.policy)
    expect(broken.problems).toHaveLength(1)
  }
  const mended = await configurations.resolve(repo, seen(VALID_POLICY))
  expect(mended).toMatchObject({ policy: { limits: { max_rounds: 3 } }, problems: [] })
})

test('a deleted policy stays in force and is said to be gone', async () => {
  await configurations.resolve(repo, seen(CHANGED))
  const { policy, problems } = await (await fresh()).resolve(repo, none)
  expect(policy?.limits.max_rounds).toBe(7)
  expect(problems).toEqual(['`.github/baton.yml` is gone from the default branch.'])
})

test('the spelling of a repository’s name does not matter, another repository does', async () => {
  await configurations.resolve(repo, seen(CHANGED))
  const other = await configurations.resolve({ ...repo, repo: `${repo.repo}-fork` }, none)
  expect(other.policy).toBeUndefined()
  const same = await configurations.resolve({ owner: 'ACME', repo: repo.repo.toUpperCase() }, none)
  expect(same.policy?.limits.max_rounds).toBe(7)
})

test('an agent of the repository takes the place of the pack’s', async () => {
  const { policy, problems } = await configurations.resolve(
    repo,
    seen(VALID_POLICY, [agentFile('critic', CRITIC)]),
  )
  expect(problems).toEqual([])
  const critic = policy?.pack.agents.find(({ name }) => name === 'critic')
  expect(critic?.prompt).toContain('You look twice.')
  expect(policy?.pack.agents).toHaveLength((await asaSwarm()).agents.length)
})

test('a broken agent keeps the last good roster whole', async () => {
  await configurations.resolve(repo, seen(VALID_POLICY, [agentFile('critic', CRITIC)]))
  const broken = CRITIC.replace('tools: Read, Grep', 'tools: Read, Fly').replace(
    'seat: true',
    'seat: perhaps',
  )
  const { policy, problems } = await configurations.resolve(
    repo,
    seen(CHANGED, [agentFile('critic', broken)]),
  )
  expect(problems.join('\n')).toMatch(/\.github\/baton\/agents\/critic\.md:\d+/)
  // Policy and roster are one configuration: neither of the two new texts counts.
  expect(policy?.limits.max_rounds).toBe(3)
  expect(policy?.pack.agents.find(({ name }) => name === 'critic')?.prompt).toContain('You look twice.')
})

test('two repositories that change at the same time do not get each other’s', async () => {
  const other = { ...repo, repo: `${repo.repo}-b` }
  const [a, b] = await Promise.all([
    configurations.resolve(repo, seen(CHANGED)),
    configurations.resolve(other, seen(VALID_POLICY)),
  ])
  expect([a.policy?.limits.max_rounds, b.policy?.limits.max_rounds]).toEqual([7, 3])
})

describe('a proposed configuration', () => {
  const file = (name: string, text: string | undefined) => ({ name, text })
  const policyFile = (text: string | undefined) => file('policy', text)
  const inspect = (text: string | undefined, ...roster: { name: string; text: string | undefined }[]) =>
    configurations.inspect({ policy: policyFile(text), roster })
  const BROKEN_CRITIC = CRITIC.replace('tools: Read, Grep', 'tools: Read, Fly')
  const critic = '.github/baton/agents/critic.md'

  test('is read like one in force', () => {
    const { files, policy, problems } = inspect(CHANGED, agentFile('critic', CRITIC))
    expect(problems).toEqual([])
    expect(files).toEqual(['.github/baton.yml', critic])
    expect(policy?.limits.max_rounds).toBe(7)
    expect(policy?.pack.agents.find(({ name }) => name === 'critic')?.source.file).toBe(critic)
  })

  test('has the problems of policy and agents together, each with its line', () => {
    const { policy, problems } = inspect(BROKEN, agentFile('critic', BROKEN_CRITIC))
    expect(policy).toBeUndefined()
    expect(problems.map(({ file, line, key }) => [file, line, key])).toEqual([
      ['.github/baton.yml', 1, 'version'],
      [critic, 4, expect.stringMatching(/^tools/)],
    ])
  })

  test.each<[string, string | undefined, { name: string; text: string | undefined }[], string[]]>([
    ['a binary policy', undefined, [], ['.github/baton.yml: it is not a text file']],
    ['a binary agent', VALID_POLICY, [file('critic.md', undefined)], [`${critic}: it is not a text file`]],
    ['an empty policy', '', [], ['.github/baton.yml: the file is empty']],
    ['a README beside the agents', VALID_POLICY, [file('README.md', 'Our agents.')], []],
    [
      'a README beside a broken policy',
      '',
      [file('readme.md', 'x')],
      ['.github/baton.yml: the file is empty'],
    ],
  ])('%s', (_name, text, roster, expected) => {
    const { policy, problems } = inspect(text, ...roster)
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual(expected)
    expect(policy === undefined).toBe(expected.length > 0)
  })

  test('without a policy has only its agents read', () => {
    const read = (text: string) =>
      configurations.inspect({ policy: undefined, roster: [agentFile('critic', text)] })
    expect(read(CRITIC)).toEqual({ files: [critic], policy: undefined, problems: [] })
    expect(read(BROKEN_CRITIC).problems).toMatchObject([{ file: critic, line: 4 }])
  })

  test('neither comes into force nor takes anything out of it', async () => {
    await configurations.resolve(repo, seen(VALID_POLICY))
    inspect(CHANGED)
    inspect(BROKEN)
    const { policy, problems } = await configurations.resolve(repo, none)
    expect(policy?.limits.max_rounds).toBe(3)
    expect(problems).toHaveLength(1)
  })
})
