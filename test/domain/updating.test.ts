// A wave's branch that conflicts with its base, or that somebody wants on the newest one: who brings them together, and how often.

import { describe, expect, it } from 'vitest'
import type { BranchUpdate } from '../../src/domain/branch-update.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot, PullObservation } from '../../src/domain/snapshot.ts'
import { lookOf } from '../../src/domain/side-runs.ts'
import {
  agreed,
  at,
  BRANCH,
  done,
  failed,
  HEAD,
  MAIN,
  NOW,
  opened,
  policy,
  pull,
  sha,
  wave,
} from './support.ts'
import { find, parked, posted, verbs } from './verbs.ts'

const conflicting = (
  from: BareSnapshot = opened,
  updates: BranchUpdate[] = [],
  change: Partial<PullObservation> = {},
): BareSnapshot => ({
  ...from,
  updates,
  waves: [wave({ pull: pull({ mergeable: 'conflicting', ...change }) })],
})
const tried = (change: Partial<BranchUpdate> = {}): BranchUpdate => ({
  branch: BRANCH,
  head: HEAD,
  base: MAIN,
  conflict: { files: ['src/attention.mjs'], text: 'ours ======= theirs' },
  ...change,
})
const { conflict: _, ...current } = tried()
const asked = (from: BareSnapshot, head = HEAD): BareSnapshot => ({
  ...from,
  desired: {
    ...nothingDesired(),
    updates: [{ by: 'grace', at: NOW, comment: 50, line: 1, on: 8, sha: head }],
  },
})

describe('a branch that conflicts', () => {
  it('is first brought together with the base by the host', () => {
    expect(find(conflicting(), 'update_branch')).toEqual({
      do: 'update_branch',
      wave: 2,
      branch: BRANCH,
      head: HEAD,
      base: MAIN,
    })
    expect(parked(conflicting())).toBeUndefined()
  })

  it.each<[string, BranchUpdate]>([
    ['another base', tried({ base: sha('9') })],
    ['another head', tried({ head: sha('9') })],
    ['another branch', tried({ branch: 'baton/issue-7/wave-5' })],
  ])('is tried anew when what is known is of %s', (_name, update) => {
    expect(verbs(conflicting(opened, [update]))).toContain('update_branch')
  })

  it('goes back to its agent where the lines conflict, with both sides, on the newest base', () => {
    const from = conflicting(agreed, [tried()])
    expect(verbs(from)).not.toContain('update_branch')
    const start = find(from, 'start_run')
    expect(start).toMatchObject({ agent: 'implementer', attempt: 2, headSha: HEAD, onto: MAIN })
    expect(start?.brief.instructions).toContain('leave no marker')
    expect(start?.brief.untrusted).toEqual(
      expect.arrayContaining([
        { source: 'the conflict: first the branch, then the base', text: 'ours ======= theirs' },
        {
          source: 'what stands in the way',
          text: '- pull request #8 conflicts with main in src/attention.mjs',
        },
      ]),
    )
    expect(verbs(from)).not.toContain('merge')
  })

  it('is tried again by the agent after a failure, with the conflict', () => {
    const runs = [
      ...opened.runs,
      failed('implementer', 'implement', { kind: 'gate_refused', problems: ['a marker is left'] }, 2),
    ]
    const start = find(conflicting({ ...opened, runs }, [tried()]), 'start_run')
    expect(start).toMatchObject({ attempt: 3, onto: MAIN })
    expect(start?.brief.untrusted.map(({ text }) => text).join()).toContain('a marker is left')
  })

  it('is parked after as many rounds as the policy allows', () => {
    const rounds = [1, 2, 3].map((attempt) =>
      done('implementer', 'implement', { attempt, commit: HEAD, headSha: MAIN }),
    )
    const looked = done('critic', 'research', { wave: lookOf('rounds', 2) })
    const runs = [...at.researched.runs, ...rounds, looked]
    expect(parked(posted(conflicting({ ...opened, runs }, [tried()])))).toMatch(
      /3 rounds did not settle it.*conflicts with main in src\/attention\.mjs/s,
    )
  })

  it('is waited for where it holds the base already: GitHub is late', () => {
    const { actions, requeueAfterMs } = decide(conflicting(opened, [current]), policy(), NOW)
    expect(actions.some(({ do: what }) => what === 'update_branch' || what === 'start_run')).toBe(false)
    expect(requeueAfterMs).toBe(15_000)
  })
})

describe('a branch that somebody wants on the newest base', () => {
  it('gets it, whether it conflicts or not', () => {
    expect(verbs(asked(opened))).toContain('update_branch')
    expect(verbs(asked(opened))).not.toContain('dispatch:validate/1')
  })

  it.each<[string, BareSnapshot]>([
    ['when it has it', { ...opened, updates: [current] }],
    [
      'when it had it and the base moved on: that was not asked for',
      { ...opened, updates: [{ ...current, base: sha('9') }] },
    ],
  ])('is left alone %s', (_name, from) => {
    expect(verbs(asked(from))).not.toContain('update_branch')
    expect(verbs(asked(from))).toContain('dispatch:validate/1')
  })

  it('asked for once counts for the head that was there', () => {
    expect(verbs(asked(opened, sha('9')))).not.toContain('update_branch')
  })

  it('goes back to its agent where the lines conflict', () => {
    expect(find(asked({ ...opened, updates: [tried()] }), 'start_run')).toMatchObject({ onto: MAIN })
  })
})

it('a run that resolves nothing has no base to bring in', () => {
  expect(find(at.researched, 'start_run')).not.toHaveProperty('onto')
})
