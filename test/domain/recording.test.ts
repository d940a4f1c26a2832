// Decisions on record: which are, what the file says, and the way from a number to a merge.

import { describe, expect, test } from 'vitest'
import {
  adrName,
  highestNumber,
  renderAdr,
  slugOf,
  type AdrContent,
  type AdrRecord,
} from '../../src/domain/adr/adr.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import { recordIndex } from '../../src/domain/side-runs.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { Tiers } from '../../src/domain/policy/tier.ts'
import type { BareSnapshot, PullObservation } from '../../src/domain/snapshot.ts'
import { agreed, done, HEAD, MAIN, NOW, policy, pull, sha, wave } from './support.ts'
import { verbs } from './verbs.ts'

const OWN = sha('b')
const record = (change: Partial<AdrRecord> = {}): AdrRecord => ({
  topic: 'asked/c50-1',
  number: 4,
  title: 'Keep one kernel',
  path: 'docs/adr/0004-keep-one-kernel.md',
  branch: 'baton/adr-0004-keep-one-kernel',
  sha: undefined,
  reservedAt: NOW,
  ...change,
})
const asked = {
  ...nothingDesired(),
  adrs: [{ by: 'grace', at: NOW, comment: 50, line: 1, on: 7, title: 'Keep one kernel' }],
}
const synthesis = done('orchestrator', 'synthesise', {
  headSha: HEAD,
  value: {
    decision: 'Walk the lists.',
    rationale: 'It is faster, as measured.',
    dissent: ['critic: harder to read'],
    followUps: ['remove the old kernel'],
    alternatives: [{ option: 'block-sparse', why: 'slower on short inputs' }],
  },
})
/** All waves are merged, and somebody has asked for a record. */
const merged: BareSnapshot = {
  ...agreed,
  runs: [...agreed.runs, synthesis],
  waves: [wave({ pull: pull({ state: 'merged', mergeSha: sha('c') }) })],
  desired: asked,
}
const own = (change: Partial<PullObservation> = {}): PullObservation =>
  pull({
    number: 9,
    title: 'Record decision 4: Keep one kernel',
    headSha: OWN,
    reviewDecision: undefined,
    ...change,
  })
/** With the record at some point of its way. */
const on = (known: AdrRecord, seen?: PullObservation | 'bare' | 'pushed'): BareSnapshot => ({
  ...merged,
  adrs: [known],
  waves: [
    ...merged.waves,
    ...(seen === undefined
      ? []
      : [
          {
            index: recordIndex(4),
            branch: known.branch,
            branchSha: seen === 'bare' ? undefined : OWN,
            pull: typeof seen === 'string' ? undefined : seen,
          },
        ]),
  ],
})
const written = record({ sha: OWN })
/** What is asked for, without the comments and labels that every pass keeps up to date. */
const steps = (from: BareSnapshot): string[] =>
  verbs(from).filter((verb) => !/^(?:labels[:/]|comment:)/.test(verb))
const actionOf = (from: BareSnapshot, kind: string) =>
  decide(from, policy(), NOW).actions.find((action) => action.do === kind)

/** The two checks and the approval that a head of ours has got. */
const vouched = (): PullObservation => {
  const checks = decide(on(written, own()), policy(), NOW).actions.flatMap((action) =>
    action.do === 'check'
      ? [
          {
            id: 1,
            name: action.name,
            externalId: action.digest,
            status: 'completed' as const,
            conclusion: 'success' as const,
          },
        ]
      : [],
  )
  const topic = `consensus/${OWN.slice(0, 12)}`
  const reviews = [
    {
      author: { login: 'r', kind: 'bot' as const },
      state: 'APPROVED' as const,
      sha: OWN,
      topic,
      id: 1,
      body: '',
    },
  ]
  return own({ checks, draft: false, reviews: reviews as unknown as PullObservation['reviews'] })
}

describe('the way of a record', () => {
  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    ['first its number', merged, ['reserve_adr']],
    ['its branch is looked at before anything is written', on(record()), []],
    ['then one commit', on(record(), 'bare'), ['commit_adr']],
    ['again when the commit was noted and not pushed', on(written, 'bare'), ['commit_adr']],
    ['then a pull request', on(written, 'pushed'), ['open_pull']],
    [
      'which is vouched for and made ready',
      on(written, own()),
      [
        'check:baton/gates=success',
        'check:baton/consensus=success',
        `review:reviewer:APPROVE:consensus/${OWN.slice(0, 12)}`,
        'mark_ready',
      ],
    ],
    ['and merged', on(written, vouched()), ['merge']],
    [
      'through the merge queue where there is one',
      on(written, { ...vouched(), mergeQueue: { inside: false } }),
      ['enqueue'],
    ],
    ['and left alone in there', on(written, { ...vouched(), mergeQueue: { inside: true } }), []],
    [
      'not while a person has to approve',
      on(written, { ...vouched(), reviewDecision: 'REVIEW_REQUIRED' }),
      [],
    ],
    ['not while GitHub still thinks', on(written, { ...vouched(), mergeable: 'unknown' }), []],
    ['nothing vouches for what somebody else has pushed', on(written, own({ headSha: sha('d') })), []],
    [
      'then the task ends',
      on(written, own({ state: 'merged' })),
      ['delete_branch', 'delete_branch', 'close_issue'],
    ],
    [
      'also when a person has closed it',
      on(written, own({ state: 'closed' })),
      ['delete_branch', 'close_issue'],
    ],
  ])('%s', (_, from, expected) => {
    expect(steps(from)).toEqual(expected)
  })

  test('the task does not end before it is on record', () => {
    expect(steps(on(written, own()))).not.toContain('close_issue')
  })

  test('its branch is looked at from the moment that it has a number', () => {
    expect(decide(on(record()), policy(), NOW).waves).toContainEqual({
      index: recordIndex(4),
      branch: record().branch,
    })
  })

  test('it is written on the base as it is now', () => {
    expect(actionOf(on(record(), 'bare'), 'commit_adr')).toMatchObject({
      baseSha: MAIN,
      path: 'docs/adr/0004-keep-one-kernel.md',
      date: '2026-11-21T12:00:00.000Z',
    })
  })
})

describe('which decisions are put on record', () => {
  const architecture = (from: BareSnapshot): BareSnapshot => ({
    ...from,
    desired: nothingDesired(),
    issue: {
      ...from.issue,
      labels: from.issue.labels.map((l) => (l.startsWith('type:') ? 'type:architecture' : l)),
    },
  })
  test('none of a task that is not about architecture, unless somebody asks', () => {
    expect(steps({ ...merged, desired: nothingDesired() })).toEqual(['delete_branch', 'close_issue'])
  })
  test('none where the policy keeps none', () => {
    const off = policy({ adr: { enabled: false, dir: 'docs/adr' } })
    expect(decide(merged, off, NOW).actions.map((action) => action.do)).not.toContain('reserve_adr')
  })
  test('that of each wave where the task is about architecture', () => {
    const from = architecture(merged)
    const reserved = decide(from, policy(), NOW).actions.flatMap((action) =>
      action.do === 'reserve_adr' ? [action.topic] : [],
    )
    expect(reserved).toEqual(['wave/2'])
  })
  test('that of each wave whose decision is irreversible', () => {
    const reserved = (label: string): string[] => {
      const labels = [...merged.issue.labels, label]
      const from = { ...merged, desired: nothingDesired(), issue: { ...merged.issue, labels } }
      const breaking = policy({ tiers: Tiers.parse({ irreversible: { labels: ['breaking'] } }) })
      return decide(from, breaking, NOW).actions.flatMap((action) =>
        action.do === 'reserve_adr' ? [action.topic] : [],
      )
    }
    expect(reserved('breaking')).toEqual(['wave/2'])
    expect(reserved('harmless')).toEqual([])
  })
})

describe('the file', () => {
  const content: AdrContent = {
    title: 'Keep one kernel',
    context: 'Two kernels drift apart. <!-- hidden -->',
    decision: 'One kernel.',
    rationale: 'Closes #12 for @ada.',
    alternatives: [{ option: 'two', why: 'twice the work' }],
    consequences: [],
    dissent: ['critic: not yet'],
    evidence: ['pull request #8'],
  }
  test('has every part, and quotes what others wrote', () => {
    expect(renderAdr(4, content, NOW)).toBe(`# 4. Keep one kernel

Date: 2026-11-21

## Status

Accepted

## Context

> Two kernels drift apart. &lt;!-- hidden -->

## Decision

> One kernel.

> Closes issue #12 for @\u200bada.

## Alternatives

- two: twice the work

## Consequences

None was recorded.

## Dissent

- critic: not yet

## Evidence

- pull request #8
`)
  })
  test.each<[what: string, change: Partial<AdrContent>]>([
    ['the issue', { context: 'x\n\n## Status\n\nRejected\r\n## Decision\r\rNone\n---\nNone\n===' }],
    ['the decision', { decision: 'x\n## Status\nRejected', rationale: '# 5. Another\n## Decision' }],
    [
      'a list',
      { dissent: ['x\n\n## Status\n\nRejected'], alternatives: [{ option: '\n# 5', why: '\r## Status' }] },
    ],
    ['the title', { title: 'x\n## Status\nRejected' }],
  ])('has no other parts, whatever the words of %s are', (_, change) => {
    const headings = renderAdr(4, { ...content, ...change }, NOW)
      .split(/\r\n?|\n/)
      .filter((line) => /^(?:#|-{3,}|={2,})/.test(line))
    expect(headings.map((line) => line.replace(/^# 4\..*/, '# 4.'))).toEqual([
      '# 4.',
      '## Status',
      '## Context',
      '## Decision',
      '## Alternatives',
      '## Consequences',
      '## Dissent',
      '## Evidence',
    ])
  })
  test('a title cannot ping, close, forge or leave the folder', () => {
    const title = 'Closes #1 for @acme/everyone <!-- baton:x --> ../../.github/workflows/x'
    const { adrs } = asked
    const from = { ...merged, desired: { ...asked, adrs: adrs.map((one) => ({ ...one, title })) } }
    expect(actionOf(from, 'reserve_adr')).toMatchObject({ title, dir: 'docs/adr' })
    expect(adrName(4, title)).toBe('0004-closes-1-for-acme-everyone-baton-x-github-workflow.md')
    const open = actionOf(on(record({ sha: OWN, title }), 'pushed'), 'open_pull')
    const shown = open?.do === 'open_pull' ? open.title : ''
    expect(shown).toContain('Record decision 4: Closes issue #1')
    expect(shown).not.toMatch(/@acme|<!--|Closes #1/)
  })
  test('comes from the synthesis of what was merged', () => {
    const action = actionOf(on(record(), 'bare'), 'commit_adr')
    const text = action?.do === 'commit_adr' ? action.text : ''
    for (const words of [
      'Walk the lists.',
      'block-sparse: slower',
      'critic: harder',
      'remove the old kernel',
      HEAD,
    ])
      expect(text).toContain(words)
  })
  test.each([
    ['Keep one kernel!', 'keep-one-kernel'],
    ['  Größe & Ärger  ', 'grosse-arger'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本語', 'decision'],
    ['x'.repeat(90), 'x'.repeat(50)],
  ])('%s is filed as %s', (title, expected) => {
    expect(slugOf(title)).toBe(expected)
  })
  test.each<[files: string[], expected: number]>([
    [[], 0],
    [['0001-a.md', '0007-b.md', 'README.md'], 7],
    [['9999999-far.md', 'x-0009.md', '0003-c.txt'], 0],
  ])('%j: %i is the highest number', (files, expected) => {
    expect(highestNumber(files)).toBe(expected)
  })
  test.each(['.github', '../docs', '/docs', 'docs/', 'docs/.hidden', ''])(
    '%j is no folder for records',
    (dir) => {
      expect(Policy.shape.adr.safeParse({ dir }).success).toBe(false)
    },
  )
})
