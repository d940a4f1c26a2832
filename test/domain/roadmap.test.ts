// The roadmap of a pack sets the level of the tasks it is about: below a label, above the policy's default.

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { TaskWhen } from '../../src/domain/roster/conditions.ts'
import type { RoadmapLevel } from '../../src/domain/roster/routing-tables.ts'
import { effectivePolicy } from '../../src/domain/policy/effective.ts'
import { overridden } from '../../src/domain/policy/overrides.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { onRoadmap } from '../../src/domain/priority/roadmap.ts'
import { loadBuiltInPacks } from '../../src/roster/index.ts'
import { at, done, NOW, pack, policy } from './support.ts'

const { packs } = await loadBuiltInPacks(join(import.meta.dirname, '..', '..', 'agents'))

const items = (...whens: (TaskWhen | undefined)[]) => ({
  ...pack,
  roadmap: whens.map((when, i) => ({
    level: (['critical', 'high', 'low'] as const)[i] ?? ('future' as const),
    title: `item ${i + 1}`,
    ...(when === undefined ? {} : { when }),
  })),
})

describe('the item that counts', () => {
  test.each<[what: string, whens: (TaskWhen | undefined)[], labels: string[], found: string | undefined]>([
    ['one by its type', [{ types: ['performance'] }], ['type:performance'], 'item 1”, by type performance'],
    [
      'one by type and component, which must both hold',
      [{ types: ['performance'], components: ['attention'] }],
      ['type:performance', 'component:attention'],
      'item 1”, by type performance and component attention',
    ],
    [
      'none when only one of two conditions holds',
      [{ types: ['performance'], components: ['attention'] }],
      ['type:performance', 'component:docs'],
      undefined,
    ],
    ['one by a label of any case', [{ labels: ['Scale'] }], ['SCALE'], 'item 1”, by label Scale'],
    ['one by complexity', [{ complexities: ['high'] }], ['complexity:high'], 'item 1”, by complexity high'],
    [
      'the first of two',
      [{ labels: ['x'] }, { components: ['docs'] }, { components: ['docs'] }],
      ['component:docs'],
      'item 2”, by component docs',
    ],
    ['none without conditions', [undefined], ['type:performance'], undefined],
    ['none of an empty roadmap', [], ['type:performance'], undefined],
    ['none by a type that nobody has said', [{ types: ['implementation'] }], ['baton'], undefined],
    [
      'none by a complexity that nobody has said',
      [{ complexities: ['medium'] }],
      ['type:performance'],
      undefined,
    ],
    ['none by a component that the pack has not', [{ components: ['nave'] }], ['component:nave'], undefined],
  ])('%s', (_what, whens, labels, found) => {
    const source = onRoadmap(items(...whens), labels, undefined)?.source
    expect(source).toBe(found === undefined ? undefined : `the roadmap, “${found}`)
  })

  test('what the triage proposed counts as said', () => {
    const outcome = done('orchestrator', 'triage').outcome
    if (outcome?.kind !== 'done' || outcome.purpose !== 'triage') throw new Error('no triage')
    const when = { types: ['implementation'], complexities: ['high' as const] }
    expect(onRoadmap(items(when), [], outcome.value)?.level).toBe('critical')
  })
})

describe('of the packs', () => {
  test.each<[pack: string, labels: string, level: RoadmapLevel | undefined]>([
    ['asa-swarm', 'type:implementation component:attention', 'critical'],
    ['asa-swarm', 'type:research component:attention', undefined],
    ['asa-swarm', 'type:performance component:attention', 'medium'],
    ['asa-swarm', 'type:performance component:attention long-context', 'high'],
    ['asa-swarm', 'type:documentation consumer-hardware', 'future'],
    ['bitnet-rust', 'type:bugfix component:bitnet-core memory-tracking', 'critical'],
    ['bitnet-rust', 'type:inference-feature component:bitnet-inference', 'high'],
    ['bitnet-rust', 'type:implementation component:bitnet-training', 'medium'],
    ['bitnet-rust', 'type:documentation component:bitnet-core', 'low'],
    ['bitnet-rust', 'type:saas-platform', 'future'],
    ['mathhook', 'type:performance-recovery', 'critical'],
    ['mathhook', 'type:python-api', 'high'],
    ['mathhook', 'type:market-launch', 'medium'],
    ['mathhook', 'type:tool-server', 'low'],
    ['mergekit-rs', 'type:technical-alignment component:tensor-core', 'critical'],
    ['mergekit-rs', 'type:performance component:matmul', 'high'],
    ['mergekit-rs', 'type:format-conversion', 'medium'],
    ['mergekit-rs', 'type:ecosystem-review', 'future'],
    ['ml-research', 'type:baseline', 'critical'],
    ['ml-research', 'type:fine-tuning', 'high'],
    ['ml-research', 'type:training from-scratch', 'future'],
    ['ml-research', 'type:training', undefined],
  ])('%s, %s: %s', (name, labels, level) => {
    expect(onRoadmap(packs.get(name)!, labels.split(' '), undefined)?.level).toBe(level)
  })

  test('every item says which tasks it is about', () => {
    for (const { name, roadmap } of packs.values())
      for (const item of roadmap) expect(item.when, `${name}: ${item.title}`).toBeDefined()
  })
})

describe('in a pass', () => {
  const routed = (labels: readonly string[], change: Partial<Policy> = {}) => {
    const from = {
      ...at.triaged,
      issue: { ...at.triaged.issue, labels: [...at.triaged.issue.labels, ...labels] },
    }
    const decision = decide(from, policy(change), NOW)
    const comment = decision.actions.find((action) => action.do === 'comment' && action.topic === 'route')
    return { level: decision.priority?.level, text: comment?.do === 'comment' ? comment.body : '' }
  }
  const SPARSE =
    'level critical (the roadmap, “True sparse attention, O(N×k)”, by type implementation and component attention)'

  test.each<[string, string[], Partial<Policy>, RoadmapLevel, string]>([
    ['it sets the level', [], {}, 'critical', SPARSE],
    ['it goes before the default of the policy', [], { default_priority: 'low' }, 'critical', SPARSE],
    ['a label goes before it', ['priority:future'], {}, 'future', 'level future (the label priority:future)'],
    [
      'the policy may have a roadmap of its own',
      [],
      { roadmap: [{ level: 'low', title: 'Later', when: { components: ['attention'] } }] },
      'low',
      'level low (the roadmap, “Later”, by component attention)',
    ],
    ['or none', [], { roadmap: [], default_priority: 'high' }, 'high', "level high (the policy's default)"],
  ])('%s, and the routing comment says so', (_what, labels, change, level, words) => {
    const seen = routed(labels, change)
    expect(seen.level).toBe(level)
    expect(seen.text).toContain(words)
  })
})

describe('what the policy takes away', () => {
  const roadmap = [
    { level: 'high' as const, title: 'both', when: { components: ['attention', 'docs'] } },
    { level: 'low' as const, title: 'one', when: { components: ['docs'], labels: ['x'] } },
  ]

  test('is no condition any more; an item of which nothing is left is only shown', () => {
    const left = overridden({ ...pack, roadmap }, { components: { docs: null } }).roadmap
    expect(left).toEqual([
      { level: 'high', title: 'both', when: { components: ['attention'] } },
      { level: 'low', title: 'one' },
    ])
  })

  test('and what it adds is there to be named', () => {
    const own = Policy.parse({
      version: 1,
      extends: 'asa-swarm',
      validate: { commands: [{ name: 't', run: 't' }] },
      types: { api: { title: 'API', kind: 'implementation', primary: 'implementer' } },
      roadmap: [{ level: 'high', title: 'API', when: { types: ['api'] } }],
    })
    expect(onRoadmap(effectivePolicy(pack, own).pack, ['type:api'], undefined)?.level).toBe('high')
  })
})
