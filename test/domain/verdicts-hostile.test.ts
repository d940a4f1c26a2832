// Verdicts that must not count: three seats have to agree, and whatever comes in the place of the third makes no agreement and
// breaks none.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot, RunRecord } from '../../src/domain/snapshot.ts'
import { active, agreed, done, failed, HEAD, NOW, policy, pull, sha, validated, wave } from './support.ts'
import { verbs } from './verbs.ts'

const other = pull().number + 1
const WAVE = wave().index

type Position = 'approve' | 'request_changes' | 'abstain'
const says = (seat: string, position: Position, change: Partial<RunRecord> = {}): RunRecord =>
  done(seat, 'review', { headSha: HEAD, pull: pull().number, value: { position }, ...change })

/** What a verdict by somebody may be that does not count for this head. */
const uncounted: [string, (position: Position) => RunRecord[]][] = [
  ['on an older head', (position) => [says('researcher', position, { headSha: sha('b') })]],
  ['on no head at all', (position) => [{ ...says('researcher', position), headSha: undefined }]],
  ['on another pull request with this head', (position) => [says('researcher', position, { pull: other })]],
  ['of another wave', (position) => [says('researcher', position, { wave: WAVE + 1 })]],
  ['of a seat that the pack does not have', (position) => [says('nobody-knows', position)]],
  ['of an agent without a seat', (position) => [says('implementer', position)]],
  ['of the orchestrator', (position) => [says('orchestrator', position)]],
  ['of a run that was cancelled', (position) => [says('researcher', position, { state: 'cancelled' })]],
  ['of many that nobody seated', (position) => ['a', 'b', 'c', 'd'].map((name) => says(name, position))],
]
const judged = (runs: readonly RunRecord[]): BareSnapshot => ({
  ...validated,
  runs: [...validated.runs, ...runs],
})
const consensusOf = (from: BareSnapshot): unknown =>
  decide(from, policy(), NOW).actions.flatMap((action) =>
    action.do === 'check' && action.name === 'baton/consensus'
      ? [{ conclusion: action.conclusion, summary: action.summary }]
      : [],
  )
const goesOn = (from: BareSnapshot): boolean =>
  verbs(from).some((verb) => verb.startsWith('start_run:orchestrator/synthesise'))
const pending = {
  conclusion: undefined,
  summary: expect.stringContaining('researcher: no verdict on this head yet'),
}
const two = [says('critic', 'approve'), says('benchmarker', 'approve')]

test('the seats’ own verdicts, each once, are enough', () => {
  expect(goesOn(agreed)).toBe(true)
  expect(goesOn(judged([...two, says('researcher', 'approve')]))).toBe(true)
  expect(goesOn(judged(two))).toBe(false)
})

describe('two approvals and a third make no agreement', () => {
  test.each([
    ...uncounted,
    ['of the critic again', () => [says('critic', 'approve', { attempt: 2 })]] as const,
    [
      'of the critic, many times',
      () => [2, 3, 4, 5].map((attempt) => says('critic', 'approve', { attempt })),
    ] as const,
    ['that never came', () => [active('researcher', 'review', { headSha: HEAD })]] as const,
    [
      'that failed',
      () => [{ ...failed('researcher', 'review', { kind: 'failed', detail: 'x' }), headSha: HEAD }],
    ] as const,
  ])('%s', (_name, runs) => {
    const from = judged([...two, ...runs('approve')])
    expect(consensusOf(from)).toEqual([pending])
    expect(goesOn(from)).toBe(false)
    expect(verbs(from)).not.toContain('merge')
  })
})

describe('an objection beside full agreement stops nothing', () => {
  test.each(uncounted)('%s', (_name, runs) => {
    const from = { ...agreed, runs: [...agreed.runs, ...runs('request_changes')] }
    expect(consensusOf(from)).toEqual(consensusOf(agreed))
    expect(verbs(from)).toEqual(verbs(agreed))
  })
})

test('a seat that changes its mind counts once, as it spoke last', () => {
  const twice = (first: Position, second: Position): BareSnapshot =>
    judged([...two, says('researcher', second, { attempt: 2 }), says('researcher', first, { attempt: 1 })])
  expect(goesOn(twice('request_changes', 'approve'))).toBe(true)
  expect(goesOn(twice('approve', 'request_changes'))).toBe(false)
})
