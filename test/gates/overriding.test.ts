// Gates that people let pass: which word reaches which gate, and what nobody's word can replace.

import { describe, expect, test } from 'vitest'
import type { GateFacts } from '../../src/domain/gates/gate.ts'
import { notOverridable, type Override } from '../../src/domain/gates/overriding.ts'
import { reasonMarkdown, type ReasonState } from '../../src/domain/reason.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { result } from '../domain/support.ts'
import { judge, measured, step, validated } from './support.ts'

type Gates = Parameters<typeof judge>[0]['gates']

const by = (gate: string, reason = 'seen and accepted'): Override[] => [{ gate, by: 'ada', reason }]
const counts = { total: 12, passed: 11, failed: 1, skipped: 0, failures: [] }
const failing = { ...step, exitCode: 1 }
const size = { ...step, name: 'gate: binary size' }
const records = (validate: ValidationRecord, benchmark = measured()) => ({
  validations: [validate, benchmark],
})
const lost = (state: 'failed' | 'refused') =>
  validated({}, { state, result: undefined, detail: 'the nonce is of another run' })

describe('an override', () => {
  const metric = { metric: [{ metric: 'attention.ms', max: 1 }] }
  const two = {
    metric: [
      { metric: 'attention.ms', max: 1 },
      { metric: 'other.ms', max: 1 },
    ],
  }
  const script = { script: [{ script: 'binary size', run: './size.sh' }] }
  const sized = (exitCode: number) => records(validated({ steps: [step, { ...size, exitCode }] }))

  test.each<[string, ReasonState, Gates, Partial<GateFacts>, string]>([
    ['by the kind', 'pass', metric, {}, 'metric'],
    ['by the title', 'pass', metric, {}, 'attention.ms'],
    ['in other letters', 'pass', metric, {}, ' Attention.MS '],
    ['of another gate', 'fail', metric, {}, 'coverage'],
    ['of a part of the name', 'fail', metric, {}, 'attention'],
    ['of everything', 'fail', metric, {}, '*'],
    ['by the kind of two', 'pass', two, {}, 'metric'],
    ['of one of two', 'fail', two, {}, 'attention.ms'],
    ['of a script', 'pass', script, sized(1), 'binary size'],
    ['of a script that was not run', 'fail', script, {}, 'binary size'],
    ['of tests that failed', 'pass', {}, records(validated({ tests: counts })), 'tests'],
    ['of too few tests', 'pass', { tests: [{ min_passed: 13 }] }, {}, 'tests'],
    [
      'of tests that nobody ran',
      'fail',
      { tests: [{ min_passed: 1 }] },
      records(validated({ tests: null })),
      'tests',
    ],
    [
      'of tests of which there were none',
      'fail',
      { tests: [{ min_passed: 1 }] },
      records(validated({ tests: { ...counts, total: 0, passed: 0, failed: 0 } })),
      'tests',
    ],
    [
      'of a command that failed',
      'pass',
      {},
      records(validated({ steps: [failing] })),
      'validate on linux-x64',
    ],
    ['of the tests only', 'fail', {}, records(validated({ steps: [failing], tests: counts })), 'tests'],
    ['of a run without commands', 'fail', {}, records(validated({ steps: [] })), 'validate on linux-x64'],
    ['of a run that was lost', 'fail', {}, records(lost('failed')), 'validate on linux-x64'],
    ['of a result that was refused', 'fail', {}, records(lost('refused')), 'validate on linux-x64'],
    ['of the tests of a refused result', 'fail', {}, records(lost('refused')), 'tests'],
    [
      'of a run under way',
      'pending',
      {},
      records(validated({}, { state: 'running', result: undefined })),
      'validate on linux-x64',
    ],
    ['of approvals that are still to come', 'pending', { review: [{ people: 1 }] }, {}, 'review'],
  ])('%s: %s', (_name, state, gates, facts, name) => {
    expect(judge({ gates }, { ...facts, overrides: by(name) }).verdict.state).toBe(state)
  })

  test('of a benchmark counts after the second run, unless that was refused', () => {
    const slow = { ...result(), kind: 'benchmark' as const }
    const benchmark = {
      metric: 'attention.ms',
      unit: 'ms',
      better: 'lower' as const,
      baseline: [5, 5.1, 4.9, 5, 5.1, 4.9, 5, 5.1, 4.9, 5],
      candidate: [20, 20.4, 19.6, 20, 20.4, 19.6, 20, 20.4, 19.6, 20],
    }
    const gates = { benchmark: [{ metric: 'attention.ms', strict: true }] }
    const first = measured({ ...slow, tests: null, steps: [step], benchmarks: [benchmark] })
    const second = { ...first, id: 'second', confirms: true }
    const verdict = (...seen: ValidationRecord[]) =>
      judge({ gates }, { validations: [validated(), ...seen], overrides: by('benchmark') }).verdict.state
    expect(verdict(first)).toBe('pending')
    expect(verdict(first, second)).toBe('pass')
    expect(verdict(first, { ...second, state: 'failed', result: undefined })).toBe('pass')
    expect(verdict(first, { ...second, state: 'refused', result: undefined })).toBe('fail')
  })

  test('shows whose it is and why, above what the gate said, without telling anybody', () => {
    const overrides = by('metric', 'agreed with @acme/release <!-- baton:x -->')
    const { verdict, overridden, gates } = judge({ gates: metric }, { overrides })
    const text = reasonMarkdown(verdict)
    expect(text).toContain(
      '▪️ attention.ms: overridden by @\u200bada: agreed with @\u200bacme/release &lt;!-- baton:x -->',
    )
    expect(text).toMatch(/overridden by[^\n]*\n\s+- ▪️ attention\.ms/)
    expect(overridden).toEqual(overrides)
    expect(gates.find(({ title }) => title === 'attention.ms')?.state).toBe('fail')
  })

  test('of a gate that passed is not made use of', () => {
    const { overridden, verdict } = judge({}, { overrides: by('tests') })
    expect([overridden, verdict.state]).toEqual([[], 'pass'])
    expect(reasonMarkdown(verdict)).not.toContain('overridden')
  })
})

test.each<[ReasonState, string | undefined, RegExp | undefined]>([
  ['pass', undefined, /does not stand in the way/],
  ['info', undefined, /does not stand in the way/],
  ['pending', undefined, /no result yet/],
  ['fail', 'it was not run', /size: it was not run, and that cannot be overridden/],
  ['fail', undefined, undefined],
  ['unproven', undefined, undefined],
])('a gate that is %s (%s)', (state, unshown, expected) => {
  const why = notOverridable({ kind: 'script', title: 'size', state, unshown })
  if (expected === undefined) expect(why).toBeUndefined()
  else expect(why).toMatch(expected)
})
