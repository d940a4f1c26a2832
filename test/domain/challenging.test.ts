// Before a change that is hard to take back: a proposal, a challenge, one comment, and an implementer who is told both.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import type { BareSnapshot, RunRecord } from '../../src/domain/snapshot.ts'
import { active, at, done, failed, NOW, policy } from './support.ts'

const CRITICAL = ['baton', 'type:implementation', 'complexity:critical', 'component:attention']
const proposal = done('implementer', 'propose')
const challenge = done('critic', 'challenge', {
  value: {
    summary: 'The mask is simpler',
    objections: [{ point: 'It allocates', why: 'In the inner loop, see @grace' }],
    questions: ['What of empty rows?'],
  },
})
const task = (runs: RunRecord[], labels = CRITICAL, change: Partial<BareSnapshot> = {}): BareSnapshot => ({
  ...at.researched,
  issue: { ...at.researched.issue, labels },
  runs: [...at.researched.runs, ...runs],
  ...change,
})
const tiers = (given: object) =>
  policy({
    tiers: Policy.parse({
      version: 1,
      extends: 'asa-swarm',
      validate: { commands: [{ name: 't', run: 't' }] },
      tiers: given,
    }).tiers,
  })

const actionsOf = (from: BareSnapshot, by = policy()) => decide(from, by, NOW).actions
const steps = (from: BareSnapshot, by = policy()): string[] =>
  actionsOf(from, by).flatMap((action) =>
    action.do === 'start_run'
      ? [`${action.agent}/${action.purpose}`]
      : action.do === 'comment' && /^(?:parked|proposal)/.test(action.topic)
        ? [action.topic]
        : [],
  )
/** As the comment stands after a pass. */
const commented = (from: BareSnapshot): BareSnapshot => {
  const written = actionsOf(from).flatMap((action) =>
    action.do === 'comment' ? [{ id: 1, topic: action.topic, body: action.body }] : [],
  )
  return { ...from, issue: { ...from.issue, comments: [...from.issue.comments, ...written] } }
}

describe('an irreversible wave', () => {
  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    ['begins with a proposal by its implementer', task([]), ['implementer/propose']],
    ['which is waited for', task([active('implementer', 'propose')]), []],
    ['is challenged by who has a veto', task([proposal]), ['proposal-2', 'critic/challenge']],
    ['while the challenge is awaited', commented(task([proposal, active('critic', 'challenge')])), []],
    ['is on record before work begins', task([proposal, challenge]), ['proposal-2']],
    ['and then begins', commented(task([proposal, challenge])), ['implementer/implement']],
    [
      'is proposed again after a failure',
      task([failed('implementer', 'propose', { kind: 'budget', detail: 'd' })]),
      ['implementer/propose'],
    ],
    [
      'waits for a person where nothing can be proposed',
      task([failed('implementer', 'propose', { kind: 'blocked', blocked: 'b', needs: 'n' })]),
      ['parked'],
    ],
  ])('%s', (_what, from, expected) => {
    expect(steps(from)).toEqual(expected)
  })

  test('the implementer is told both, as data, and asked to answer', () => {
    const from = commented(task([proposal, challenge]))
    const run = actionsOf(from).find((action) => action.do === 'start_run')
    if (run?.do !== 'start_run') throw new Error('nothing is started')
    expect(run.brief.instructions).toContain('one for each objection and question')
    expect(run.brief.instructions).not.toContain('It allocates')
    const told = run.brief.untrusted.filter(({ source }) => /^(?:proposal|challenge) by/.test(source))
    expect(told).toEqual([
      {
        source: 'proposal by implementer',
        text: 's\nApproach: walk the lists\nWhy: less work\nAlternative: a mask: simple, and slow',
      },
      {
        source: 'challenge by critic',
        text: 'The mask is simpler\nObjection: It allocates: In the inner loop, see @grace\nQuestion: What of empty rows?',
      },
    ])
  })

  test('the critic is told the proposal', () => {
    const run = actionsOf(task([proposal])).find((action) => action.do === 'start_run')
    expect(run).toMatchObject({
      brief: {
        untrusted: expect.arrayContaining([expect.objectContaining({ source: 'proposal by implementer' })]),
      },
    })
  })

  test('the comment pings nobody', () => {
    const comment = actionsOf(task([proposal, challenge])).find(
      (action) => action.do === 'comment' && action.topic === 'proposal-2',
    )
    if (comment?.do !== 'comment') throw new Error('nothing is said')
    expect(comment.body).toContain('### Challenge by critic')
    expect(comment.body).toContain('- a mask: simple, and slow')
    expect(comment.body).toContain('- What of empty rows?')
    expect(comment.body).not.toContain('@grace')
  })
})

describe('which waves begin so', () => {
  const medium = ['baton', 'type:implementation', 'complexity:medium', 'component:attention']
  test.each<[what: string, labels: string[], given: object, first: string]>([
    ['one that is critical', CRITICAL, {}, 'propose'],
    ['architecture', ['baton', 'type:architecture', 'complexity:medium'], {}, 'propose'],
    ['not any other', medium, {}, 'implement'],
    ['every other where the policy says so', medium, { reversible: { challenge: true } }, 'propose'],
    ['none where the policy says so', CRITICAL, { irreversible: { challenge: false } }, 'implement'],
  ])('%s', (_what, labels, given, first) => {
    expect(steps(task([], labels), tiers(given))).toEqual([`implementer/${first}`])
  })

  test('one that a person lowers begins at once', () => {
    const lowered = { tiers: [{ tier: 'reversible' as const, by: 'ada', lowers: true }] }
    expect(steps(task([], CRITICAL, lowered))).toEqual(['implementer/implement'])
  })

  test('one whose work has begun is not asked about any more', () => {
    const begun = failed('implementer', 'implement', { kind: 'budget', detail: 'd' })
    expect(steps(task([begun]))).toEqual(['implementer/implement'])
  })
})
