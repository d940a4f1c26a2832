// Findings over rounds: what is raised once, what is not raised again, and what is said to be settled.

import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/domain/outcomes.ts'
import type { BareSnapshot, ThreadObservation } from '../../../src/domain/snapshot.ts'
import { findingTopic, settledThreads, sortFindings } from '../../../src/domain/threads/findings.ts'
import { agent, done, HEAD, pull, validated, wave } from '../support.ts'
import { find, verbs } from '../verbs.ts'

const critic = agent('critic')
const finding = (change: Partial<Finding> = {}): Finding => ({
  path: 'src/attention.mjs',
  line: 3,
  severity: 'major',
  message: 'Trim the name.',
  ...change,
})
const bot = { login: 'baton-reviewer', kind: 'bot' as const }
const said = (id: number, topic: string | undefined) => ({
  id,
  author: bot,
  body: '',
  edited: false,
  topic,
  review: undefined,
})
const thread = (change: Partial<ThreadObservation> = {}): ThreadObservation => ({
  nodeId: 'T_1',
  path: 'src/attention.mjs',
  line: 3,
  resolved: 'no',
  comments: [said(1, findingTopic(critic, finding()))],
  ...change,
})

describe('the same finding', () => {
  test.each<[string, Partial<Finding>, boolean]>([
    ['word for word', {}, true],
    ['on another line', { line: 90 }, true],
    ['with the line in words', { message: 'Trim the name. (line 12)' }, true],
    ['with a place in words', { message: 'Trim the name :14:2.' }, true],
    ['spelt otherwise', { message: '  trim the\n**NAME**' }, true],
    ['graver', { severity: 'blocker' }, true],
    ['with a suggestion', { suggestion: 'x' }, true],
    ['in another file', { path: 'src/other.mjs' }, false],
    ['for another reason', { message: 'Trim the name: tests say so.' }, false],
    ['with another figure', { message: 'Trim the name by 3.' }, false],
  ])('%s', (_name, change, same) => {
    expect(findingTopic(critic, finding(change)) === findingTopic(critic, finding())).toBe(same)
  })

  test('by another seat is another one', () => {
    expect(findingTopic(agent('benchmarker'), finding())).not.toBe(findingTopic(critic, finding()))
  })
})

describe('what is posted', () => {
  const topic = findingTopic(critic, finding())
  test.each<[string, ThreadObservation[], object]>([
    ['no thread yet', [], { fresh: [topic], open: 0, closed: 0 }],
    ['an open thread', [thread()], { fresh: [], open: 1, closed: 0 }],
    ['one that a person resolved', [thread({ resolved: 'by a person' })], { fresh: [], open: 0, closed: 1 }],
    [
      'one that we resolved: it came back',
      [thread({ resolved: 'by us' })],
      { fresh: [topic], open: 0, closed: 0 },
    ],
    [
      'one that came back, and is open',
      [thread({ resolved: 'by us' }), thread({ nodeId: 'T_2' })],
      { fresh: [], open: 1, closed: 0 },
    ],
    [
      'a thread of somebody else',
      [thread({ comments: [said(1, undefined)] })],
      { fresh: [topic], open: 0, closed: 0 },
    ],
    ['a thread without comments', [thread({ comments: [] })], { fresh: [topic], open: 0, closed: 0 }],
  ])('%s', (_name, threads, expected) => {
    const { fresh, ...kept } = sortFindings(critic, [finding(), finding({ line: 8 })], threads)
    expect({ fresh: fresh.map((one) => one.topic), ...kept }).toEqual(expected)
  })
})

describe('what is settled', () => {
  test.each<[string, ThreadObservation, Finding[], boolean]>([
    ['not raised any more', thread(), [], true],
    ['still raised', thread(), [finding({ line: 5 })], false],
    ['resolved by a person', thread({ resolved: 'by a person' }), [], false],
    ['resolved by us, and the word was lost', thread({ resolved: 'by us' }), [], true],
    [
      'settled before',
      thread({ resolved: 'by us', comments: [...thread().comments, said(2, 'settled/1')] }),
      [],
      false,
    ],
    [
      'settled before, opened again by a person',
      thread({ comments: [...thread().comments, said(2, 'settled/1')] }),
      [],
      false,
    ],
    [
      "another seat's",
      thread({ comments: [said(1, findingTopic(agent('benchmarker'), finding()))] }),
      [],
      false,
    ],
    ["a person's", thread({ comments: [said(1, undefined)] }), [], false],
  ])('%s', (_name, one, findings, settled) => {
    expect(settledThreads(critic, findings, [one])).toEqual(settled ? [one] : [])
  })
})

describe('over rounds', () => {
  const judged = (
    threads: ThreadObservation[],
    findings: Finding[],
    reviewer: boolean,
    posted = false,
  ): BareSnapshot => ({
    ...validated,
    reviewer,
    runs: [
      ...validated.runs,
      done('critic', 'review', { headSha: HEAD, value: { position: 'request_changes', findings } }),
    ],
    waves: [
      wave({
        pull: pull({
          threads,
          reviews: posted
            ? [
                {
                  id: 1,
                  author: bot,
                  state: 'COMMENTED',
                  sha: HEAD,
                  topic: `verdict/critic/${HEAD.slice(0, 12)}/1`,
                },
              ]
            : [],
        }),
      }),
    ],
  })

  test.each([true, false])(
    'an open finding is counted and not posted again (reviewer App: %s)',
    (reviewer) => {
      const other = finding({ message: 'And test it.' })
      const review = find(judged([thread()], [finding({ line: 9 }), other], reviewer), 'review')
      expect(review?.findings).toEqual([{ ...other, topic: findingTopic(critic, other) }])
      expect(review?.body).toContain('1 finding of earlier rounds, still open')
      expect(review?.body).toMatch(/<!-- baton:verdict\/critic\/[^ ]+ -->$/)
      expect(review?.as).toBe(reviewer ? 'reviewer' : 'author')
    },
  )

  test.each([
    [true, 'reviewer'],
    [false, 'author'],
  ])('one that is gone is said to be settled, once its verdict stands (reviewer App: %s)', (reviewer, as) => {
    const from = judged([thread()], [], reviewer, true)
    expect(verbs(from)).toContain(`answer_thread:${as}:settled/1:resolve`)
    expect(find(from, 'answer_thread')?.body).toBe(
      `**critic** Settled in ${HEAD.slice(0, 7)}.\n\n<!-- baton:settled/1 -->`,
    )
    expect(verbs(judged([thread()], [], reviewer)).join()).not.toContain('answer_thread')
  })
})
