// What consensus needs to know, read from the embedded GitHub: who may write, who else has the head, what a rebase left, who owns what.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { samePatchHeads } from '../../src/domain/consensus/same-patch.ts'
import { Sha } from '../../src/domain/ids.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import type { PullObservation } from '../../src/domain/snapshot.ts'
import { createChangedFiles } from '../../src/reconcile/changed-files.ts'
import { createCodeOwners } from '../../src/reconcile/code-owners.ts'
import { withMergeGroups } from '../../src/reconcile/merge-queue.ts'
import { done, policy } from '../domain/support.ts'
import { commit } from '../forge/code/support.ts'
import { repo, violations } from '../forge/support.ts'
import { type Stage, startStage } from './support.ts'

let stage: Stage
beforeAll(async () => (stage = await startStage()))
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

const person = () => stage.t.as('grace').rest
const lines = (change: Record<number, string>): string =>
  `${Array.from({ length: 20 }, (_, i) => change[i + 1] ?? `line ${i + 1}`).join('\n')}\n`

async function opened(branch: string, base = 'main'): Promise<number> {
  const { data } = await person().pulls.create({ ...repo, head: branch, base, title: branch, body: '' })
  return data.number
}

async function observe(branch: string): Promise<PullObservation> {
  const client = await stage.github.author(repo)
  const seen = await client.tasks.observe(stage.issue, [{ index: 2, branch }], undefined)
  if ('gone' in seen || seen.waves[0]?.pull === undefined) throw new Error('nothing was seen')
  return seen.waves[0].pull
}

test('an approval says whether its author may write; anybody may approve', async () => {
  const branch = 'baton/issue-1/wave-1-approved'
  await commit(stage.t.as('grace'), branch, { 'src/lines.txt': lines({ 1: 'one' }) })
  const pull = await opened(branch)
  for (const name of ['ada', 'lin', 'mallory'] as const) {
    await stage.t.as(name).rest.pulls.createReview({ ...repo, pull_number: pull, event: 'APPROVE' })
  }
  const { reviews, siblings, queued } = await observe(branch)
  expect(reviews.map(({ author, mayWrite }) => [author.login, mayWrite])).toEqual([
    ['ada', true],
    ['lin', false],
    ['mallory', false],
  ])
  expect([siblings, queued]).toEqual([undefined, undefined])
})

test('another open pull request with the same head is seen; a closed one, and one that goes on, are not', async () => {
  const [own, twin, longer] = ['own', 'twin', 'longer'].map((name) => `baton/issue-1/wave-1-${name}`)
  const head = await commit(stage.t.as('grace'), own!, { 'src/lines.txt': lines({ 2: 'two' }) })
  for (const branch of [twin!, longer!])
    await person().git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha: head })
  await commit(stage.t.as('grace'), longer!, { 'src/lines.txt': lines({ 2: 'two', 3: 'three' }) })
  await opened(own!)
  const other = await opened(twin!)
  await opened(longer!)
  expect((await observe(own!)).siblings).toEqual([other])
  await person().pulls.update({ ...repo, pull_number: other, state: 'closed' })
  expect((await observe(own!)).siblings).toBeUndefined()
})

test('a rebase is known by its patch: asked of GitHub once for a head, and only where the policy wants it', async () => {
  const branch = 'baton/issue-1/wave-2-rebased'
  const before = Sha.parse(await commit(stage.t.as('grace'), branch, { 'src/lines.txt': lines({ 18: 'x' }) }))
  const number = await opened(branch)
  const base = await commit(stage.t.as('grace'), 'main', { 'README.md': '# engine, moved on\n' })
  const { data: tree } = await person().git.getCommit({ ...repo, commit_sha: before })
  const { data: onMain } = await person().git.getCommit({ ...repo, commit_sha: base })
  const blob = await person().repos.getContent({ ...repo, path: 'src/lines.txt', ref: before })
  const moved = await person().git.createTree({
    ...repo,
    base_tree: onMain.tree.sha,
    tree: [
      {
        path: 'src/lines.txt',
        mode: '100644',
        type: 'blob',
        sha: 'sha' in blob.data ? blob.data.sha : '',
      },
    ],
  })
  const rebased = await person().git.createCommit({
    ...repo,
    message: tree.message,
    tree: moved.data.sha,
    parents: [base],
  })
  await person().git.updateRef({ ...repo, ref: `heads/${branch}`, sha: rebased.data.sha, force: true })
  const pull = await observe(branch)
  expect(pull.headSha).toBe(rebased.data.sha)
  const judged = [done('critic', 'review', { headSha: before })]
  const waves = [{ index: 2, branch, branchSha: pull.headSha, pull }]
  const client = await stage.github.author(repo)
  const read = createChangedFiles()
  const without = await read.of(client, stage.key, waves, judged, policy())
  expect(without.map(({ sha }) => sha)).toEqual([pull.headSha])
  expect(samePatchHeads(pull, without)).toEqual([])
  const keeping = policy({ keep_on_rebase: true })
  const changed = await read.of(client, stage.key, waves, judged, keeping)
  expect(changed.map(({ sha, pull: of }) => [sha, of])).toEqual([
    [pull.headSha, number],
    [before, number],
  ])
  expect(samePatchHeads(pull, changed)).toEqual([before])
  const gone = [done('critic', 'review', { headSha: Sha.parse('e'.repeat(40)) })]
  const lost = await createChangedFiles().of(client, stage.key, waves, gone, keeping)
  expect(lost.at(-1)?.files).toEqual([])
  expect(samePatchHeads(pull, lost)).toEqual([])
})

test('CODEOWNERS of a commit of the base: the first place that has one, null where none has, nothing where no rule asks', async () => {
  const rule = { name: 'owned', when: { paths: ['src/**'] }, seats: ['critic'], codeowners: true }
  const { consensus } = Policy.parse({
    version: 1,
    extends: 'asa-swarm',
    validate: { commands: [{ name: 't', run: 't' }] },
    consensus: [rule],
  })
  const asking = policy({ consensus })
  const client = await stage.github.author(repo)
  const owners = createCodeOwners()
  expect(await owners.at(client, repo, stage.main, policy())).toBeUndefined()
  expect(await owners.at(client, repo, stage.main, asking)).toBeNull()
  const sha = Sha.parse(
    await commit(stage.t.as('grace'), 'owned', {
      CODEOWNERS: '* @ada\n',
      'docs/CODEOWNERS': '* @lin\n',
    }),
  )
  expect(await owners.at(client, repo, sha, asking)).toBe('* @ada\n')
})

test('checks on a merge group’s commit are looked up for a pull request in a queue, and for no other', async () => {
  const branch = 'baton/issue-1/wave-1-queued'
  const sha = Sha.parse(await commit(stage.t.as('grace'), branch, { 'src/lines.txt': lines({ 5: 'five' }) }))
  await opened(branch)
  const pull = await observe(branch)
  const client = await stage.github.author(repo)
  const wave = { index: 2, branch, branchSha: sha, pull }
  expect(await withMergeGroups(client, [wave])).toEqual([wave])
  const queued = { ...wave, pull: { ...pull, queued: { sha, checks: [] } } }
  expect(await withMergeGroups(client, [queued])).toEqual([queued])
  const written = {
    name: 'baton/gates',
    sha,
    status: 'completed' as const,
    conclusion: 'success' as const,
    title: 't',
    summary: 's',
    externalId: 'digest',
  }
  const id = await client.checks.create(written)
  const [seen] = await withMergeGroups(client, [queued])
  expect(seen?.pull?.queued?.checks).toEqual([{ id, name: 'baton/gates', externalId: 'digest' }])
})
