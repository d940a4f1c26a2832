// Order, circles and the critical path: by hand, and against every path of random graphs.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlanGraph } from '../../src/domain/plan/graph.ts'
import type { WaveKey } from '../../src/domain/plan/names.ts'
import { criticalPath, type CriticalPath } from '../../src/domain/schedule/critical-path.ts'
import { topological, type OrderedGraph } from '../../src/domain/schedule/topological.ts'
import { anyGraph, graph, key } from './support.ts'

function ordered(plans: PlanGraph): OrderedGraph {
  const result = topological(plans)
  if (!result.ok) throw new Error(result.circle.text)
  return result.ordered
}

/** Every path from a wave without a predecessor to one without a successor. */
function allPaths({ graph: { nodes, edges } }: OrderedGraph): WaveKey[][] {
  const from = (path: WaveKey[]): WaveKey[][] => {
    const next = [...new Set(edges.filter((edge) => edge.from === path.at(-1)).map((edge) => edge.to))]
    return next.length === 0 ? [path] : next.flatMap((id) => from([...path, id]))
  }
  return nodes.filter(({ id }) => !edges.some((edge) => edge.to === id)).flatMap(({ id }) => from([id]))
}

const length = (path: readonly WaveKey[], minutes: ReadonlyMap<WaveKey, number>): number =>
  path.reduce((sum, id) => sum + (minutes.get(id) ?? 0), 0)

/** A graph with durations, some of them 0 as those of merged waves are. */
const timed = (most: number) =>
  anyGraph(most).chain((plans) =>
    fc
      .array(fc.integer({ min: 0, max: 6 }), { minLength: plans.nodes.length, maxLength: plans.nodes.length })
      .map((values) => ({
        plans,
        minutes: new Map(plans.nodes.map(({ id }, i) => [id, values[i] ?? 0])),
      })),
  )

describe('order', () => {
  test('every wave comes after what it waits for, and free ones keep the order of the plans', () => {
    const { order } = ordered(graph(['b/1', 'a/1', 'a/2', 'b/0'], ['a/2 > b/1 depends_on', 'a/1 > a/2']))
    expect(order).toEqual(['a/1', 'b/0', 'a/2', 'b/1'])
  })

  test('random graphs', () => {
    fc.assert(
      fc.property(anyGraph(30), (plans) => {
        const { order } = ordered(plans)
        expect(order.toSorted()).toEqual(plans.nodes.map(({ id }) => id).toSorted())
        const at = new Map(order.map((id, i) => [id, i]))
        for (const { from, to } of plans.edges) expect(at.get(from)).toBeLessThan(at.get(to) ?? -1)
      }),
    )
  })

  test.each<[string, string[], string]>([
    ['a wave that waits for itself', ['a/1 > a/1'], 'a/1 → a/1'],
    ['two plans that wait for each other', ['a/2 > b/1', 'b/1 > a/2', 'a/1 > a/2'], 'a/2 → b/1 → a/2'],
    [
      'three in a ring, one behind it',
      ['a/1 > a/2', 'a/2 > b/1', 'b/1 > a/1', 'b/1 > b/2'],
      'a/1 → a/2 → b/1 → a/1',
    ],
  ])('a circle is named: %s', (_, edges, circle) => {
    const result = topological(graph(['a/1', 'a/2', 'b/1', 'b/2'], edges))
    expect(result).toMatchObject({
      ok: false,
      circle: { text: `these waves wait for each other for ever: ${circle}` },
    })
  })

  test('any random graph with one edge turned back along a path has a circle made of its edges', () => {
    fc.assert(
      fc.property(anyGraph(12), fc.nat(), (plans, choice) => {
        const path = allPaths(ordered(plans)).find(({ length: waves }) => waves > 1)
        fc.pre(path !== undefined)
        const [to, from] = [
          path?.[0] ?? key('a/1'),
          path?.[1 + (choice % ((path?.length ?? 2) - 1))] ?? key('a/1'),
        ]
        const edges = [...plans.edges, { from, to, why: 'signal' as const, label: 'back' }]
        const result = topological({ ...plans, edges })
        if (result.ok) throw new Error('no circle was found')
        const { waves } = result.circle
        expect(new Set(waves).size).toBe(waves.length)
        waves.forEach((id, i) => {
          const next = waves[(i + 1) % waves.length]
          expect(edges.some((edge) => edge.from === id && edge.to === next)).toBe(true)
        })
      }),
    )
  })

  test('6,000 waves in one chain', () => {
    const ids = Array.from({ length: 6000 }, (_, i) => `p-${Math.floor(i / 900)}/${i % 900}`)
    const chain = ids.slice(1).map((id, i) => `${ids[i]} > ${id}`)
    expect(ordered(graph(ids, chain)).order).toHaveLength(6000)
    expect(topological(graph(ids, [...chain, `${ids.at(-1)} > ${ids[0]}`])).ok).toBe(false)
  })
})

describe('critical path', () => {
  const minutes = new Map([
    [key('a/1'), 60],
    [key('a/2'), 120],
    [key('b/1'), 30],
    [key('b/2'), 45],
  ])
  const plans = graph(['a/1', 'a/2', 'b/1', 'b/2'], ['a/1 > a/2', 'b/1 > b/2', 'a/1 > b/2 signal done'])

  test('by hand: earliest, latest, slack', () => {
    const { makespan, path, timing } = criticalPath(ordered(plans), minutes)
    expect(makespan).toBe(180)
    expect(path).toEqual(['a/1', 'a/2'])
    expect(Object.fromEntries(timing)).toEqual({
      'a/1': { minutes: 60, earliest: 0, latest: 0, slack: 0 },
      'a/2': { minutes: 120, earliest: 60, latest: 60, slack: 0 },
      'b/1': { minutes: 30, earliest: 0, latest: 105, slack: 105 },
      'b/2': { minutes: 45, earliest: 60, latest: 135, slack: 75 },
    })
  })

  test('no waves: nothing to do', () => {
    expect(criticalPath(ordered(graph([], [])), new Map())).toEqual({
      makespan: 0,
      path: [],
      timing: new Map(),
    })
  })

  test('equals the longest of all paths; slack is 0 exactly on those, and never negative', () => {
    fc.assert(
      fc.property(timed(10), ({ plans: random, minutes: given }) => {
        const sorted = ordered(random)
        const { makespan, path, timing } = criticalPath(sorted, given)
        const paths = allPaths(sorted)
        const longest = Math.max(...paths.map((one) => length(one, given)))
        expect(makespan).toBe(longest)
        expect(paths).toContainEqual(path)
        expect(length(path, given)).toBe(longest)
        const onLongest = new Set(paths.filter((one) => length(one, given) === longest).flat())
        for (const [id, { slack }] of timing) {
          expect(slack).toBeGreaterThanOrEqual(0)
          expect([id, slack === 0]).toEqual([id, onLongest.has(id)])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('slack is what it says: so much longer changes nothing, one minute more delays the end', () => {
    fc.assert(
      fc.property(timed(14), fc.nat(), ({ plans: random, minutes: given }, choice) => {
        const sorted = ordered(random)
        const { makespan, timing } = criticalPath(sorted, given)
        const id = sorted.order[choice % sorted.order.length] ?? key('a/1')
        const { slack, minutes: own } = timing.get(id) ?? { slack: -1, minutes: 0 }
        const longer = (by: number): CriticalPath => criticalPath(sorted, new Map([...given, [id, own + by]]))
        expect(longer(slack).makespan).toBe(makespan)
        expect(longer(slack + 1).makespan).toBe(makespan + 1)
      }),
    )
  })

  test('an edge more never makes it shorter', () => {
    fc.assert(
      fc.property(timed(14), fc.nat(), fc.nat(), ({ plans: random, minutes: given }, a, b) => {
        const sorted = ordered(random)
        const count = sorted.order.length
        fc.pre(a % count !== b % count)
        const from = sorted.order[Math.min(a % count, b % count)] ?? key('a/1')
        const to = sorted.order[Math.max(a % count, b % count)] ?? key('a/1')
        const more = { ...random, edges: [...random.edges, { from, to, why: 'signal' as const, label: 'x' }] }
        expect(criticalPath(ordered(more), given).makespan).toBeGreaterThanOrEqual(
          criticalPath(sorted, given).makespan,
        )
      }),
    )
  })
})
