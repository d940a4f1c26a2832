// The packs mergekit-rs, ml-research and mathhook: nobody judges only their own work, and what the projects stated can be found.

import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Complexity } from '../../src/domain/outcomes.ts'
import { taskTypes, type Pack } from '../../src/domain/roster/pack.ts'
import { route, type Route } from '../../src/domain/roster/route.ts'
import { loadPack } from '../../src/roster/index.ts'
import { agentsDir, shortForm } from './support.ts'

const NAMES = ['mergekit-rs', 'ml-research', 'mathhook'] as const
type Name = (typeof NAMES)[number]
const packs = new Map<string, Pack>()

beforeAll(async () => {
  for (const name of NAMES) {
    const read = await loadPack(path.join(agentsDir, name))
    if ('problems' in read) throw new Error(read.problems.map(shortForm).join('\n'))
    packs.set(name, read.pack)
  }
})

function packOf(name: Name): Pack {
  const pack = packs.get(name)
  if (!pack) throw new Error(`${name} is missing`)
  return pack
}

const to = (name: Name, ...labels: string[]): Route => route({ labels, pack: packOf(name) })
const waves = (one: Route): string[] => one.waves.map((wave) => `${wave.purpose} ${wave.agent}`)

describe.each(NAMES)('%s', (name) => {
  it('seats somebody else beside every author, whatever type, complexity and component', () => {
    const pack = packOf(name)
    const components = [undefined, ...Object.keys(pack.components)]
    const lonely = taskTypes(pack).flatMap((type) =>
      Complexity.options.flatMap((complexity) =>
        components.flatMap((component) => {
          const labels = [`type:${type}`, `complexity:${complexity}`]
          if (component !== undefined) labels.push(`component:${component}`)
          const one = route({ labels, pack })
          const authors = one.waves.filter((wave) => wave.purpose === 'implement').map((wave) => wave.agent)
          return authors.some((author) => one.seats.every((seat) => seat === author))
            ? [labels.join(' ')]
            : []
        }),
      ),
    )
    expect(lonely).toEqual([])
  })

  it('has an agent without a hand in any change', () => {
    const bystanders = packOf(name).agents.filter(
      (agent) => agent.purposes.includes('review') && !agent.purposes.includes('implement'),
    )
    expect(bystanders.map((agent) => agent.tools.includes('Bash') || agent.tools.includes('Edit'))).toContain(
      false,
    )
  })
})

describe('mergekit-rs', () => {
  it('declares the four integration points', () => {
    expect(packOf('mergekit-rs').integration_points.map((point) => point.name)).toEqual([
      'Tensor representation',
      'Format validation',
      'Metal readiness',
      'Memory strategy',
    ])
  })

  it('sets 300 TFLOPS beside the stated 125 and 215, all of one day', () => {
    const { targets, statements } = packOf('mergekit-rs')
    expect(targets).toMatchObject([{ metric: 'matmul.tflops', op: '>=', value: 300, unit: 'TFLOPS' }])
    expect(targets[0]?.note).toMatch(/125 .* 215 .*2025-04-16/)
    expect(statements.map(({ dated }) => dated)).toEqual(statements.map(() => '2025-04-16'))
  })

  it('hears all three owners before a ruling, which the owner of the part builds', () => {
    const one = to('mergekit-rs', 'type:technical-alignment', 'component:metal')
    expect(waves(one)).toEqual([
      'research core-tensor-operations',
      'research format-conversions',
      'research metal-optimizations',
      'research integration-reviewer',
      'implement metal-optimizations',
    ])
    expect(one.waves[3]?.after).toEqual([1, 2, 3])
    expect(one.seats.at(-1)).toBe('integration-reviewer')
  })
})

describe('ml-research', () => {
  it.each(['classification', 'detection', 'generation', 'reinforcement-learning'])(
    'takes a %s project through its life and looks back',
    (type) => {
      const one = to('ml-research', `type:${type}`)
      expect(one.pattern).toBe('lifecycle')
      expect(waves(one)).toEqual([
        'research researcher',
        'research scout',
        'research evaluator',
        'implement data-engineer',
        'implement data-engineer',
        'implement ml-engineer',
        'implement ml-engineer',
        'implement ml-engineer',
        'implement evaluator',
      ])
      expect(one.postMortem).toEqual(['evaluator', 'researcher'])
    },
  )

  it('lets the scout read and nothing else', () => {
    const scout = packOf('ml-research').agents.find((agent) => agent.name === 'scout')
    expect([scout?.tools, scout?.purposes, scout?.seat]).toEqual([
      ['Read', 'Glob', 'Grep'],
      ['research'],
      false,
    ])
  })
})

describe('mathhook', () => {
  it.each([
    ['performance-recovery', 'plan-1-performance-recovery', 'rust-engineer', 4],
    ['educational-integration', 'plan-2-educational-integration', 'rust-engineer', 6],
    ['python-api', 'plan-3-python-api', 'python-expert', 5],
    ['node-api', 'plan-4-node-api', 'node-engineer', 6],
    ['market-launch', 'plan-5-market-launch', 'technical-writer', 6],
    ['tool-server', 'plan-6-tool-server', 'mcp-engineer', 4],
    ['core-mathematics', 'plan-7-core-mathematics', 'solver-engineer', 6],
  ])('a plan of type %s is %s, led by %s in %i waves', (type, pattern, lead, count) => {
    const one = to('mathhook', `type:${type}`, 'plan')
    expect([one.pattern, one.primary, one.waves.length]).toEqual([pattern, lead, count])
    expect(to('mathhook', `type:${type}`).pattern).toBeUndefined()
  })

  it.each([
    ['tests.passed', '>=', 676],
    ['performance.regression', '<=', 0],
    ['expression.bytes', '<=', 48],
    ['correctness.pass_rate', '>=', 100],
    ['clarity.score', '>=', 7],
  ])('wants %s %s %d', (metric, op, value) => {
    const found = packOf('mathhook').targets.find((target) => target.metric === metric)
    expect([found?.op, found?.value]).toEqual([op, value])
  })

  it('lets nobody change a settled interface without both bindings and a person', () => {
    const one = to('mathhook', 'type:api-freeze')
    expect(one.seats).toEqual(expect.arrayContaining(['python-expert', 'node-engineer', 'api-reviewer']))
    expect([one.people, one.seats.at(-1)]).toEqual([1, 'api-reviewer'])
  })
})
