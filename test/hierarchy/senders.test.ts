// What waits for a wave of another plan, as dependencies between the issues that show the two.

import { describe, expect, it, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { waveTopic } from '../../src/domain/hierarchy/place.ts'
import { foreignDependencies } from '../../src/domain/hierarchy/senders.ts'
import { withMarker } from '../../src/domain/markers.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import type { RouteWave } from '../../src/domain/roster/route.ts'
import { waveIssueBody, waveIssueTitle } from '../../src/domain/render/plan-comments.ts'
import type { BareSnapshot, SubIssueObservation } from '../../src/domain/snapshot.ts'
import { agent, NOW, policy, snapshot } from '../domain/support.ts'

const wave = (index: number, after: number[], ...waits: string[]): RouteWave => ({
  index,
  purpose: 'implement',
  agent: agent('implementer'),
  after,
  plan: index - 1,
  waits,
})

describe('what is shown as blocked from outside', () => {
  const senders = new Map([
    ['plan-2-wave-3-complete', 30],
    ['plan-1-complete', 10],
  ])
  const shown = ({ index }: RouteWave): number | undefined => (index > 8 ? undefined : 100 + index)
  test.each<[string, RouteWave[], [blocked: number, blocking: number][]]>([
    ['nothing that waits for nobody', [wave(1, [])], []],
    ['a wave by the wave that sends its signal', [wave(1, [], 'plan-2-wave-3-complete')], [[101, 30]]],
    [
      'a wave by several',
      [wave(1, [], 'plan-1-complete', 'plan-2-wave-3-complete')],
      [
        [101, 10],
        [101, 30],
      ],
    ],
    ['not what nobody is known to send', [wave(1, [], 'api-stable')], []],
    ['not a wave that has no issue yet', [wave(9, [], 'plan-1-complete')], []],
    [
      'only the first of those that follow each other',
      [
        wave(1, [], 'plan-1-complete'),
        wave(2, [1], 'plan-1-complete'),
        wave(3, [2], 'plan-1-complete', 'plan-2-wave-3-complete'),
      ],
      [
        [101, 10],
        [103, 30],
      ],
    ],
    [
      'both of those that go side by side',
      [wave(1, [], 'plan-1-complete'), wave(2, [], 'plan-1-complete')],
      [
        [101, 10],
        [102, 10],
      ],
    ],
    ['waves in a circle, once each', [wave(1, [2], 'plan-1-complete'), wave(2, [1])], []],
  ])('%s', (_, waves, expected) => {
    const found = foreignDependencies(waves, shown, senders)
    expect(found.map(({ blocked, blocking }) => [blocked, blocking])).toEqual(expected)
  })
})

const plan = PlanDocument.parse({
  plan: 'plan-3',
  title: 'Python API',
  orchestrator: 'implementer',
  context: '',
  waves: [
    { wave: 1, title: 'Before', agent: 'implementer', prose: '' },
    {
      wave: 4,
      title: 'Bind explain()',
      agent: 'implementer',
      prose: '',
      waits_for: ['plan-2-wave-3-complete'],
      signals: ['bound'],
    },
  ],
})
const child = (number: number, wave: number, blockedBy: number[] = []): SubIssueObservation => {
  const planned = plan.waves.find((one) => one.wave === wave)
  if (planned === undefined) throw new Error(`the plan has no wave ${wave}`)
  const topic = waveTopic(7, plan.plan, { index: 0, plan: wave })
  const body = withMarker(topic, waveIssueBody(plan, planned, 7))
  return { number, title: waveIssueTitle(plan, planned), state: 'open', body, topic, blockedBy }
}
const decided = (
  subIssues: SubIssueObservation[],
  senders: [string, number][],
): ReturnType<typeof decide> => {
  const bare: BareSnapshot = {
    ...snapshot({ waves: [] }),
    plan: { document: plan, problems: [] },
    subIssues,
    senders: new Map(senders),
  }
  return decide(bare, policy(), NOW)
}
const dependencies = (subIssues: SubIssueObservation[], senders: [string, number][]) =>
  decided(subIssues, senders).actions.filter(({ do: what }) => what === 'ensure_dependency')

describe('a plan that waits for another', () => {
  const waits: [string, number][] = [['plan-2-wave-3-complete', 30]]
  it('shows it once, beside what waits within the plan', () => {
    expect(dependencies([child(11, 1), child(14, 4)], waits)).toEqual([
      { do: 'ensure_dependency', blocked: 14, blocking: 11, present: true },
      { do: 'ensure_dependency', blocked: 14, blocking: 30, present: true },
    ])
    expect(dependencies([child(11, 1), child(14, 4, [11, 30])], waits)).toEqual([])
  })

  it('shows nothing while the other has no issue for it', () => {
    expect(dependencies([child(11, 1), child(14, 4, [11])], [])).toEqual([])
  })

  it('says where its own signals come from, as far as they can be shown', () => {
    expect(decided([child(14, 4)], []).senders).toEqual({
      'plan-3-wave-4-complete': 14,
      bound: 14,
      'plan-3-complete': 7,
    })
  })
})

test('a task without a plan sends nothing', () => {
  expect(decide(snapshot(), policy(), NOW).senders).toEqual({})
})
