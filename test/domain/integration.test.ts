// A change that touches an integration point: its other side is heard before the merge, its conditions are in the gates.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { EffectivePolicy } from '../../src/domain/policy/effective.ts'
import { IntegrationPoint } from '../../src/domain/roster/integration-point.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { at, done, HEAD, NOW, opened, policy, result, validated, validation } from './support.ts'

const simple = (bare: BareSnapshot): BareSnapshot => ({
  ...bare,
  issue: {
    ...bare.issue,
    labels: ['baton', 'type:documentation', 'complexity:simple'],
  },
})
const rules = (change: object = {}): EffectivePolicy => {
  const point = IntegrationPoint.parse({
    name: 'Pattern format',
    producers: ['implementer'],
    consumers: ['researcher'],
    paths: ['src/pattern.mjs'],
    about: 'In which order positions are listed',
    ...change,
  })
  const base = policy()
  return { ...base, consensus: [], pack: { ...base.pack, integration_points: [point] } }
}
/** A documentation task has one wave, reviewed by one seat. */
const changing = (bare: BareSnapshot, ...paths: string[]): BareSnapshot => {
  const { routed } = decide(simple(bare), rules(), NOW)
  const wave = routed?.waves.find(({ purpose }) => purpose === 'implement')?.index ?? 0
  return {
    ...simple(bare),
    waves: bare.waves.map((one) => ({ ...one, index: wave })),
    validations: bare.validations.map((one) => ({ ...one, wave })),
    runs: [done('implementer', 'implement', { wave, commit: HEAD, paths })],
  }
}
const check = (bare: BareSnapshot, policy: EffectivePolicy, name: string): string | undefined =>
  decide(bare, policy, NOW).actions.flatMap((action) =>
    action.do === 'check' && action.name === name ? [action.summary] : [],
  )[0]

describe('whoever makes a change', () => {
  const told = (rules: EffectivePolicy): string => {
    const started = decide(at.researched, rules, NOW).actions.find((action) => action.do === 'start_run')
    return started?.do === 'start_run' ? `${started.agent}: ${started.brief.instructions}` : ''
  }

  it.each<[string, object, string]>([
    ['as who makes it', {}, 'the other side approves it'],
    [
      'as who builds on it',
      { producers: ['researcher'], consumers: ['implementer'] },
      'the other side approves it',
    ],
    ['with whose verdict is wanted', { requires: { verdict: 'critic' } }, 'critic approves it'],
    [
      'with all that is checked',
      {
        requires: {
          validation: 'pattern tests',
          metric: { name: 'pattern.mb', op: '<=', value: 2 },
          file: { path: 'docs/pattern.md', contains: 'ascending' },
        },
      },
      'the command pattern tests succeeds, pattern.mb <= 2, docs/pattern.md contains "ascending"',
    ],
  ])('is told of it beforehand, %s', (_how, change, asked) => {
    const text = told(rules(change))
    expect(text).toMatch(/^implementer: [^]*\n- Pattern format \(/)
    expect(text).toContain(
      `In which order positions are listed. A change of src/pattern.mjs is merged once ${asked}.`,
    )
  })

  it('is told nothing of what others have to agree on', () => {
    const others = rules({ producers: ['researcher'], consumers: ['critic'] })
    expect(told(others)).toMatch(/^implementer: /)
    expect(told(others)).not.toContain('integration point')
  })
})

describe('a change of its paths', () => {
  it('gives the other side a seat, named with its point in the check', () => {
    const text = check(changing(validated, 'src/pattern.mjs'), rules(), 'baton/consensus')
    expect(text).toContain('integration point Pattern format')
    expect(text).toContain('researcher: no verdict on this head yet')
    const other = check(changing(validated, 'src/attention.mjs'), rules(), 'baton/consensus')
    expect(other).not.toContain('integration point')
  })

  it('waits for that seat, which is told what to look at', () => {
    const bare = changing(validated, 'src/pattern.mjs')
    const wave = bare.runs[0]?.wave ?? 0
    const first = decide(bare, rules(), NOW).actions.find((action) => action.do === 'start_run')
    const seats = ['critic', 'benchmarker'].map((seat) => done(seat, 'review', { wave, headSha: HEAD }))
    const next = decide({ ...bare, runs: [...bare.runs, ...seats] }, rules(), NOW).actions.find(
      (action) => action.do === 'start_run',
    )
    expect(first?.do === 'start_run' && first.agent).not.toBe('researcher')
    expect(next).toMatchObject({ agent: 'researcher', purpose: 'review' })
    expect(next?.do === 'start_run' && next.brief.instructions).toContain(
      'Pattern format (implementer → researcher; touched by src/pattern.mjs): In which order positions are listed',
    )
  })

  it('that its runs must bear out fails the gates when they do not, and goes back with the reason', () => {
    const strict = rules({ requires: { validation: 'pattern tests' } })
    const bare = changing(validated, 'src/pattern.mjs')
    expect(check(bare, strict, 'baton/gates')).toContain(
      'the command `pattern tests` succeeds: it was not run on this head',
    )
    const again = decide(bare, strict, NOW).actions.find((action) => action.do === 'start_run')
    expect(again).toMatchObject({ agent: 'implementer', attempt: 2 })
    expect(JSON.stringify(again)).toContain('pattern tests')
    const ran = {
      name: 'pattern tests',
      command: 'x',
      exitCode: 0,
      durationMs: 1,
      outputTail: '',
    }
    const green = {
      ...bare,
      validations: bare.validations.map((one) =>
        one.kind === 'validate' ? { ...one, result: result({ steps: [ran] }) } : one,
      ),
    }
    expect(check(green, strict, 'baton/gates')).toContain('✅ integration point Pattern format')
    expect(check(green, strict, 'baton/consensus')).not.toContain('integration point')
  })

  it('has a file looked for where the change is validated', () => {
    const strict = rules({ requires: { file: { path: 'docs/pattern.md', contains: 'ascending' } } })
    const asked = (path: string) =>
      decide(changing(opened, path), strict, NOW).actions.flatMap((action) =>
        action.do === 'dispatch' && action.kind === 'validate' ? action.plan.commands : [],
      )
    expect(asked('src/pattern.mjs')).toContainEqual({
      name: 'integration point Pattern format',
      run: "grep -qF -e 'ascending' -- 'docs/pattern.md'",
      report: 'none',
    })
    expect(asked('src/attention.mjs')).toHaveLength(1)
  })

  it('leaves gates that do not concern it alone', () => {
    const strict = rules({ requires: { validation: 'pattern tests' } })
    const bare = changing(
      { ...opened, validations: [validation('validate'), validation('benchmark')] },
      'a.md',
    )
    expect(check(bare, strict, 'baton/gates')).not.toContain('integration point')
  })
})
