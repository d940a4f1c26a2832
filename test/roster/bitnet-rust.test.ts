// The agents of the bitnet-rust pack against the project's own tables: who is there, whose work meets whose, and who may do what.

import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { HOOK_NAMES } from '../../src/domain/hooks/moments/index.ts'
import type { AgentPurpose } from '../../src/domain/outcomes.ts'
import type { AgentSpec } from '../../src/domain/roster/agent.ts'
import { packAgent } from '../../src/domain/roster/pack.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { ALL_TOOLS, READ_ONLY_TOOLS } from '../../src/domain/roster/tools.ts'
import { loadPack } from '../../src/roster/index.ts'
import { agentsDir, shortForm } from './support.ts'

let pack: Pack

beforeAll(async () => {
  const read = await loadPack(path.join(agentsDir, 'bitnet-rust'))
  if ('problems' in read) throw new Error(read.problems.map(shortForm).join('\n'))
  pack = read.pack
})

function agent(name: string): AgentSpec {
  const found = packAgent(pack, name)
  if (!found) throw new Error(`${name} is missing`)
  return found
}

const IMPLEMENT: readonly AgentPurpose[] = ['implement', 'review']
const ALL_WORK: readonly AgentPurpose[] = ['research', 'implement', 'review']
const JUDGE: readonly AgentPurpose[] = ['research', 'review']
const REPORT: readonly AgentPurpose[] = ['research']
const LEAD: readonly AgentPurpose[] = ['triage', 'synthesise']

const WRITE_TOOLS = ['Read', 'Glob', 'Grep', 'Edit', 'Write']

/** The project's summary of its team: 26 agents in five groups, and the orchestrator. */
const groups: Record<
  string,
  readonly [name: string, purposes: readonly AgentPurpose[], tools: readonly string[]][]
> = {
  lead: [['orchestrator', LEAD, READ_ONLY_TOOLS]],
  'technical development': [
    ['architect', ALL_WORK, WRITE_TOOLS],
    ['code', IMPLEMENT, ALL_TOOLS],
    ['debug', ALL_WORK, ALL_TOOLS],
    ['rust-best-practices-specialist', JUDGE, READ_ONLY_TOOLS],
    ['error-handling-specialist', IMPLEMENT, ALL_TOOLS],
    ['test-utilities-specialist', IMPLEMENT, ALL_TOOLS],
    ['inference-engine-specialist', ALL_WORK, ALL_TOOLS],
    ['performance-engineering-specialist', ALL_WORK, ALL_TOOLS],
    ['security-reviewer', JUDGE, READ_ONLY_TOOLS],
  ],
  'project management': [
    ['development-phase-tracker', REPORT, READ_ONLY_TOOLS],
    ['comprehensive-todo-manager', REPORT, READ_ONLY_TOOLS],
    ['truth-validator', JUDGE, READ_ONLY_TOOLS],
    ['project-research', JUDGE, READ_ONLY_TOOLS],
    ['publishing-expert', IMPLEMENT, ALL_TOOLS],
  ],
  'documentation and communication': [
    ['documentation-writer', ALL_WORK, WRITE_TOOLS],
    ['ask', JUDGE, READ_ONLY_TOOLS],
  ],
  'commercial and business': [
    ['saas-platform-architect', ALL_WORK, ALL_TOOLS],
    ['api-development-specialist', ALL_WORK, ALL_TOOLS],
    ['business-intelligence-specialist', JUDGE, READ_ONLY_TOOLS],
    ['customer-success-specialist', JUDGE, READ_ONLY_TOOLS],
    ['devops-infrastructure-specialist', IMPLEMENT, ALL_TOOLS],
    ['ui-ux-development-specialist', ALL_WORK, ALL_TOOLS],
  ],
  'configuration and utility': [
    ['agent-hooks', REPORT, READ_ONLY_TOOLS],
    ['project-commands-config', ALL_WORK, ALL_TOOLS],
    ['project-rules-config', JUDGE, READ_ONLY_TOOLS],
    ['variable-matcher', JUDGE, READ_ONLY_TOOLS],
  ],
}
const rows = Object.entries(groups).flatMap(([group, members]) =>
  members.map(([name, purposes, tools]) => ({ group, name, purposes, tools })),
)

describe('the team', () => {
  it('is the orchestrator and the 26 agents that the project names, and nobody else', () => {
    expect(rows).toHaveLength(27)
    expect(pack.agents.map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort())
  })

  it.each<[group: string, size: number]>([
    ['technical development', 9],
    ['project management', 5],
    ['documentation and communication', 2],
    ['commercial and business', 6],
    ['configuration and utility', 4],
  ])('has the %s group with %i agents', (group, size) => {
    const members = rows.filter((row) => row.group === group).map(({ name }) => name)
    expect(members.filter((name) => packAgent(pack, name) !== undefined)).toHaveLength(size)
  })
})

describe('tools and purposes', () => {
  it.each(rows)('$name may do its job and no more', ({ name, purposes, tools }) => {
    const { tools: granted, unavailableTools, ...spec } = agent(name)
    expect([...spec.purposes].sort()).toEqual([...purposes].sort())
    expect([...granted].sort()).toEqual([...tools].sort())
    expect(unavailableTools).toEqual([])
  })

  it.each(rows)(
    '$name gets tools that change files only to implement, and a seat only to review',
    ({ name }) => {
      const spec = agent(name)
      const writes = spec.tools.filter((tool) => !READ_ONLY_TOOLS.includes(tool))
      expect(writes.length > 0).toBe(spec.purposes.includes('implement'))
      expect(spec.seat).toBe(spec.purposes.includes('review'))
    },
  )

  it('leaves triage and synthesis to the orchestrator, which has no seat', () => {
    const leads = pack.agents.filter(({ purposes }) => LEAD.some((purpose) => purposes.includes(purpose)))
    expect(leads.map(({ name, seat }) => [name, seat])).toEqual([['orchestrator', false]])
    expect(pack.orchestrator).toBe('orchestrator')
  })

  it('runs in the background only agents for whose outcome nothing waits', () => {
    const background = pack.agents.filter((one) => one.background).map(({ name }) => name)
    expect(background.sort()).toEqual(['agent-hooks', 'comprehensive-todo-manager'])
    const waits = [
      ...Object.values(pack.types).map(({ primary }) => primary),
      ...Object.values(pack.routing).flatMap(({ waves }) => waves.map((wave) => wave.agent)),
      ...Object.values(pack.patterns).flatMap(({ waves }) => waves.map((wave) => wave.agent)),
      ...pack.consensus.flatMap(({ seats }) => seats),
    ]
    expect(waits.filter((name) => background.some((one) => one === name))).toEqual([])
  })

  it('lets every agent be mentioned', () => {
    expect(pack.agents.filter((one) => !one.wakeEnabled).map(({ name }) => name)).toEqual([])
  })
})

// The project's list of intersections. Where it ends in "all", the pack names four to six: those whose work is closest.
describe('whose work meets whose', () => {
  it.each<[name: string, meets: string[]]>([
    ['architect', ['project-research', 'code', 'security-reviewer']],
    ['code', ['rust-best-practices-specialist', 'debug', 'test-utilities-specialist']],
    ['debug', ['code', 'error-handling-specialist', 'test-utilities-specialist']],
    ['rust-best-practices-specialist', ['code', 'security-reviewer', 'performance-engineering-specialist']],
    ['error-handling-specialist', ['debug', 'rust-best-practices-specialist', 'test-utilities-specialist']],
    ['test-utilities-specialist', ['error-handling-specialist', 'debug', 'truth-validator']],
    [
      'inference-engine-specialist',
      ['performance-engineering-specialist', 'code', 'api-development-specialist'],
    ],
    [
      'performance-engineering-specialist',
      ['inference-engine-specialist', 'rust-best-practices-specialist', 'architect'],
    ],
    ['security-reviewer', ['rust-best-practices-specialist', 'architect', 'error-handling-specialist']],
    ['development-phase-tracker', ['comprehensive-todo-manager', 'orchestrator', 'truth-validator']],
    ['project-research', ['architect', 'performance-engineering-specialist', 'security-reviewer']],
    ['ask', ['documentation-writer', 'customer-success-specialist', 'ui-ux-development-specialist']],
    ['publishing-expert', ['truth-validator', 'documentation-writer', 'devops-infrastructure-specialist']],
    ['project-commands-config', ['devops-infrastructure-specialist', 'code', 'test-utilities-specialist']],
    [
      'saas-platform-architect',
      ['api-development-specialist', 'devops-infrastructure-specialist', 'security-reviewer'],
    ],
    [
      'api-development-specialist',
      ['saas-platform-architect', 'documentation-writer', 'inference-engine-specialist'],
    ],
    [
      'business-intelligence-specialist',
      ['customer-success-specialist', 'performance-engineering-specialist', 'api-development-specialist'],
    ],
    [
      'customer-success-specialist',
      ['business-intelligence-specialist', 'ask', 'ui-ux-development-specialist'],
    ],
    [
      'devops-infrastructure-specialist',
      ['saas-platform-architect', 'publishing-expert', 'security-reviewer'],
    ],
    ['ui-ux-development-specialist', ['customer-success-specialist', 'api-development-specialist', 'ask']],
    ['variable-matcher', ['rust-best-practices-specialist', 'code', 'project-rules-config']],
  ])('%s', (name, meets) => {
    expect([...agent(name).intersectsWith].sort()).toEqual([...meets].sort())
  })

  it.each<[name: string, named: string[]]>([
    ['comprehensive-todo-manager', ['development-phase-tracker', 'architect']],
    ['truth-validator', ['test-utilities-specialist', 'development-phase-tracker']],
    ['documentation-writer', ['ask', 'api-development-specialist']],
    ['project-rules-config', ['rust-best-practices-specialist', 'variable-matcher']],
    ['agent-hooks', ['orchestrator', 'truth-validator']],
  ])('%s, which the project lets meet everybody', (name, named) => {
    const meets = agent(name).intersectsWith
    expect(meets).toEqual(expect.arrayContaining(named))
    expect(meets.length).toBeGreaterThanOrEqual(4)
    expect(meets.length).toBeLessThanOrEqual(6)
  })

  it('names existing agents, each once, and nobody meets itself', () => {
    const wrong = pack.agents.flatMap(({ name, intersectsWith }) =>
      intersectsWith
        .filter((other, i) => other === name || !packAgent(pack, other) || intersectsWith.indexOf(other) < i)
        .map((other) => `${name} → ${other}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('the prompts', () => {
  it.each(rows)('$name is told how it works, what it hands over and what it must not do', ({ name }) => {
    const { prompt, expertise } = agent(name)
    expect(prompt).toMatch(/^## How you /m)
    expect(prompt).toMatch(/^## What you hand over$/m)
    expect(prompt).toMatch(/^## What you must not do$/m)
    expect(prompt.split('\n').length).toBeGreaterThanOrEqual(20)
    expect(prompt.split('\n').length).toBeLessThanOrEqual(70)
    expect(expertise.length).toBeGreaterThanOrEqual(3)
    expect(expertise.length).toBeLessThanOrEqual(6)
  })

  it.each<[purpose: AgentPurpose, words: RegExp]>([
    ['triage', /As triage: `summary`.*`taskType`.*`complexity`.*`components`.*`acceptance`/s],
    ['synthesise', /As synthesis: `decision`.*`rationale`.*`dissent`.*`followUps`/s],
    ['research', /`(findings|recommendation|risks)`|^(As a report|Research:)/m],
    ['implement', /`notes`/],
    ['review', /^(When you review|As (a )?(reviewer|verdict)|Review:)/m],
  ])('speak of the outcome of %s wherever the agent may do it', (purpose, words) => {
    const silent = pack.agents.filter((one) => one.purposes.includes(purpose) && !words.test(one.prompt))
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('do not repeat each other: no line of text stands in two of them', () => {
    const seen = new Map<string, string>()
    const repeated = pack.agents.flatMap(({ name, prompt }) =>
      prompt
        .split('\n')
        .filter((line) => line.length > 40 && !line.startsWith('#'))
        .flatMap((line) => {
          const first = seen.get(line)
          seen.set(line, name)
          return first === undefined ? [] : [`${first}, ${name}: ${line}`]
        }),
    )
    expect(repeated).toEqual([])
  })

  it('ask nobody to reach GitHub, a registry or the network', () => {
    const asks = /\bgh (pr|issue|api)\b|api\.github\.com|git (push|commit)\b|\bcurl\b|cargo install/
    expect(pack.agents.filter(({ prompt }) => asks.test(prompt)).map(({ name }) => name)).toEqual([])
  })

  it("date the project's figures, which are its statements and not results", () => {
    const figures = /530 of 531|99\.8 %|91\.3 %|192 (tests )?fail|300,000|2,300/
    const citing = pack.agents.filter(({ prompt }) => figures.test(prompt))
    expect(citing.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['orchestrator', 'truth-validator']),
    )
    const undated = citing.filter(({ prompt }) => !/September\s+2025/.test(prompt))
    expect(undated.map(({ name }) => name)).toEqual([])
  })
})

describe('hooks and gates of the project', () => {
  it('has every hook of the life cycle configured', () => {
    expect(Object.keys(pack.hooks)).toEqual(HOOK_NAMES)
  })

  it('has each of the four gates by name, and what stands behind it', () => {
    expect(pack.named_gates).toEqual({
      CODE_QUALITY_GATE: ['validate', 'checks'],
      INTEGRATION_QUALITY_GATE: ['tests', 'coverage', 'platforms', 'benchmark'],
      TRUTH_VALIDATION_CHECK: ['truth'],
      COMMERCIAL_READINESS_VALIDATION: ['readiness'],
    })
    expect(pack.gates).toMatchObject({ truth: [{}], readiness: [{}] })
  })

  it('demands all four before a merge, readiness where customers see it', () => {
    const demanded = (pack.hooks.POST_TASK_VALIDATION ?? []).flatMap((step) =>
      step.do === 'gate' ? [[step.gate, step.blocking, step.when?.types]] : [],
    )
    expect(demanded).toEqual([
      ['CODE_QUALITY_GATE', true, undefined],
      ['INTEGRATION_QUALITY_GATE', true, undefined],
      ['TRUTH_VALIDATION_CHECK', true, undefined],
      ['COMMERCIAL_READINESS_VALIDATION', true, ['saas-platform', 'api-development', 'ui-ux']],
    ])
  })

  it('names task types that there are', () => {
    const types = Object.values(pack.hooks).flatMap((steps = []) =>
      steps.flatMap(({ when }) => when?.types ?? []),
    )
    expect(types.filter((type) => !(type in pack.types))).toEqual([])
  })
})
