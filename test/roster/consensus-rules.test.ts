// Consensus rules of a policy that no set of seats or people can meet: each is refused, and told why.

import { beforeAll, describe, expect, it } from 'vitest'
import { checkConsensus } from '../../src/domain/roster/check-consensus.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parsePolicy } from '../../src/roster/policy-file.ts'
import { VALID_POLICY, asaSwarm, problemsOf, shortForm } from './support.ts'

const file = '.github/baton.yml'
const packs = new Map<string, Pack>()

beforeAll(async () => {
  packs.set('asa-swarm', await asaSwarm())
})

/** Lines 1 to 7 are valid; what is added begins on line 8. */
const and = (more: string): string => VALID_POLICY + more
const rule = (more: string): string =>
  and(`consensus:\n  - name: own\n    when: { paths: [src/**] }\n${more}`)

const broken: [what: string, text: string, problems: string[]][] = [
  [
    'a quorum that only the author would make up',
    rule('    seats: [critic, implementer]\n    quorum: 2\n'),
    [
      '12 consensus[0].quorum: the quorum cannot be reached: in the route of implementation tasks implementer is the author, and nobody judges their own work; the others are critic',
    ],
  ],
  [
    'a seat that is always the author’s',
    rule('    seats: [implementer]\n'),
    [
      "11 consensus[0].seats: the only seat is the author's: in the route of implementation tasks implementer is the author, and nobody judges their own work",
    ],
  ],
  [
    'weights that cannot reach the threshold',
    rule('    seats: [critic, benchmarker]\n    quorum: { weights: { critic: 2 }, threshold: 4 }\n'),
    ['12 consensus[0].quorum.threshold: all seats together weigh 3, so 4 can never be reached'],
  ],
  [
    'weights that reach it with the author alone',
    rule('    seats: [critic, implementer]\n    quorum: { weights: { implementer: 2 }, threshold: 2 }\n'),
    [
      '12 consensus[0].quorum: the quorum cannot be reached: in the route of implementation tasks implementer is the author, and nobody judges their own work; the others are critic',
    ],
  ],
  [
    'a weight without a seat',
    rule('    seats: [critic]\n    quorum: { weights: { benchmarker: 2 }, threshold: 1 }\n'),
    ['12 consensus[0].quorum.weights.benchmarker: `benchmarker` has a weight but no seat'],
  ],
  [
    'more people than are named',
    rule('    seats: [critic]\n    people: 2\n    people_from: [alice]\n'),
    ['12 consensus[0].people: 2 people can never approve: 1 person is named'],
  ],
  [
    'people who are never asked',
    rule('    seats: [critic]\n    people_from: [alice]\n'),
    ['12 consensus[0].people_from: these people are never asked: people is 0'],
  ],
  [
    'a team that nobody knows',
    rule("    seats: [critic]\n    people: 1\n    people_from: ['@acme/core']\n"),
    ['13 consensus[0].people_from[0]: nobody knows who belongs to @acme/core'],
  ],
  [
    'a tier that there is not',
    and('consensus:\n  - { name: own, when: { tiers: [big] }, seats: [critic] }\n'),
    ['9 consensus[0].when.tiers[0]: `big` is not known here; use one of: routine, reversible, irreversible'],
  ],
]

describe('rules that cannot be met', () => {
  it.each(broken)('%s', (_what, text, problems) => {
    expect(problemsOf(parsePolicy({ path: file, text }, packs)).map(shortForm)).toEqual(problems)
  })
})

describe('rules that can', () => {
  it.each([
    ['a quorum without the author', '    seats: [critic, implementer, benchmarker]\n    quorum: 2\n'],
    ['all, of which the author falls away', '    seats: [critic, implementer]\n    quorum: all\n'],
    ['weights', '    seats: [critic, benchmarker]\n    quorum: { weights: { critic: 2 }, threshold: 2 }\n'],
    ['named people', '    seats: [critic]\n    people: 1\n    people_from: [alice, lin]\n'],
    [
      'a team that the policy names',
      "    seats: [critic]\n    people: 2\n    people_from: ['@acme/core']\nteams: { acme/core: [alice, lin] }\n",
    ],
    ['code owners', '    seats: [critic]\n    codeowners: true\n'],
  ])('%s', (_what, more) => {
    expect(problemsOf(parsePolicy({ path: file, text: rule(more) }, packs))).toEqual([])
  })

  it('a seat whose author another route has: there a person stands in', () => {
    const pack = packs.get('asa-swarm')!
    const critic = pack.agents.find(({ name }) => name === 'critic')
    const waves = pack.routing.bugfix.waves.map((wave) => ({ ...wave, agent: critic!.name }))
    const routing = { ...pack.routing, bugfix: { ...pack.routing.bugfix, waves } }
    const own = pack.consensus.map((one) => ({
      ...one,
      seats: [critic!.name],
      veto: [],
      quorum: 'all' as const,
    }))
    expect(checkConsensus({ ...pack, routing }, own)).toEqual([])
  })
})
