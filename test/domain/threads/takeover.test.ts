// A branch that a person took over: nobody works on it and nothing is pushed, while its heads are judged.

import { describe, expect, test } from 'vitest'
import type { BareSnapshot, PullObservation } from '../../../src/domain/snapshot.ts'
import { active, agreed, at, done, HEAD, opened, pull, sha, validated, validation, wave } from '../support.ts'
import { find, verbs } from '../verbs.ts'

const taken = (
  from: BareSnapshot,
  change: Partial<PullObservation> = {},
  labels = ['takeover'],
): BareSnapshot => ({
  ...from,
  waves: [wave({ pull: pull({ reviewDecision: undefined, labels, ...change }) })],
})
const objection = done('critic', 'review', { headSha: HEAD, value: { position: 'request_changes' } })
const touching = (from: BareSnapshot): string[] =>
  verbs(from).filter((verb) =>
    /^(push|edit_pull|merge|mark_ready|start_run:implementer|start_run:orchestrator)/.test(verb),
  )

describe('while the label is there', () => {
  test('a run that is at work is stopped', () => {
    const run = { ...active('implementer', 'implement', { attempt: 2, headSha: HEAD }), wave: 2 }
    const from = taken({ ...agreed, runs: [...agreed.runs, run] })
    expect(verbs(from)).toContain('cancel_run')
    expect(find(from, 'cancel_run')?.id).toBe(run.id)
    expect(touching(from)).toEqual([])
  })

  test('what was done and not pushed stays unpushed', () => {
    const run = done('implementer', 'implement', { attempt: 2, headSha: HEAD, commit: sha('c') })
    const from = { ...agreed, runs: [...agreed.runs, run] }
    expect(touching(from)).toContain('push')
    expect(touching(taken(from))).toEqual([])
  })

  test.each<[string, BareSnapshot]>([
    ['an objection', { ...validated, runs: [...validated.runs, objection] }],
    [
      'a failed gate',
      {
        ...opened,
        validations: [
          {
            ...validation('validate'),
            result: {
              ...validation('validate').result!,
              tests: { total: 1, passed: 0, failed: 1, skipped: 0, failures: [] },
            },
          },
          validation('benchmark'),
        ],
      },
    ],
    ['agreement', agreed],
    ['a request by a person', { ...agreed, waves: [] }],
  ])('%s starts nothing and merges nothing', (_name, from) => {
    const comment = {
      id: 12,
      author: { login: 'alice', kind: 'person' as const },
      body: 'Trim it.',
      edited: false,
      topic: undefined,
      review: { id: 3, state: 'COMMENTED' as const, mayWrite: true },
    }
    const threads =
      from.waves.length === 0
        ? [{ nodeId: 'T', path: 'a', line: 1, resolved: 'no' as const, comments: [comment] }]
        : []
    expect(touching(taken(from, { threads }))).toEqual([])
    expect(touching(taken(from, { threads }, []))).not.toEqual([])
    expect(verbs(taken(from, { threads })).join()).not.toContain('parked')
  })

  test('gates and seats judge the head', () => {
    expect(verbs(taken(at.implemented)).join()).toContain('dispatch:validate/1')
    expect(verbs(taken(validated))).toContain('start_run:critic/review/1')
    expect(verbs(taken(validated, {}, ['TAKEOVER', 'bug']))).toContain('start_run:critic/review/1')
  })

  test('a question is not looked into', () => {
    const comment = {
      id: 12,
      author: { login: 'alice', kind: 'person' as const },
      body: 'Why?',
      edited: false,
      topic: undefined,
      review: { id: 3, state: 'COMMENTED' as const, mayWrite: true },
    }
    const threads = [{ nodeId: 'T', path: 'a', line: 1, resolved: 'no' as const, comments: [comment] }]
    expect(verbs(taken(agreed, { threads })).join()).not.toContain('implementer/research')
    expect(verbs(taken(agreed, { threads }, [])).join()).toContain('implementer/research')
  })
})

test('once it is off, work goes on from the head that the person left', () => {
  const head = sha('c')
  const cancelled = {
    ...active('implementer', 'implement', { attempt: 2, headSha: HEAD }),
    state: 'cancelled' as const,
  }
  const from: BareSnapshot = {
    ...agreed,
    runs: [...agreed.runs, cancelled, { ...objection, id: objection.id, headSha: head }],
    validations: [validation('validate', { headSha: head }), validation('benchmark', { headSha: head })],
    waves: [wave({ branchSha: head, pull: pull({ headSha: head, labels: [] }) })],
  }
  expect(verbs(from).join()).toMatch(/dispatch|start_run/)
  expect(find(from, 'push')).toBeUndefined()
})
