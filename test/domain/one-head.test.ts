// What a wish to merge and an override do to a task, each bound to its head.

import { describe, expect, test } from 'vitest'
import { nothingDesired, type Desired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import type { EffectivePolicy } from '../../src/domain/policy/effective.ts'
import type { BareSnapshot, PullObservation } from '../../src/domain/snapshot.ts'
import { newRulings } from '../../src/reconcile/rulings.ts'
import { agreed, done, HEAD, NOW, policy, pull, result, sha, validation, validated, wave } from './support.ts'

const OLD = sha('b')
const stamp = { by: 'ada', at: NOW - 60_000, comment: 50, line: 1, on: 8 }
const wants = (change: Partial<Desired>): Desired => ({ ...nothingDesired(), ...change })
const merge = (at = HEAD, more: Partial<Desired['merges'][number]> = {}) =>
  wants({ merges: [{ ...stamp, sha: at, ...more }] })
const override = (gate: string, at = HEAD) =>
  wants({ overrides: [{ ...stamp, sha: at, gate, reason: 'a known flake, @acme/all' }] })

const withPull = (from: BareSnapshot, change: Partial<PullObservation>): BareSnapshot => ({
  ...from,
  waves: from.waves.map((seen) => ({ ...seen, pull: { ...pull(), ...seen.pull, ...change } })),
})
const told = (from: BareSnapshot, rules: EffectivePolicy = policy()) => {
  const { actions, explanation } = decide(from, rules, NOW)
  const conclusion = (name: string) =>
    actions.flatMap((action) =>
      action.do === 'check' && action.name === name ? [action.conclusion ?? action.status] : [],
    )[0]
  return {
    gates: conclusion('baton/gates'),
    consensus: conclusion('baton/consensus'),
    merge: actions.find((action) => action.do === 'merge'),
    said: actions.flatMap((a) => (a.do === 'comment' && a.topic === 'merge' ? [a.body] : []))[0],
    last: explanation.at(-1) ?? '',
    actions: actions.map((action) => action.do),
  }
}

describe('a wish to merge', () => {
  const people = (): EffectivePolicy => {
    const rules = policy()
    const requirements = rules.consensus.map((rule) => ({ ...rule, people: 1 }))
    return { ...rules, consensus: requirements }
  }

  test('counts as the person that the policy asks for, on its head only', () => {
    expect(told(agreed, people()).consensus).toBe('in_progress')
    expect(told({ ...agreed, desired: merge() }, people()).consensus).toBe('success')
    expect(told({ ...agreed, desired: merge(OLD) }, people()).consensus).toBe('in_progress')
    expect(told({ ...agreed, desired: merge(HEAD, { on: 9 }) }, people()).consensus).toBe('in_progress')
  })

  test('never takes the place of a seat, a veto or a gate', () => {
    expect(told({ ...validated, desired: merge() }, people()).consensus).toBe('in_progress')
    const objecting = done('critic', 'review', { headSha: HEAD, value: { position: 'request_changes' } })
    const vetoed = { ...agreed, runs: [...agreed.runs.slice(0, 3), objecting, ...agreed.runs.slice(4)] }
    expect(told({ ...vetoed, desired: merge() }, people()).consensus).toBe('failure')
    const red = { ...agreed, validations: [failingTests, validation('benchmark')], desired: merge() }
    expect(told(red, people())).toMatchObject({ gates: 'failure', merge: undefined })
    const review = { ...policy(), gates: { ...policy().gates, review: [{ people: 1, advisory: false }] } }
    expect(told({ ...agreed, desired: merge() }, review).gates).toBe('in_progress')
  })

  test('is answered with what is missing, and with void when there is another head', () => {
    const waiting = told({ ...validated, desired: merge() })
    expect(waiting.said).toContain('Not merged yet: wave 2: critic is asked for a verdict')
    const overtaken = told({ ...validated, desired: merge(OLD) })
    expect(overtaken.said).toContain(`Void: the head is ${HEAD} now`)
    expect(overtaken.said).not.toContain('@ada')
    expect(told(validated).said).toBeUndefined()
  })

  describe('at the end', () => {
    const synthesised = {
      ...agreed,
      runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
    }
    const decision = decide(synthesised, policy(), NOW).actions.flatMap((action, id) =>
      action.do === 'comment' && action.topic.startsWith('decision')
        ? [{ id, topic: action.topic, body: action.body }]
        : [],
    )
    const approved = {
      id: 1,
      author: { login: 'baton-reviewer', kind: 'bot' as const },
      state: 'APPROVED' as const,
      sha: HEAD,
      topic: `consensus/${HEAD.slice(0, 12)}`,
    }
    const ready = withPull(synthesised, {
      draft: false,
      reviewDecision: 'APPROVED',
      reviews: [approved],
      comments: decision,
    })

    test('it is in the message of the merge, without a mention', () => {
      const { merge: merged, said } = told({ ...ready, desired: merge() })
      expect(merged).toMatchObject({ sha: HEAD })
      expect(merged?.do === 'merge' && merged.message).toMatch(/^Baton-Merge-Asked-By: ada$/m)
      expect(said).toBeUndefined()
      const alone = told(ready).merge
      expect(alone?.do === 'merge' && alone.message).not.toContain('Baton-Merge-Asked-By')
    })

    test('it is no review: what GitHub counts is said', () => {
      const from = withPull(ready, { reviewDecision: 'REVIEW_REQUIRED' })
      const { merge: merged, said } = told({ ...from, desired: merge() })
      expect(merged).toBeUndefined()
      expect(said).toContain('in a review on GitHub: its rule counts no command')
    })

    test('it has a refused merge tried again at once, when it is newer than the refusal', () => {
      const refused = (at: number) => ({
        ...ready,
        mergeRefusal: { sha: HEAD, message: 'a rule', at },
        desired: merge(),
      })
      expect(told(refused(NOW - 30_000)).merge).toBeUndefined()
      expect(told(refused(NOW - 30_000)).said).toContain('GitHub refuses to merge #8: a rule')
      expect(told(refused(NOW - 90_000)).merge).toBeDefined()
    })

    test('an override is in the message, without a mention', () => {
      const red = { ...ready, validations: [failingTests, validation('benchmark')] }
      const { merge: merged } = told({ ...red, desired: override('tests') })
      expect(merged?.do === 'merge' && merged.message).toContain(
        'Baton-Override: tests by ada: a known flake, @\u200bacme/all',
      )
    })
  })
})

const failingTests = validation('validate', {
  result: result({ tests: { total: 12, passed: 11, failed: 1, skipped: 0, failures: [] } }),
})

describe('an override', () => {
  const red = { ...validated, validations: [failingTests, validation('benchmark')] }

  test('lets its head pass and go on to the seats, and no other head', () => {
    expect(told(red)).toMatchObject({ gates: 'failure', last: expect.stringContaining('attempt 2') })
    expect(told({ ...red, desired: override('tests') })).toMatchObject({
      gates: 'success',
      consensus: 'in_progress',
      last: 'wave 2: critic is asked for a verdict',
    })
    expect(told({ ...red, desired: override('tests', OLD) }).gates).toBe('failure')
    expect(told({ ...red, desired: override('coverage') }).gates).toBe('failure')
  })

  test('of a head is void after the next push', () => {
    const moved = { ...red, waves: [wave({ branchSha: OLD, pull: pull({ headSha: OLD }) })] }
    const { gates, actions } = told({ ...moved, desired: override('tests') })
    expect(gates).toBe('in_progress')
    expect(actions).toContain('dispatch')
  })

  test('of what was refused leaves the task parked', () => {
    const refused = validation('validate', {
      state: 'refused',
      attempt: 2,
      result: undefined,
      detail: 'the nonce is of another run',
    })
    const from = { ...validated, validations: [refused, validation('benchmark')] }
    for (const gate of ['tests', 'validate on linux-x64', 'validate']) {
      const { gates, last } = told({ ...from, desired: override(gate) })
      expect([gates, last]).toEqual(['failure', expect.stringContaining('no usable result')])
    }
  })
})

describe('the audit log', () => {
  test('gets what is new, each once', () => {
    const first = merge()
    const both = { ...first, overrides: override('tests').overrides.map((one) => ({ ...one, comment: 51 })) }
    expect(newRulings(undefined, first)).toEqual([
      { actor: 'ada', what: 'merge asked', detail: { pull: 8, sha: HEAD, comment: 50 } },
    ])
    expect(newRulings(first, both)).toEqual([
      {
        actor: 'ada',
        what: 'override',
        detail: { pull: 8, sha: HEAD, gate: 'tests', reason: 'a known flake, @acme/all', comment: 51 },
      },
    ])
    expect(newRulings(both, both)).toEqual([])
    expect(newRulings(both, undefined)).toEqual([])
  })
})
