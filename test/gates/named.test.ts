// The four gates that teams know by name: their place in the tree, what they come to, and what a hook may demand of them.

import { describe, expect, test } from 'vitest'
import { partsOf, verdictOf, type GateReference } from '../../src/domain/gates/named.ts'
import { GATE_KINDS } from '../../src/domain/gates/kinds/index.ts'
import { effectivePolicy } from '../../src/domain/policy/effective.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { PackFile } from '../../src/domain/roster/pack.ts'
import { reasonMarkdown, type ReasonState } from '../../src/domain/reason.ts'
import { pack } from '../domain/support.ts'
import { type gatedBy, judge, measured, step, validated } from './support.ts'

const named_gates = {
  CODE_QUALITY_GATE: ['validate', 'checks'],
  INTEGRATION_QUALITY_GATE: ['tests', 'coverage'],
  TRUTH_VALIDATION_CHECK: ['truth'],
} satisfies Parameters<typeof judge>[0]['named_gates']

const lines = (tree: ReturnType<typeof judge>): string[] =>
  reasonMarkdown(tree.verdict)
    .split('\n')
    .filter((line) => /^( {2})?- /.test(line))

describe('the tree', () => {
  test('shows kinds under the name they belong to, the others behind', () => {
    expect(lines(judge({ named_gates }))).toEqual([
      '- ✅ gates on aaaaaaa',
      '  - ✅ CODE_QUALITY_GATE',
      '  - ✅ INTEGRATION_QUALITY_GATE',
      '  - ▪️ TRUTH_VALIDATION_CHECK: nothing of it is for this wave',
      expect.stringMatching(/^ {2}- ✅ benchmark on linux-x64/) as string,
    ])
  })

  test('is as it was where no name is given', () => {
    expect(lines(judge({})).join()).not.toContain('_GATE')
  })

  test('of a policy replaces the names of its pack one by one', () => {
    const team = { ...pack, named_gates: PackFile.shape.named_gates.parse(named_gates) }
    const own = Policy.parse({
      version: 1,
      extends: 'asa-swarm',
      validate: { commands: [{ name: 't', run: 't' }] },
      named_gates: { CODE_QUALITY_GATE: ['validate'] },
    })
    expect(effectivePolicy(team, own).named_gates).toEqual({
      ...named_gates,
      CODE_QUALITY_GATE: ['validate'],
    })
  })
})

test.each<[string, GateReference, ReasonState, Parameters<typeof judge>[1]?]>([
  ['a name whose kinds pass', 'CODE_QUALITY_GATE', 'pass'],
  [
    'a command that failed',
    'CODE_QUALITY_GATE',
    'fail',
    { validations: [validated({ steps: [{ ...step, exitCode: 1 }] }), measured()] },
  ],
  [
    'a failure of another name',
    'INTEGRATION_QUALITY_GATE',
    'pass',
    { validations: [validated({ steps: [{ ...step, exitCode: 1 }] }), measured()] },
  ],
  ['a result that is still to come', 'CODE_QUALITY_GATE', 'pending', { validations: [] }],
  ['a kind by itself', 'tests', 'pass'],
  ['a name that nothing stands behind', 'COMMERCIAL_READINESS_VALIDATION', 'info'],
  ['a kind without a rule', 'readiness', 'info'],
])('%s: %s is %s', (_what, reference, expected, facts) => {
  const { parts } = judge({ named_gates }, facts)
  expect(verdictOf(reference, named_gates, parts).state).toBe(expected)
})

test('every kind of gate can be demanded, and stands for itself', () => {
  const kinds = [...Object.keys(GATE_KINDS), 'validate'] as GateReference[]
  expect(kinds.map((kind) => partsOf(kind, {}))).toEqual(kinds.map((kind) => [kind]))
})

describe('gates that a pack suggests', () => {
  const team = {
    ...pack,
    gates: PackFile.shape.gates.parse({
      truth: [{ documents: ['**/*.md'] }],
      readiness: [{ forbidden_text: ['XXX'] }],
    }),
  }
  const under = (gates: Parameters<typeof gatedBy>[0]['gates']) =>
    effectivePolicy(
      team,
      Policy.parse({
        version: 1,
        extends: 'asa-swarm',
        validate: { commands: [{ name: 't', run: 't' }] },
        gates,
      }),
    ).gates

  test('stand where the policy has no rule of the kind', () => {
    expect(under({ tests: [{ min_passed: 3 }] })).toMatchObject({
      tests: [{ min_passed: 3 }],
      truth: [{ documents: ['**/*.md'] }],
      readiness: [{ forbidden_text: ['XXX'] }],
      review: [],
    })
  })

  test('give way to the policy’s own', () => {
    expect(under({ truth: [{ advisory: true }] }).truth).toEqual([{ documents: ['**/*.md'], advisory: true }])
  })

  test('are none that need a measurement', () => {
    expect(PackFile.shape.gates.safeParse({ coverage: [{ lines: 80 }] }).success).toBe(false)
  })
})
