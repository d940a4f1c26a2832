// Routing: the delegation chains of the seeds, who decides, who sits, and that every route explains itself.

import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Complexity, OutcomeOf, TaskType } from '../../src/domain/outcomes.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { route, type Route } from '../../src/domain/roster/route.ts'
import { requiredApprovals, seating, type Panel } from '../../src/domain/roster/seats.ts'
import { asaSwarm } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await asaSwarm()
})

const triage = (
  taskType: TaskType,
  complexity: Complexity,
  components: string[] = [],
): OutcomeOf['triage'] => ({
  summary: 's',
  taskType,
  complexity,
  components,
  acceptance: ['a'],
  rationale: 'r',
})
const explained = (one: Route): string => one.reasons.map((root) => reasonMarkdown(root)).join('\n')

describe("the seeds' delegation chains", () => {
  it.each<[labels: string[], waves: string[], seats: string[], quorum: number]>([
    [['type:research'], ['research researcher'], [], 0],
    [['type:implementation'], ['research researcher', 'implement implementer'], ['critic', 'benchmarker'], 2],
    [['type:performance'], ['research benchmarker', 'implement implementer'], ['benchmarker', 'critic'], 2],
    [
      ['type:architecture'],
      ['research researcher', 'implement implementer'],
      ['critic', 'researcher', 'implementer'],
      3,
    ],
    [['type:bugfix'], ['implement implementer'], ['critic'], 1],
    [['type:documentation'], ['implement implementer'], ['critic'], 1],
    [
      ['type:bugfix', 'component:attention'],
      ['implement implementer'],
      ['critic', 'benchmarker', 'researcher', 'implementer'],
      4,
    ],
    [
      ['type:bugfix', 'complexity:critical'],
      ['implement implementer'],
      ['critic', 'benchmarker', 'researcher', 'implementer'],
      4,
    ],
    [['type:bugfix', 'component:pattern'], ['implement implementer'], ['critic'], 1],
    [['type:research', 'component:attention'], ['research researcher'], [], 0],
  ])('%j', (labels, waves, seats, quorum) => {
    const one = route({ labels, pack })
    expect(one.waves.map((wave) => `${wave.purpose} ${wave.agent}`)).toEqual(waves)
    expect(one.waves.map((wave) => wave.index)).toEqual(waves.map((_, i) => i + 1))
    expect([one.seats, one.quorum]).toEqual([seats, quorum])
  })
})

describe('who decides', () => {
  it('a label, and says that the triage was overruled', () => {
    const one = route({
      labels: ['Type:Bugfix'],
      pack,
      triage: triage('architecture', 'high', ['attention']),
    })
    expect([one.type, one.complexity, one.components]).toEqual(['bugfix', 'high', ['attention']])
    expect(explained(one)).toContain('the triage proposed architecture; labels decide')
  })

  it('the triage where no label speaks; unknown components are named and left out', () => {
    const one = route({
      labels: ['baton'],
      pack,
      triage: triage('research', 'simple', ['attention', 'toString']),
    })
    expect([one.type, one.complexity, one.components]).toEqual(['research', 'simple', ['attention']])
    expect(explained(one)).toContain('the pack has no component toString')
  })

  it('the defaults where nothing speaks', () => {
    const one = route({ labels: [], pack })
    expect([one.type, one.complexity]).toEqual(['implementation', 'medium'])
    expect(explained(one)).toContain('the default: no label and no triage says more')
  })

  it('the more demanding of two labels, and says which to remove', () => {
    const one = route({
      labels: ['type:documentation', 'type:architecture', 'complexity:high', 'complexity:simple'],
      pack,
    })
    expect([one.type, one.complexity]).toEqual(['architecture', 'high'])
    expect(explained(one)).toContain('the label type:documentation is there too and does not count')
  })

  it('nobody, for a label of the group that is not known', () => {
    expect(explained(route({ labels: ['type:epic'], pack }))).toContain(
      'the label type:epic names no task type of this pack',
    )
  })

  it("the owner of a component, over the route's agent", () => {
    const owner = { ...pack.agents.find((agent) => agent.name === 'implementer')!, name: 'scribe' as never }
    const docs = { ...pack.components['docs']!, owner: owner.name }
    const owned: Pack = { ...pack, agents: [...pack.agents, owner], components: { ...pack.components, docs } }
    const one = route({ labels: ['type:bugfix', 'component:docs'], pack: owned })
    expect(one.waves.map((wave) => wave.agent)).toEqual(['scribe'])
    expect(explained(one)).toContain('scribe leads: owner of docs')
    expect(explained(one)).toContain('implementer: no table row of this route names it')
  })
})

const panel = (reviewers: Panel['reviewers']): Panel => ({
  reviewers,
  gates: [],
  final: undefined,
  people: 0,
})

describe('seats', () => {
  const facts = {
    type: 'bugfix',
    kind: 'bugfix' as const,
    complexity: 'simple' as const,
    paths: ['src/x.ts'],
    coreFiles: ['src/attention.mjs'],
    claims: false,
  }
  const seats = (change: Partial<typeof facts>) =>
    seating(panel(pack.routing.bugfix.reviewers), pack.consensus, { ...facts, ...change })

  it('grow with a core file in the diff, and with a claim', () => {
    expect(seats({}).seats).toEqual(['critic'])
    expect(seats({ paths: ['a.md', 'src/attention.mjs'] }).seats).toHaveLength(4)
    expect(seats({ claims: true })).toMatchObject({
      seats: ['critic', 'benchmarker'],
      quorum: 2,
      veto: ['benchmarker', 'critic'],
    })
  })

  it.each([
    ['all', 3, 3],
    ['majority', 3, 2],
    ['majority', 4, 3],
    [1, 3, 1],
  ] as const)('a quorum of %s among %i seats is %i', (quorum, count, needed) => {
    const names = pack.agents.slice(0, count).map((agent) => agent.name)
    expect(requiredApprovals({ quorum, seats: names })).toBe(needed)
  })

  it('need as many approvals together as satisfy every rule, whoever abstains', () => {
    const names = pack.agents.map((agent) => agent.name)
    const group = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 })
    const rules = fc.array(
      group.chain((chosen) =>
        fc.integer({ min: 1, max: chosen.length }).map((quorum) => ({
          name: `r${chosen.length}`,
          when: { task_types: ['bugfix' as const] },
          seats: chosen,
          quorum,
          veto: [],
          people: 0,
        })),
      ),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(rules, fc.infiniteStream(fc.nat()), (list, order) => {
        const { seats: all, quorum, requirements } = seating(panel([]), list, facts)
        const shuffled = all
          .map((seat) => [order.next().value, seat] as const)
          .toSorted((a, b) => a[0] - b[0])
        const approving = new Set(shuffled.slice(0, quorum).map(([, seat]) => seat))
        for (const requirement of requirements) {
          expect(requirement.seats.filter((seat) => approving.has(seat)).length).toBeGreaterThanOrEqual(
            requirement.quorum,
          )
        }
      }),
    )
  })
})

it('routes any labels at all, the same way every time, with every agent accounted for', () => {
  const label = fc.oneof(
    fc.constantFrom(
      'type:research',
      'type:',
      ':',
      'component:attention',
      'component:__proto__',
      'complexity:critical',
      'TYPE:bugfix',
    ),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
      const one = route({ labels, pack })
      expect(route({ labels, pack })).toEqual(one)
      expect(one.waves.length).toBeGreaterThan(0)
      expect(pack.agents.filter((agent) => !explained(one).includes(agent.name))).toEqual([])
    }),
  )
})
