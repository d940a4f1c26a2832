// The policy in force: precedence, merged rules, the workflow's plan, and a JSON Schema that agrees with the parser.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { effectivePolicy } from '../../src/domain/policy/effective.ts'
import { DEFAULT_LIMITS } from '../../src/domain/policy/limits.ts'
import { Policy, policyJsonSchema } from '../../src/domain/policy/schema.ts'
import { workflowPlan } from '../../src/domain/policy/workflow-plan.ts'
import { asaSwarm } from '../roster/support.ts'

const minimal = { version: 1, extends: 'asa-swarm', validate: { commands: [{ name: 't', run: 'npm test' }] } }
const rule = { name: 'core-files', when: { core_files: true }, seats: ['critic'], quorum: 1 }

describe('effectivePolicy', () => {
  it('takes each limit from the policy, then the pack, then the default', async () => {
    const pack = { ...(await asaSwarm()), budgets: { run_usd: 2, run_turns: 20 } }
    const { limits } = effectivePolicy(pack, Policy.parse({ ...minimal, limits: { run_usd: 1 } }))
    expect(limits).toEqual({ ...DEFAULT_LIMITS, run_usd: 1, run_turns: 20 })
  })

  it('replaces rules by name in place and adds the others', async () => {
    const pack = await asaSwarm()
    const own = { ...rule, name: 'own', when: { paths: ['src/**'] } }
    const { consensus } = effectivePolicy(pack, Policy.parse({ ...minimal, consensus: [own, rule] }))
    expect(consensus.map((one) => [one.name, one.seats])).toEqual([
      ['core-files', ['critic']],
      ['architecture', ['researcher', 'implementer', 'critic']],
      ['performance-claims', ['benchmarker', 'critic']],
      ['own', ['critic']],
    ])
  })

  it('only ever adds to the protected paths', async () => {
    const pack = await asaSwarm()
    const open = Policy.parse({ ...minimal, commit_gate: { protected: ['infra/**'], allow_lockfiles: true } })
    const strict = effectivePolicy(pack, Policy.parse(minimal)).commit_gate.protected
    const loose = effectivePolicy(pack, open).commit_gate.protected
    expect(strict).toEqual(expect.arrayContaining(['**/.github/**', '**/Cargo.lock']))
    expect(loose).toEqual(expect.arrayContaining(['**/.github/**', 'infra/**']))
    expect(loose).not.toContain('**/Cargo.lock')
  })

  it('changes neither of its inputs', async () => {
    const pack = await asaSwarm()
    const policy = Policy.parse({ ...minimal, consensus: [rule] })
    const before = JSON.stringify([pack, policy])
    effectivePolicy(pack, policy)
    expect(JSON.stringify([pack, policy])).toBe(before)
  })
})

describe('workflowPlan', () => {
  it('runs validations once and benchmarks in rounds; without a benchmark there is no plan', () => {
    const bench = { setup: ['npm ci'], commands: [{ name: 'b', run: 'node b.mjs' }], rounds: 7 }
    const policy = Policy.parse({ ...minimal, benchmark: bench })
    expect(workflowPlan(policy, 'validate')).toMatchObject({
      rounds: 1,
      commands: [{ name: 't', report: 'none' }],
    })
    expect(workflowPlan(policy, 'benchmark')).toMatchObject({
      rounds: 7,
      commands: [{ report: 'baton-json' }],
    })
    expect(workflowPlan(Policy.parse(minimal), 'benchmark')).toBeNull()
  })
})

describe('policyJsonSchema', () => {
  const validate = new Ajv2020({ strict: false }).compile(policyJsonSchema())

  it.each<[what: string, data: unknown]>([
    ['the least', minimal],
    ['a runner list', { ...minimal, platforms: { mac: { runner: ['self-hosted', 'macOS'] } } }],
    ['a gate', { ...minimal, gates: { tests: [{ min_passed: 3 }] } }],
    ['a gate with a key too many', { ...minimal, gates: { tests: [{ least: 3 }] } }],
    ['an unknown key', { ...minimal, lable: 'x' }],
    ['a missing key', { version: 1, extends: 'x' }],
    ['a wrong type', { ...minimal, merge: { delete_branch: 'yes' } }],
    ['a number out of range', { ...minimal, limits: { max_rounds: 0 } }],
    ['a rule', { ...minimal, consensus: [rule] }],
    ['a rule without seats', { ...minimal, consensus: [{ ...rule, seats: [] }] }],
  ])('agrees with the parser about %s', (_what, data) => {
    expect(validate(data)).toBe(Policy.safeParse(data).success)
  })

  it('describes every key with an example that is valid itself', () => {
    const missing: string[] = []
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return
      const { properties } = node as {
        properties?: Record<string, { description?: string; examples?: unknown[]; anyOf?: unknown }>
      }
      for (const [key, child] of Object.entries(properties ?? {})) {
        const path = `${at}.${key}`
        if (child.description === undefined) missing.push(`${path}: no description`)
        walk(child, path)
      }
      const { items } = node as { items?: unknown }
      walk(items, `${at}[]`)
    }
    walk(policyJsonSchema(), '')
    expect(missing).toEqual([])
  })
})
