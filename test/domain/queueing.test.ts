// Behind a merge queue: put in once for a head that everybody agreed to, and after a drop only on somebody's word.

import { describe, expect, test } from 'vitest'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import type { QueueRemoval } from '../../src/domain/merge-queue.ts'
import type { BareSnapshot, PullObservation } from '../../src/domain/snapshot.ts'
import { agreed, done, HEAD, NOW, policy, pull, sha, wave } from './support.ts'
import { find, verbs } from './verbs.ts'

const synthesised: BareSnapshot = {
  ...agreed,
  runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
}
const change: Partial<PullObservation> = {
  draft: false,
  reviewDecision: 'APPROVED',
  reviews: [
    {
      id: 1,
      author: { login: 'baton-reviewer', kind: 'bot' },
      state: 'APPROVED',
      sha: HEAD,
      topic: `consensus/${HEAD.slice(0, 12)}`,
    },
  ],
  comments: decide(
    { ...synthesised, waves: [wave({ pull: pull({ draft: false }) })] },
    policy(),
    NOW,
  ).actions.flatMap((action) =>
    action.do === 'comment' && action.topic.startsWith('decision/')
      ? [{ id: 5, topic: action.topic, body: action.body }]
      : [],
  ),
}
const at = (more: Partial<PullObservation>, from: Partial<BareSnapshot> = {}): BareSnapshot => ({
  ...synthesised,
  ...from,
  waves: [wave({ pull: pull({ ...change, ...more }) })],
})
const removal = (more: Partial<QueueRemoval> = {}): QueueRemoval => ({
  id: 'R2',
  at: NOW - 60_000,
  reason: 'failed_checks',
  failed: [],
  ...more,
})
const outside = (removed?: QueueRemoval): Partial<PullObservation> => ({
  mergeQueue: { inside: false, ...(removed === undefined ? {} : { removed }) },
})
const enqueued = (more: { after?: string; pull?: number; sha?: typeof HEAD } = {}) => ({
  enqueued: [{ pull: 8, sha: HEAD, ...more }],
})
const asked = (when: number) => ({
  desired: {
    ...nothingDesired(),
    merges: [{ by: 'ada', at: when, comment: 3, line: 1, on: 8, sha: HEAD }],
  },
})
const parkedText = (from: BareSnapshot): string | undefined =>
  decide(from, policy(), NOW).actions.flatMap((action) =>
    action.do === 'comment' && action.topic === 'parked' ? [action.body] : [],
  )[0]

test('where the base has a queue, exactly this head is put into it instead of being merged', () => {
  expect(verbs(at({}))).toContain('merge')
  expect(verbs(at(outside()))).not.toContain('merge')
  expect(find(at(outside()), 'enqueue')).toMatchObject({ pull: 8, sha: HEAD, after: undefined })
  expect(find(at(outside(removal({ id: 'R1' }))), 'enqueue')).toMatchObject({ after: 'R1' })
})

test.each<[string, BareSnapshot]>([
  ['it is inside', at({ mergeQueue: { inside: true } })],
  ['its group has a commit', at({ mergeQueue: { inside: true }, queued: { sha: sha('f'), checks: [] } })],
  ['it is still a draft', at({ ...outside(), draft: true })],
  ['a person still has to approve', at({ ...outside(), reviewDecision: 'REVIEW_REQUIRED' })],
  ['GitHub is still computing', at({ ...outside(), mergeable: 'unknown' })],
  [
    'GitHub refused a moment ago',
    at(outside(), { mergeRefusal: { sha: HEAD, message: 'a rule', at: NOW - 1000 } }),
  ],
  ['it was merged and does not show it yet', at(outside(removal({ reason: 'merged' })), enqueued())],
])('nothing is put in or merged while %s', (_name, from) => {
  expect(verbs(from)).not.toContain('enqueue')
  expect(verbs(from)).not.toContain('merge')
})

describe('dropped from the queue', () => {
  const dropped = at(outside(removal({ failed: ['build', 'e2e `x`'] })), enqueued({ after: 'R1' }))

  test('it is not put in again: the task waits for a person, who learns what failed', () => {
    expect(verbs(dropped)).not.toContain('enqueue')
    expect(parkedText(dropped)).toContain(
      "the merge queue dropped #8 at aaaaaaa: a required check failed on the merge group: `build`, `e2e 'x'`. ",
    )
    expect(parkedText(dropped)).toContain(`\`/baton merge ${HEAD}\``)
  })

  test.each<[string | undefined, string]>([
    ['failed_checks', 'a required check failed on the merge group'],
    ['checks_timed_out', 'did not answer on the merge group in time'],
    ['merge_conflict', 'it conflicts with what goes before it'],
    ['MANUAL', 'somebody took it out'],
    ['roll_back <!-- x --> @acme/all', 'GitHub says "roll back &lt;!-- x --> @\u200bacme/all"'],
    [undefined, 'GitHub does not say why'],
  ])('for the reason %j', (reason, words) => {
    expect(parkedText(at(outside(removal({ reason })), enqueued({ after: 'R1' })))).toContain(words)
  })

  test.each<[string, BareSnapshot]>([
    ['another head was', at(outside(removal()), enqueued({ sha: sha('b') }))],
    ['another pull request was', at(outside(removal()), enqueued({ pull: 9 }))],
    ['that was before it was put in', at(outside(removal()), enqueued({ after: 'R2' }))],
    ['nothing shows that it ever left', at(outside(), enqueued())],
    ['somebody has asked since', at(outside(removal()), { ...enqueued(), ...asked(NOW - 30_000) })],
  ])('it goes in where %s', (_name, from) => {
    expect(verbs(from)).toContain('enqueue')
  })

  test('whoever asked before it was dropped has to ask again', () => {
    const from = at(outside(removal()), { ...enqueued(), ...asked(NOW - 90_000) })
    expect(verbs(from)).not.toContain('enqueue')
    const answer = decide(from, policy(), NOW).actions.find(
      (action) => action.do === 'comment' && action.topic === 'merge',
    )
    expect(answer).toMatchObject({ body: expect.stringContaining('the merge queue dropped #8') })
  })
})

test('a branch in the queue is left as it is, even where somebody wants the newest base in it', () => {
  const update = { by: 'ada', at: NOW, comment: 4, line: 1, on: 8, sha: HEAD }
  const desired = { ...nothingDesired(), updates: [update] }
  expect(verbs(at(outside(), { desired }))).toContain('update_branch')
  expect(verbs(at({ mergeQueue: { inside: true } }, { desired }))).not.toContain('update_branch')
})

describe('taken out again', () => {
  const inside = { mergeQueue: { inside: true } }
  const stamp = { by: 'ada', at: NOW, comment: 4, line: 1 }
  const objection = {
    id: 9,
    author: { login: 'ada', kind: 'person' as const },
    state: 'CHANGES_REQUESTED' as const,
    sha: HEAD,
    body: 'No.',
    edited: false,
    topic: undefined,
    mayWrite: true,
  }
  const labels = ['baton', 'hold']
  const reasons: [string, BareSnapshot][] = [
    ['a hold', at(inside, { ...enqueued(), desired: { ...nothingDesired(), held: stamp } })],
    ['a stop', at(inside, { ...enqueued(), desired: { ...nothingDesired(), stopped: stamp } })],
    ['the label', at(inside, { ...enqueued(), issue: { ...synthesised.issue, labels } })],
    ['a closed issue', at(inside, { ...enqueued(), issue: { ...synthesised.issue, state: 'closed' } })],
    ['an objection', at({ ...inside, reviews: [...(change.reviews ?? []), objection] }, enqueued())],
  ]
  test.each(reasons)('by %s, where we put it in', (_name, from) => {
    expect(verbs(from).filter((verb) => verb === 'dequeue')).toHaveLength(1)
    expect(find(from, 'dequeue')).toMatchObject({ pull: 8 })
    const [only] = from.waves
    expect(verbs({ ...from, enqueued: [] }), 'people put it in').not.toContain('dequeue')
    const left = { ...from, waves: [{ ...only!, pull: { ...only!.pull!, ...outside(removal()) } }] }
    expect(verbs(left), 'it is out').not.toContain('dequeue')
  })

  test('it goes back once nothing holds it up, and is no drop', () => {
    const left = outside(removal({ reason: 'manual' }))
    expect(verbs(at(left, enqueued({ after: 'R1' })))).not.toContain('enqueue')
    const ours = { enqueued: [{ pull: 8, sha: HEAD, after: 'R1', leaving: true }] }
    expect(find(at(left, ours), 'enqueue')).toMatchObject({ after: 'R2' })
  })
})
