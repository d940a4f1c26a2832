// A wave's branch and a base that moved on, against the embedded GitHub: brought together by the host, or resolved in a run.

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../src/domain/authority/compile.ts'
import { Sha } from '../../src/domain/ids.ts'
import { TransientError } from '../../src/errors.ts'
import { commitWork, type FinishedRun } from '../../src/executor/commit-work.ts'
import { StoredRunRequest } from '../../src/executor/request.ts'
import { merged } from '../../src/workspace/merge.ts'
import { policy } from '../domain/support.ts'
import { commit, tip } from '../forge/code/support.ts'
import { gitSync } from '../workspace/fixture.ts'
import { type Bench, KEY, repo, runId, signal, startBench } from './support.ts'

let bench: Bench
let count = 0
beforeAll(async () => (bench = await startBench()))
afterAll(async () => await bench[Symbol.asyncDispose]())

const person = () => bench.t.as('grace')
const branchWith = async (files: Record<string, string>): Promise<{ branch: string; sha: Sha }> => {
  count += 1
  const branch = `baton/issue-1/wave-${count}`
  return { branch, sha: Sha.parse(await commit(person(), branch, files)) }
}
const update = (branch: string, head: Sha, base: Sha) =>
  bench.workspaces.update(repo, { branch, head, base, signal })

describe('a branch', () => {
  test('that goes together with the base gets it, once, and is then current', async () => {
    const [wave, base] = [await branchWith({ 'wave.txt': 'w\n' }), await branchWith({ 'base.txt': 'b\n' })]
    expect(await update(wave.branch, wave.sha, base.sha)).toEqual({ kind: 'pushed' })
    const made = Sha.parse(await tip(person(), wave.branch))
    expect(made).not.toBe(wave.sha)
    // A crash before anybody knew of it: the same again, and nothing is pushed twice.
    expect(await update(wave.branch, wave.sha, base.sha)).toEqual({ kind: 'pushed' })
    expect(await tip(person(), wave.branch)).toBe(made)
    expect(await update(wave.branch, made, base.sha)).toEqual({ kind: 'current' })
  })

  test('that somebody moved meanwhile is left as it is', async () => {
    const [wave, base] = [await branchWith({ 'w2.txt': 'w\n' }), await branchWith({ 'b2.txt': 'b\n' })]
    const theirs = await commit(person(), wave.branch, { 'theirs.txt': 't\n' })
    await expect(update(wave.branch, wave.sha, base.sha)).rejects.toThrow(TransientError)
    expect(await tip(person(), wave.branch)).toBe(theirs)
  })

  test('that conflicts is left as it is, and both sides are told', async () => {
    const [wave, base] = [
      await branchWith({ 'same.txt': 'ours\n' }),
      await branchWith({ 'same.txt': 'theirs\n' }),
    ]
    const result = await update(wave.branch, wave.sha, base.sha)
    expect(result).toMatchObject({ kind: 'conflict', files: ['same.txt'] })
    expect(result.kind === 'conflict' && result.text).toMatch(/ours\n={7}\ntheirs/)
    expect(await tip(person(), wave.branch)).toBe(wave.sha)
  })
})

describe('a run that resolves', () => {
  const [spec] = policy().pack.agents
  if (spec === undefined) throw new Error('the pack has no agents')

  /** A finished run over the merge of two branches that conflict in `same.txt` and `gone.txt`. */
  async function finished(name: string, files: Record<string, string | null>): Promise<FinishedRun> {
    const wave = await branchWith({ 'same.txt': 'ours\n' })
    const base = await branchWith({ 'same.txt': 'theirs\n', 'also.txt': 'from the base\n' })
    const mirror = await bench.workspaces.mirror(repo, [wave.sha, base.sha], signal)
    const { sha } = await merged(mirror, wave.sha, base.sha)
    const worktree = await bench.workspaces.worktree(mirror, runId(name), sha, signal)
    for (const [path, text] of Object.entries(files)) {
      if (text === null) await rm(join(worktree.dir, path))
      else await writeFile(join(worktree.dir, path), text)
    }
    const request = StoredRunRequest.parse({
      brief: { title: 't', instructions: 'i', untrusted: [], routedBy: 'r' },
      agent: structuredClone(spec),
      baseSha: base.sha,
      onto: base.sha,
      authority: compile(
        { paths: { allow: ['same.txt'] } },
        {
          agent: { tools: [], budget: { usd: 1, maxTurns: 10 } },
          purpose: 'implement',
          branch: wave.branch,
          policy: policy(),
        },
      ),
    })
    const row = {
      id: runId(name),
      taskKey: KEY,
      wave: 1,
      agent: 'implementer',
      purpose: 'implement',
      attempt: 2,
      headSha: wave.sha,
      request,
      state: 'running' as const,
      outcome: null,
      usage: null,
      createdAt: new Date('2026-11-21T12:00:00Z'),
      startedAt: null,
      finishedAt: null,
    }
    const value = { title: 'Keep both', summary: 'Both changes stay.', answers: [], notes: [] }
    return { row, request, purpose: 'implement', worktree, value, signal }
  }
  const git = (...args: string[]): string => gitSync(bench.mirror.dir, ...args)

  test('ends in a commit on both, judged by what it changed itself, the same again', async () => {
    const run = await finished('resolved', { 'same.txt': 'ours and theirs\n' })
    const outcome = await commitWork(run)
    // What the base brought is none of its doing, so the grant is kept to.
    expect(outcome).toMatchObject({ kind: 'done', paths: ['same.txt'] })
    const sha = outcome.kind === 'done' ? String(outcome.commit) : ''
    const { onto } = run.request
    expect(git('show', '--no-patch', '--format=%P', sha)).toBe(`${run.row.headSha} ${onto}`)
    expect(git('show', `${sha}:same.txt`)).toBe('ours and theirs')
    expect(git('show', `${sha}:also.txt`)).toBe('from the base')
    expect(git('diff', '--name-only', `${onto}...${sha}`)).toBe('same.txt')
    expect(await commitWork(run)).toEqual(outcome)
  })

  test.each<[string, Record<string, string | null>]>([
    ['nothing is changed', {}],
    ['a marker is left', { 'same.txt': 'ours\n>>>>>>> theirs\n' }],
  ])('is refused while %s', async (name, files) => {
    expect(await commitWork(await finished(name, files))).toEqual({
      kind: 'gate_refused',
      problems: ["same.txt: conflict: Lines of the conflict's markers are still there."],
    })
  })

  test('may decide for the file that is gone', async () => {
    const outcome = await commitWork(await finished('removed', { 'same.txt': null }))
    expect(outcome).toMatchObject({ kind: 'done', paths: ['same.txt'] })
  })

  test('stays within its grant', async () => {
    const run = await finished('strays', { 'same.txt': 'both\n', 'also.txt': 'mine now\n' })
    expect(await commitWork(run)).toMatchObject({ kind: 'gate_refused' })
  })
})
