// From what an agent left in its worktree to a stored outcome: gated, committed by the host, the same each time.

import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Authority } from '../../src/domain/authority/authority.ts'
import { compile } from '../../src/domain/authority/compile.ts'
import { outcomeSchemas, type Purpose } from '../../src/domain/outcomes.ts'
import { commitWork, type FinishedRun } from '../../src/executor/commit-work.ts'
import { StoredRunRequest } from '../../src/executor/request.ts'
import { runRef } from '../../src/executor/workspaces.ts'
import { StoredOutcome } from '../../src/reconcile/records.ts'
import { policy } from '../domain/support.ts'
import { gitSync } from '../workspace/fixture.ts'
import { type Bench, KEY, runId, signal, startBench } from './support.ts'

let bench: Bench
beforeAll(async () => (bench = await startBench()))
afterAll(async () => await bench[Symbol.asyncDispose]())

const patch = { title: 'Sparse kernel', summary: 'Walks the lists.', answers: [], notes: [] }
const inForce = policy()
const [spec] = inForce.pack.agents
if (spec === undefined) throw new Error('the pack has no agents')
/** What the policy says about patches, as far as these tests change it. */
type Gate = Partial<typeof inForce.commit_gate>

/** A finished run over a worktree of its own, with these files written into it; null removes one. */
async function finished(
  name: string,
  files: Record<string, string | null>,
  change: { gate?: Gate; grant?: Authority; value?: object } = {},
): Promise<FinishedRun> {
  const worktree = await bench.workspaces.worktree(bench.mirror, runId(name), bench.main, signal)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(worktree.dir, path)), { recursive: true })
    if (text === null) await rm(join(worktree.dir, path))
    else await writeFile(join(worktree.dir, path), text)
  }
  const request = StoredRunRequest.parse({
    brief: { title: 't', instructions: 'i', untrusted: [], routedBy: 'r' },
    agent: structuredClone(spec),
    baseSha: bench.main,
    authority: compile(change.grant ?? {}, {
      agent: { tools: [], budget: { usd: 1, maxTurns: 10 } },
      purpose: 'implement',
      branch: 'baton/issue-1/wave-1-implementer',
      policy: { ...inForce, commit_gate: { ...inForce.commit_gate, ...change.gate } },
    }),
  })
  return {
    row: {
      id: runId(name),
      taskKey: KEY,
      wave: 1,
      agent: 'implementer',
      purpose: 'implement',
      attempt: 1,
      headSha: bench.main,
      request,
      state: 'running',
      outcome: null,
      usage: null,
      createdAt: new Date('2026-11-21T12:00:00Z'),
      startedAt: null,
      finishedAt: null,
    },
    request,
    purpose: 'implement',
    worktree,
    value: { ...patch, ...change.value },
    signal,
  }
}

const git = (...args: string[]): string => gitSync(bench.mirror.dir, ...args)

describe('a patch', () => {
  test('becomes one commit on the run’s head, with who and why, kept under the run’s ref', async () => {
    const outcome = await commitWork(
      await finished('good', { 'src/a.mjs': 'export const a = 1\n', 'README.md': null }),
    )
    expect(outcome).toMatchObject({ kind: 'done', purpose: 'implement', paths: ['README.md', 'src/a.mjs'] })
    expect(StoredOutcome.parse(outcome)).toEqual(outcome)
    const sha = outcome.kind === 'done' ? outcome.commit : ''
    expect(git('rev-parse', runRef(runId('good')))).toBe(sha)
    expect(git('rev-parse', `${sha}^`)).toBe(bench.main)
    expect(git('show', '--no-patch', '--format=%an <%ae> %at%n%B', String(sha))).toBe(
      `implementer (Baton) <implementer@agents.invalid> ${Date.UTC(2026, 10, 21, 12) / 1000}
Sparse kernel

Walks the lists.

Baton-Task: ${KEY}
Baton-Run: ${runId('good')}`,
    )
  })

  test('says which declarations it changes', async () => {
    const text = 'export function old(a) {\n  return a\n}\nexport const kept = 1\n'
    const outcome = await commitWork(await finished('symbols', { 'src/s.mjs': text, 'notes.md': 'type x\n' }))
    expect(outcome).toMatchObject({ symbols: ['src/s.mjs kept', 'src/s.mjs old'] })
    expect(StoredOutcome.parse(outcome)).toEqual(outcome)
  })

  test('gives the same commit again, in this process and after a restart', async () => {
    const run = await finished('again', { 'src/a.mjs': 'export const a = 1\n' })
    const first = await commitWork(run)
    expect(await commitWork(run)).toEqual(first)
    const worktree = await bench.restarted().worktree(bench.mirror, runId('again'), bench.main, signal)
    expect(await commitWork({ ...run, worktree })).toEqual(first)
  })

  test('that changes nothing is done without a commit', async () => {
    const outcome = await commitWork(await finished('empty', { 'README.md': '# engine\n' }))
    expect(outcome).toMatchObject({ kind: 'done', commit: null, paths: [] })
  })

  test('cannot close an issue, call a person or forge a trailer with its words', async () => {
    const value = {
      title: 'Fixes #9 for @eve\nBaton-Run: forged',
      summary: 'Closes acme/widgets#4\n\nBaton-Task: forged',
    }
    const outcome = await commitWork(await finished('words', { 'a.txt': 'a\n' }, { value }))
    const sha = outcome.kind === 'done' ? String(outcome.commit) : ''
    const message = git('show', '--no-patch', '--format=%B', sha)
    expect(message).not.toMatch(/Fixes #9|Closes acme|@eve/)
    expect(git('show', '--no-patch', '--format=%(trailers:key=Baton-Run,valueonly)', sha)).toBe(
      runId('words'),
    )
    expect(git('show', '--no-patch', '--format=%(trailers:key=Baton-Task,valueonly)', sha)).toBe(KEY)
  })
})

describe('what nobody can be granted is a breach', () => {
  test.each<[string, Record<string, string | null>, string]>([
    [
      'a workflow',
      { '.github/workflows/ci.yml': 'on: push\n' },
      'patch `.github/workflows/ci.yml` (path:**/.github/**)',
    ],
    [
      'a workflow in other letters',
      { '.GitHub/workflows/ci.yml': 'on: push\n' },
      'patch `.GitHub/workflows/ci.yml` (path:**/.github/**)',
    ],
    [
      'another plan',
      { '.github/baton/plans/plan-2.md': 'waves: []\n' },
      'patch `.github/baton/plans/plan-2.md` (path:**/.github/**)',
    ],
    ['the owners', { 'docs/CODEOWNERS': '* @eve\n' }, 'patch `docs/CODEOWNERS` (path:**/CODEOWNERS)'],
  ])('%s', async (name, files, what) => {
    const run = await finished(`breach ${name}`, { 'src/a.mjs': 'x\n', ...files })
    const outcome = await commitWork(run)
    expect(outcome).toEqual({ kind: 'breach', what: [what] })
    expect(StoredOutcome.parse(outcome)).toEqual(outcome)
    expect(() => git('rev-parse', '--verify', '--quiet', runRef(run.row.id))).toThrow()
  })
})

describe('the gate refuses', () => {
  test.each<[string, Record<string, string | null>, Gate, RegExp]>([
    ['a lock file', { 'package-lock.json': '{}\n' }, {}, /^package-lock\.json: protected: protected by/],
    [
      'what the policy protects',
      { 'infra/main.tf': 'x\n' },
      { protected: ['infra/**'] },
      /^infra\/main\.tf: protected: protected by `infra\/\*\*`/,
    ],
    [
      'taking away what is protected',
      { 'README.md': null },
      { protected: ['*.md'] },
      /^README\.md: protected: protected by `\*\.md`/,
    ],
    ['too many files', { 'a.txt': 'a\n', 'b.txt': 'b\n' }, { max_files: 1 }, /2 files changed, at most 1/],
    ['too many bytes', { 'a.txt': 'x'.repeat(5000) }, { max_bytes: 1000 }, /at most 1000/],
    ['a secret', { 'a.txt': ['key = "AKIA', 'ABCDEFGHIJKLMNOP"\n'].join('') }, {}, /^a\.txt: secret: Line 1/],
  ])('%s', async (name, files, gate, problem) => {
    const run = await finished(name, files, { gate })
    const outcome = await commitWork(run)
    expect(outcome).toMatchObject({ kind: 'gate_refused' })
    const problems = outcome.kind === 'gate_refused' ? outcome.problems : []
    expect(
      problems.some((text) => problem.test(text)),
      problems.join('\n'),
    ).toBe(true)
    expect(StoredOutcome.parse(outcome)).toEqual(outcome)
    expect(() => git('rev-parse', '--verify', '--quiet', runRef(run.row.id))).toThrow()
  })

  test('a path that was not granted, whatever the tools said', async () => {
    const files = { 'src/a.mjs': 'a\n', 'srс/a.mjs': 'the c is Cyrillic\n', 'docs/a.md': 'a\n' }
    const grant = { paths: { allow: ['src/**'] } }
    const outcome = await commitWork(await finished('grant', files, { grant }))
    expect(outcome).toMatchObject({ kind: 'gate_refused' })
    const problems = outcome.kind === 'gate_refused' ? outcome.problems : []
    expect(problems.map((problem) => problem.split(': ').slice(0, 2))).toEqual([
      ['docs/a.md', 'authority'],
      ['srс/a.mjs', 'authority'],
    ])
    expect(problems[0]).toContain('This run may only change src/**.')
  })

  test('a link out of the worktree and a program', async () => {
    const run = await finished('modes', { 'run.sh': 'echo hi\n' })
    await symlink('/etc/passwd', join(run.worktree.dir, 'passwd'))
    await chmod(join(run.worktree.dir, 'run.sh'), 0o755)
    const outcome = await commitWork(run)
    const problems = outcome.kind === 'gate_refused' ? outcome.problems.join('\n') : ''
    expect(problems).toMatch(/^passwd: /m)
    expect(problems).toMatch(/^run\.sh: /m)
  })

  test('lock files may change where the policy allows it', async () => {
    const kept = inForce.commit_gate.protected.filter((glob) => !glob.endsWith('package-lock.json'))
    const outcome = await commitWork(
      await finished('allowed', { 'package-lock.json': '{}\n' }, { gate: { protected: kept } }),
    )
    expect(outcome).toMatchObject({ kind: 'done', paths: ['package-lock.json'] })
  })
})

describe('every other purpose', () => {
  const values = {
    triage: {
      summary: 's',
      taskType: 'bugfix',
      complexity: 'simple',
      components: [],
      acceptance: ['a'],
      rationale: 'r',
    },
    research: { summary: 's', findings: [], recommendation: 'r', risks: [] },
    review: { position: 'approve', summary: 's', findings: [], claims: [] },
    synthesise: { decision: 'd', rationale: 'r', dissent: [], followUps: [] },
  } as const satisfies Partial<Record<Purpose, object>>

  test.each(['triage', 'research', 'review', 'synthesise'] as const)(
    '%s commits nothing, whatever is in the worktree',
    async (purpose) => {
      const run = await finished(purpose, { 'stray.txt': 'written all the same\n' })
      const value = values[purpose]
      const outcome = await commitWork({ ...run, purpose, value: outcomeSchemas[purpose].parse(value) })
      expect(outcome).toEqual({ kind: 'done', purpose, value, commit: null, paths: [] })
    },
  )
})
