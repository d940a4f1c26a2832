// Labels: definitions within GitHub's limits, exclusive groups, and changes that settle at once.

import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Complexity, TaskKind } from '../../src/domain/outcomes.ts'
import { classLabels, desiredLabels, labelDefinitions, readLabels } from '../../src/domain/roster/labels.ts'
import type { DesiredState } from '../../src/domain/roster/labels.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { asaSwarm } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await asaSwarm()
})

describe('labelDefinitions', () => {
  it("keeps GitHub's limits and names each label once", () => {
    const labels = labelDefinitions(pack, 'team')
    for (const { name, color, description } of labels) {
      expect(name.length).toBeLessThanOrEqual(50)
      expect(color).toMatch(/^[0-9a-f]{6}$/)
      expect(description.length).toBeLessThanOrEqual(100)
      expect(description).not.toBe('')
    }
    const names = labels.map((label) => label.name)
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(names).toEqual(
      expect.arrayContaining([
        'team',
        'type:research',
        'complexity:critical',
        'component:attention',
        'wave:2',
        'state:in-review',
      ]),
    )
  })
})

describe('desiredLabels', () => {
  it.each<[what: string, current: string[], desired: DesiredState, add: string[], remove: string[]]>([
    ['sets a first label', [], { type: 'bugfix' }, ['type:bugfix'], []],
    ['replaces within the group', ['type:research'], { type: 'bugfix' }, ['type:bugfix'], ['type:research']],
    ['leaves other groups alone', ['complexity:high', 'state:done'], { type: 'bugfix' }, ['type:bugfix'], []],
    ['ignores case', ['Type:Bugfix'], { type: 'bugfix' }, [], []],
    [
      'tidies up two of a group',
      ['state:running', 'state:blocked'],
      { state: 'blocked' },
      [],
      ['state:running'],
    ],
    ["leaves a stranger's label in the group", ['type:epic'], { type: 'bugfix' }, ['type:bugfix'], []],
    ['leaves unrelated labels', ['help wanted', 'type'], { type: 'bugfix' }, ['type:bugfix'], []],
    [
      'sets components exactly',
      ['component:a', 'component:b'],
      { components: ['b', 'c', 'c'] },
      ['component:c'],
      ['component:a'],
    ],
    ['clears components', ['component:a'], { components: [] }, [], ['component:a']],
    ['moves the wave on', ['wave:1', 'wave:goodbye'], { waves: [2] }, ['wave:2'], ['wave:1']],
    ['names waves side by side', ['wave:0', 'wave:12'], { waves: [0, 3] }, ['wave:3'], ['wave:12']],
    ['clears the waves', ['wave:0', 'wave:1000'], { waves: [] }, [], ['wave:0']],
    ['does nothing when nothing is asked', ['type:bugfix'], {}, [], []],
  ])('%s', (_what, current, desired, add, remove) => {
    expect(desiredLabels(current, desired)).toEqual({ add, remove })
  })

  it('settles: applied once, there is nothing more to do, and each group is exclusive', () => {
    const label = fc.oneof(
      fc.constantFrom(
        ...TaskKind.options.map((t) => `type:${t}`),
        ...Complexity.options.map((c) => `complexity:${c}`),
      ),
      fc.constantFrom('state:running', 'STATE:done', 'component:x', 'wave:3', 'bug'),
      fc.string({ maxLength: 12 }),
    )
    const desired = fc.record({
      type: fc.constantFrom(...TaskKind.options),
      complexity: fc.constantFrom(...Complexity.options),
      state: fc.constantFrom('running', 'in-review', 'blocked', 'done'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(label, { maxLength: 12 }), desired, (current, wish) => {
        const { add, remove } = desiredLabels(current, wish)
        const next = [...current.filter((one) => !remove.includes(one)), ...add]
        expect(desiredLabels(next, wish)).toEqual({ add: [], remove: [] })
        expect(new Set(readLabels(next).types)).toEqual(new Set([wish.type]))
      }),
    )
  })
})

describe('what the stages use', () => {
  it('labels a classification with known components only', () => {
    expect(
      classLabels(pack, {
        type: 'performance',
        complexity: 'high',
        components: ['attention', 'toString', 'x'],
      }),
    ).toEqual(['type:performance', 'complexity:high', 'component:attention'])
  })

  it('changes the state', () => {
    expect(desiredLabels(['state:running', 'x'], { state: 'done' })).toEqual({
      add: ['state:done'],
      remove: ['state:running'],
    })
  })
})
