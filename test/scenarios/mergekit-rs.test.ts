// mergekit-rs for real, with one App and with two: the ruling, its record, the directive's closure, the checkpoint and the reviews.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { topicOf } from '../../src/domain/markers.ts'
import { RULING_RUN } from '../../src/domain/side-runs.ts'
import type { Comment, Pull, Review } from '../../src/rehearsal/forge/world.ts'
import type { Rehearsal } from '../../src/rehearsal/rehearse.ts'
import { mergekitRs } from '../../src/rehearsal/scenarios/mergekit-rs/index.ts'
import { AUTHOR_APP, REVIEWER_APP } from '../../src/rehearsal/stage.ts'
import { runsOfTask, type RunRecord } from '../../src/store/runs.ts'
import { issueOf, labelsOf } from '../support/small-stage.ts'
import { played } from '../support/played.ts'

const run = promisify(execFile)
const [TENSORS, KERNEL] = [1, 2]
const RECORD = 'docs/adr/0001-tensor-layout.md'

describe.each<[what: string, apps: 1 | 2]>([
  ['two Apps', 2],
  ['one App', 1],
])('with %s', (_what, apps) => {
  let rehearsal: Rehearsal
  let checkout: string
  let runs: Map<number, readonly RunRecord[]>

  beforeAll(async () => {
    checkout = await mkdtemp(path.join(tmpdir(), 'baton-merged-'))
    rehearsal = await played(mergekitRs({ apps }))
    const { db } = rehearsal.baton.store
    const of = (issue: number) => runsOfTask(db, TaskKey.parse(`acme/mergekit#${issue}`))
    runs = new Map([
      [TENSORS, await of(TENSORS)],
      [KERNEL, await of(KERNEL)],
    ])
    await run('git', ['clone', '--quiet', rehearsal.repo.gitDir, checkout])
  })

  afterAll(async () => {
    await rehearsal.close()
    await rm(checkout, { recursive: true, force: true })
  })

  const pullOf = (title: RegExp): Pull => {
    const found = [...rehearsal.repo.pulls.values()].filter(({ number }) =>
      title.test(issueOf(rehearsal.repo, number).title),
    )
    expect(found).toHaveLength(1)
    return found[0]!
  }
  const tensors = (): Pull => pullOf(/contiguous form/)
  const kernel = (): Pull => pullOf(/kernel/)
  const record = (): Pull => pullOf(/^Record decision 1: tensor layout$/)
  const comments = (issue: number, topic: RegExp): Comment[] =>
    issueOf(rehearsal.repo, issue).comments.filter(({ body }) => topic.test(topicOf(body) ?? ''))
  const only = (issue: number, topic: RegExp): string => {
    const found = comments(issue, topic)
    expect(found.map(({ app }) => app?.id)).toEqual([AUTHOR_APP.id])
    return found[0]?.body ?? ''
  }
  const heads = (): string[] => [
    ...new Set(
      (runs.get(KERNEL) ?? []).filter(({ purpose }) => purpose === 'review').map(({ headSha }) => headSha),
    ),
  ]
  const mergedAt = (pull: Pull): number => Date.parse(pull.mergedAt ?? '')

  test('both issues are done, and nothing went wrong', () => {
    expect(rehearsal.problems).toEqual([])
    expect(rehearsal.summary.ok).toBe(true)
    for (const issue of [TENSORS, KERNEL])
      expect(labelsOf(issueOf(rehearsal.repo, issue))).toContain('state:done')
  })

  describe('the ruling', () => {
    test('is asked for once, and said on both issues with what was measured', () => {
      const asked = [...runs.values()].flat().filter(({ wave }) => wave === RULING_RUN)
      expect(asked.map(({ agent, purpose, state }) => [agent, purpose, state])).toEqual([
        ['orchestrator', 'synthesise', 'done'],
      ])
      const [here, there] = [only(TENSORS, /^ruling\//), only(KERNEL, /^ruling\//)]
      expect(here).toBe(there)
      for (const words of ['row-major', 'column-major', 'The first side stands.', 'Rows everywhere'])
        expect(here).toContain(words)
      // With columns the result is copied as well: 3 matrices instead of 2. The ruler was told so, and names it.
      expect(here).toMatch(/\| matmul\.copied_bytes \| [\w-]+ \| 1× [^|]*\| 0\.667× [^|]*\| first \|/)
      expect(here).toContain('at 0.667× of the base there and at 1× with rows')
    })

    test('keeps both sides from their merge until then', () => {
      const at = comments(TENSORS, /^ruling\//).map(({ createdAt }) => Date.parse(createdAt))
      for (const pull of [tensors(), kernel()])
        expect(mergedAt(pull)).toBeGreaterThanOrEqual(at[0] ?? Infinity)
    })

    test('sends the side that lost back to work', () => {
      const attempts = (issue: number): number =>
        (runs.get(issue) ?? []).filter(({ purpose }) => purpose === 'implement').length
      expect([attempts(TENSORS), attempts(KERNEL)]).toEqual([1, 2])
      const [lost = '', stands = ''] = heads()
      expect(kernel()).toMatchObject({ merged: true, headSha: stands })
      expect(lost).not.toBe(stands)
    })

    test('the head that lost was never green, although every seat had approved it', () => {
      const [lost] = heads()
      const check = rehearsal.repo.checks.findLast(
        (one) => one.name === 'baton/consensus' && one.headSha === lost,
      )
      expect(check?.conclusion).toBe('failure')
      expect(check?.output.title).toContain('ruling')
    })
  })

  describe('its record', () => {
    test('is a file of its own, merged by the conductor', async () => {
      expect(record()).toMatchObject({ merged: true, mergedBy: { login: 'baton[bot]' } })
      const { stdout } = await run(
        'git',
        ['show', '--name-only', '--format=', record().mergeCommitSha ?? ''],
        {
          cwd: checkout,
        },
      )
      expect(stdout.trim()).toBe(RECORD)
      const text = await readFile(path.join(checkout, RECORD), 'utf8')
      for (const words of [
        'Rows everywhere',
        'Columns everywhere',
        'metal-optimizations: some',
        'transposed view',
        '0.667×',
      ])
        expect(text).toContain(words)
    })
  })

  describe('the directive', () => {
    test('is told to whom it is for, and closed once both have acted', () => {
      const [alignment = ''] = comments(KERNEL, /^directive\//).map(({ body }) => body)
      expect(alignment).toContain('TECHNICAL ALIGNMENT: Tensor layout')
      expect(alignment).toMatch(
        /\| metal-optimizations \| \w+, attempt \d \| yes \| The kernel works on rows/,
      )
      expect(alignment).toMatch(/\| core-tensor-operations \| review, attempt 1 \| yes \| Checked the order/)
      expect(alignment).toContain('It is closed: everybody has acted.')
    })

    test('the checkpoint closes at the head where gates and the seam hold', () => {
      const [, checkpoint = ''] = comments(KERNEL, /^directive\//).map(({ body }) => body)
      expect(checkpoint).toContain('INTEGRATION CHECKPOINT: Matrix multiplication pipeline')
      expect(checkpoint).toContain(`held at ${kernel().headSha.slice(0, 7)}.`)
    })
  })

  describe('the reviews', () => {
    const by = (pull: Pull, state: Review['state']): Review[] =>
      pull.reviews.filter((one) => one.state === state)
    const bots = (list: readonly Review[]) => list.filter(({ app }) => app !== undefined)

    test('each seat says what it found, at the head that it judged', () => {
      const id = apps === 2 ? REVIEWER_APP.id : AUTHOR_APP.id
      const seats = ['core-tensor-operations', 'integration-reviewer']
      for (const head of heads()) {
        const there = by(kernel(), 'COMMENTED').filter(({ commitId }) => commitId === head)
        expect(there.map(({ app }) => app?.id)).toEqual([id, id])
        expect(
          seats.filter((seat) => there.some(({ body }) => body.includes(`**${seat}** approves`))),
        ).toEqual(seats)
      }
      expect(by(tensors(), 'COMMENTED')).toHaveLength(3)
    })

    test(
      apps === 2 ? 'the second App approves what is merged, and no other head' : 'no App approves anything',
      () => {
        const approvals = [tensors(), kernel(), record()].map((pull) => bots(by(pull, 'APPROVED')))
        if (apps === 1) expect(approvals).toEqual([[], [], []])
        else
          for (const [i, pull] of [tensors(), kernel(), record()].entries())
            expect(approvals[i]).toMatchObject([{ commitId: pull.headSha, app: { id: REVIEWER_APP.id } }])
      },
    )

    test('a person approves where the policy or the ruleset asks for one', () => {
      const people = [tensors(), kernel(), record()].map((pull) =>
        by(pull, 'APPROVED')
          .filter(({ app }) => app === undefined)
          .map(({ user, commitId }) => [user.login, commitId === pull.headSha]),
      )
      const alice = [['alice', true]]
      expect(people).toEqual(apps === 1 ? [alice, alice, alice] : [alice, [], []])
    })
  })

  test('what is merged works, and copies its operands and nothing else', async () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const node = async (...args: string[]): Promise<string> =>
      (await run(process.execPath, args, { cwd: checkout, env })).stdout
    expect(await node('--test', '--test-isolation=none', '--test-reporter=tap')).toMatch(/^# fail 0$/m)
    expect(await node('bench/matmul.mjs')).toContain(`"value":${2 * 96 * 96 * 4}`)
  })
})
