// Commands about exactly one head: who may, of which commit, and what is answered.

import { describe, expect, test } from 'vitest'
import type { Facts, GatesOfHead } from '../../src/domain/commands/facts.ts'
import type { CommandInput } from '../../src/domain/commands/command-state.ts'
import type { CommentObservation } from '../../src/domain/commands/observed.ts'
import { by, facts, lastId, PULL, says, state } from './commands-support.ts'
import { agent, HEAD, sha } from './support.ts'

const OLD = sha('b')
const gates: GatesOfHead['gates'] = [
  { kind: undefined, title: 'validate on linux-x64', state: 'fail', unshown: 'it has no result that counts' },
  { kind: 'tests', title: 'tests', state: 'fail', unshown: 'no test was reported as run' },
  { kind: 'benchmark', title: 'attention.ms', state: 'fail', unshown: undefined },
  { kind: 'benchmark', title: 'other.ms', state: 'pass', unshown: undefined },
  { kind: 'script', title: 'binary size', state: 'unproven', unshown: undefined },
  { kind: 'review', title: 'review', state: 'pending', unshown: undefined },
]
const seen = (change: Partial<GatesOfHead> = {}): Facts => ({
  ...facts,
  gatesOf: (pull) =>
    pull === PULL ? { gates, atWork: undefined, ...change } : { gates: [], atWork: undefined },
})

function outcome(body: string, change: Partial<CommentObservation> = {}, input: Partial<CommandInput> = {}) {
  const { desired, replies } = state([says(body, { on: PULL, ...by('ada'), ...change })], {
    facts: seen(),
    ...input,
  })
  return { desired, reaction: replies[0]?.reaction, body: replies[0]?.body }
}

describe('merge', () => {
  test('of the head is wanted; another word takes its place, and a rejection takes it back', () => {
    const { desired, reaction } = outcome(`/baton merge ${HEAD}`)
    expect(reaction).toBe('rocket')
    expect(desired.merges).toMatchObject([{ by: 'ada', on: PULL, sha: HEAD }])
    const again = outcome(`/baton merge ${HEAD}`, {}, { before: desired }).desired
    expect(again.merges).toHaveLength(1)
    expect(again.merges[0]?.comment).toBe(lastId())
    expect(outcome('/baton reject not now', {}, { before: again }).desired.merges).toEqual([])
    expect(outcome('/baton reject not now', by('grace'), { before: again }).desired.merges).toHaveLength(1)
  })

  test.each<[string, Partial<CommentObservation>, Partial<CommandInput>, RegExp]>([
    [`/baton merge ${OLD}`, {}, {}, /is not the head.*the head is a{40}/],
    ['/baton merge', {}, {}, /sha/],
    ['/baton merge aaaaaaa', {}, {}, /sha/],
    [`/baton merge ${HEAD}`, by('grace'), {}, /needs the permission maintain.*has write/],
    [`/baton merge ${HEAD}`, { on: 7 }, {}, /belongs on a pull request/],
    [`/baton merge ${HEAD}`, {}, { pulls: new Map([[PULL, undefined]]) }, /is closed/],
    [`/baton hold\n/baton merge ${HEAD}`, {}, {}, /resume comes first/],
    [`/baton merge ${HEAD}`, {}, { issue: { state: 'open', locked: true } }, /locked/],
    [`/baton merge ${HEAD}`, {}, { issue: { state: 'closed', locked: false } }, /the issue is closed/],
    [`/baton merge ${HEAD}`, { edited: true }, {}, /edited/],
  ])('%s %o is not obeyed', (body, change, input, why) => {
    const told = outcome(body, change, input)
    expect([told.reaction, told.desired.merges]).toEqual(['confused', []])
    expect(told.body).toMatch(why)
  })
})

describe('override', () => {
  test.each<[string, string]>([
    ['benchmark "the runner was busy"', 'benchmark'],
    ['attention.ms the runner was busy', 'attention.ms'],
    ['"binary size" agreed', 'binary size'],
    [`"binary size" agreed --sha=${HEAD}`, 'binary size'],
  ])('%s is wanted for the head as it is', (words, gate) => {
    const { desired, reaction } = outcome(`/baton override ${words}`)
    expect(reaction).toBe('rocket')
    expect(desired.overrides).toMatchObject([{ by: 'ada', on: PULL, sha: HEAD, gate }])
    const asked = desired.overrides
    expect(outcome(`/baton override ${words}`, {}, { before: desired }).desired.overrides).toHaveLength(1)
    expect(asked[0]?.reason).not.toBe('')
  })

  test('folded again, when nothing is overridable any more, is the same', () => {
    const asked = says('/baton override benchmark busy', { on: PULL, ...by('ada') })
    const { desired } = state([asked], { facts: seen() })
    const again = state([asked], { facts: seen({ gates: [], atWork: agent('builder') }), before: desired })
    expect(again.desired).toEqual(desired)
    expect(again.replies).toMatchObject([{ reaction: 'rocket' }])
  })

  test.each<[string, Partial<CommentObservation>, Partial<CommandInput>, RegExp]>([
    ['/baton override', {}, {}, /gate/],
    ['/baton override benchmark', {}, {}, /reason/],
    ['/baton override benchmark busy', by('grace'), {}, /needs the permission admin.*has write/],
    ['/baton override benchmark busy', { on: 7 }, {}, /belongs on a pull request/],
    [
      '/baton override tests never mind',
      {},
      {},
      /no test was reported as run, and that cannot be overridden/,
    ],
    ['/baton override "validate on linux-x64" x', {}, {}, /no result that counts/],
    ['/baton override review x', {}, {}, /review has no result yet/],
    ['/baton override other.ms x', {}, {}, /does not stand in the way/],
    [
      '/baton override bench x',
      {},
      {},
      /no gate .* called bench; to be overridden: attention\.ms, binary size/,
    ],
    [`/baton override benchmark x --sha=${OLD}`, {}, {}, /is not the head/],
    [
      '/baton override benchmark x',
      {},
      { facts: seen({ atWork: agent('builder') }) },
      /builder is at work.*\/baton stop/,
    ],
    ['/baton override benchmark x', {}, { facts: seen({ gates: [] }) }, /none can be overridden now/],
    ['/baton override benchmark x', { edited: true }, {}, /edited/],
  ])('%s %o is not obeyed', (body, change, input, why) => {
    const told = outcome(body, change, input)
    expect([told.reaction, told.desired.overrides]).toEqual(['confused', []])
    expect(told.body).toMatch(why)
  })
})
