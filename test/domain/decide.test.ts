// The whole way of a task, one row per step and per thing that can be different: a base snapshot and one tweak.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import {
  active,
  agreed,
  at,
  BRANCH,
  done,
  HEAD,
  MAIN,
  NOW,
  opened,
  policy,
  pull,
  sha,
  snapshot,
  validated,
  wave,
} from './support.ts'
import { find, issue, verbs } from './verbs.ts'

describe('what Baton touches at all', () => {
  test.each([
    ['an issue without the label', issue({ labels: [] })],
    ['an issue that nobody entitled handed over', snapshot({ authorisedBy: undefined })],
    ['a closed issue', issue({ state: 'closed' })],
    ['an unlabelled issue with other labels of ours', issue({ labels: ['type:bugfix'] })],
  ])('%s: nothing is done or said', (_name, from) => {
    expect(verbs(from)).toEqual([])
  })

  test('closing the issue cancels what is under way', () => {
    const from = { ...issue({ state: 'closed' }), runs: [active('orchestrator', 'triage')] }
    expect(verbs(from)).toEqual(['cancel_run'])
  })

  test('without any policy the issue says what is missing, with one that works', () => {
    const decision = decide(at.handedOver, undefined, NOW)
    expect(decision.actions).toHaveLength(1)
    expect(decision.actions[0]).toMatchObject({ do: 'comment', topic: 'config', on: 7 })
    expect(decide(issue({ labels: [] }), undefined, NOW).actions).toEqual([])
  })

  test('a broken policy is reported and the last good one works on', () => {
    const from = { ...at.handedOver, configProblems: ['`.github/baton.yml:3` what is wrong'] }
    expect(verbs(from)).toEqual([
      'comment:config',
      'start_run:orchestrator/triage/1',
      'labels:+state:running',
    ])
  })
})

describe('the way of a task', () => {
  test.each<[string, BareSnapshot, string[]]>([
    ['handed over → triage', at.handedOver, ['start_run:orchestrator/triage/1', 'labels:+state:running']],
    [
      'triage under way → wait',
      { ...at.handedOver, runs: [active('orchestrator', 'triage')] },
      ['labels:+state:running'],
    ],
    [
      'triage done → labels',
      { ...at.handedOver, runs: [done('orchestrator', 'triage')] },
      [
        'ensure_labels',
        'labels:+type:implementation +complexity:high +component:attention',
        'labels:+state:running',
      ],
    ],
    [
      'labelled → route and research',
      at.triaged,
      ['comment:route', 'start_run:researcher/research/1', 'labels:+state:running'],
    ],
    [
      'reported → findings and implementation',
      at.researched,
      ['comment:route', 'comment:wave-1', 'start_run:implementer/implement/1', 'labels:+state:running'],
    ],
    [
      'patch → push',
      at.implemented,
      ['comment:route', 'comment:wave-1', 'push', 'labels:+state:running +wave:2'],
    ],
    [
      'pushed → draft pull request',
      { ...at.implemented, waves: [wave({ pull: undefined })] },
      ['comment:route', 'comment:wave-1', 'open_pull', 'labels:+state:running +wave:2'],
    ],
    [
      'opened → both workflows and a waiting check',
      opened,
      [
        'comment:route',
        'comment:wave-1',
        'check:baton/gates=in_progress',
        'dispatch:validate/1',
        'dispatch:benchmark/1',
        'labels:+state:running +wave:2',
      ],
    ],
    [
      'validated → the first seat',
      validated,
      [
        'comment:route',
        'comment:wave-1',
        'check:baton/gates=success',
        'check:baton/consensus=in_progress',
        'start_run:critic/review/1',
        'labels:+state:in-review +wave:2',
      ],
    ],
    [
      'agreed → verdicts on record, synthesis',
      agreed,
      [
        'comment:route',
        'comment:wave-1',
        'check:baton/gates=success',
        'review:reviewer:COMMENT:verdict/critic',
        'review:reviewer:COMMENT:verdict/benchmarker',
        'review:reviewer:COMMENT:verdict/researcher',
        'check:baton/consensus=success',
        'start_run:orchestrator/synthesise/1',
        'labels:+state:in-review +wave:2',
      ],
    ],
  ])('%s', (_name, from, expected) => {
    expect(verbs(from)).toEqual(expected)
  })

  test('the same world gives the same answer', () => {
    expect(decide(agreed, policy(), NOW)).toEqual(decide(structuredClone(agreed), policy(), NOW))
  })

  test('a run is named by what it is for, never by chance', () => {
    expect(find(at.triaged, 'start_run')?.id).toBe('acme/attention#7/w1/researcher/research/1')
    expect(find(validated, 'start_run')?.id).toBe(`acme/attention#7/w2/critic/review/${HEAD.slice(0, 12)}/1`)
  })
})

describe('from agreement to the merge', () => {
  const synthesised = {
    ...agreed,
    runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
  }
  const settle = (from: BareSnapshot, change: Parameters<typeof pull>[0]) => ({
    ...from,
    waves: [wave({ pull: pull(change) })],
  })
  const review = (topic: string, state: 'APPROVED' | 'COMMENTED') => ({
    id: 1,
    author: { login: 'baton-reviewer', kind: 'bot' as const },
    state,
    sha: HEAD,
    topic,
  })
  const decision =
    find(synthesised, 'comment') &&
    decide(synthesised, policy(), NOW).actions.find(
      (a) => a.do === 'comment' && a.topic.startsWith('decision'),
    )
  const recorded = settle(synthesised, {
    draft: false,
    reviewDecision: 'APPROVED',
    reviews: [review(`consensus/${HEAD.slice(0, 12)}`, 'APPROVED')],
    comments: decision?.do === 'comment' ? [{ id: 5, topic: decision.topic, body: decision.body }] : [],
  })

  test('the decision, the approval and readiness come before the merge', () => {
    const actions = verbs(synthesised)
    expect(actions).toContain(`comment:decision/${HEAD.slice(0, 12)}`)
    expect(actions).toContain('review:reviewer:APPROVE:consensus/aaaaaaaaaaaa')
    expect(actions).toContain('mark_ready')
    expect(actions).not.toContain('merge')
  })

  test('then exactly this head is merged', () => {
    expect(find(recorded, 'merge')).toMatchObject({
      pull: 8,
      sha: HEAD,
      method: 'squash',
      title: 'Sparse kernel (#8)',
    })
    expect(find(recorded, 'merge')?.message).toContain('Baton-Task: acme/attention#7')
  })

  test.each<[string, BareSnapshot]>([
    [
      'a person still has to approve',
      settle(recorded, { ...recorded.waves[0]?.pull, reviewDecision: 'REVIEW_REQUIRED' }),
    ],
    [
      'a person requested changes on GitHub',
      settle(recorded, { ...recorded.waves[0]?.pull, reviewDecision: 'CHANGES_REQUESTED' }),
    ],
    ['GitHub is still computing', settle(recorded, { ...recorded.waves[0]?.pull, mergeable: 'unknown' })],
    ['it conflicts', settle(recorded, { ...recorded.waves[0]?.pull, mergeable: 'conflicting' })],
    [
      'GitHub refused a moment ago',
      { ...recorded, mergeRefusal: { sha: HEAD, message: 'a rule', at: NOW - 1000 } },
    ],
  ])('no merge while %s', (_name, from) => {
    expect(verbs(from)).not.toContain('merge')
  })

  test('a refusal is tried again after a while, and never counts for another head', () => {
    expect(
      verbs({ ...recorded, mergeRefusal: { sha: HEAD, message: 'm', at: NOW - 11 * 60_000 } }),
    ).toContain('merge')
    expect(verbs({ ...recorded, mergeRefusal: { sha: sha('b'), message: 'm', at: NOW } })).toContain('merge')
  })

  test('with one App nobody approves for a person', () => {
    const alone = { ...settle(synthesised, { reviews: [] }), reviewer: false }
    expect(verbs(alone).filter((verb) => verb.includes('APPROVE'))).toEqual([])
    expect(verbs(alone)).toContain('review:author:COMMENT:verdict/critic')
  })

  test('merged → summary, branch deleted, issue closed; and then nothing', () => {
    const merged = {
      ...synthesised,
      waves: [wave({ pull: pull({ state: 'merged', draft: false, mergeSha: sha('c') }) })],
    }
    const actions = verbs(merged)
    expect(actions).toEqual([
      'comment:route',
      'comment:wave-1',
      'comment:summary',
      'delete_branch',
      'labels:+state:done',
      'labels/8:-wave:2',
      'close_issue',
    ])
    const comments = decide(merged, policy(), NOW).actions.flatMap((a, id) =>
      a.do === 'comment' ? [{ id, topic: a.topic, body: a.body }] : [],
    )
    const rest = {
      ...merged,
      waves: [
        wave({
          branchSha: undefined,
          pull: pull({ state: 'merged', draft: false, labels: [], mergeSha: sha('c') }),
        }),
      ],
      issue: {
        ...merged.issue,
        state: 'closed' as const,
        comments,
        labels: [...merged.issue.labels, 'state:done'],
      },
    }
    expect(decide(rest, policy(), NOW).actions).toEqual([])
  })
})

test('a change wave is looked at by its branch and validated at its head', () => {
  expect(decide(opened, policy(), NOW).waves).toEqual([{ index: 2, branch: BRANCH, pull: 8 }])
  expect(find(opened, 'dispatch')).toMatchObject({
    headSha: HEAD,
    baseSha: MAIN,
    workflow: 'baton-validate.yml',
  })
})

test('a question ends in one answer by the orchestrator, then closes', () => {
  const base = snapshot()
  const asked = { ...base, issue: { ...base.issue, labels: ['baton', 'type:research'] } }
  const reported = { ...asked, runs: [done('researcher', 'research')] }
  expect(find(reported, 'start_run')).toMatchObject({ agent: 'orchestrator', purpose: 'synthesise', wave: 0 })
  expect(find(reported, 'start_run')?.brief.untrusted.map(({ source }) => source)).toContain(
    'report by researcher',
  )
  const value = { decision: 'Yes, by lists.', rationale: 'r', dissent: ['It costs memory.'], followUps: [] }
  const answered = {
    ...reported,
    runs: [...reported.runs, done('orchestrator', 'synthesise', { wave: 0, value })],
  }
  const { actions } = decide(answered, policy(), NOW)
  const answer = actions.find((action) => action.do === 'comment' && action.topic === 'answer')
  expect(answer).toMatchObject({ on: 7, body: expect.stringContaining('It costs memory.') })
  expect(actions.at(-1)).toEqual({ do: 'close_issue' })
})
