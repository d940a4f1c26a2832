// Every row of the seed's routing tables, as a route: task types, components, complexity, intersections, expertise, patterns.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { route, type Route } from '../../src/domain/roster/route.ts'
import { loadPack, PACKS_DIR } from '../../src/roster/index.ts'

let pack: Pack
beforeAll(async () => {
  const loaded = await loadPack(`${PACKS_DIR}/bitnet-rust`)
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems[0]))
  pack = loaded.pack
})

const to = (...labels: string[]): Route => route({ labels, pack })
const workers = (one: Route): string[] => one.waves.map((wave) => wave.agent)
/** Who builds, or, where nothing is built, who answers. */
const worker = (one: Route): string | undefined =>
  one.waves.findLast((wave) => wave.purpose === 'implement')?.agent ?? workers(one).at(-1)
const short = (name: string): string => name.replace(/-specialist$/, '')

describe('task type → primary and secondary', () => {
  it.each([
    ['architecture', 'architect', ['project-research']],
    ['implementation', 'code', ['rust-best-practices']],
    ['bugfix', 'debug', ['code']],
    ['performance', 'performance-engineering', ['inference-engine']],
    ['inference-feature', 'inference-engine', ['performance-engineering']],
    ['error-handling', 'error-handling', ['test-utilities']],
    ['testing-infrastructure', 'test-utilities', ['error-handling']],
    ['documentation', 'documentation-writer', ['ask']],
    ['security-review', 'security-reviewer', ['rust-best-practices']],
    ['quality-assurance', 'truth-validator', ['test-utilities']],
    ['publishing', 'publishing-expert', ['truth-validator']],
    ['version-management', 'publishing-expert', ['documentation-writer']],
    ['user-interaction', 'ask', ['documentation-writer']],
    ['project-management', 'development-phase-tracker', ['comprehensive-todo-manager']],
    ['saas-platform', 'saas-platform-architect', ['api-development']],
    ['api-development', 'api-development', ['saas-platform-architect']],
    ['business-intelligence', 'business-intelligence', ['customer-success']],
    ['customer-success', 'customer-success', ['business-intelligence']],
    ['devops', 'devops-infrastructure', ['saas-platform-architect']],
    ['ui-ux', 'ui-ux-development', ['api-development']],
  ])('%s goes to %s, supported by %j', (type, primary, secondary) => {
    const one = to(`type:${type}`)
    expect([short(one.primary ?? ''), one.support.map(short)]).toEqual([primary, secondary])
    expect(short(worker(one) ?? '')).toBe(primary)
  })
})

describe('component → owner and support', () => {
  it.each([
    ['bitnet-core', 'code', 'rust-best-practices'],
    ['bitnet-quant', 'code', 'performance-engineering'],
    ['bitnet-inference', 'inference-engine', 'performance-engineering'],
    ['bitnet-training', 'code', 'error-handling'],
    ['bitnet-metal', 'performance-engineering', 'code'],
    ['bitnet-benchmarks', 'performance-engineering', 'test-utilities'],
    ['bitnet-cli', 'code', 'documentation-writer'],
    ['documentation', 'documentation-writer', 'ask'],
    ['testing', 'test-utilities', 'error-handling'],
    ['architecture', 'architect', 'project-research'],
    ['publishing-releases', 'publishing-expert', 'truth-validator'],
    ['workspace-publishing', 'publishing-expert', 'code'],
  ])('%s belongs to %s, supported by %s', (component, owner, support) => {
    const one = to('type:implementation', 'complexity:high', `component:${component}`)
    expect(short(one.primary ?? '')).toBe(owner)
    expect(short(worker(one) ?? '')).toBe(owner)
    expect(one.support.map(short)).toContain(support)
  })
})

describe('complexity → size of the team and escalation', () => {
  it.each([
    ['simple', 0, ['orchestrator'], 0],
    ['medium', 1, ['architect'], 0],
    ['high', 3, ['architect', 'orchestrator'], 0],
    ['critical', 4, ['people'], 1],
  ])('%s: %i supporters, then %j, %i people', (complexity, supporters, escalation, people) => {
    const one = to('type:implementation', `complexity:${complexity}`)
    expect([one.support.length, one.escalation, one.people]).toEqual([supporters, escalation, people])
  })

  it('a critical task always has the truth validator', () => {
    expect(to('type:bugfix', 'complexity:critical').support).toContain('truth-validator')
  })

  it('a team of three is never exceeded, and says who stayed out', () => {
    const one = to('type:implementation', 'complexity:medium', 'component:bitnet-cli', 'component:testing')
    expect(one.support).toHaveLength(2)
    expect(JSON.stringify(one.reasons)).toContain('stays out: a medium task has a team of 3')
  })
})

describe('domain and need → who joins, and who must approve', () => {
  it.each([
    ['implementation', 'performance', ['performance-engineering'], ['rust-best-practices']],
    ['implementation', 'security', ['security-reviewer'], ['rust-best-practices']],
    ['architecture', 'implementation', ['code'], ['architect']],
    ['performance', 'implementation', ['code'], ['performance-engineering']],
    ['inference-feature', 'api-design', ['api-development'], ['inference-engine']],
    ['api-development', 'platform', ['saas-platform-architect'], ['api-development']],
    ['saas-platform', 'technical', ['architect', 'code'], ['business-intelligence']],
    ['documentation', 'api', ['api-development'], ['documentation-writer']],
    ['testing-infrastructure', 'performance', ['performance-engineering'], ['test-utilities']],
    ['bugfix', 'architecture', ['architect'], ['debug', 'truth-validator']],
  ])('%s that also needs %s: %j join, %j must approve', (type, need, add, gate) => {
    const one = to(`type:${type}`, `needs:${need}`, 'complexity:simple')
    expect(one.support.map(short)).toEqual(expect.arrayContaining(add))
    expect(one.panel.gates.map(short)).toEqual(gate)
    expect(one.veto.map(short)).toEqual(expect.arrayContaining(gate))
  })

  it.each([
    ['architecture', 'code', 'architect'],
    ['performance', 'code', 'performance-engineering-specialist'],
  ])('%s that needs implementation is built by %s and judged by %s', (type, builder, gate) => {
    const one = to(`type:${type}`, 'needs:implementation')
    expect(worker(one)).toBe(builder)
    expect(one.seats).toContain(gate)
  })

  it('a need without a row for the domain adds nobody', () => {
    expect(to('type:publishing', 'needs:security').panel.gates).toEqual([])
  })
})

describe('expertise → who knows most', () => {
  it.each([
    ['rust', 'rust-best-practices', 'code'],
    ['system-architecture', 'architect', 'project-research'],
    ['performance-optimization', 'performance-engineering', 'inference-engine'],
    ['testing-infrastructure', 'test-utilities', 'error-handling'],
    ['documentation', 'documentation-writer', 'ask'],
    ['quality-assurance', 'truth-validator', 'test-utilities'],
    ['security-safety', 'security-reviewer', 'rust-best-practices'],
    ['publishing-releases', 'publishing-expert', 'truth-validator'],
    ['saas-platform-architecture', 'saas-platform-architect', 'api-development'],
    ['api-development', 'api-development', 'saas-platform-architect'],
    ['business-intelligence', 'business-intelligence', 'customer-success'],
    ['customer-success', 'customer-success', 'business-intelligence'],
    ['devops-infrastructure', 'devops-infrastructure', 'saas-platform-architect'],
    ['ui-ux-development', 'ui-ux-development', 'api-development'],
  ])('%s: %s, then %s', (field, primary, secondary) => {
    const one = to('type:version-management', 'complexity:high', `expertise:${field}`)
    expect([one.primary, ...one.support].map((name) => short(name ?? ''))).toEqual(
      expect.arrayContaining([primary, secondary]),
    )
    const leading = to('type:research', `expertise:${field}`)
    expect(short(leading.primary ?? '')).toBe(primary)
  })
})

describe('patterns', () => {
  const team = (one: Route): Set<string> =>
    new Set(
      [
        ...one.waves.map((wave) => wave.agent),
        ...one.panel.reviewers,
        ...(one.panel.final ? [one.panel.final] : []),
      ].map(short),
    )

  it('cross-domain: the primary, one or two from other domains, the truth validator', () => {
    const one = to('pattern:cross-domain', 'type:inference-feature', 'needs:api-design')
    expect(workers(one).map(short)).toEqual(['inference-engine', 'documentation-writer'])
    expect(one.waves.at(-1)).toMatchObject({ optional: true })
    expect(one.panel.final).toBe('truth-validator')
    expect(team(one)).toContain('api-development')
  })

  it('critical infrastructure: a review chain before the code, validation after it, the truth validator last', () => {
    const one = to('pattern:critical-infrastructure', 'component:bitnet-core')
    const before = one.waves.slice(
      0,
      one.waves.findIndex((wave) => wave.purpose === 'implement'),
    )
    expect(before.map((wave) => short(wave.agent))).toEqual([
      'architect',
      'security-reviewer',
      'performance-engineering',
    ])
    expect(one.waves.every((wave, i) => i === 0 || wave.after.length > 0)).toBe(true)
    expect([...team(one)]).toEqual(
      expect.arrayContaining([
        'code',
        'rust-best-practices',
        'test-utilities',
        'debug',
        'documentation-writer',
        'truth-validator',
      ]),
    )
    expect(one.seats.at(-1)).toBe('truth-validator')
    expect(one.veto).toContain('truth-validator')
  })

  it('customer-facing feature: business, design, building, infrastructure, validation', () => {
    const have = team(to('pattern:customer-facing-feature'))
    for (const name of [
      'saas-platform-architect',
      'business-intelligence',
      'customer-success',
      'architect',
      'api-development',
      'ui-ux-development',
      'code',
      'devops-infrastructure',
      'security-reviewer',
      'test-utilities',
      'documentation-writer',
      'truth-validator',
    ])
      expect([...have], name).toContain(name)
  })

  it('emergency: no planning, tight times, a look back at the end', () => {
    const one = to('type:bugfix', 'incident')
    expect(one.pattern).toBe('emergency-fix')
    expect(workers(one)).toEqual(['debug', 'code', 'ask', 'customer-success-specialist'])
    expect(one.waves.map((wave) => wave.purpose).slice(0, 2)).toEqual(['research', 'implement'])
    expect(one.timers).toBeLessThan(1)
    expect(one.postMortem).toEqual(['documentation-writer', 'project-research'])
    expect([...team(one)]).toEqual(
      expect.arrayContaining([
        'debug',
        'rust-best-practices',
        'security-reviewer',
        'test-utilities',
        'truth-validator',
      ]),
    )
  })

  it('the issue that looks back goes to those whom the pattern names, and to nobody else', () => {
    const one = to('type:research', 'pattern:emergency-fix', 'post-mortem')
    expect(one.waves).toEqual([
      { index: 1, purpose: 'research', agent: 'documentation-writer', after: [], postMortem: true },
      { index: 2, purpose: 'research', agent: 'project-research', after: [1], postMortem: true },
    ])
    expect([one.postMortem, one.seats]).toEqual([[], []])
  })

  it.each([
    ['a pattern that does not look back', ['type:bugfix', 'pattern:review-cascade']],
    ['no pattern', ['type:bugfix']],
  ])('the label post-mortem changes nothing for %s', (_what, labels) => {
    expect(to(...labels, 'post-mortem').waves).toEqual(to(...labels).waves)
  })

  it.each([
    ['parallel-sync', 'parallel'],
    ['sequential-handoff', 'sequential'],
    ['joint-ownership', 'joint'],
    ['review-cascade', 'cascade'],
  ])('%s is %s', (name, shape) => {
    expect(to(`pattern:${name}`)).toMatchObject({ pattern: name, shape })
  })

  it('joint ownership: performance and code own one wave, Rust practice judges it', () => {
    const one = to('pattern:joint-ownership')
    expect(one.waves).toEqual([
      {
        index: 1,
        purpose: 'implement',
        agent: 'performance-engineering-specialist',
        owners: ['performance-engineering-specialist', 'code'],
        after: [],
      },
    ])
    expect(one.seats).toContain('rust-best-practices-specialist')
  })

  it('review cascade: security, architecture, Rust practice, and the truth validator last', () => {
    const { seats } = to('pattern:review-cascade')
    expect(seats.slice(0, 3)).toEqual(['security-reviewer', 'architect', 'rust-best-practices-specialist'])
    expect(seats.at(-1)).toBe('truth-validator')
  })
})

it('routes every type at every complexity with every need, and a seat that is not the author', () => {
  const needs = [...new Set(pack.intersections.map((row) => row.needs))]
  for (const type of [...Object.keys(pack.types), 'research'])
    for (const complexity of ['simple', 'medium', 'high', 'critical'])
      for (const need of ['', ...needs]) {
        const one = to(`type:${type}`, `complexity:${complexity}`, ...(need === '' ? [] : [`needs:${need}`]))
        const authors = one.waves.filter((wave) => wave.purpose === 'implement').map((wave) => wave.agent)
        if (authors.length > 0)
          expect(
            one.seats.filter((seat) => !authors.includes(seat)).length,
            `${type} ${complexity} ${need}`,
          ).toBeGreaterThan(0)
      }
})
