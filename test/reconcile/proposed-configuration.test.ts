// The pass over somebody's pull request: what it reads, on which commit it answers, and when it says nothing.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import type { GitHub } from '../../src/github/apps.ts'
import type { ProposalsApi } from '../../src/github/proposals-api.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { checkProposal } from '../../src/reconcile/proposal.ts'
import { Lease } from '../../src/store/leases.ts'
import { commit } from '../forge/code/support.ts'
import { OWNER, REPO, repo, violations } from '../forge/support.ts'
import { asaSwarm, VALID_POLICY } from '../roster/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest
const POLICY = { '.github/baton.yml': VALID_POLICY }
const OTHER = { 'README.md': '# another engine\n' }

let branches = 0
async function proposal(
  files: Record<string, string>,
): Promise<{ branch: string; sha: string; number: number }> {
  branches += 1
  const branch = `proposal-${branches}`
  // Its own message, as two equal commits would be one.
  const sha = await commit(stage.t.as('grace'), branch, files, branch)
  const { data } = await person().pulls.create({ ...repo, head: branch, base: 'main', title: 'T' })
  return { branch, sha, number: data.number }
}

const checksOn = async (sha: string): Promise<(string | null)[]> =>
  (await person().checks.listForRef({ ...repo, ref: sha, filter: 'all' })).data.check_runs.map(
    ({ conclusion }) => conclusion,
  )

/** The client with parts of its reading replaced. */
const reading = (change: (real: ProposalsApi) => Partial<ProposalsApi>): GitHub => ({
  ...stage.github,
  async author(at) {
    const client = await stage.github.author(at)
    return { ...client, proposals: { ...client.proposals, ...change(client.proposals) } }
  },
})

async function pass(number: number, github = stage.github, crashAt?: string): Promise<boolean> {
  const { db } = stage.at.store
  const pack = await asaSwarm()
  const key = TaskKey.parse(`${OWNER}/${REPO}#${number}`)
  const lease = await Lease.acquire(db, key, 'test', 60_000)
  if (lease === undefined) throw new Error('the lease is taken')
  const deps = {
    db,
    github,
    configurations: createConfigurations(db, new Map([[pack.name, pack]])),
    now: () => 0,
    probe: (point: string) => {
      if (point === crashAt) throw new Crash(point)
    },
    onAction: () => undefined,
    log: { info: () => undefined },
  }
  try {
    return (await checkProposal(deps, key, lease, new AbortController().signal)) !== undefined
  } finally {
    await Lease.release(db, lease)
  }
}

test('what is no pull request is said to be none', async () => {
  const { data } = await person().issues.create({ ...repo, title: 'Another' })
  expect(await pass(data.number)).toBe(false)
  expect(await pass(4711)).toBe(false)
})

test.each([undefined, 'check:before', 'check:after'])(
  'one check, however often it is looked at (crash at %s)',
  async (crashAt) => {
    const { sha, number } = await proposal(POLICY)
    const first = pass(number, stage.github, crashAt)
    if (crashAt === undefined) expect(await first).toBe(true)
    else await expect(first).rejects.toThrow(Crash)
    for (let i = 0; i < 2; i += 1) expect(await pass(number)).toBe(true)
    expect(await checksOn(sha)).toEqual(['success'])
  },
)

test('a pull request that was closed meanwhile gets none', async () => {
  const { sha, number } = await proposal(POLICY)
  await person().pulls.update({ ...repo, pull_number: number, state: 'closed' })
  expect(await pass(number)).toBe(true)
  expect(await checksOn(sha)).toEqual([])
})

test('a push while it is read: the commit that was read is the one that is answered for', async () => {
  const { branch, sha, number } = await proposal(POLICY)
  let pushed = ''
  const github = reading((real) => ({
    async touched(pull) {
      const listed = await real.touched(pull)
      pushed = await commit(stage.t.as('grace'), branch, { '.github/baton.yml': 'version: 9\n' })
      return listed
    },
  }))
  await pass(number, github)
  expect([await checksOn(sha), await checksOn(pushed)]).toEqual([['success'], []])
  await pass(number)
  expect([await checksOn(sha), await checksOn(pushed)]).toEqual([['success'], ['failure']])
})

test.each<[string, Record<string, string>, string[]]>([
  ['differs', POLICY, ['success']],
  ['is that of the base', OTHER, []],
])('a list of files that was cut off: the configuration %s', async (_name, files, expected) => {
  const { sha, number } = await proposal(files)
  const github = reading(() => ({ touched: () => Promise.resolve({ paths: ['a', 'b'], files: 0 }) }))
  await pass(number, github)
  expect(await checksOn(sha)).toEqual(expected)
})

test('one that leaves the configuration alone costs two requests and gets nothing', async () => {
  const { sha, number } = await proposal(OTHER)
  await pass(number)
  const before = stage.t.forge.requests.length
  await pass(number)
  expect(stage.t.forge.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
    expect.stringMatching(new RegExp(`^GET .*/pulls/${number}$`)),
    expect.stringMatching(new RegExp(`^GET .*/pulls/${number}/files`)),
  ])
  expect(await checksOn(sha)).toEqual([])
})
